"""Makes what LibreOffice makes of an answer sheet, by hand: `python tests/sheets/make.py`, with `soffice` installed."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from sheet_cases import SENT, cell, edited, sheet_of  # noqa: E402  (found beside this folder)

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):{mark},34,76,1,,0,false,true,false,false,false,-1"
COMMA, SEMICOLON = 44, 59  #: what parts cells, as LibreOffice numbers them

#: what makes a LibreOffice a French one, whatever machine it runs on
FRENCH = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop></item></oor:items>"""


def main() -> None:
    """Write the fixtures beside this script."""
    with tempfile.TemporaryDirectory() as name:
        sheet = Path(name) / "sheet.xlsx"
        sheet.write_bytes(sheet_of(SENT))
        _save(sheet, "", ("Company", "Answers"), COMMA)
        sheet.write_bytes(edited(sheet_of(SENT), _edit))
        (HERE / "edited.xlsx").write_bytes(_converted(sheet, "xlsx").read_bytes())
    with tempfile.TemporaryDirectory() as name:
        sheet, settings = Path(name) / "sheet.xlsx", Path(name) / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(FRENCH)
        sheet.write_bytes(sheet_of(SENT, "fr"))
        _save(sheet, "-fr", ("Entreprise", "Réponses"), SEMICOLON)


def _save(sheet: Path, ending: str, titles: tuple[str, str], mark: int) -> None:
    """Save the sheet there, carry it through its own format, and take it apart into plain text."""
    (HERE / f"libreoffice{ending}.xlsx").write_bytes(_converted(sheet, "xlsx").read_bytes())
    through = _converted(_converted(sheet, "ods"), "xlsx")
    (HERE / f"through-ods{ending}.xlsx").write_bytes(through.read_bytes())
    saved = _converted(sheet, EVERY_SHEET.format(mark=mark)).parent
    for title, own in zip(("Company", "Answers"), titles, strict=True):
        (HERE / f"libreoffice{ending}-{title}.csv").write_bytes((saved / f"sheet-{own}.csv").read_bytes())


def _edit(book: Any) -> None:  # noqa: ANN401  (openpyxl's workbook)
    """What a person does: a reason taken out, a word of their own, one more answer."""
    cell(book, "one-click-rollback", "Notes and reasons").value = None
    cell(book, "structured-logs").value = "mostly"
    cell(book, "burn-rate-alerts").value = "Never"


def _converted(file: Path, kind: str) -> Path:
    out = Path(tempfile.mkdtemp(dir=file.parent))
    profile = f"-env:UserInstallation=file://{file.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return out / f"{file.stem}.{kind.partition(':')[0]}"


if __name__ == "__main__":
    main()
