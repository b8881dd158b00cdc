"""An empty presentation in a firm's look: the deck's theme, its two layouts, and nothing else."""

import io
import zipfile
from typing import TYPE_CHECKING, Final

from maturity.brand import Brand
from maturity.deck.plain import printable
from maturity.fragments import templates
from maturity.language import ENGLISH, spoken, tr

if TYPE_CHECKING:
    from pptx.presentation import Presentation

#: where each template stands in the package
_PARTS: Final = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "ppt/presentation.xml": "presentation.xml",
    "ppt/_rels/presentation.xml.rels": "presentation.rels",
    "ppt/theme/theme1.xml": "theme.xml",
    "ppt/slideMasters/slideMaster1.xml": "master.xml",
    "ppt/slideMasters/_rels/slideMaster1.xml.rels": "master.rels",
    "ppt/slideLayouts/slideLayout1.xml": "cover.xml",
    "ppt/slideLayouts/_rels/slideLayout1.xml.rels": "layout.rels",
    "ppt/slideLayouts/slideLayout2.xml": "slide.xml",
    "ppt/slideLayouts/_rels/slideLayout2.xml.rels": "layout.rels",
}
#: what Office calls each language
TAGS: Final = {ENGLISH: "en-GB", "fr": "fr-FR"}
#: the palette's colour in each place of the theme, so that a new theme recolours every slide
SLOTS: Final = {
    "dk1": "ink",
    "lt1": "paper",
    "dk2": "muted",
    "lt2": "desk",
    "accent1": "accent",
    "accent2": "warm",
    "accent3": "usually",
    "accent4": "accent-soft",
    "accent5": "warm-soft",
    "accent6": "rule",
    "hlink": "accent",
    "folHlink": "muted",
}


def blank_deck(brand: Brand) -> "Presentation":
    """A presentation of 960 by 540 points without slides, in the brand's colours, with two layouts: cover, slide."""
    from pptx import Presentation

    tokens = brand.light.tokens
    look = {
        "name": printable(brand.name) or tr("Briefing"),
        "lang": TAGS[spoken()],
        "colours": {slot: tokens[token].removeprefix("#") for slot, token in SLOTS.items()},
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        for place, name in _PARTS.items():
            package.writestr(place, templates("deck").get_template(name).render(look))
    body.seek(0)
    return Presentation(body)
