"""The exporter that nbconvert knows as `briefing`: an executed workbook in, one HTML file out."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import Bool, Instance, Unicode, default
from traitlets.config import Config

from maturity.brand import Brand, read_brand
from maturity.charts.palette import LIGHT, Palette
from maturity.imports import SLOW_GRAMMAR, left_out
from maturity.language import ENGLISH, LANGUAGES, speaking, tr, tr_in, tr_n
from maturity.page.document import Document, read_document
from maturity.page.look import Look, island, look, running_lines, templates

with left_out(SLOW_GRAMMAR):
    from nbconvert.exporters.templateexporter import TemplateExporter

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode


def render_page(notebook: "NotebookNode", *, brand: Brand, interactive: bool) -> str:
    """The page of an executed workbook: one self-contained HTML text, the same for the same workbook."""
    page, _ = _exporter(brand, interactive=interactive).from_notebook_node(notebook)
    return str(page)


class BriefingExporter(TemplateExporter):
    """A workbook as one self-contained page: offline, cleaned, and the same bytes every time.

    `BriefingExporter(interactive=True)` puts plotly's charts beside the drawn ones; `brand` or `brand_file` dresses
    the page in a firm's own. Make one exporter and use it for many notebooks: its templates are then read once.
    """

    export_from_notebook = "Briefing page"
    output_mimetype = "text/html"

    interactive = Bool(default_value=False, help="Charts that answer the mouse, at 5 MB a page").tag(
        config=True, affects_environment=True
    )
    brand = Instance(Brand, help="The firm's name, logo, colours, footer and contact").tag(affects_environment=True)
    brand_file = Unicode("", help="A YAML file with the firm's brand").tag(config=True)

    def __init__(self, config: Config | None = None, **traits: Any) -> None:  # noqa: ANN401  (as traits are)
        super().__init__(config=config, **traits)  # type: ignore[no-untyped-call]  # nbconvert's

    @default("brand")
    def _brand_default(self) -> Brand:
        return read_brand(Path(self.brand_file)) if self.brand_file else Brand()

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return templates().name

    @default("template_file")
    def _template_file_default(self) -> str:
        return "page.html.j2"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(templates().parent)]

    @default("optimistic_validation")
    def _optimistic_validation_default(self) -> bool:
        return True

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[str]:
        return [f"nbconvert.preprocessors.{name}" for name in ("TagRemovePreprocessor", "CoalesceStreamsPreprocessor")]

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own
        self,
        nb: "NotebookNode",
        resources: dict[str, Any] | None = None,
        **more: Any,  # noqa: ANN401  (as nbconvert's)
    ) -> tuple[str, dict[str, Any]]:
        """The page, in the language that the notebook says it is written in; English where it says none."""
        language = str(nb.get("metadata", {}).get("language_code", ""))
        with speaking(language if language in LANGUAGES else ENGLISH):
            return super().from_notebook_node(nb, resources, **more)

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """What the templates call: the document of a notebook, and the look of a document."""
        return (("document", self._document), ("look", self._look), ("island", island))

    def _create_environment(self) -> "Environment":
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]  # nbconvert's
        environment.autoescape = True
        environment.add_extension("jinja2.ext.i18n")
        environment.install_gettext_callables(tr, tr_n, newstyle=True, pgettext=tr_in)  # type: ignore[attr-defined]  # the extension's
        environment.trim_blocks = environment.lstrip_blocks = True
        themes = {"light": _recoloured(self.brand.light), "dark": _recoloured(self.brand.dark)}
        environment.globals.update(brand=self.brand, interactive=self.interactive, themes=themes)
        return environment

    def _document(self, notebook: "NotebookNode", resources: dict[str, Any]) -> Document:
        name = str(resources.get("metadata", {}).get("name", "Briefing"))
        return read_document(notebook, name=name, interactive=self.interactive)

    def _look(self, document: Document) -> Look:
        running = running_lines(
            left=document.customer,
            right=self.brand.name,
            below=document.notice or self.brand.footer,
        )
        scripts: tuple[str, ...] = ("page.js", "plotly", "charts.js") if self.interactive else ("page.js",)
        styles: tuple[str, ...] = ("page.css",)
        if document.has_groups:
            scripts, styles = (*scripts, "groups.js"), (*styles, "groups.css")
        return look(self.brand, *styles, scripts=scripts, running=running, strict=not self.interactive)


@lru_cache(maxsize=4)
def _exporter(brand: Brand, *, interactive: bool) -> BriefingExporter:
    return BriefingExporter(brand=brand, interactive=interactive)


def _recoloured(palette: Palette) -> dict[str, str]:
    """What each of the palette's own light colours becomes; where two are one colour, the first counts."""
    pairs = zip(LIGHT.tokens.values(), palette.tokens.values(), strict=True)
    return dict(reversed(list(pairs)))
