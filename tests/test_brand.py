"""A firm's own name, logo, colours and contact."""

import base64
from pathlib import Path

import pytest

from maturity.brand import READABLE, Brand, contrast, read_brand
from maturity.charts.palette import DARK, LIGHT
from maturity.errors import InputError

PNG = b"\x89PNG\r\n\x1a\n rest"
SVG = b'<?xml version="1.0"?><!-- ours --><svg xmlns="http://www.w3.org/2000/svg"/>'


def written(folder: Path, text: str) -> Path:
    """A brand file with that text, beside a logo of each kind."""
    (folder / "logo.png").write_bytes(PNG)
    (folder / "logo.svg").write_bytes(SVG)
    (folder / "logo.gif").write_bytes(b"GIF89a")
    (folder / "large.png").write_bytes(PNG + bytes(100_000))
    (folder / "bomb.svg").write_bytes(b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>')
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_brand_is_read(tmp_path: Path) -> None:
    """Every part of a brand file arrives; the logo as a data: URI."""
    text = 'name: Kilima\nlogo: logo.png\naccent: "#7A1F3D"\nwarm: "8a5a00"\nfooter: Nairobi\ncontact: a@b.example\n'
    assert read_brand(written(tmp_path, text)) == Brand(
        name="Kilima",
        logo="data:image/png;base64," + base64.b64encode(PNG).decode(),
        accent="#7a1f3d",
        warm="#8a5a00",
        footer="Nairobi",
        contact="a@b.example",
    )


def test_an_svg_logo_is_read(tmp_path: Path) -> None:
    """An SVG stands in an image, where it can run nothing."""
    assert read_brand(written(tmp_path, "logo: logo.svg\n")).logo.startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nmae: Kilima", "nmae: is not a part of a brand (did you mean 'name'?)"),
        ("zzz: x", "zzz: is not a part of a brand, which has name, logo, accent, warm, footer, contact"),
        ("accent: #7a1f3d", "accent: is empty; put the colour in quotes, since # starts a comment"),
        ("accent: teal", "accent: expected a colour such as \"#0b5f59\", not 'teal'"),
        ('accent: "#ffcc00"', "#ffcc00 has a contrast of 1.51:1 on the page; expected at least 4.5:1"),
        ("logo: none.png", "logo: can't read 'none.png' (No such file or directory)"),
        ("logo: logo.gif", "logo: 'logo.gif' is not a PNG, JPEG or SVG picture"),
        ("logo: bomb.svg", "logo: 'bomb.svg' is not a PNG, JPEG or SVG picture"),
        ("logo: large.png", "logo: 'large.png' has 100,013 bytes; expected at most 100,000"),
        ("contact: javascript:alert(1)", "contact: expected an e-mail address or an https:// address"),
        ("contact: http://kilima.example", "contact: expected an e-mail address or an https:// address"),
        ("name:", "name: is empty; leave the line out instead"),
        (f"name: {'x' * 201}", "name: has 201 characters; expected at most 200"),
        ('footer: "a\\0b"', "footer: holds a line break or another control character"),
        ('logo: "a\\0b"', "logo: holds a line break or another control character"),
        ("logo: .", "logo: '.' is not a PNG, JPEG or SVG picture"),
        ("? [a]", "expected `key: value`, with one word as the key"),
        ("name: [a, b]", "name: expected one text, not a list or map"),
    ],
)
def test_each_fault_of_a_brand_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    """Place, line, what was expected and what came."""
    with pytest.raises(InputError) as refused:
        read_brand(written(tmp_path, f"# ours\n{line}\n"))
    assert told in str(refused.value)
    assert "brand.yaml: line 2: " in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n- b\n", "expected lines of `key: value`"),
        ("", "expected lines of `key: value`"),
        ("name: [", "is not YAML"),
        ("name: a\nname: b\n", "line 2: name: stands twice"),
    ],
)
def test_what_is_no_brand_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """A list, an empty file, broken YAML and a part that stands twice are faults."""
    with pytest.raises(InputError, match=r"brand\.yaml") as refused:
        read_brand(written(tmp_path, text))
    assert told in str(refused.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Three wrong lines, three faults."""
    with pytest.raises(InputError) as refused:
        read_brand(written(tmp_path, "nmae: x\naccent: [teal]\ncontact: none\n"))
    assert [fault.line for fault in refused.value.faults] == [1, 2, 3]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    """The file that was asked for is named."""
    with pytest.raises(InputError, match=r"none\.yaml: can't be read \(No such file or directory\)"):
        read_brand(tmp_path / "none.yaml")


def test_no_brand_leaves_the_palette_as_it_is() -> None:
    """The unbranded page wears the palette's own colours."""
    assert (Brand().light, Brand().dark) == (LIGHT, DARK)


@pytest.mark.parametrize("colour", ["#000000", "#7a1f3d", "#0000cc", "#767676", "#8a5a00"])
def test_a_brands_colours_read_in_both_themes(colour: str) -> None:
    """Text in the firm's colours keeps 4.5:1 on the page, and text on its soft grounds too."""
    brand = Brand(accent=colour, warm=colour)
    for palette in (brand.light, brand.dark):
        assert contrast(palette.accent, palette.paper) >= READABLE
        assert contrast(palette.warm, palette.paper) >= READABLE
        assert contrast(palette.ink, palette.accent_soft) >= READABLE
        assert contrast(palette.ink, palette.warm_soft) >= READABLE
        assert contrast(palette.muted, palette.warm_soft) >= READABLE
        assert contrast(palette.on_accent, palette.accent) >= READABLE


def test_a_contact_becomes_a_link() -> None:
    """An e-mail address is written to, an address is opened, none is no link."""
    assert Brand(contact="a@b.example").contact_link == "mailto:a@b.example"
    assert Brand(contact="https://b.example/errors").contact_link == "https://b.example/errors"
    assert not Brand().contact_link
