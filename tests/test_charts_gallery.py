"""Every picture: valid, safe, inside its frame, legible in both themes, the same twice."""

import json
from itertools import combinations, pairwise

import pytest
from drawings import EVERY, extent, forms, parsed, roadmap_of, text_boxes

from maturity import charts
from maturity.charts.lettering import shorten, width, wrap
from maturity.charts.palette import DARK, LIGHT, Palette, style_sheet

PICTURES = [
    pytest.param(key, name, id=f"{key}, {name}")
    for key in charts.KEYS
    for name in EVERY
    if charts.draw(key, EVERY[name]) is not None
]
SMALLEST = {"wide": 14, "narrow": 13}  #: letters, in units of the drawing
ON_GROUNDS = [
    ("ink", "paper"),
    ("muted", "paper"),
    ("accent", "paper"),
    ("warm", "warm-soft"),
    ("ink", "warm-soft"),
    ("ink", "accent-soft"),
    ("on-accent", "accent"),
    ("paper", "ink"),
]


def drawn(key: str, name: str) -> charts.Picture:
    """The picture, which is there."""
    picture = charts.draw(key, EVERY[name])
    assert picture is not None
    return picture


@pytest.mark.parametrize(("key", "name"), PICTURES)
def test_every_text_stays_inside_its_drawing_and_off_every_other_text(key: str, name: str) -> None:
    """No word is clipped or covered, by our own measure, however long the names are."""
    for drawing in forms(drawn(key, name).svg):
        frame, boxes = extent(drawing), text_boxes(drawing)
        assert boxes
        for words, box in boxes:
            assert box.x >= -0.5 and box.right <= frame.right + 0.5, words  # noqa: PT018  (one edge is no frame)
            assert box.y >= 0, words
            assert box.bottom <= frame.bottom, words
        for (words, box), (others, other) in combinations(boxes, 2):
            assert not box.meets(other), f"{words!r} covers {others!r}"


@pytest.mark.parametrize(("key", "name"), PICTURES)
def test_every_drawing_is_whole_and_says_itself_in_words(key: str, name: str) -> None:
    """A drawing is well-formed XML of harmless elements, named by its sentence, without ids, styles or addresses."""
    picture = drawn(key, name)
    root = parsed(picture.svg)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {"div", "svg", "g", "path", "text"}
    assert all(not {"id", "style", "href", "onload"} & set(element.attrib) for element in root.iter())
    for drawing, form in zip(forms(picture.svg), ("wide", "narrow"), strict=True):
        assert drawing.get("class") == form
        assert drawing.get("role") == "img"
        assert drawing.get("aria-label") == picture.sentence.replace("\0", "\ufffd")
        assert min(float(group.get("font-size", 0)) for group in drawing if group.tag.endswith("}g")) >= SMALLEST[form]


@pytest.mark.parametrize(("key", "name"), PICTURES)
def test_every_colour_is_a_token_with_its_light_colour_beside_it(key: str, name: str) -> None:
    """The class recolours a shape in the dark; the literal colour stands where there is no style sheet."""
    for element in parsed(drawn(key, name).svg).iter():
        classes = element.get("class", "").split()
        for attribute, prefix in (("fill", "f-"), ("stroke", "s-")):
            colour = element.get(attribute, "none")
            named = [LIGHT.tokens[token.removeprefix(prefix)] for token in classes if token.startswith(prefix)]
            assert named == ([] if colour == "none" else [colour])


@pytest.mark.parametrize(("key", "name"), PICTURES)
def test_every_picture_has_a_sentence_and_numbers(key: str, name: str) -> None:
    """The text equivalent is one sentence, and every row of the table is as long as its header."""
    picture = drawn(key, name)
    assert picture.title
    assert picture.sentence.endswith(".")
    assert "\n" not in picture.sentence
    assert picture.table.rows
    assert {len(row) for row in picture.table.rows} == {len(picture.table.header)}


@pytest.mark.parametrize(("key", "name"), PICTURES)
def test_a_figure_is_what_plotly_makes_of_it(key: str, name: str) -> None:
    """Each spec is a valid figure that plotly neither refuses, nor fills up, nor changes; nothing in it is a tag."""
    spec = drawn(key, name).figure
    figure = charts.figure(spec)
    assert json.loads(figure.to_json()) == json.loads(json.dumps(spec))
    assert "<" not in json.dumps(spec).replace("<br>", "")


