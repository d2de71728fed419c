"""A real LibreOffice: converts many files in one run, with a profile of its own, and calculates everything anew."""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""Calculate on loading: always. LibreOffice otherwise believes the results that some files hold."""
RESULT = re.compile(rb"(</f><v>)[^<]*(</v>)")
HEIGHT = re.compile(rb' ht="[0-9.]+" customHeight="1"')
SECONDS = 300


class OfficeMissing(Exception):
    """LibreOffice is needed and `soffice` is not there: apt install libreoffice-calc-nogui fonts-noto-cjk."""


def converted(contents: Mapping[str, bytes], kind: str, folder: Path) -> dict[str, bytes]:
    """The workbooks by name, as LibreOffice writes them in another format (`xlsx` for one calculated by it)."""
    given, made = folder / "given", folder / kind
    given.mkdir(parents=True)
    for name, content in contents.items():
        (given / f"{name}.xlsx").write_bytes(content)
    _run(_profile(folder), kind, given, made)
    return {name: (made / f"{name}.{kind}").read_bytes() for name in contents}


def poisoned(content: bytes) -> bytes:
    """The workbook with wrong stored results, so that only what calculates gets them right."""
    return _changed(content, lambda sheet: RESULT.sub(rb"\g<1>7\g<2>", sheet))


def without_heights(content: bytes) -> bytes:
    """The workbook without row heights, so that LibreOffice gives each row the height that its texts need."""
    return _changed(content, lambda sheet: HEIGHT.sub(b"", sheet))


def _changed(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    result = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.startswith("xl/worksheets/") else part)
    return result.getvalue()


def _profile(folder: Path) -> Path:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    return profile


def _run(profile: Path, kind: str, given: Path, made: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        raise OfficeMissing(OfficeMissing.__doc__)
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    files = [str(path) for path in sorted(given.iterdir())]
    subprocess.run([*command, "--outdir", str(made), *files], check=True, capture_output=True, timeout=SECONDS)
