"""A firm's logo drawn as SVG, as Office keeps one: beside a picture for those who can't draw it."""

import io
import re
from typing import Any, Final

from maturity.brand import Brand
from maturity.charts.ink import Box
from maturity.deck.canvas import Canvas
from maturity.deck.office import MAIN, emu
from maturity.deck.plain import printable
from maturity.shipped import shipped

FALLBACK: Final = 160  #: pixels in height of the picture for software that can't draw SVG
_DRAWING: Final = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEY: Final = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  #: what Office calls the extension
_OUTSIDE: Final = re.compile(
    rb"""(?:href|src)\s*=\s*["'](?!#|data:)|url\(\s*["']?(?!#|data:)|<script|<!ENTITY|@import""", re.IGNORECASE
)
_LENGTH: Final = re.compile(r"\s*([\d.]+)(?:px|pt|mm|cm|in)?\s*")


def drawing_size(drawing: bytes) -> tuple[float, float] | None:
    """Width and height of an SVG in its own units; None for one that has none, asks for other files, or runs."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if _OUTSIDE.search(drawing):
        return None
    try:
        root = fromstring(drawing)
    except (ParseError, DefusedXmlException, ValueError):
        return None
    view = root.get("viewBox", "").replace(",", " ").split()
    sides = view[2:] if len(view) == 4 else [root.get("width", ""), root.get("height", "")]  # noqa: PLR2004  (SVG's own)
    found = [_LENGTH.fullmatch(side) for side in sides]
    sizes = [float(match[1]) for match in found if match and match[1].count(".") <= 1]
    return (sizes[0], sizes[1]) if len(sizes) == len(sides) and all(size > 0 for size in sizes) else None


def link_drawing(canvas: Canvas, drawing: bytes, box: Box, brand: Brand) -> Any:  # noqa: ANN401  (python-pptx's picture)
    """The drawing on the slide, kept inside the deck; software that can't draw SVG shows the firm's name."""
    from lxml import etree
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    shown = canvas.shapes.add_picture(io.BytesIO(_lettered(brand, box)), *emu(box))
    part = canvas.slide.part
    kept = Part(PackURI("/ppt/media/logo.svg"), "image/svg+xml", part.package, drawing)
    key = part.relate_to(kept, f"{_RELATION}/image")
    blip = shown.element.find(f".//{{{MAIN}}}blip")
    extension = etree.SubElement(etree.SubElement(blip, f"{{{MAIN}}}extLst"), f"{{{MAIN}}}ext", uri=_KEY)
    etree.SubElement(extension, f"{{{_DRAWING}}}svgBlip", {f"{{{_RELATION}}}embed": key}, nsmap={"asvg": _DRAWING})
    return shown


def _lettered(brand: Brand, box: Box) -> bytes:
    """A picture of the firm's name as large as the logo, in its colour, on nothing."""
    from PIL import Image, ImageDraw, ImageFont

    name, wide = printable(brand.name), max(1, round(FALLBACK * box.width / box.height))
    picture = Image.new("RGBA", (wide, FALLBACK), (0, 0, 0, 0))
    face: Any
    try:
        face = ImageFont.truetype(shipped("templates") / "briefing" / "fonts" / "inter-600.woff2", FALLBACK // 2)
    except OSError:  # a FreeType without Brotli
        face = ImageFont.load_default(FALLBACK // 2)
    size = min(FALLBACK / 2, FALLBACK / 2 * wide / max(1.0, face.getlength(name) + 4))
    pen = ImageDraw.Draw(picture)
    pen.text(
        (0, FALLBACK / 2), name, fill=brand.light.accent, font=face.font_variant(size=max(8, int(size))), anchor="lm"
    )
    body = io.BytesIO()
    picture.quantize(16).save(body, "PNG")
    return body.getvalue()
