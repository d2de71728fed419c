import io

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from bot.adapters.excel.limits import Limits
from bot.adapters.excel.reader import read_listing
from bot.domain.brief import SkipReason
from bot.domain.language import Language
from ops.sandbox.sample import SAMPLES, made, sample_list


def cells(workbook: Workbook) -> list[list[tuple[object, ...]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets]


@pytest.mark.parametrize("language", Language)
def test_the_committed_file_is_what_the_generator_makes(language: Language) -> None:
    _, content = sample_list(language)
    assert cells(load_workbook(io.BytesIO(content))) == cells(made(SAMPLES[language]))


@pytest.mark.parametrize("language", Language)
def test_the_sample_is_nine_deliverables_a_total_and_a_note(language: Language) -> None:
    name, content = sample_list(language)
    listing = read_listing(content, name=name, limits=Limits())
    assert [one.name for one in listing.deliverables] == [row[0] for row in SAMPLES[language].rows]
    assert len(listing.deliverables) == 9
    assert all(one.description for one in listing.deliverables)
    assert [row.reason for row in listing.skipped] == [SkipReason.TOTAL, SkipReason.NOTE]


def test_both_languages_list_the_same_work() -> None:
    japanese, english = (SAMPLES[language] for language in (Language.JA, Language.EN))
    assert len(japanese.rows) == len(english.rows)
    assert [bool(note) for *_, note in japanese.rows] == [bool(note) for *_, note in english.rows]
