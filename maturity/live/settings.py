"""What `maturity live` tells the notebook that it opens."""

import os
from pathlib import Path

import msgspec

from maturity.errors import Fault, InputError
from maturity.files import HISTORY, WORKBOOKS
from maturity.shipped import shipped

VARIABLE = "MATURITY_LIVE"  #: of the environment, as JSON


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a live briefing is kept, and whose it is."""

    store: str  #: address
    customer: str = ""  #: the key of an engagement, or a customer's name; empty: someone new
    model: str = ""  #: path of a model of one's own
    brand: str = ""  #: path of a firm's name, logo and colours
    workbooks: str = str(WORKBOOKS)  #: folder for what is made at the end


def read_settings() -> Settings:
    """What the environment says; without it, the history of this checkout, or of the folder of now.

    Raises:
        InputError: the environment holds something else.
    """
    text = os.environ.get(VARIABLE)
    if text is None:
        home = _home()
        store = os.environ.get("MATURITY_STORE") or str(home / HISTORY)
        return Settings(store=store, workbooks=str(home / WORKBOOKS))
    try:
        return msgspec.json.decode(text, type=Settings)
    except msgspec.DecodeError as error:
        problem = f"can't be read ({error}); expected what `maturity live` writes"
        raise InputError([Fault(place=VARIABLE, problem=problem)]) from error


def settings_text(settings: Settings) -> str:
    """The settings as the environment holds them."""
    return msgspec.json.encode(settings).decode()


def _home() -> Path:
    """The checkout that this library runs from, or else the working folder."""
    root = shipped("notebooks").parent
    return root if (root / "pyproject.toml").is_file() else Path.cwd()
