"""Every picture of trends: inside its frame, safe, legible, the same twice, and silent where there are too few."""

import json
from itertools import combinations

import pytest
from drawings import extent, forms, model_of, parsed, text_boxes
from histories import fictional_columns
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL as MODEL
from test_trends import flat, met, trends_of

from maturity import charts
from maturity.charts.palette import LIGHT
from maturity.model import Model
from maturity.peers import Cell, PeerTable, group_name, publish, total_peers
from maturity.rates import Rate
from maturity.trend_charts import KEYS, GroupFacts, draw_trend, group_facts, group_svg
from maturity.trend_charts.bars import Bar, BarFacts, bars_svg, lead
from maturity.trend_charts.climbing import reaching_facts
from maturity.trend_charts.moving import moves_facts
from maturity.trend_charts.standing import standing_facts
from maturity.trends import NO_TRENDS, Tally, Trends, count_trends
from maturity.trends.tally import Key

SMALLEST = {"wide": 14, "narrow": 13}
LONG = replace(MODEL, stages=tuple(replace(stage, name="W" * 70, short="W" * 70) for stage in MODEL.stages))
HOSTILE = replace(
    MODEL, stages=tuple(replace(stage, name="<script>x</script>", short="<img src=x>") for stage in MODEL.stages)
)
FEW = trends_of(*flat([met(f"C{at}", *stages) for at, stages in enumerate([(0, 1, 3), (2, 2), (1, 3), (4, 2), (0,)])]))
EVERY: dict[str, tuple[Model, Trends]] = {
    "few": (MODEL, FEW),
    "many": (MODEL, count_trends(MODEL, fictional_columns(400))),
    "long names": (LONG, count_trends(MODEL, fictional_columns(40))),
    "hostile names": (HOSTILE, count_trends(MODEL, fictional_columns(40))),
}
PEERS: PeerTable = publish(MODEL, total_peers(MODEL, [fictional_columns(300)]))
DRAWN = [
    pytest.param(key, name, id=f"{key}, {name}")
    for key in KEYS
    for name, (model, trends) in EVERY.items()
    if not isinstance(draw_trend(key, model, trends), str)
]


def drawn(key: str, name: str) -> charts.Picture:
    """The picture, which is there."""
    picture = draw_trend(key, *EVERY[name])
    assert isinstance(picture, charts.Picture)
    return picture


def group(cell: Cell, model: Model = MODEL) -> GroupFacts:
    """What the picture of a published group shows."""
    return group_facts(model, cell, PEERS.cells[0], group_name(cell.facet, cell.parts, str))


def assert_tidy(svg: str, sentence: str) -> None:
    """Every text is inside the drawing, off every other text and large enough; every colour is a token."""
    for drawing, form in zip(forms(svg), ("wide", "narrow"), strict=True):
        frame, boxes = extent(drawing), text_boxes(drawing)
        assert boxes
        assert drawing.get("aria-label") == sentence
        assert min(float(part.get("font-size", 0)) for part in drawing if part.tag.endswith("}g")) >= SMALLEST[form]
        for words, box in boxes:
            assert box.x >= -0.5, words
            assert box.right <= frame.right + 0.5, words
            assert box.y >= 0, words
            assert box.bottom <= frame.bottom, words
        for (words, box), (others, other) in combinations(boxes, 2):
            assert not box.meets(other), f"{words!r} covers {others!r}"
    for element in parsed(svg).iter():
        assert not {"id", "style", "href", "onload"} & set(element.attrib)
        for attribute, prefix in (("fill", "f-"), ("stroke", "s-")):
            classes, colour = element.get("class", "").split(), element.get(attribute, "none")
            named = [LIGHT.tokens[token.removeprefix(prefix)] for token in classes if token.startswith(prefix)]
            assert named == ([] if colour == "none" else [colour])


@pytest.mark.parametrize(("key", "name"), DRAWN)
def test_every_picture_is_tidy(key: str, name: str) -> None:
    """No word is clipped, covered or too small, whatever the names are; no colour is without its class."""
    picture = drawn(key, name)
    assert_tidy(picture.svg, picture.sentence)
    assert "<script" not in picture.svg
    assert "<img" not in picture.svg


