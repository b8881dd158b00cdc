"""HTML held to an allow-list: what a notebook says can be read, and can do nothing."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from maturity.charts.lettering import BOUND

if TYPE_CHECKING:
    import nh3


_SPACES: Final = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")


def _each(names: str) -> frozenset[str]:
    return frozenset(names.split())


TEXT: Final = _each(
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li mark ol p pre q s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
DRAWING: Final = _each(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath pattern "
    "linearGradient radialGradient stop marker"
)
EVERYWHERE: Final = _each("class id title dir lang role")
ON_TEXT: Final = {
    "a": {"href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "li": {"value"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
}
ON_DRAWING: Final = _each(
    "xmlns viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry dx dy d points transform offset "
    "gradientUnits gradientTransform patternUnits clipPathUnits markerWidth markerHeight markerUnits refX refY orient "
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit stop-color stop-opacity opacity clip-path clip-rule marker-start marker-mid "
    "marker-end paint-order vector-effect shape-rendering focusable text-anchor textLength lengthAdjust "
    "dominant-baseline alignment-baseline baseline-shift font-family font-size font-weight font-style letter-spacing "
    "word-spacing xml:space"
)
PAINT: Final = _each("fill stroke stop-color clip-path marker-start marker-mid marker-end")


def clean(html: str) -> Markup:
    """The HTML with nothing left in it but text, tables, links and drawings.

    Scripts, styles, frames, forms, pictures from elsewhere, event handlers and inline styles are gone. A link leads
    to http, https, mailto or a place of the page. What is left is well formed, and in SVG's own upper and lower case.
    """
    return Markup(_cleaner().clean(html))  # noqa: S704  (this is the cleaning)


def plain(html: str) -> str:
    """The text of cleaned HTML, on one line; a space that does not break stays one.

    >>> plain("<h2>Ọlá <em>&amp;</em> sons</h2>")
    'Ọlá & sons'
    """
    text = Markup(re.sub(r"<[^>]*>", " ", html)).unescape()  # noqa: S704  (unescaped at once)
    return _SPACES.sub(" ", text).strip()


def bound_html(html: str) -> str:
    r"""Cleaned HTML with no number parted from its unit at a line's end: in words, not in tags or what is code.

    >>> bound_html('<p title="5 %">71 % of <code>2 s</code></p>') == '<p title="5 %">71\xa0% of <code>2 s</code></p>'
    True
    """
    return _PARTED.sub(lambda part: "\N{NO-BREAK SPACE}" if part[0] == " " else part[0], html)


#: a whole element of text kept as it was typed, or a whole tag: both stay; or a space that no line ends at
_PARTED: Final = re.compile(
    rf'<(pre|code|script)\b.*?</\1>|<[^>"]*(?:"[^"]*"[^>"]*)*>|{BOUND.pattern}',
    re.DOTALL,
)


@lru_cache(maxsize=1)
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=set(TEXT | DRAWING),
        clean_content_tags={"script", "style", "iframe", "object", "embed", "template", "noscript", "foreignObject"},
        attributes={"*": set(EVERYWHERE), **ON_TEXT, **{tag: set(ON_DRAWING) for tag in DRAWING}},
        generic_attribute_prefixes={"aria-", "data-"},
        attribute_filter=_harmless_paint,
        url_schemes={"http", "https", "mailto"},
        url_relative=lambda address: address if address.startswith("#") else None,
        strip_comments=True,
    )


def _harmless_paint(_tag: str, attribute: str, value: str) -> str | None:
    """The value, unless it is a paint that could fetch something."""
    return value if attribute not in PAINT or _LOCAL_PAINT.fullmatch(value) else None


_LOCAL_PAINT = re.compile(r"[a-zA-Z]+|#[0-9a-fA-F]{3,8}|url\(#[\w-]+\)|var\(--[a-z-]+\)|rgba?\([\d., %]+\)")
