"""The child that makes workbooks: reads the maker, then a task and its revisions at a time, until its input ends.

What it reads and writes are pickles: of our own process, through pipes that nobody else holds.
"""

import pickle
import signal
import sys
from contextlib import suppress
from typing import IO

from bot.adapters.excel.workbook import QuotationWorkbook


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
    # Whoever stops the bot signals the whole group, and the bot still finishes what it is doing.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with suppress(BrokenPipeError, EOFError):
        serve(sys.stdin.buffer, sys.stdout.buffer)
