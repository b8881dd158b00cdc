"""The trends notebook, its command and its page: counts in, no customer out, the same bytes twice."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from histories import engagements_in, fictional_columns
from strategies import BUILT_IN_MODEL as MODEL
from test_trends import met

from maturity.brand import Brand
from maturity.cli import main
from maturity.columns import columns_of, in_chunks
from maturity.engagement import to_json
from maturity.errors import InputError
from maturity.findings import Findings, find, findings_from_json, findings_to_json
from maturity.intake import read_source
from maturity.page import render_page
from maturity.proven import exports_beside, with_evidence
from maturity.store import open_store
from maturity.thin_rows import columns_in
from maturity.trend_charts import KEYS
from maturity.trend_exhibits import EXAMPLE, open_trends
from maturity.trends import count_trends
from maturity.trends_workbook import make_trends_workbook
from maturity.workbook import workbook_text

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample"
TODAY = date(2026, 11, 23)
EXHIBITS = ("cover", "bottom_line", "groups", "outside", "method")


def found(*customers: Any) -> Findings:  # noqa: ANN401
    """What these engagements say together."""
    return find(MODEL, [(columns_of(MODEL, customers), True)])


@pytest.fixture(scope="module")
def sample() -> Findings:
    """What the sample says together."""
    read = read_source(SAMPLE, MODEL, today=TODAY, history=False)
    held = with_evidence(read, exports_beside(SAMPLE), MODEL).intake.engagements
    return find(MODEL, ((chunk, True) for chunk in in_chunks(MODEL, held, customers=4)))


@pytest.fixture(scope="module")
def workbook(sample: Findings) -> Any:  # noqa: ANN401
    """The sample's workbook, run by a real kernel."""
    return make_trends_workbook(sample, MODEL)


def test_the_example_counts_are_the_samples(sample: Findings) -> None:
    """A notebook opened as it is shows the fictional sample; `maturity trends` of today would say the same."""
    assert findings_from_json(EXAMPLE.read_text(encoding="utf-8")) == sample
    assert "Fictional" in open_trends().cover().html


@pytest.mark.parametrize("customers", [0, 3, 17])
def test_every_exhibit_is_well_formed_however_few_there_are(customers: int) -> None:
    """Each fragment parses as XML; with too few it says so, in words, without a percentage of them."""
    people = [one for at in range(customers) for one in met(f"C{at}", at % 3, 3)]
    report = open_trends(findings_to_json(found(*people)))
    shown = [getattr(report, name)() for name in EXHIBITS] + [report.chart(key) for key in KEYS]
    for exhibit in shown:
        ET.fromstring(f"<x>{exhibit.html}</x>")  # noqa: S314  (our own text)
        assert exhibit.text
    if customers < 5:
        assert "too few" in report.bottom_line().html
        assert "too-few" in report.groups().html


def test_the_bottom_line_tells_stage_want_and_advice(sample: Findings) -> None:
    """Where they stand, what is in the way, and whether advice was followed: each with its count."""
    said = open_trends(findings_to_json(sample)).bottom_line().html
    assert "9 of 17 customers (31 to 74 %) now stand at stage 3 or above." in said
    assert "each missing at 3 of 17 customers" in said
    assert "21 of 27 times" in said


def test_findings_survive_json_and_hold_no_customer(sample: Findings) -> None:
    """Written and read they are the same; no name, consultant or industry of the sample is in them."""
    text = findings_to_json(sample)
    assert findings_from_json(text) == sample
    assert json.loads(text)["fictional"] is True
    for one in read_source(SAMPLE, MODEL, today=TODAY).engagements:
        assert one.customer not in text
        assert (one.consultant or "?") not in text


@pytest.mark.parametrize("text", ["[", "{}", '{"trends": {}, "peers": {}, "fictional": true}'])
def test_what_holds_no_findings_is_refused(text: str) -> None:
    """With its place, as every input is."""
    with pytest.raises(InputError, match=r"counts|peers"):
        open_trends(text)


def test_a_workbook_made_twice_is_the_same_bytes(workbook: Any, sample: Findings) -> None:  # noqa: ANN401
    """Same counts, same bytes; and it can be rerun from itself."""
    assert workbook_text(workbook) == workbook_text(make_trends_workbook(sample, MODEL))
    injected = next(cell for cell in workbook.cells if cell.id == "injected-parameters")
    names: dict[str, Any] = {}
    exec(injected.source, names)  # noqa: S102  (our own cell)
    assert findings_from_json(names["counts"]) == sample


def test_the_page_is_small_and_names_nobody(workbook: Any) -> None:  # noqa: ANN401
    """Under 400 KB, without a word of any customer."""
    page = render_page(workbook, brand=Brand(), interactive=False)
    assert len(page.encode()) < 400_000
    for one in read_source(SAMPLE, MODEL, today=TODAY).engagements:
        assert one.customer not in page
        assert one.customer.replace("&", "&amp;") not in page
    assert page == render_page(workbook, brand=Brand(), interactive=False)


def test_the_command_makes_a_workbook_and_a_page(tmp_path: Path) -> None:
    """`maturity trends SOURCE --out DIR`; a faulty customer is told, and the others counted: exit status 1."""
    held = [to_json(one) for one in engagements_in(fictional_columns(6))]
    source = tmp_path / "held.json"
    source.write_text(f"[{','.join(held)}, {{}}]", encoding="utf-8")
    done = CliRunner().invoke(main, ["trends", str(source), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1, done.output
    assert f"{len(held)} engagements of six customers" in done.output
    assert (tmp_path / "out" / "trends.html").exists()
    assert (tmp_path / "out" / "trends.ipynb").exists()


def test_a_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Exit status 2, with its name."""
    done = CliRunner().invoke(main, ["trends", str(tmp_path / "nowhere"), "--out", str(tmp_path)])
    assert done.exit_code == 2
    assert "nowhere" in done.output


def test_a_store_says_what_its_engagements_say(tmp_path: Path) -> None:
    """Thin rows, with no engagement made of them, give the same counts as the engagements, fictional ones told."""
    held = read_source(SAMPLE, MODEL, today=TODAY, history=False).engagements
    with open_store(tmp_path / "history.db", model=MODEL, create=True) as store:
        for one in held:
            store.save_engagement(one, "tester")
        of_rows = find(MODEL, columns_in(store))
    assert of_rows.trends == count_trends(MODEL, columns_of(MODEL, held))
    assert of_rows.is_fictional
