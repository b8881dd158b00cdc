"""What a window is made of: its script, its style and its letters."""

from functools import lru_cache

from maturity.charts.palette import DARK, FONT, HEADING_FONT, LIGHT, Palette
from maturity.shipped import shipped

#: the script's rooms, each standing on those before it
SCRIPTS: tuple[str, ...] = (
    *("dom", "marks", "memory", "link", "view", "asking", "facts", "dialog", "ask", "start", "practices", "whatif"),
    *("voices", "side", "agenda", "notices", "closing", "look", "top", "keys", "main"),
)
#: the style sheet's, the later ones over the earlier
STYLES: tuple[str, ...] = ("screen", "ask", "side", "sheets", "present")
FONTS = (("Inter", 400, "inter-400"), ("Inter", 600, "inter-600"), ("EB Garamond", 600, "eb-garamond-600"))
#: everything of ours is inside it: in JupyterLab another page is around the window
SCOPE = ".maturity-live"
#: a picture shows its wide or its narrow form by the width that it is given
_FORMS = (
    f"{SCOPE} .picture{{container-type:inline-size;width:100%}}"
    f"{SCOPE} .picture svg{{display:block;width:100%;height:auto}}"
    f"{SCOPE} .picture .narrow{{display:none}}"
    f"@container (max-width:559px){{{SCOPE} .picture .wide{{display:none}}{SCOPE} .picture .narrow{{display:block}}}}"
)


@lru_cache(maxsize=1)
def script() -> str:
    """The window's script, whole."""
    folder = shipped("templates") / "live"
    return "\n".join((folder / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)


@lru_cache(maxsize=1)
def style() -> str:
    """The window's style sheet, the palette in front; nothing in it reaches the page around the window."""
    folder = shipped("templates") / "live"
    rooms = [(folder / f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    return "\n".join([_colours(), _FORMS, *rooms])


@lru_cache(maxsize=1)
def fonts() -> tuple[tuple[dict[str, object], bytes], ...]:
    """Each font's family and weight, with its WOFF2 file."""
    folder = shipped("templates") / "briefing" / "fonts"
    return tuple(
        ({"family": family, "weight": weight}, (folder / f"{name}.woff2").read_bytes())
        for family, weight, name in FONTS
    )


def _colours() -> str:
    """The palette in both themes, and the classes that recolour an SVG's literal fills."""
    shapes = (
        f"{SCOPE} .f-{name}{{fill:var(--{name})}}{SCOPE} .s-{name}{{stroke:var(--{name})}}" for name in LIGHT.tokens
    )
    return (
        f"{SCOPE}{{--text:{FONT};--display:{HEADING_FONT};{_variables(LIGHT)};color-scheme:light}}"
        f"{SCOPE}[data-theme=dark]{{{_variables(DARK)};color-scheme:dark}}{''.join(shapes)}"
    )


def _variables(palette: Palette) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in palette.tokens.items())
