"""Customers under two names, customers who are forgotten, and practices under another model: said, never guessed."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from stores import BUILDS, KEY, PAY, ROLLBACK, Clock, new_store, said
from strategies import BUILT_IN_MODEL, engagement

from maturity.engagement import Engagement, Response
from maturity.errors import InputError
from maturity.model import Answer, Model, Practice
from maturity.store import ModelChange, Store, StoreError, forgetting, open_store, read_change
from maturity.store.base import Base

OTHER = engagement({ROLLBACK: Answer.NEVER}, customer="Zellige & Cumin", consultant="Kofi")


def test_names_that_look_alike_are_offered_and_nothing_is_changed(tmp_path: Path) -> None:
    """A legal form, a capital or a slip is offered; another company is not."""
    names = ("Baobab Pay", "BAOBAB PAY Ltd", "Boabab Pay", "Baobab Foods", "Zellige & Cumin", "Zelige and Cumin")
    held = [engagement(customer=name) for name in names]
    with new_store(tmp_path / "history.db", *held) as store:
        pairs = {frozenset((pair.one, pair.other)) for pair in store.spellings()}
        assert sorted(whole.customer for whole in store.engagements()) == sorted(names)
    assert pairs == {frozenset(("Baobab Pay", "BAOBAB PAY Ltd")), frozenset(("Zellige & Cumin", "Zelige and Cumin"))}


def test_one_name_spelled_in_two_ways_is_never_merged_silently(tmp_path: Path) -> None:
    """Another spelling of the same key is refused, with both and what to say; nothing is saved."""
    with new_store(tmp_path / "history.db", PAY) as store:
        before = list(store.changes())
        for save in (store.save_engagement, store.take_in):
            with pytest.raises(InputError, match="'BAOBAB PAY' is 'Baobab Pay' in the store"):
                save(replace(PAY, customer="BAOBAB PAY"), "Kofi")
        assert list(store.changes()) == before


def test_a_merge_moves_engagements_and_keeps_what_they_were_called(tmp_path: Path) -> None:
    """One history, under the name that stays; the log still holds the other."""
    old = replace(PAY, customer="Baobab Ltd", held_on=PAY.held_on.replace(year=2025))
    with new_store(tmp_path / "history.db", PAY, old, OTHER) as store:
        assert store.merge("Baobab Ltd", into="Baobab Pay", who="Amina") == ("2025-03-12-baobab-pay",)
        assert list(store.engagements(customer="Baobab Ltd")) == [replace(old, customer="Baobab Pay"), PAY]
        names = [str(change.content[0]) for change in store.changes() if change.subject == "customer"]
        assert sorted(names) == ['"Baobab Ltd"', '"Baobab Pay"', '"Zellige & Cumin"']
        assert store.check().faults == ()
        with pytest.raises(InputError, match="'Baobab Ltd' is 'Baobab Pay' in the store"):
            store.save_engagement(old, "Kofi")
        taken = store.take_in(replace(old, customer="Baobab Ltd", engineers=31), "file")
        assert (taken.key, taken.renamed) == ("2025-03-12-baobab-pay", "Baobab Pay")


def test_a_merge_can_be_turned_round(tmp_path: Path) -> None:
    """Whoever chose the wrong name merges back; the latest word counts."""
    old = replace(PAY, customer="Baobab Ltd", held_on=PAY.held_on.replace(year=2025))
    with new_store(tmp_path / "history.db", PAY, old) as store:
        store.merge("Baobab Ltd", into="Baobab Pay", who="Amina")
        later = engagement(customer="Baobab Group", held_on=PAY.held_on.replace(year=2024))
        store.save_engagement(later, "Amina")
        store.merge("Baobab Pay", into="Baobab Group", who="Amina")
        assert {whole.customer for whole in store.engagements()} == {"Baobab Group"}
        assert store.check().faults == ()


def test_a_merge_that_would_join_two_engagements_of_a_day_is_refused(tmp_path: Path) -> None:
    """Which of the two counts is for a person to say."""
    with new_store(tmp_path / "history.db", PAY, replace(PAY, customer="Baobab Ltd")) as store:
        with pytest.raises(InputError, match="has an engagement with 'Baobab Pay' on the same day"):
            store.merge("Baobab Ltd", into="Baobab Pay", who="Amina")
        with pytest.raises(InputError, match="'Baobab Pay' is 'Baobab Pay' already"):
            store.merge("Baobab Pay", into="Baobab Pay", who="Amina")
        with pytest.raises(InputError, match="did you mean 'Baobab Ltd'"):
            store.merge("Baobab Ldt", into="Baobab Pay", who="Amina")
        assert len(store) == 2


def test_a_forgotten_customer_is_gone_from_every_table_file_and_backup(tmp_path: Path) -> None:
    """Not a byte of name, answer or note is left; the receipt counts what was removed, without the name."""
    secret = replace(PAY, responses={ROLLBACK: said(Answer.NEVER, "quokka by hand")}, industry="quokkas")
    path = tmp_path / "history.db"
    with new_store(path, secret, OTHER) as store:
        kept = store.backup(), store.backup(tmp_path / "elsewhere.db")
        lost = store.backup(tmp_path / "lost.db")
        lost.unlink()
        receipt = store.delete("Baobab Pay")
        assert list(store.engagements()) == [OTHER]
        assert store.check().faults == ()
        with store.base.reading() as connection:
            stored = connection.exec_driver_sql("SELECT receipt FROM forgotten").scalar_one()
    rows = sum(receipt.removed.values())
    assert receipt.removed["engagement"] == 1
    assert receipt.removed["answer"] == 1
    assert dict(receipt.backups) == {str(kept[0]): rows, str(kept[1]): rows, str(lost): None}
    assert "aobab" not in stored
    for file in (path, *kept):
        body = file.read_bytes().lower()
        assert b"quokka" not in body
        assert b"baobab" not in body
        assert b"zellige" in body


def test_a_customer_who_is_not_there_is_not_forgotten(tmp_path: Path) -> None:
    """A slip in the name deletes nothing, and names the nearest."""
    with new_store(tmp_path / "history.db", PAY) as store:
        with pytest.raises(InputError, match="did you mean 'Baobab Pay'"):
            store.delete("Baobab Pey")
        assert len(store) == 1


def test_a_forgotten_customer_is_forgotten_under_every_name(tmp_path: Path) -> None:
    """What was merged into the name is gone from backups made before, and no copy made before brings it back."""
    old = replace(PAY, customer="Baobab Ltd", held_on=PAY.held_on.replace(year=2025))
    with new_store(tmp_path / "history.db", PAY, old, OTHER) as store:
        backup, copy = store.backup(), tmp_path / "copy.db"
        copy.write_bytes(backup.read_bytes())
        store.merge("Baobab Ltd", into="Baobab Pay", who="Amina")
        store.delete("Baobab Pay")
        assert b"aobab" not in backup.read_bytes()
        with open_store(copy) as other:
            assert store.unite(other).left_out == ("2025-03-12-baobab-ltd", KEY)
        assert list(store.engagements()) == [OTHER]


def test_a_clock_that_went_back_revives_nobody(tmp_path: Path) -> None:
    """Whoever was forgotten stays so, though the clock says that it was before anything was said."""
    clock = Clock()
    with new_store(tmp_path / "history.db", PAY, clock=clock) as store:
        copy = tmp_path / "copy.db"
        copy.write_bytes((tmp_path / "history.db").read_bytes())
        clock.at -= 1_000_000
        store.delete("Baobab Pay")
        with open_store(copy) as other:
            assert store.unite(other).left_out == (KEY,)
        assert len(store) == 0


def test_a_backup_that_can_not_be_written_is_told_and_the_others_are_cleaned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receipt comes all the same, with no number for that backup."""
    with new_store(tmp_path / "history.db", PAY) as store:
        kept = store.backup(tmp_path / "kept.db"), store.backup(tmp_path / "open.db")
        scrubbed = forgetting.scrub

        def refuse(base: Base) -> None:
            if base.address.path == kept[0]:
                raise StoreError(str(kept[0]), "can't be written by you")
            scrubbed(base)

        monkeypatch.setattr(forgetting, "scrub", refuse)
        backups = store.delete("Baobab Pay").backups
        assert backups[str(kept[0])] is None
        assert backups[str(kept[1])]


