"""Engagements that can stand in an answer sheet, and what a person does to one in a spreadsheet program."""

import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from hostile import TEXTS
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import BUILT_IN_MODEL, HOSTILE

from maturity.engagement import Engagement, PlatformFacts, Response
from maturity.intake import Intake, read_source
from maturity.intake.facts import facts_on, problem_of
from maturity.intake.responses import text_problem
from maturity.language import ENGLISH, speaking
from maturity.model import Answer, Grade
from maturity.sheet import lay_out, sheet_book

TODAY = date(2026, 11, 20)
FIXTURES = Path(__file__).parent / "sheets"
PRACTICES = [practice.key for practice in BUILT_IN_MODEL.asked]

#: a customer's answers with text that tries to be more, as the fixtures hold them
SENT = Engagement(
    customer="Ṣadé & Ọlá “Foods” <Ltd>",
    held_on=date(2026, 3, 12),
    country="NG",
    industry="=cmd|' /C calc'!A0",
    engineers=30,
    currency="NGN",
    consultant="+West Africa desk",
    attendees="CTO, head of product",
    request="Where to invest first?\nAnd what to leave?",
    objective=0.9995,
    platform=PlatformFacts(
        team=4.5,
        gain=0.1,
        engineer_cost=14_400_000.0,
        buy_cost=900.0,
        buy_currency="USD",
        exchange_rate=1480.25,
        exchange_rate_on=date(2026, 3, 2),
    ),
    signals={"runs-kubernetes": False, "deploys-by-hand": True},
    responses={
        "every-commit-builds": Response(answer=Answer.ALWAYS, evidence="=HYPERLINK('https://example.org')"),
        "every-build-runs-tests": Response(answer=Answer.USUALLY, note="-1 for the app; ₦5 Ṣadé ቡና شركة 🙂"),
        "failed-build-blocks-deployment": Response(answer=Answer.NEVER, note="<r><t>rich</t></r>"),
        "trunk-stays-green": Response(answer=Answer.UNKNOWN, note="@ask the build team\n\nline three"),
        "one-click-rollback": Response(answer=Answer.NOT_APPLICABLE, note="_x0041_ no servers", evidence="+1 234"),
        "structured-logs": Response(answer=Answer.SOMETIMES, evidence="https://example.org/logs", note="'quoted'"),
    },
    fictional=True,
)

words = (
    st.sampled_from((*HOSTILE, *TEXTS))
    | st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30)
).map(lambda text: text.strip().strip("\ufffe\uffff").replace("\uffff", "").replace("\ufffe", "").strip())
notes = (
    words | st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.sampled_from("\n\t"), max_size=30)
).map(lambda text: "\n".join(text.replace("\uffff", "").replace("\ufffe", "").splitlines()).strip())
days = st.dates(date(2001, 1, 1), date(2026, 3, 12))
amounts = st.integers(1, 10**9).map(float) | st.integers(1, 10**9).map(lambda number: number / 1000)
shares = st.integers(1, 9_999).map(lambda number: number / 10_000)


def _sound(column: str) -> Callable[[str], bool]:
    fact = next(fact for fact in facts_on(TODAY) if fact.column == column)
    return lambda text: bool(text) and problem_of(fact, text) is None


lines = words.filter(_sound("customer"))
seen_notes = notes.filter(lambda text: text_problem(text) is None and (not text or _sound("customer")(text[:1])))
responses = st.builds(
    Response,
    answer=st.sampled_from([answer for answer in Answer if answer is not Answer.NOT_APPLICABLE]),
    grade=st.sampled_from(Grade),
    evidence=seen_notes,
    note=seen_notes,
    claimed=st.none() | st.sampled_from(Answer),
) | st.builds(Response, answer=st.just(Answer.NOT_APPLICABLE), note=seen_notes.filter(bool))
platforms = st.builds(
    PlatformFacts,
    team=st.none() | amounts,
    gain=st.none() | shares,
    cost_ratio=st.none() | amounts,
    engineer_cost=st.none() | amounts,
    buy_cost=st.none() | amounts,
    buy_currency=st.none() | st.sampled_from(("USD", "EUR")),
    exchange_rate=st.none() | amounts,
    exchange_rate_on=st.none() | days,
)


