"""Breaking things on demand.

A fault is planned for a method of the Web API, or for one of the two other doors: `upload` (the raw POST of step 2) and
`download` (a file's private URL). It strikes the next calls and is used up.
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "http", "refusal", "garbage", "hang", "dropped", "answer_lost", "slow", "login_page", "trickle", "swollen", "cut"
]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One way to fail. Made by the functions below."""

    kind: FaultKind
    status: int = 200
    body: str = ""
    seconds: float = 0.0
    retry_after: int | None = None
    size: int = 0

    @property
    def spares_the_effect(self) -> bool:
        """Whether the request still does its work."""
        return self.kind in ("answer_lost", "slow", "trickle", "swollen", "cut")


def http(status: int, *, body: str = "", retry_after: int | None = None) -> Fault:
    """An HTTP error; 429 with `retry_after` seconds looks like Slack's own rate limit."""
    return Fault(kind="http", status=status, body=body, retry_after=retry_after)


def refusal(error: str) -> Fault:
    """An answer `{"ok": false, "error": error}`."""
    return Fault(kind="refusal", body=error)


def garbage(body: str = "<html><body>Bad gateway</body></html>") -> Fault:
    """HTTP 200 with something that is not JSON."""
    return Fault(kind="garbage", body=body)


def hang(seconds: float = 3600.0) -> Fault:
    """No answer for so long, then a closed connection; nothing happens."""
    return Fault(kind="hang", seconds=seconds)


def dropped() -> Fault:
    """The connection closes before anything happens."""
    return Fault(kind="dropped")


def answer_lost() -> Fault:
    """The request does its work, then the connection closes instead of an answer."""
    return Fault(kind="answer_lost")


def slow(seconds: float) -> Fault:
    """The request works and its answer comes late."""
    return Fault(kind="slow", seconds=seconds)


def login_page() -> Fault:
    """A download answers 200 with a login page."""
    return Fault(kind="login_page")


def trickle(seconds: float) -> Fault:
    """A download comes in ten pieces spread over this time."""
    return Fault(kind="trickle", seconds=seconds)


def swollen(size: int) -> Fault:
    """A download of so many bytes, whatever the file object said, without a Content-Length."""
    return Fault(kind="swollen", size=size)


def cut() -> Fault:
    """A download ends in the middle of its body."""
    return Fault(kind="cut")


class Faults:
    """What is planned to fail."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Fault]] = defaultdict(deque)

    def plan(self, door: str, fault: Fault, *, times: int = 1) -> None:
        """Let the next `times` calls through a door (a method name, `upload` or `download`) fail like this."""
        self._planned[door].extend([fault] * times)

    def take(self, door: str) -> Fault | None:
        """The fault that strikes this call, if any."""
        planned = self._planned[door]
        return planned.popleft() if planned else None

    def next(self, door: str) -> Fault | None:
        """The fault that would strike, without using it up."""
        planned = self._planned[door]
        return planned[0] if planned else None

    def left(self, door: str) -> int:
        """How many planned faults have not struck yet."""
        return len(self._planned[door])

    def clear(self) -> None:
        """Nothing fails any more."""
        self._planned.clear()