def test_a_backup_is_a_store_and_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    """The same engagements, and it proves; a name that is taken is refused."""
    with new_store(tmp_path / "history.db", PAY, OTHER) as store:
        path = store.backup(tmp_path / "backup.db")
        with open_store(path) as kept:
            assert list(kept.engagements()) == list(store.engagements())
            assert kept.check().faults == ()
        with pytest.raises(Exception, match="is there already; expected a new name"):
            store.backup(path)
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".partial")] == []


def renamed(model: Model, keys: dict[str, tuple[str, ...]]) -> Model:
    """The model with these practices under other keys; none for one that is left out."""

    def parts(practice: Practice) -> list[Practice]:
        return [replace(practice, key=key, requires=()) for key in keys.get(practice.key, (practice.key,))]

    stages = tuple(
        replace(stage, practices=tuple(part for practice in stage.practices for part in parts(practice)))
        for stage in model.stages
    )
    return replace(model, version="2.0.0", stages=stages, traps=())


CHANGES = """
practices:
  every-commit-builds: kept
  one-click-rollback: {renamed: quick-rollback}
  immutable-artifact: {split: [one-artifact, signed-artifact]}
  structured-logs: {split: [json-logs, one-log-store]}
  deploy-on-demand: dropped
signals:
  has-dashboards: kept
"""
NEW_MODEL = renamed(
    BUILT_IN_MODEL,
    {
        ROLLBACK: ("quick-rollback",),
        "immutable-artifact": ("one-artifact", "signed-artifact"),
        "structured-logs": ("json-logs", "one-log-store"),
        "deploy-on-demand": (),
    },
)


