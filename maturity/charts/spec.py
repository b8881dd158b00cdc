"""The same pictures as plotly figures, as plain data: explicit colours, no template, customer text as text."""

from typing import TYPE_CHECKING, Any, Final

from maturity.charts.lettering import shorten, wrap
from maturity.charts.palette import FONT, LIGHT

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Spec = dict[str, Any]
#: what keeps plotly from filling in its own template of seven thousand letters
BARE: Final[Spec] = {"data": {"scatter": [{"type": "scatter"}]}}


def figure(spec: Spec) -> "Figure":
    """The figure of a spec, for those who want to change it in Python."""
    from plotly.graph_objects import Figure

    return Figure(spec)


def layout(sentence: str, *, height: int = 440, **more: object) -> Spec:
    """The layout that all figures share, with the figure in words over it; `more` goes over that."""
    lines = wrap(sentence, 14, 900, 3)
    return {
        "template": BARE,
        "title": {"text": "<br>".join(map(literal, lines)), "x": 0, "xanchor": "left", "font": {"size": 14}},
        "font": {"family": FONT, "size": 14, "color": LIGHT.ink},
        "paper_bgcolor": LIGHT.paper,
        "plot_bgcolor": LIGHT.paper,
        "height": height,
        "margin": {"l": 40, "r": 30, "t": 40 + 20 * len(lines), "b": 60},
        "showlegend": False,
        **more,
    }


def axis(title: str = "", **more: object) -> Spec:
    """An axis with hairlines in the palette's colours; `more` goes over it."""
    return {
        "title": {"text": literal(title)},
        "gridcolor": LIGHT.rule,
        "linecolor": LIGHT.muted,
        "zeroline": False,
        "automargin": True,
        **more,
    }


def label(text: str, within: float = 240) -> str:
    """The text as a label on an axis: literal, and cut where it would push the picture away."""
    return literal(shorten(text, 14, within))


def literal(text: str) -> str:
    """The text so that plotly shows it as it is: neither tags nor links in it come alive."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
