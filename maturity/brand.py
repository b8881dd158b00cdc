"""A firm's own name, logo, colours and contact, from one small file."""

import base64
import colorsys
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

import yaml

from maturity.charts.palette import DARK, LIGHT, Palette, branded
from maturity.errors import Fault, InputError, did_you_mean

LOGO_LIMIT: Final = 100_000  #: bytes; the logo stands in every page
LONGEST_WORDS: Final = 200  #: characters of a name, a footer or a path
READABLE: Final = 4.5  #: contrast ratio of text, WCAG 2.2 success criterion 1.4.3
WELL_READABLE: Final = 7.0  #: the same for small text, criterion 1.4.6

#: how much of an accent its lighter shades hold over the page: about as much as the palette's own
LIGHT_SHARES: Final = {"accent_soft": 0.14, "usually": 0.65, "sometimes": 0.27}
DARK_SHARES: Final = {"accent_soft": 0.22, "usually": 0.6, "sometimes": 0.3}


@dataclass(frozen=True, kw_only=True)
class Brand:
    """How a firm signs its pages; every part may be left out."""

    name: str = ""
    logo: str = ""  #: data: URI of a PNG, JPEG or SVG
    accent: str | None = None  #: #rrggbb, what is achieved
    warm: str | None = None  #: #rrggbb, what needs attention
    footer: str = ""
    contact: str = ""  #: where errors are told: an e-mail address or an https address

    @property
    def contact_link(self) -> str:
        """The contact as the target of a link; empty without one."""
        return f"mailto:{self.contact}" if self.contact and "://" not in self.contact else self.contact

    @property
    def light(self) -> Palette:
        """The light palette in the firm's colours."""
        palette = branded(self.accent, self.warm)
        if self.accent:
            palette = replace(palette, **_shades(self.accent, palette.paper, LIGHT_SHARES))
        return (
            replace(palette, warm_soft=mix(self.warm, palette.paper, LIGHT_SHARES["accent_soft"]))
            if self.warm
            else palette
        )

    @property
    def dark(self) -> Palette:
        """The dark palette in the firm's colours, made lighter until they read on it."""
        palette = DARK
        if self.accent:
            accent = _lightened(self.accent, palette.paper)
            palette = replace(palette, accent=accent, **_shades(accent, palette.paper, DARK_SHARES))
        if self.warm:
            warm = _lightened(self.warm, palette.paper)
            palette = replace(palette, warm=warm, warm_soft=mix(warm, palette.paper, DARK_SHARES["accent_soft"]))
        return palette


def read_brand(path: Path) -> Brand:
    """The brand in a YAML file; the logo's path is relative to that file.

    Raises:
        InputError: the file is not a brand; every fault is told with its line.
    """
    place = str(path)
    entries, faults = _entries(path)
    known = [field.name for field in fields(Brand)]
    values: dict[str, str] = {}
    for key, text, line in entries:
        try:
            values[key] = _reader(key, known, path.parent, repeated=key in values)(text)
        except _RefusedError as error:
            faults.append(Fault(place=place, line=line, problem=f"{key}: {error}"))
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.line or 0))
    return Brand(**values)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.

    >>> contrast("#ffffff", "#000000")
    21.0
    >>> round(contrast("#ffffff", "#777777"), 2)
    4.48
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """That share of a colour over a ground.

    >>> mix("#000000", "#ffffff", 0.2)
    '#cccccc'
    """
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(share * top + (1 - share) * under):02x}" for top, under in pairs)


class _RefusedError(ValueError):
    """Why a value was refused."""


