"""Where the notebooks and templates stand that ship with the library."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def shipped(folder: str) -> Path:
    """The shipped folder of that name: `notebooks` or `templates`.

    An installed wheel carries them inside the package; a checkout has them beside it.

    Raises:
        FileNotFoundError: the folder is at neither place, so the installation is broken.
    """
    for place in (PACKAGE / "share" / folder, PACKAGE.parent / folder):
        if place.is_dir():
            return place
    message = f"{folder!r} is neither in {PACKAGE / 'share'} nor in {PACKAGE.parent}: the installation is broken"
    raise FileNotFoundError(message)