@st.composite
def sent_engagements(draw: st.DrawFn) -> Engagement:
    """An engagement that every rule of the sources allows, with hostile text wherever text can stand."""
    held_on = draw(days)
    return Engagement(
        customer=draw(lines),
        held_on=held_on,
        country=draw(st.none() | st.sampled_from(("NA", "NG", "CI"))),
        industry=draw(st.none() | lines),
        engineers=draw(st.none() | st.integers(0, 10**6)),
        currency=draw(st.none() | st.sampled_from(("NGN", "XOF"))),
        consultant=draw(st.none() | lines),
        attendees=draw(st.none() | lines),
        request=draw(st.none() | seen_notes.filter(bool)),
        responses=draw(st.dictionaries(st.sampled_from(PRACTICES), responses, max_size=6)),
        signals=draw(st.dictionaries(st.sampled_from(list(BUILT_IN_MODEL.signal_names)), st.booleans())),
        voices=draw(st.just({}) | st.just({PRACTICES[0]: {"CTO": Answer.NEVER}})),
        parked=draw(st.just(()) | st.just(("later",))),
        stage_since=draw(st.none() | st.dates(date(2000, 1, 1), held_on)),
        platform=draw(platforms),
        objective=draw(st.none() | shares),
        study=draw(st.none() | lines),
        fictional=draw(st.booleans()),
    )


def as_said(engagement: Engagement) -> Engagement:
    """What a sheet holds of an engagement: facts, answers, evidence and notes; everything was said."""
    said = {
        key: Response(answer=response.answer, evidence=response.evidence, note=response.note)
        for key, response in engagement.responses.items()
    }
    return replace(engagement, responses=said, voices={}, parked=())


def sheet_of(engagement: Engagement | None, language: str = ENGLISH) -> bytes:
    """The workbook with everything that an engagement says filled in."""
    with speaking(language):
        return sheet_book(lay_out(BUILT_IN_MODEL, filled=engagement))


def edited(book: bytes, edit: Callable[[Any], object]) -> bytes:
    """The workbook after a person's work on it; text stays text."""
    opened = openpyxl.load_workbook(io.BytesIO(book))
    edit(opened)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def cell(book: Any, key: str, column: str = "Answer") -> Any:  # noqa: ANN401  (openpyxl's own)
    """The cell of an open workbook in the row of that key, under that header."""
    for sheet in book.worksheets:
        titles = [title.value for title in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            if row[0].value == key and column in titles:
                return row[titles.index(column)]
    raise AssertionError((key, column))


def read_bytes(folder: Path, content: bytes, name: str = "acme.xlsx") -> Intake:
    """The intake of a file that holds these bytes."""
    path = folder / name
    path.write_bytes(content)
    return read_source(path, BUILT_IN_MODEL, today=TODAY)


def only(intake: Intake) -> Engagement:
    """The one engagement of an intake without faults."""
    assert [str(fault) for fault in intake.faults] == []
    (engagement,) = intake.engagements
    return engagement


def told(intake: Intake) -> list[str]:
    """Every fault of an intake, as a user reads it."""
    return [str(fault) for fault in intake.faults]


def rewritten(rows: Iterable[tuple[str, list[list[Any]]]]) -> bytes:
    """A workbook of these sheets, in which every text is text."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, cells in rows:
        sheet = book.create_sheet(title)
        for line, values in enumerate(cells, start=1):
            for column, value in enumerate(values, start=1):
                written = sheet.cell(line, column)
                written.value = value
                if isinstance(value, str):
                    written.data_type = "s"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