def _entries(path: Path) -> tuple[list[tuple[str, str, int]], list[Fault]]:
    """Every `key: text` of the file with its line, and what is not of that shape."""
    place = str(path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise InputError([Fault(place=place, problem=f"can't be read ({error.strerror})")]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(place=place, problem="is not UTF-8 text")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError([Fault(place=place, line=line, problem=f"is not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise InputError([Fault(place=place, problem=f"is not YAML: {error}")]) from error
    if not isinstance(root, yaml.MappingNode):
        raise InputError([Fault(place=place, problem="expected lines of `key: value`, as in `name: Our Firm`")])
    texts, faults = [], []
    for key, value in root.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            faults.append(Fault(place=place, line=line, problem="expected `key: value`, with one word as the key"))
        elif isinstance(value, yaml.ScalarNode):
            texts.append((key.value, value.value.strip(), line))
        else:
            faults.append(Fault(place=place, line=line, problem=f"{key.value}: expected one text, not a list or map"))
    return texts, faults


def _reader(key: str, known: list[str], folder: Path, *, repeated: bool) -> Callable[[str], str]:
    if key not in known:
        message = f"is not a part of a brand{did_you_mean(key, known) or ', which has ' + ', '.join(known)}"
        raise _RefusedError(message)
    if repeated:
        message = "stands twice"
        raise _RefusedError(message)
    readers: Mapping[str, Callable[[str], str]] = {
        "accent": _colour,
        "warm": _colour,
        "logo": lambda text: _logo(folder, text),
        "contact": _contact,
    }
    return readers.get(key, _words)


def _words(text: str) -> str:
    if not text:
        message = "is empty; leave the line out instead"
        raise _RefusedError(message)
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text):
        message = "holds a line break or another control character; expected one line of text"
        raise _RefusedError(message)
    if len(text) > LONGEST_WORDS:
        message = f"has {len(text):,} characters; expected at most {LONGEST_WORDS}"
        raise _RefusedError(message)
    return text


def _colour(text: str) -> str:
    if not text:
        message = 'is empty; put the colour in quotes, since # starts a comment: "#0b5f59"'
        raise _RefusedError(message)
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        message = f'expected a colour such as "#0b5f59", not {text!r}'
        raise _RefusedError(message)
    colour = "#" + text.removeprefix("#").lower()
    ratio = contrast(colour, LIGHT.paper)
    if ratio < READABLE:
        message = f"{colour} has a contrast of {ratio:.2f}:1 on the page; expected at least {READABLE}:1, so darker"
        raise _RefusedError(message)
    return colour


def _contact(text: str) -> str:
    if re.fullmatch(r"[^\s@<>\"'?&]+@[^\s@<>\"'?&]+\.[^\s@<>\"'?&]+", text) or re.fullmatch(
        r"https://[^\s<>\"']+", text
    ):
        return text
    message = f"expected an e-mail address or an https:// address, not {text!r}"
    raise _RefusedError(message)


def _logo(folder: Path, text: str) -> str:
    path = folder / _words(text)
    try:
        size = path.stat().st_size
        image = path.read_bytes() if path.is_file() and size <= LOGO_LIMIT else b""
    except OSError as error:
        message = f"can't read {text!r} ({error.strerror})"
        raise _RefusedError(message) from error
    if size > LOGO_LIMIT:
        message = f"{text!r} has {size:,} bytes; expected at most {LOGO_LIMIT:,}"
        raise _RefusedError(message)
    kind = next(_kinds(image), None)
    if kind is None:
        message = f"{text!r} is not a PNG, JPEG or SVG picture"
        raise _RefusedError(message)
    return f"data:image/{kind};base64,{base64.b64encode(image).decode()}"


def _kinds(image: bytes) -> Iterator[str]:
    if image.startswith(b"\x89PNG\r\n\x1a\n"):
        yield "png"
    if image.startswith(b"\xff\xd8\xff"):
        yield "jpeg"
    if _SVG.match(image) and b"<!ENTITY" not in image:
        yield "svg+xml"


_SVG = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?((<!--.*?-->|<!DOCTYPE[^>\[]*>)\s*)*<svg[\s>]", re.DOTALL)


def _shades(accent: str, paper: str, shares: Mapping[str, float]) -> dict[str, str]:
    return {name: mix(accent, paper, share) for name, share in shares.items()}


def _lightened(colour: str, ground: str) -> str:
    """The colour in its own hue, light enough to be read on a dark ground."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    steps = (lightness + (1 - lightness) * step / 50 for step in range(51))
    shades = (_hex(colorsys.hls_to_rgb(hue, step, saturation)) for step in steps)
    return next(shade for shade in shades if contrast(shade, ground) >= WELL_READABLE)


def _hex(shares: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * share):02x}" for share in shares)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  (sRGB's own)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
