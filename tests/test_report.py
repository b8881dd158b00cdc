"""Verdicts as other programs read them."""

import csv
import io
import json
from datetime import date

import msgspec

from maturity import Answer, Engagement, Response, built_in_model
from maturity.report import as_csv, as_json, as_table, model_sheet

MODEL = built_in_model()
HELD = date(2026, 3, 12)
STAGE_ONE = {practice.key: Response(answer=Answer.ALWAYS) for practice in MODEL.stage(1).gates}
BAOBAB = Engagement(
    customer="Baobab Pay",
    held_on=HELD,
    engineers=30,
    responses={
        **STAGE_ONE,
        "immutable-artifact": Response(answer=Answer.NEVER),
        "structured-logs": Response(answer=Answer.ALWAYS),
        "distributed-tracing": Response(answer=Answer.NEVER),
        "structured-metrics": Response(answer=Answer.NEVER),
    },
)
HOSTILE = Engagement(customer="=HYPERLINK(1)", held_on=HELD)


def test_the_json_verdict_keeps_its_contract() -> None:
    """Other programs rely on these names, and on the order of the input."""
    baobab, hostile = json.loads(as_json(MODEL, [BAOBAB, HOSTILE]))
    assert list(baobab) == [
        *("key", "customer", "achieved", "floor", "ceiling", "stages", "skipped", "traps", "target"),
        *("first", "second", "third", "then", "open_questions", "deferred", "model"),
    ]
    assert (baobab["key"], baobab["achieved"], baobab["floor"], baobab["ceiling"]) == ("2026-03-12-baobab-pay", 1, 1, 1)
    assert baobab["stages"][1] == {
        "stage": 2,
        "gate": "closed",
        "gaps": ["immutable-artifact"],
        "unknown": [
            *("automatic-staging-deployment", "one-click-production", "one-click-rollback"),
            "staging-represents-production",
        ],
        "banked": [],
    }
    assert baobab["skipped"] == [2]
    assert baobab["traps"] == [
        {
            "key": "logs-only-observability",
            "because": ["structured-logs", "distributed-tracing", "structured-metrics"],
        }
    ]
    assert baobab["target"] == {"stage": 3, "verdict": "reach", "until": None}
    assert baobab["first"] == {
        "practice": "immutable-artifact",
        "stage": 2,
        "first_action": "Build once, push by digest, and promote that digest.",
        "effort_weeks": [1.0, 2.0],
    }
    assert [baobab["second"]["practice"], baobab["third"]["practice"]] == ["structured-metrics", "distributed-tracing"]
    assert baobab["then"] == []
    assert [deferral["stage"] for deferral in baobab["deferred"]] == [4, 5]
    assert set(baobab["deferred"][0]) == {"stage", "practices", "reason", "trigger", "revisit"}
    assert baobab["model"] == {"name": MODEL.name, "version": MODEL.version, "hash": MODEL.hash}
    assert hostile["first"] is None
    assert hostile["ceiling"] == 5


def test_the_csv_verdict_has_a_row_each_and_no_formula() -> None:
    """A hostile customer name stays text in a spreadsheet."""
    first, second = csv.DictReader(io.StringIO(as_csv(MODEL, [BAOBAB, HOSTILE])))
    assert (first["key"], first["target"], first["verdict"], first["first"]) == (
        *("2026-03-12-baobab-pay", "3"),
        *("reach", "immutable-artifact"),
    )
    assert second["customer"] == "'=HYPERLINK(1)"


def test_the_table_names_the_first_three_for_people() -> None:
    """Names, not keys; and what to settle where nothing can be named."""
    printed = as_table(MODEL, [BAOBAB, HOSTILE])
    assert "One immutable artifact" in " ".join(printed.split())
    assert "2026-03-12-baobab-pay" in printed
    assert "settle 17 open questions" in " ".join(printed.split())


def test_the_model_sheet_names_every_practice_trap_signal_and_number() -> None:
    """`maturity model show` leaves nothing out."""
    printed = model_sheet(MODEL)
    names = [*MODEL.practices, *MODEL.signal_names, *(trap.key for trap in MODEL.traps)]
    assert [name for name in (*names, *MODEL.numbers.__struct_fields__) if name not in printed] == []


def test_a_models_words_are_printed_as_they_are() -> None:
    """Square brackets are text, not the printer's marks."""
    stage = msgspec.structs.replace(MODEL.stages[0], promise="[bold]Every[/bold] commit [/]")
    printed = model_sheet(msgspec.structs.replace(MODEL, stages=(stage, *MODEL.stages[1:])))
    assert "[bold]Every[/bold] commit [/]" in printed
