"""Numbers, dates, lists and sentences as they are said in French; the English is held by the doctests and the rest."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from maturity import Answer, Engagement, Response, assess, built_in_model, plan
from maturity import narrative as say
from maturity.language import speaking, tr_n
from maturity.model import Effort
from maturity.model_words import spoken_model
from maturity.rates import Rate
from maturity.voices import hear
from maturity.wording import (
    day,
    days,
    figures,
    in_row,
    lasting,
    listed,
    money,
    percent,
    plain,
    rounded,
    sentence_case,
    short_day,
    span,
    spelled,
)

with speaking("fr"):
    MODEL = spoken_model(built_in_model())
HELD = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    with speaking("fr"):
        yield


def typed(text: str) -> str:
    """The text with a `~` for each space that does not break."""
    return text.replace("\N{NO-BREAK SPACE}", "~")


def customer(answer: Answer, *, up_to: int = 5, **facts: object) -> Engagement:
    """A customer with everything in place up to a stage, and that answer to all above it."""
    responses = {
        practice.key: Response(answer=Answer.ALWAYS if MODEL.stage_of[practice.key].number <= up_to else answer)
        for practice in MODEL.asked
    }
    return replace(Engagement(customer="Orange", held_on=HELD, responses=responses), **facts)


def advice(answer: Answer, *, up_to: int = 0, **facts: object) -> str:
    """The bottom line of such a customer."""
    return typed(say.bottom_line(plan(assess(MODEL, customer(answer, up_to=up_to, **facts)))))


def test_numbers_have_a_comma_and_spaces_that_do_not_break() -> None:
    """None of them narrow: the brand's fonts have no such space, and another font's would stand out."""
    assert [typed(text) for text in (rounded(12_500), plain(1_234.5), plain(-2.5), percent(0.999))] == [
        "12~500",
        "1~234,5",
        "−2,5",
        "99,9~%",
    ]
    assert typed(figures("1,234.5")) == "1~234,5"


def test_numbers_are_in_digits_since_a_word_would_have_a_gender() -> None:
    """And what is counted follows the rule that none and one are singular."""
    assert [spelled(0), spelled(1), spelled(10)] == ["0", "1", "10"]
    phrases = [
        tr_n("{n} open question", "{n} open questions", number).format(n=spelled(number)) for number in (0, 1, 2)
    ]
    assert [typed(phrase) for phrase in phrases] == ["0~question ouverte", "1~question ouverte", "2~questions ouvertes"]


def test_the_first_of_a_month_is_an_ordinal() -> None:
    """`1er mars`, and `2 mars`; short months are cut as French cuts them."""
    assert [day(date(2026, 3, 1)), day(HELD)] == ["1er mars 2026", "2 mars 2026"]
    assert [short_day(date(2026, month, 7)) for month in (1, 4, 5, 7, 9)] == [
        "7 janv. 2026",
        "7 avr. 2026",
        "7 mai 2026",
        "7 juil. 2026",
        "7 sept. 2026",
    ]


def test_a_range_of_days_is_said_with_its_articles() -> None:
    """The year and the month stand once where both days share them."""
    assert span(HELD, date(2026, 4, 7)) == "entre le 2 mars et le 7 avril 2026"
    assert span(date(2026, 3, 1), date(2026, 3, 9)) == "entre le 1er et le 9 mars 2026"
    assert span(HELD, HELD) == "2 mars 2026"
    assert days(HELD, date(2026, 4, 7)) == "2 mars – 7 avr. 2026"


def test_lengths_of_time_have_french_units() -> None:
    """A day is a `jour`, and its sign a `j`."""
    lengths = (timedelta(days=1), timedelta(days=10), timedelta(days=30) / 14.4, timedelta(seconds=25.92))
    assert [typed(lasting(length)) for length in lengths] == ["1~jour", "10~jours", "2~j 2~h", "25,9~s"]


def test_money_stands_before_its_currency() -> None:
    """In the currency's French sign."""
    amounts = (money(61_500_000, "KES"), money(-23_400, "USD"), money(1_500_000, "XOF"), money(0, "EUR"))
    assert [typed(amount) for amount in amounts] == ["61,5~M~KES", "−23,4~k~$US", "1,5~M~F~CFA", "0~€"]


