"""The quotation made in a process of its own, which computes while the bot goes on.

A workbook takes 20 ms and more to make, and Python computes one thing at a time: within the bot's own process everybody
else would wait meanwhile. The child is started for the first workbook, holds about 35 MB, and ends when we do, however
we end, for then its input ends.
"""

import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Any, Final

from bot.adapters.excel.workbook import QuotationWorkbook
from bot.domain.estimate import Revision
from bot.domain.task import Task

_COMMAND: Final = (sys.executable, "-m", "bot.adapters.excel.apart_child")
_DIED: Final = (OSError, EOFError, pickle.UnpicklingError)


class ApartWorkbook:
    """The port `Workbook`: what `maker` makes, made by the child. One at a time; call it from a worker thread."""

    def __init__(self, maker: QuotationWorkbook) -> None:
        self._maker = maker
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def quotation(self, task: Task, revisions: Sequence[Revision]) -> bytes:
        """As the maker's, whose errors it raises. A child that has died is replaced; a second death is an error."""
        with self._turn:
            try:
                answer = self._asked(task, revisions)
            except _DIED:
                self._part()
                answer = self._asked(task, revisions)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        """Ends the child once it has answered; a later quotation starts another."""
        with self._turn:
            self._part()

    def _asked(self, task: Task, revisions: Sequence[Revision]) -> bytes | Exception:
        sent, told = self._pipes()
        pickle.dump((task, tuple(revisions)), sent)
        sent.flush()
        answer: bytes | Exception = pickle.load(told)  # noqa: S301 - our own child wrote it
        return answer

    def _pipes(self) -> tuple[IO[Any], IO[Any]]:
        child = self._child or self._begun()
        if child.stdin is None or child.stdout is None:
            raise EOFError("the child has no pipes")
        return child.stdin, child.stdout

    def _begun(self) -> subprocess.Popen[bytes]:
        self._child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ours
        pickle.dump(self._maker, self._pipes()[0])
        return self._child

    def _part(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            with suppress(BrokenPipeError), child:  # closes the pipes and waits
                pass
