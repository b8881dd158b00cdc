"""What one cell says: a line of text, a number, a share, yes or no; or the reason why it can't be read."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from maturity.errors import did_you_mean

LONGEST_LINE = 200  #: characters of a name
LONGEST_NOTE = 1_000_000  #: characters; a pasted page fits, a pasted book does not
LONGEST_QUOTE = 60  #: characters of a cell that a fault repeats
LONGEST_WORD = 100  #: characters; no near word is looked for beyond
MOST_ENGINEERS = 1_000_000  #: head count; a larger number belongs to another column
LEAST_PERCENTAGE = 50  #: an objective from here up was given in per cent, whether or not it says so

#: yes and no, and the truth values that spreadsheets write in the languages of the customers
_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "oui", "vrai", "sim", "verdadeiro", "sí", "verdadero"), True),
    **dict.fromkeys(("ja", "wahr", "waar", "ndiyo", "نعم"), True),
    **dict.fromkeys(("no", "n", "false", "0", "non", "faux", "não", "nao", "falso", "nein", "falsch"), False),
    **dict.fromkeys(("nee", "onwaar", "hapana", "لا"), False),
}
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})  #: categories of letters that leave no mark
#: what word processors make of hyphens and quotes
_LOOKALIKES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("‘’‚ʼ′", "'")
    | dict.fromkeys("“”„«»″", '"')
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,2})?", re.IGNORECASE)
_GROUPING_SPACE = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'’](?=\\d{3}(?!\\d))")
_COMMA_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_POINT_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+,\d+|[+-]?[1-9]\d{0,2}(\.\d{3}){2,}")
_ONE_POINT_GROUP = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")


class FieldError(ValueError):
    """A value that is refused; its text says what came and what was expected."""


def refuse(problem: str) -> NoReturn:
    """Refuse a value."""
    raise FieldError(problem)


def quoted(text: str) -> str:
    """The text as a fault repeats it: in quotes, on one line, cut where it is long."""
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…")


@lru_cache(maxsize=1024)  # the same slip comes in many rows
def near(text: str, known: tuple[str, ...]) -> str:
    """The hint that names the nearest known word; nothing for a text too long to be one."""
    return did_you_mean(text, known) if len(text) <= LONGEST_WORD else ""


def is_not(noun: str, text: str, *, expected: str, known: Sequence[str] = ()) -> str:
    """The problem of a text that is no such thing, with the nearest known word.

    >>> is_not("a grade", "meassured", expected="claimed, shown or measured", known=["claimed", "shown", "measured"])
    "'meassured' is not a grade (did you mean 'measured'?); expected claimed, shown or measured"
    """
    return f"{quoted(text)} is not {noun}{near(text, tuple(known))}; expected {expected}"


def either(words: Sequence[str]) -> str:
    """The words as alternatives.

    >>> either(["claimed", "shown", "measured"]), either(["practice"])
    ('claimed, shown or measured', 'practice')
    """
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def unseen_aside(text: str) -> str:
    """The text as a person reads it who types: plain hyphens, quotes and spaces, and no letters that leave no mark.

    >>> unseen_aside("\u201cone\u2011click\u200b\u201d"), unseen_aside("2026\u20113\u201112\u00a0")
    ('"one-click"', '2026-3-12')
    """
    if text.isascii():
        return text
    known = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    return "".join(letter for letter in known if unicodedata.category(letter) != "Cf").strip()


def check_name(text: str) -> None:
    """Refuse what is empty, or not one line of at most 200 characters."""
    if all(unicodedata.category(letter) in _UNSEEN for letter in text):
        refuse("is empty; expected a name")
    check_line(text)


def check_line(text: str) -> None:
    """Refuse what is not one line of at most 200 characters."""
    check_text(text)
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text):
        refuse(f"{quoted(text)} holds a line break or another control character; expected one line of text")
    if len(text) > LONGEST_LINE:
        refuse(f"{quoted(text)} has {len(text):,} characters; expected at most {LONGEST_LINE}")


def check_text(text: str) -> None:
    """Refuse a text that holds what is no character, or more than a note may."""
    if "\0" in text:
        refuse(f"{quoted(text)} holds a NUL character; expected text")
    if _SURROGATE.search(text):
        refuse(f"{quoted(text)} holds half a character (a lone surrogate); expected text")
    if len(text) > LONGEST_NOTE:
        refuse(f"{quoted(text)} has {len(text):,} characters; expected at most {LONGEST_NOTE:,}")


def read_yes_no(text: str) -> bool:
    """Whether the cell says yes.

    >>> read_yes_no("Yes"), read_yes_no("FALSE"), read_yes_no("0")
    (True, False, False)
    """
    said = _YES_NO.get(unseen_aside(text).casefold())
    return refuse(f"{quoted(text)} is neither yes nor no; expected yes or no") if said is None else said


def read_head_count(text: str) -> int:
    """A whole number of people.

    >>> read_head_count("30"), read_head_count("30.0"), read_head_count("1,200"), read_head_count("1 200")
    (30, 30, 1200, 1200)
    """
    expected = "a whole number, 0 or more"
    _refuse_doubt(text)
    number = _decimal(text, "a head count", expected)
    if number < 0 or number != number.to_integral_value():
        refuse(is_not("a head count", text, expected=expected))
    return int(number)


def check_head_count(engineers: int) -> None:
    """Refuse a head count that no company has."""
    if not 0 <= engineers <= MOST_ENGINEERS:
        refuse(f"{engineers} is out of range; expected a head count from 0 to {MOST_ENGINEERS:,}")


def read_number(text: str) -> float:
    """A number; spaces or commas may group its thousands, and a point or a comma stand before its decimals.

    >>> read_number("1 250.5"), read_number("1,200"), read_number("0,5"), read_number("1.200,50")
    (1250.5, 1200.0, 0.5, 1200.5)
    """
    return float(_decimal(text, "a number", "one such as 1250.5"))


def number_text(number: float) -> str:
    """The number as text that can't be taken for another: no point that may group its thousands.

    >>> number_text(30.0), number_text(0.25), number_text(1.234)
    ('30', '0.25', '1.2340')
    """
    text = str(int(number)) if number.is_integer() else repr(number)
    return f"{text}0" if _ONE_POINT_GROUP.fullmatch(text) else text


def read_money(text: str) -> float:
    """An amount of money; refused where a point may group its thousands as well as part its decimals."""
    _refuse_doubt(text)
    return read_number(text)


def read_ratio(text: str) -> float:
    """A ratio; refused where a comma may group its thousands as well as part its decimals."""
    if _COMMA_GROUPS.fullmatch(text):
        refuse(f"{quoted(text)} can mean {text.replace(',', '')} or {text.replace(',', '.')}; expected a decimal point")
    return read_number(text)


def check_above_zero(number: float) -> None:
    """Refuse a number that is not above 0."""
    if not number > 0:
        refuse(f"{number:g} is out of range; expected a number above 0")


def check_not_negative(number: float) -> None:
    """Refuse a number below 0."""
    if not number >= 0:
        refuse(f"{number:g} is out of range; expected a number of 0 or more")


def read_share(text: str) -> float:
    """A share of one, given as such or in per cent.

    >>> read_share("0.1"), read_share("10 %"), read_share("7,5%")
    (0.1, 0.1, 0.075)
    """
    return float(_part_of_one(text, "a share", "one such as 0.1 or 10 %"))


def check_share(share: float) -> None:
    """Refuse a share that is not above 0 and at most 1."""
    if not 0 < share <= 1:
        refuse(f"{share:g} is out of range; expected a share such as 0.1 or 10 %, above 0 and at most 1")


def read_objective(text: str) -> float:
    """An objective as a share of one; from 50 up it was given in per cent, with or without the sign.

    >>> read_objective("99.9"), read_objective("99,95 %"), read_objective("0.999")
    (0.999, 0.9995, 0.999)
    """
    number = _part_of_one(text, "an objective", "one such as 99.9 % or 0.999")
    return float(number / 100 if number >= LEAST_PERCENTAGE else number)


def check_objective(objective: float) -> None:
    """Refuse an objective that is not between 0 and 1."""
    if not 0 < objective < 1:
        refuse(f"{objective:g} is out of range; expected an objective such as 99.9 % or 0.999, above 0 and below 100 %")


def _part_of_one(text: str, noun: str, expected: str) -> Decimal:
    number, per_cent, rest = text.partition("%")
    if rest:
        refuse(is_not(noun, text, expected=expected))
    return _decimal(number.strip(), noun, expected, said=text) / (100 if per_cent else 1)


def _decimal(text: str, noun: str, expected: str, *, said: str = "") -> Decimal:
    plain = _GROUPING_SPACE.sub("", text)
    if _COMMA_GROUPS.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _POINT_GROUPS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else refuse(is_not(noun, said or text, expected=expected))


def _refuse_doubt(text: str) -> None:
    if _ONE_POINT_GROUP.fullmatch(text):
        whole = text.replace(".", "")
        refuse(f"{quoted(text)} can mean {Decimal(text).normalize():f} or {whole}; expected it without a point")
