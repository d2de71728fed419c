"""The child that makes workbooks: reads the maker, then a task and its revisions at a time, until its input ends.

What it reads and writes are pickles: of our own process, through pipes that nobody else holds.
"""

import os
import pickle
import signal
import sys
import tempfile
from contextlib import suppress
from typing import IO, Final

from bot.adapters.excel.workbook import QuotationWorkbook

MEMORY: Final = "/dev/shm"  # noqa: S108 - a folder that Linux keeps in memory; names in it are tempfile's
"""openpyxl writes each sheet to a temporary file first; on a busy disk that is a third of a workbook's time."""


def serve(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answers with bytes, or with the exception that was raised in their place."""
    maker: QuotationWorkbook = pickle.load(asked)  # noqa: S301 - our own parent wrote it
    while True:
        try:
            task, revisions = pickle.load(asked)  # noqa: S301 - the same
        except EOFError:
            return
        try:
            answer: bytes | Exception = maker.quotation(task, revisions)
        except Exception as error:  # noqa: BLE001 - it is raised where the workbook was asked for
            answer = error
        told.write(pickle.dumps(answer))
        told.flush()


if __name__ == "__main__":
    if os.access(MEMORY, os.W_OK):
        tempfile.tempdir = MEMORY
    # Whoever stops the bot signals the whole group, and the bot still finishes what it is doing.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with suppress(BrokenPipeError, EOFError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