@pytest.mark.parametrize(("key", "name"), PICTURES)
def test_a_picture_drawn_twice_is_the_same(key: str, name: str) -> None:
    """The same facts give the same letters, and not many of them."""
    first = drawn(key, name)
    assert first == drawn(key, name)
    assert len(first.svg.encode()) < 60_000


@pytest.mark.parametrize("key", charts.KEYS)
def test_a_picture_of_an_ordinary_customer_is_small(key: str) -> None:
    """Both forms of a picture together stay under 12 KB; the map of every practice, under 24."""
    assert len(drawn(key, "skipped" if key == "timeline" else "hold").svg.encode()) < (
        24_000 if key == "practice-map" else 12_000
    )


def test_a_hostile_name_is_text() -> None:
    """A name that would be a tag, or turn the words around it, stays words in every picture."""
    for key in charts.KEYS:
        picture = charts.draw(key, EVERY["hostile"])
        if picture is None:
            continue
        assert "<img" not in picture.svg
        assert "<script" not in picture.svg
        assert "\u202e" not in picture.sentence
        assert "\0" not in picture.svg


def test_there_is_no_picture_of_another_key() -> None:
    """A key that is not among `KEYS` is refused."""
    with pytest.raises(KeyError):
        charts.draw("pie", roadmap_of())


def test_nothing_to_show_is_no_picture() -> None:
    """Without steps there is no timeline; in a model without a critical mass, no break-even."""
    assert charts.draw("timeline", EVERY["all done"]) is None
    assert charts.draw("break-even", EVERY["three stages"]) is None


def brightness(colour: str) -> float:
    """Relative luminance, as the Web Content Accessibility Guidelines define it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
def test_the_palette_can_be_read(palette: Palette) -> None:
    """Text has 4.5:1 on every ground that it stands on; what carries meaning has 3:1; ink has 7:1."""
    tokens = palette.tokens
    assert contrast(tokens["ink"], tokens["paper"]) >= 7
    assert [pair for pair in ON_GROUNDS if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5] == []
    shapes = ("ink", "muted", "accent", "warm", "usually")
    assert [token for token in shapes if contrast(tokens[token], tokens["paper"]) < 3] == []


@pytest.mark.parametrize("palette", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
def test_answers_keep_their_order_in_greyscale(palette: Palette) -> None:
    """From always to never the fill comes ever nearer to the paper, and each step can be seen."""
    fills = [palette.accent, palette.usually, palette.sometimes, palette.paper]
    steps = [contrast(fill, palette.paper) for fill in fills]
    assert steps == sorted(steps, reverse=True)
    assert all(contrast(one, next_one) > 1.35 for one, next_one in pairwise(fills))


def test_the_style_sheet_shows_one_form_of_a_picture() -> None:
    """The wide form by default and on paper; the narrow one where the picture is given little room."""
    sheet = style_sheet()
    assert ".picture .narrow{display:none}" in sheet
    assert "@container (max-width:559px){.picture .wide{display:none}.picture .narrow{display:block}}" in sheet


def test_letters_are_measured_by_their_own_width() -> None:
    """Wide letters take more than narrow ones, an accent takes nothing, and no text takes no room."""
    assert width("W", 10) > width("m", 10) > width("o", 10) > width("i", 10) > width("", 10) == 0
    assert width("Ọlá", 10) == width("Ola", 10)
    assert width("Ola", 10, 600) > width("Ola", 10)


def test_a_long_word_breaks_and_a_number_stays_with_its_unit() -> None:
    """Lines keep inside their width, whatever the words are."""
    assert wrap("", 15, 100, 3) == ()
    assert all(width(line, 15) <= 100 for line in wrap("W" * 90, 15, 100, 3))
    assert wrap("at 10 % of", 15, width("at 10 %", 15) - 1, 3)[0] == "at"
    assert shorten("Observability", 15, 50).endswith("…")
    assert shorten("Agricultural and mining reassurance", 15, 200) == "Agricultural and mining…", (
        "between words, if near"
    )
