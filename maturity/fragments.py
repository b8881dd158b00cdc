"""A piece of a page from its template, every word of a customer escaped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from maturity import narrative as say
from maturity.language import tr, tr_in, tr_n
from maturity.shipped import shipped
from maturity.wording import day, named, opened, sentence_case, span, spelled

#: JupyterLab sets a cell's text to the right; where it trusts nobody, only the cell itself can say otherwise
_CELL = re.compile(r"<(t[dh])\b")


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """Something to show: a fragment of a page, the same in plain words, and its figure where it is a chart."""

    html: str  #: safe: every word of a customer is escaped
    text: str
    figure: Mapping[str, Any] | None = None  #: a plotly figure, as plain data

    def _repr_mimebundle_(self, **_kwargs: object) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/html": self.html, "text/plain": self.text}
        return bundle if self.figure is None else {"application/vnd.plotly.v1+json": self.figure, **bundle}


def fragment_of(name: str, **context: object) -> str:
    """The fragment of that name in `templates/exhibits`, with these things in it; every text is escaped."""
    html: str = templates("exhibits").get_template(f"{name}.html").render(context)
    return _CELL.sub(r'<\1 style="text-align: left"', html)


@lru_cache
def templates(folder: str) -> Environment:
    """The templates in a folder of `templates`: every text is escaped, and nothing that they name may be missing."""
    environment = Environment(
        loader=FileSystemLoader(shipped("templates") / folder),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(tr, tr_n, newstyle=True, pgettext=tr_in)  # type: ignore[attr-defined]  # the extension's
    said = {spell.__name__: spell for spell in (day, named, opened, sentence_case, span, spelled)}
    environment.globals.update(say=say, tr=tr, **said)
    return environment
