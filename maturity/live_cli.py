"""The `maturity live` command: the briefing in front of a customer, in JupyterLab or as a page without code."""

import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.commands import DONE, chosen_model, model_option, out_option, refusing, tell, today
from maturity.errors import Fault, InputError
from maturity.files import HISTORY
from maturity.store_cli import store_option

if TYPE_CHECKING:
    from maturity.live.serving import Serving
    from maturity.live.settings import Settings

PORT = 8765  #: the same each time: a browser keeps by port what it could not send; neither Jupyter's nor Voilà's own


@click.command()
@click.option("--lab", is_flag=True, help="In JupyterLab, with the code at hand (the default).")
@click.option("--page", is_flag=True, help="As a page without code.")
@click.option("--customer", default="", metavar="KEY", help="Go on with this engagement, or ask this customer again.")
@store_option
@model_option
@click.option(
    "--brand", "brand_file", type=click.Path(path_type=Path), help="Your firm's name, logo and colours (YAML)."
)
@out_option("Folder for the workbook made at the end.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="If in use, another one is taken."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@refusing
def live(  # noqa: PLR0913  (a command has the options that it has)
    *,
    lab: bool,
    page: bool,
    customer: str,
    address: str,
    model_file: Path | None,
    brand_file: Path | None,
    out: Path,
    port: int,
    no_browser: bool,
) -> int:
    """Open the live briefing on this machine, until Ctrl-C.

    Each answer is in the store before it is shown as saved: whatever happens, `maturity live --customer KEY` goes on.
    """
    from maturity.live.serving import Serving

    if lab and page:
        raise InputError([Fault(place="--page", problem="can't go with --lab; expected one of them, or neither")])
    settings = _checked(customer, address, model_file, brand_file, out)
    serving = Serving(
        notebook=_notebook(address), opens=settings, port=port, ready=_print_only if no_browser else _open_browser
    )
    _serve(serving, page=page)
    return DONE


def _checked(customer: str, address: str, model_file: Path | None, brand_file: Path | None, out: Path) -> "Settings":
    """What the notebook is told, every part of it proven to be of use.

    Raises:
        MaturityError: the model, brand, store or folder can't be used, or the store knows no such customer.
    """
    from maturity.brand import read_brand
    from maturity.files import ready_folder
    from maturity.live.finding import find_customer
    from maturity.live.settings import Settings
    from maturity.store import open_store

    model = chosen_model(model_file)
    if brand_file is not None:
        read_brand(brand_file)
    with open_store(address, create=not customer, model=model) as kept:
        if customer:
            find_customer(kept, customer, today=today())
    return Settings(
        store=_absolute(address),
        customer=customer,
        model=str(model_file.absolute()) if model_file else "",
        brand=str(brand_file.absolute()) if brand_file else "",
        workbooks=str(ready_folder(out).absolute()),
    )


def _absolute(address: str) -> str:
    """The store's address as a kernel in another folder understands it, a password with it."""
    from maturity.store.addresses import read_address

    place = read_address(address)
    if place.url is not None:
        return place.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return str((place.path or HISTORY).absolute())


def _notebook(address: str) -> Path:
    """The working copy, beside the store's file; beside the usual one where the store is on a server."""
    from maturity.live.serving_copy import ready_copy
    from maturity.store.addresses import read_address
    from maturity.workbook import briefing_notebook

    home = (read_address(address).path or HISTORY).parent
    copy = ready_copy(briefing_notebook(), home.absolute() / "live")
    if copy.kept is not None:
        tell(f"{copy.notebook}: was edited; kept as {copy.kept.name}, and the briefing opens as shipped")
    return copy.notebook


def _serve(serving: "Serving", *, page: bool) -> None:
    if page:
        from maturity.live.serving_page import serve_page

        serve_page(serving)
    else:
        from maturity.live.serving_lab import serve_lab

        serve_lab(serving)


def _print_only(address: str) -> None:
    click.echo(address)
    tell("The briefing is at this address. Ctrl-C ends it; what was answered is saved.")


def _open_browser(address: str) -> None:
    """The address, printed and opened; aside, since some browsers come back only when they are closed."""
    _print_only(address)
    threading.Thread(target=webbrowser.open, args=(address,), kwargs={"new": 2}, daemon=True).start()
