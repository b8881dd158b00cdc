"""What a window is made of: its script, its style and its letters."""

from functools import lru_cache

from maturity.charts.palette import FONT_FILES, scoped_style_sheet
from maturity.shipped import shipped

#: the script's rooms, each standing on those before it
SCRIPTS: tuple[str, ...] = (
    *(
        "dom",
        "marks",
        "memory",
        "link",
        "view",
        "asking",
        "facts",
        "dialog",
        "sending",
        "exports",
        "clash",
        "ask",
        "start",
        "practices",
        "whatif",
    ),
    *("voices", "side", "agenda", "notices", "closing", "look", "top", "keys", "main"),
)
#: the style sheet's, the later ones over the earlier
STYLES: tuple[str, ...] = ("screen", "ask", "side", "sheets", "exports", "present")
#: everything of ours is inside it: in JupyterLab another page is around the window
SCOPE = ".maturity-live"


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
    return "\n".join([scoped_style_sheet(SCOPE), *rooms])


@lru_cache(maxsize=1)
def fonts() -> tuple[tuple[dict[str, object], bytes], ...]:
    """Each font's family and weight, with its WOFF2 file."""
    folder = shipped("templates") / "briefing" / "fonts"
    return tuple(
        ({"family": family, "weight": weight}, (folder / name).read_bytes()) for family, weight, name in FONT_FILES
    )
