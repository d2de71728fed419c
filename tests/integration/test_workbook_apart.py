"""The process that makes workbooks: the same bytes, the same errors, replaced when it dies, never left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.adapters.excel.apart import ApartWorkbook
from bot.domain.estimate import Estimate
from tests.workbooks.estimates import asked, estimate, line, missing, workbook

PLAIN = estimate([line()])


@pytest.fixture
def apart() -> Iterator[ApartWorkbook]:
    made = ApartWorkbook(workbook())
    yield made
    made.close()


def child_of(apart: ApartWorkbook) -> subprocess.Popen[bytes]:
    assert apart._child is not None
    return apart._child


@pytest.mark.parametrize("made", [PLAIN, estimate([line(f"d{number}") for number in range(30)], [missing()])])
def test_the_workbook_is_the_one_that_would_be_made_here(apart: ApartWorkbook, made: Estimate) -> None:
    assert apart.quotation(*asked(made)) == workbook().quotation(*asked(made))


def test_one_process_makes_them_all(apart: ApartWorkbook) -> None:
    apart.quotation(*asked(PLAIN))
    first = child_of(apart)
    apart.quotation(*asked(PLAIN))
    assert child_of(apart) is first


def test_what_goes_wrong_there_is_raised_here_and_harms_no_later_workbook(apart: ApartWorkbook) -> None:
    with pytest.raises(ValueError, match="line"):
        apart.quotation(*asked(estimate([], [missing()])))
    assert apart.quotation(*asked(PLAIN))


def test_a_process_that_died_is_replaced(apart: ApartWorkbook) -> None:
    expected = apart.quotation(*asked(PLAIN))
    died = child_of(apart)
    died.kill()
    died.wait()
    assert apart.quotation(*asked(PLAIN)) == expected
    assert child_of(apart).pid != died.pid


def test_it_goes_on_when_the_whole_group_is_told_to_stop_and_ends_with_its_input(apart: ApartWorkbook) -> None:
    apart.quotation(*asked(PLAIN))
    child = child_of(apart)
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(child.pid, number)
    assert apart.quotation(*asked(PLAIN))
    apart.close()
    assert child.returncode == 0


PARENT = """
import os, signal
from bot.adapters.excel.apart import ApartWorkbook
from tests.workbooks.estimates import asked, estimate, line, workbook
apart = ApartWorkbook(workbook())
apart.quotation(*asked(estimate([line()])))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_outlives_no_parent_that_was_killed() -> None:
    root = Path(__file__).parents[2]
    read, write = os.pipe()
    killed = subprocess.Popen([sys.executable, "-c", PARENT], cwd=root, stderr=write)
    os.close(write)
    assert killed.wait() == -signal.SIGKILL
    with os.fdopen(read) as errors:  # the child holds the other end as long as it lives
        assert errors.read() == ""
