from pathlib import Path

import pytest

from bot.settings import NAMES, Settings, load_settings
from tests.checks.settings_table import ROOT, samples, table

SAMPLE = (ROOT / ".env.sample").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_sample_names_every_setting_once_and_nothing_else() -> None:
    assert sorted(one.name for one in samples(SAMPLE)) == sorted(NAMES)


def test_the_sample_explains_every_setting_above_it() -> None:
    assert [one.name for one in samples(SAMPLE) if not one.meaning] == []


def test_the_sample_holds_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text(SAMPLE, encoding="utf-8")
    settings = load_settings(tmp_path / ".env")
    assert settings.notes == ()
    assert settings.model_dump() == Settings().model_dump()


def test_a_default_that_is_not_empty_stands_in_the_sample() -> None:
    defaults = Settings().model_dump()
    empty = {one.name for one in samples(SAMPLE) if not one.value}
    assert empty == {name for name in NAMES if defaults[name.lower()] in (None, "")}


def test_the_readme_holds_the_table_of_the_sample() -> None:
    rows = [line for line in README.splitlines() if line.startswith("| `") and line.split("`")[1] in NAMES]
    assert rows == table(SAMPLE)[2:], "paste what python -m tests.checks.settings_table prints"


def test_the_table_can_hold_any_comment() -> None:
    assert table("# a | b\n# c\nX=1\n\n# lost\n\nY=\n")[2:] == ["| `X` | `1` | a \\| b c |", "| `Y` | - |  |"]