def test_lists_are_joined_as_french_joins_them() -> None:
    """No comma before `et`, a space before each semicolon."""
    assert listed(["builds", "tests", "logs"]) == "builds, tests et logs"
    assert typed(listed(["logs, centralisés", "traces", "tests"])) == "logs, centralisés~; traces~; et tests"
    assert typed(in_row(["a", "b"])) == "a~; b"
    assert sentence_case("Équipe plateforme dédiée") == "équipe plateforme dédiée"
    assert sentence_case("SLO convenus avec le métier") == "SLO convenus avec le métier"


def test_an_effort_agrees_with_its_upper_end() -> None:
    """Below two is singular."""
    weeks = [(1, 1.5), (0.5, 1), (2, 6), (1, 1), (0, 0)]
    efforts = [Effort(low=low, high=high) for low, high in weeks]
    assert [typed(say.effort(effort)) for effort in efforts] == [
        "1 à 1,5~semaine-ingénieur",
        "0,5 à 1~semaine-ingénieur",
        "2 à 6~semaines-ingénieur",
        "1~semaine-ingénieur",
        "presque aucun effort",
    ]


def test_a_countrys_name_is_french() -> None:
    """An unknown code stays a code."""
    assert [say.country_name(code) for code in ("CI", "TN", "ZZ1")] == ["Côte d’Ivoire", "Tunisie", "ZZ1"]


def test_where_they_stand_is_said_without_an_elision_before_a_name() -> None:
    """No `de Orange`, no `que Orange`: the customer's name comes first."""
    engagements = [
        customer(Answer.NEVER, up_to=0),
        customer(Answer.UNKNOWN, up_to=0),
        customer(Answer.NEVER, up_to=2),
        customer(Answer.UNKNOWN, up_to=2),
    ]
    assert [typed(say.standing(assess(MODEL, engagement))) for engagement in engagements] == [
        "Orange n’a pas encore franchi la porte du stade~1.",
        "Orange a peut-être franchi la porte du stade~1, mais ce qui est connu ne le prouve pas encore.",
        "Orange est au stade~2 (déploiement automatisé).",
        "Orange est au moins au stade~2 (déploiement automatisé).",
    ]


def test_every_verdict_has_its_french_line() -> None:
    """Reach, settle first, hold, evaluate, stay, done."""
    low = {"up_to": 3, "engineers": 30}
    assert advice(Answer.NEVER).startswith(
        "Atteignez le stade~3 (observabilité). En premier~: build à chaque commit~; en"
    )
    assert advice(Answer.UNKNOWN) == (
        "Atteignez le stade~3 (observabilité). Tranchez les 17~questions ouvertes avant d’investir dans quoi que ce "
        "soit."
    )
    assert advice(Answer.NEVER, stage_since=date(2026, 2, 1), **low) == (
        "Votre travail est fait ici~; n’y investissez plus. Évaluez le stade~4 le 1er février 2027."
    )
    assert advice(Answer.NEVER, stage_since=date(2020, 2, 1), **low) == (
        "Vous pouvez maintenant évaluer le stade~4 (ingénierie de la fiabilité). Jugez s’il vaut cet effort~: "
        "3 à 4,5~semaines-ingénieur, puis 10 à 20~% de chaque plan."
    )
    assert advice(Answer.NEVER, up_to=4, engineers=30) == "Votre travail est fait ici~; n’y investissez plus."


def test_two_who_differ_are_quoted_in_guillemets() -> None:
    """And what hangs on believing each is said in whole French clauses."""
    voices = {"one-click-rollback": {"Amina": Answer.ALWAYS, "Omar": Answer.NEVER}}
    heard = hear(MODEL, customer(Answer.NEVER, up_to=3, voices=voices))
    (dispute,) = heard.disputes
    assert typed(dispute.sentence) == (
        "Amina~: «~toujours~»~; Omar~: «~jamais~». Si l’on suit Amina, vous êtes au stade~3. Si l’on suit Omar, vous "
        "ne pouvez pas être au-delà du stade~1 et cette pratique est le premier investissement."
    )


def test_a_rate_is_so_many_out_of_so_many() -> None:
    """With its interval, or why there is none."""
    rates = (Rate(count=3_000, of=17_000), Rate(count=1, of=4), Rate(count=0, of=0))
    assert [typed(rate.words) for rate in rates] == [
        "3~000 sur 17~000 (17 à 18~%)",
        "1 sur 4 (trop peu pour en dire plus)",
        "aucun pour l’instant",
    ]
