"""Makes what LibreOffice makes of an answer sheet, by hand: `python tests/sheets/make.py`, with `soffice` installed."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from sheet_cases import SENT, cell, edited, sheet_of  # noqa: E402  (found beside this folder)

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def main() -> None:
    """Write the fixtures beside this script."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheet = folder / "sheet.xlsx"
        sheet.write_bytes(sheet_of(SENT))
        (HERE / "libreoffice.xlsx").write_bytes(_converted(sheet, "xlsx").read_bytes())
        through = _converted(_converted(sheet, "ods"), "xlsx")
        (HERE / "through-ods.xlsx").write_bytes(through.read_bytes())
        saved = _converted(sheet, EVERY_SHEET).parent
        for title in ("Company", "Answers"):
            (HERE / f"libreoffice-{title}.csv").write_bytes((saved / f"sheet-{title}.csv").read_bytes())
        sheet.write_bytes(edited(sheet_of(SENT), _edit))
        (HERE / "edited.xlsx").write_bytes(_converted(sheet, "xlsx").read_bytes())


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
