"""The file's packing: openpyxl writes formulas without their results and stamps files with the machine's time.

Viewers that do not calculate (Slack's preview, phones, Excel's protected view) show the stored results.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

UNCALCULATED = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')
SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")


class ResultMissing(Exception):
    """A formula was written of which nobody said what it gives: a mistake of ours."""


def packed(workbook: Workbook, results: Sequence[Mapping[str, Decimal]], at: datetime) -> bytes:
    """The .xlsx with each sheet's results by cell; the same content at the same time gives the same bytes."""
    workbook.properties.created = workbook.properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    content = BytesIO()
    with _Archive(content, results, at) as archive:
        ExcelWriter(workbook, archive).write_data()
    return content.getvalue()


class _Archive(ZipFile):
    """The zip that openpyxl writes its parts to; the sheets come as paths of temporary files."""

    def __init__(self, file: BytesIO, results: Sequence[Mapping[str, Decimal]], at: datetime) -> None:
        super().__init__(file, "w", ZIP_DEFLATED)
        self._results = results
        self._time = at.astimezone(UTC).timetuple()[:6]

    def write(self, filename: str, arcname: str) -> None:  # type: ignore[override]  # as openpyxl calls it
        sheet = Path(filename).read_text(encoding="utf-8")
        self.writestr(arcname, _calculated(sheet, self._results_of(arcname)))

    def writestr(self, zinfo_or_arcname: str, data: str | bytes) -> None:  # type: ignore[override]  # likewise
        info = ZipInfo(zinfo_or_arcname, self._time)
        info.compress_type = ZIP_DEFLATED
        super().writestr(info, data)

    def _results_of(self, arcname: str) -> Mapping[str, Decimal]:
        found = SHEET.fullmatch(arcname)
        return self._results[int(found[1]) - 1] if found else {}


def _calculated(sheet: str, results: Mapping[str, Decimal]) -> str:
    def with_result(match: re.Match[str]) -> str:
        if match[2] not in results:
            raise ResultMissing(match[2])
        return f"{match[1]}<v>{results[match[2]]:f}</v>"

    return UNCALCULATED.sub(with_result, sheet)
