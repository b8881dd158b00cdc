"""The one palette: safe for colour-blind eyes, ordered in greyscale, in light and dark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

FONT: Final = "Inter, 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Ethiopic', system-ui, sans-serif"
HEADING_FONT: Final = "'EB Garamond', 'Noto Serif', Georgia, serif"
#: family, weight and file of the letters that travel with a page
FONT_FILES: Final = (
    ("Inter", 400, "inter-400.woff2"),
    ("Inter", 600, "inter-600.woff2"),
    ("EB Garamond", 600, "eb-garamond-600.woff2"),
)


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The colours of one theme, each as `#rrggbb`; answers go from full to empty, in greyscale too."""

    desk: str  #: behind the page
    paper: str  #: the page, and a chart's ground
    ink: str  #: text and axes, at least 7:1 on paper
    muted: str  #: second text, at least 4.5:1 on paper
    rule: str  #: hairlines and grids
    accent: str  #: what is achieved; links
    accent_soft: str  #: the ground behind it
    on_accent: str  #: text on accent
    warm: str  #: what needs attention: gaps, traps, the target
    warm_soft: str  #: the ground behind it
    usually: str  #: between accent and empty
    sometimes: str  #: nearly empty
    void: str  #: does not apply
    focus: str  #: the ring round what the keyboard is on

    @property
    def tokens(self) -> Mapping[str, str]:
        """Every colour by its name in style sheets and SVG classes: `accent-soft`, not `accent_soft`."""
        return {name.replace("_", "-"): getattr(self, name) for name in self.__dataclass_fields__}


LIGHT: Final = Palette(
    desk="#f3f1ec",
    paper="#ffffff",
    ink="#17212b",
    muted="#55616d",
    rule="#d5dade",
    accent="#0b5f59",
    accent_soft="#dceeeb",
    on_accent="#ffffff",
    warm="#a4480f",
    warm_soft="#f9e7d9",
    usually="#5b9f97",
    sometimes="#bddcd7",
    void="#e6e8ea",
    focus="#1d4ed8",
)
DARK: Final = Palette(
    desk="#0d1216",
    paper="#151c22",
    ink="#e8edf1",
    muted="#a3afba",
    rule="#34414c",
    accent="#5cc4b8",
    accent_soft="#173e3b",
    on_accent="#0d1216",
    warm="#f0a35e",
    warm_soft="#46301c",
    usually="#338279",
    sometimes="#1f4b46",
    void="#28323b",
    focus="#93b4ff",
)


#: a picture shows its wide or its narrow form by the width that it is given, on paper as on a screen
_FORMS: Final = (
    ".picture{container-type:inline-size;width:100%}"
    ".picture svg{display:block;width:100%;height:auto}"
    ".picture .narrow{display:none}"
    "@container (max-width:559px){.picture .wide{display:none}.picture .narrow{display:block}}"
)


def branded(accent: str | None = None, warm: str | None = None) -> Palette:
    """The light palette with a firm's own accent or attention colour."""
    return replace(LIGHT, accent=accent or LIGHT.accent, warm=warm or LIGHT.warm)


def style_sheet(light: Palette = LIGHT, dark: Palette = DARK) -> str:
    """The palette as CSS: a variable per colour in both themes, and the classes that recolour an SVG's literal fills.

    A shape of class `f-accent` is filled, one of class `s-accent` stroked, with the theme's accent.
    """
    return (
        f":root{{{_variables(light)};color-scheme:light}}"
        "@media screen and (prefers-color-scheme:dark)"
        f"{{:root:not([data-theme=light]){{{_variables(dark)};color-scheme:dark}}}}"
        f"@media screen{{:root[data-theme=dark]{{{_variables(dark)};color-scheme:dark}}}}"
        f"{_shapes(light)}{_FORMS}"
    )


def scoped_style_sheet(within: str, light: Palette = LIGHT, dark: Palette = DARK) -> str:
    """The same for one part of a page that is not ours, chosen by a selector; dark where it has `data-theme=dark`.

    It also names the letters, as `--text` and `--display`.
    """
    return (
        f"{within}{{--text:{FONT};--display:{HEADING_FONT};{_variables(light)};color-scheme:light}}"
        f"{within}[data-theme=dark]{{{_variables(dark)};color-scheme:dark}}"
        f"{_shapes(light, f'{within} ')}{_FORMS.replace('.picture', f'{within} .picture')}"
    )


def _shapes(palette: Palette, within: str = "") -> str:
    return "".join(
        f"{within}.f-{name}{{fill:var(--{name})}}{within}.s-{name}{{stroke:var(--{name})}}" for name in palette.tokens
    )


def _variables(palette: Palette) -> str:
    return ";".join(f"--{name}:{value}" for name, value in palette.tokens.items())