@pytest.fixture
def changes(tmp_path: Path) -> Path:
    """The file of a model change."""
    (tmp_path / "changes.yaml").write_text(CHANGES, encoding="utf-8")
    return tmp_path / "changes.yaml"


def adopting(path: Path, whole: Engagement) -> Store:
    """A store of the old model's with that engagement, opened under the new one."""
    new_store(path, whole).close()
    return open_store(path, model=NEW_MODEL, clock=Clock())


def test_a_model_change_moves_answers_as_the_file_says(tmp_path: Path, changes: Path) -> None:
    """Renamed moves whole; split keeps what holds of each part, and is unknown where it is not known of which."""
    whole = replace(
        PAY,
        responses={
            BUILDS: said(Answer.ALWAYS),
            ROLLBACK: Response(answer=Answer.NEVER, evidence="ticket", note="by hand"),
            "immutable-artifact": said(Answer.ALWAYS, "seen"),
            "structured-logs": said(Answer.SOMETIMES, "only the gateway"),
            "deploy-on-demand": said(Answer.NEVER),
        },
    )
    with adopting(tmp_path / "history.db", whole) as store:
        adopted = store.adopt(read_change(changes), who="Amina")
        responses = store.engagement(KEY).responses
        assert adopted.engagements == 1
        assert set(adopted.moved) == {ROLLBACK, "immutable-artifact", "structured-logs", "deploy-on-demand"}
        assert store.check().faults == ()
        assert store.adopt(read_change(changes), who="Amina").moved == {}
        assert [c.content[0] for c in store.changes() if c.subject == "deploy-on-demand"] == ["never", None]
    note = "sometimes was answered to 'structured-logs', of which this is a part. only the gateway"
    assert responses == {
        BUILDS: said(Answer.ALWAYS),
        "quick-rollback": Response(answer=Answer.NEVER, evidence="ticket", note="by hand"),
        "one-artifact": said(Answer.ALWAYS, "seen"),
        "signed-artifact": said(Answer.ALWAYS, "seen"),
        "json-logs": said(Answer.UNKNOWN, note),
        "one-log-store": said(Answer.UNKNOWN, note),
    }


