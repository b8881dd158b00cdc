"""What every page wears: its fonts, colours and scripts inlined, and the policy that allows nothing else."""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from maturity.brand import Brand
from maturity.charts.palette import FONT, FONT_FILES, HEADING_FONT, style_sheet
from maturity.shipped import shipped


@dataclass(frozen=True, kw_only=True)
class Look:
    """Styles and scripts as they stand in the page, byte for byte."""

    styles: tuple[Markup, ...]
    scripts: tuple[Markup, ...]
    strict: bool = True  #: styles by their hash alone; plotly writes styles of its own, so its pages can't be

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy under which these styles and scripts run, and nothing else does."""
        styles = " ".join(map(_source, self.styles)) if self.strict else "'unsafe-inline'"
        pictures = "data:" if self.strict else "data: blob:"
        return (
            f"default-src 'none'; style-src {styles}; script-src {' '.join(map(_source, self.scripts))}; "
            f"font-src data:; img-src {pictures}; base-uri 'none'; form-action 'none'"
        )


def look(brand: Brand, *styles: str, scripts: tuple[str, ...], running: str = "", strict: bool = True) -> Look:
    """The look of a page made of those template files, and of CSS of its own: its `running` header and footer."""
    own = (Markup(running),) if running else ()  # noqa: S704  (made by running_lines, escaped there)
    return Look(styles=(_style(brand, styles), *own), scripts=tuple(map(_script, scripts)), strict=strict)


def running_lines(*, left: str, right: str, below: str) -> str:
    """CSS that prints these texts at the top left, the top right and the bottom left of every page but the first."""
    places = (("top-left", left), ("top-right", right), ("bottom-left", below))
    boxes = "".join(f"@{place}{{content:{_css_text(text)}}}" for place, text in places if text)
    return f"@media print{{@page{{{boxes}}}}}"


def island(content: object) -> Markup:
    """JSON that can stand inside a script element, whatever texts it holds; keys in order."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


def templates() -> Path:
    """The folder of the page's templates."""
    return shipped("templates") / "briefing"


def page_fingerprint(brand: Brand) -> str:
    """What decides a page's bytes beside its workbook: the templates and the brand; 64 hex digits."""
    shipped_files = sorted(path for path in templates().rglob("*") if path.is_file())
    parts = [repr(brand).encode(), *(path.read_bytes() for path in shipped_files)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@lru_cache(maxsize=16)
def _style(brand: Brand, names: tuple[str, ...]) -> Markup:
    faces = "".join(_font_face(*font) for font in FONT_FILES)
    own = "".join((templates() / name).read_text(encoding="utf-8") for name in names)
    fonts = f":root{{--text:{FONT};--display:{HEADING_FONT}}}"
    return _inlined(faces + fonts + style_sheet(brand.light, brand.dark) + own)


def _font_face(family: str, weight: int, name: str) -> str:
    font = base64.b64encode((templates() / "fonts" / name).read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:normal;font-display:block;"
        f"src:url(data:font/woff2;base64,{font}) format('woff2')}}\n"
    )


@lru_cache(maxsize=8)
def _script(name: str) -> Markup:
    if name == "plotly":
        return _inlined((files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8"))
    return _inlined((templates() / name).read_text(encoding="utf-8"))


def _inlined(text: str) -> Markup:
    """The style or script so that nothing in it ends its element early; ours and plotly's, never a customer's."""
    safe = text.replace("\r\n", "\n").replace("</", "<\\/").replace("<!--", "<\\!--")
    return Markup(safe)  # noqa: S704


@lru_cache(maxsize=64)
def _source(text: Markup) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _css_text(text: str) -> str:
    """The text as a CSS string, every character but ASCII letters and digits as an escape."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'