@pytest.mark.parametrize(("key", "name"), DRAWN)
def test_every_picture_has_a_sentence_and_numbers(key: str, name: str) -> None:
    """One sentence, and a table as wide as its header; a figure that plotly leaves as it is."""
    picture = drawn(key, name)
    assert picture.sentence.endswith(".")
    assert picture.table.rows
    assert {len(row) for row in picture.table.rows} == {len(picture.table.header)}
    assert json.loads(charts.figure(picture.figure).to_json()) == json.loads(json.dumps(picture.figure))
    assert "<" not in json.dumps(picture.figure)
    assert picture == drawn(key, name)


@pytest.mark.parametrize("cell", PEERS.cells, ids=[f"{cell.facet} {cell.parts}" for cell in PEERS.cells])
def test_every_group_is_tidy(cell: Cell) -> None:
    """The same for published groups; what they show is in tenths and in words."""
    facts = group(cell)
    assert_tidy(group_svg(facts), facts.sentence)
    assert all(1 <= row.share.tenths <= 9 for row in (*facts.stages, *facts.practices))
    assert facts.table.rows[0][1].endswith(("in 10", "fewer", "more"))


@pytest.mark.parametrize("key", KEYS)
def test_without_customers_there_is_no_picture_but_a_sentence(key: str) -> None:
    """Nothing to show is said in words."""
    said = draw_trend(key, MODEL, NO_TRENDS)
    assert isinstance(said, str)
    assert said.endswith(".")


def test_no_line_is_drawn_through_fewer_than_five_points() -> None:
    """The curve of a house with few customers is a sentence: too few."""
    facts = reaching_facts(MODEL, FEW)
    assert facts.is_empty
    assert "too few" in facts.sentence
    enough = reaching_facts(MODEL, EVERY["many"][1])
    assert len(enough.rises) >= 5
    assert all(customers >= 5 for month, customers in enough.followed if month <= enough.until)


def test_moves_of_fewer_than_five_pairs_are_not_drawn() -> None:
    """Four re-assessments say nothing together."""
    assert moves_facts(MODEL, trends_of(*met("A", 0, 1, 2, 3, 3))).is_empty
    assert not moves_facts(MODEL, trends_of(*met("A", 0, 1, 2, 3, 3, 4))).is_empty


def test_a_share_of_fewer_than_five_is_a_count_in_words() -> None:
    """No bar, no interval: one of four, too few to say more."""
    bars = (Bar(name="Few", rate=Rate(count=1, of=4)), Bar(name="Enough", rate=Rate(count=1, of=5)))
    facts = BarFacts(title="t", sentence="s.", axis="of all", bars=bars)
    wide = next(forms(bars_svg(facts)))
    words = " ".join(wide.itertext())
    assert "1 of 4 (too few to say more)" in words
    assert "1 of 5, 4–62\N{NO-BREAK SPACE}%" in words
    assert lead(bars, 1)[0].name == "Enough"


def test_many_quarters_are_told_by_the_year() -> None:
    """A column a quarter as long as they fit; the narrow form always by the year."""
    short = standing_facts(MODEL, trends_of(*met("A", 0, 1)))
    long = standing_facts(MODEL, trends_of(*met("A", 0, 1, every=2000)))
    assert [column.name for column in short.columns][:2] == ["Q1 2022", "Q2 2022"]
    assert [column.name for column in long.columns] == ["2022", "2023", "2024", "2025", "2026", "2027"]
    assert [column.name for column in short.years] == ["2022", "2023"]


def test_a_model_of_other_stages_is_drawn_too() -> None:
    """Three stages, or eight: pictures of stages follow the model."""
    for stages in (3, 8):
        model = model_of(stages)
        counts: dict[Key, int] = {(2026 * 4, stage): 3 for stage in range(stages + 1)}
        held = Tally(by=("quarter",), counts={(2026 * 4,): 9})
        of_them = Tally(by=("quarter", "stage"), counts=counts)
        facts = standing_facts(model, _with(stages=of_them, engagements=held))
        assert len(facts.names) == stages + 1
        assert facts.columns[0].customers == 3 * (stages + 1)


def _with(**tallies: Tally) -> Trends:
    return Trends(**{name: tallies.get(name, getattr(NO_TRENDS, name)) for name in NO_TRENDS.__dataclass_fields__})