def test_a_key_of_which_nobody_said_what_became_is_refused(tmp_path: Path) -> None:
    """Nothing is dropped silently: every such key is told, and nothing is changed."""
    with adopting(tmp_path / "history.db", PAY) as store:
        before = list(store.changes())
        with pytest.raises(InputError) as refused:
            store.adopt(ModelChange(practices={ROLLBACK: ("quick-rolback",)}), who="Amina")
        assert list(store.changes()) == before
        assert store.engagement(KEY) == PAY
    told = str(refused.value)
    assert "'quick-rolback' is not a practice of the model (did you mean 'quick-rollback'?)" in told
    for key in ("immutable-artifact", "structured-logs", "deploy-on-demand"):
        assert f"the store holds {key!r}, which the model does not have" in told


@pytest.mark.parametrize(
    "change",
    [
        ModelChange(practices={ROLLBACK: (BUILDS,), "deploy-on-demand": (BUILDS,)}),
        ModelChange(practices={ROLLBACK: (BUILDS,), BUILDS: "kept"}),
        ModelChange(practices={ROLLBACK: ("quick-rollback",), "deploy-on-demand": (ROLLBACK,)}),
        ModelChange(practices={BUILDS: (BUILDS,)}),
        ModelChange(practices={ROLLBACK: ("quick-rollback", "quick-rollback")}),
    ],
)
def test_one_new_key_never_takes_two_answers(tmp_path: Path, change: ModelChange) -> None:
    """One of the two would be lost; nothing is changed."""
    with adopting(tmp_path / "history.db", replace(PAY, responses={BUILDS: said()})) as store:
        before = list(store.changes())
        with pytest.raises(InputError, match="is named for more than one key"):
            store.adopt(change, who="Amina")
        assert list(store.changes()) == before


def test_an_answer_under_the_new_key_stays_and_that_is_told(tmp_path: Path) -> None:
    """Practices and signals alike; what gave way is counted, and still in the log."""
    answers = {BUILDS: said(Answer.NEVER), "structured-logs": said(Answer.ALWAYS)}
    whole = replace(PAY, responses=answers, signals={"has-dashboards": True, "runs-kubernetes": False})
    change = ModelChange(practices={"structured-logs": (BUILDS,)}, signals={"has-dashboards": ("runs-kubernetes",)})
    with adopting(tmp_path / "history.db", whole) as store:
        adopted = store.adopt(change, who="Amina")
        assert adopted.given_way == {"structured-logs": 1, "has-dashboards": 1}
        assert store.engagement(KEY).responses == {BUILDS: said(Answer.NEVER)}
        assert store.engagement(KEY).signals == {"runs-kubernetes": False}


def test_an_engagement_of_another_model_is_not_changed_before_the_model_is_adopted(tmp_path: Path) -> None:
    """Saving under a model that lacks its keys is refused; it is read as it was."""
    with adopting(tmp_path / "history.db", PAY) as store:
        with pytest.raises(InputError, match="is not a practice of the model"):
            store.save_answer(KEY, BUILDS, said(Answer.NEVER), who="Amina", seen=store.stamps(KEY)[BUILDS])
        assert store.engagement(KEY) == PAY


def test_engagements_of_an_older_model_are_noted(tmp_path: Path) -> None:
    """They prove under the model that the store keeps of them; the check says that there is another."""
    with adopting(tmp_path / "history.db", replace(PAY, responses={BUILDS: said()})) as store:
        proof = store.check()
        assert proof.faults == ()
        assert "were judged under another model" in proof.notes[0]
        store.adopt(ModelChange(), who="Amina")
        assert store.check().notes == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("practices: {a: {renamed: [b]}}", "expected `kept`, `dropped`"),
        ("practices: {a: {split: [b]}}", "expected `kept`, `dropped`"),
        ("practices: {a: {renamed: b, split: [c, d]}}", "expected `kept`, `dropped`"),
        ("practices: [a]", "is not a set of keys"),
        ("answers: {}", "expected `practices` and `signals`, and nothing else"),
        ("a: [", "can't be read as YAML"),
        ("[]", "expected `practices` and `signals`"),
    ],
)
def test_a_model_change_that_says_anything_else_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """With the place and what was expected."""
    (tmp_path / "changes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        read_change(tmp_path / "changes.yaml")
