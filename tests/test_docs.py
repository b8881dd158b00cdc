"""The documents keep up with the program."""

import re
from datetime import date
from pathlib import Path

import click

from maturity import built_in_model
from maturity.cli import main
from maturity.intake.facts import facts_on
from maturity.intake.responses import PARTS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, path: str = "maturity") -> dict[str, click.Command]:
    """Every command by the words that call it."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        words = f"{path} {name}"
        found |= commands(command, words) if isinstance(command, click.Group) else {words: command}
    return found


def test_every_command_stands_in_the_readme_with_help() -> None:
    """A command that nobody can find does not exist."""
    found = commands(main)
    assert len(found) >= 5
    assert [words for words in found if f"{words}" not in README] == []
    assert [words for words, command in found.items() if not command.help] == []


def test_every_option_says_what_it_does() -> None:
    """`--help` answers for each of them."""
    options = {
        f"{words} {option.opts[0]}": option.help or isinstance(option.type, click.Choice)
        for words, command in commands(main).items()
        for option in command.params
        if isinstance(option, click.Option)
    }
    assert options
    assert [name for name, told in options.items() if not told] == []


def test_every_column_of_the_answer_file_stands_in_the_readme() -> None:
    """A column that nobody is told of is never filled in."""
    parts = [f"KEY.{part}" for part in PARTS if part != "answer"]
    columns = [*(fact.column for fact in facts_on(date.max)), *parts]
    assert [column for column in columns if f"`{column}`" not in README] == []


def test_every_file_that_the_documents_link_to_is_there() -> None:
    """No dead end inside the repository."""
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == [], name


def test_the_house_in_contributing_has_every_room() -> None:
    """A module that the picture lacks is a room that nobody finds."""
    picture = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {
        path.stem for path in (ROOT / "maturity").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert [room for room in sorted(rooms - {"__init__"}) if not re.search(rf"\b{room}\b", picture)] == []


def test_the_blank_answers_have_the_columns_of_the_model() -> None:
    """What a consultant copies fits the model that ships."""
    model = built_in_model()
    blank = (ROOT / "templates" / "answers" / "answers.csv").read_text(encoding="utf-8").splitlines()
    assert [line.partition(",")[0] for line in blank[1:]] == [practice.key for practice in model.asked]
    header = (ROOT / "templates" / "answers" / "engagements.csv").read_text(encoding="utf-8").strip().split(",")
    assert header[-len(model.signals) :] == [signal.key for signal in model.signals]
