"""What the forms about a thread carry along in their private metadata (3,000 characters at most) and give back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.task import Place


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """Which questions, or which revision, a form is about. `shown` holds the fingerprint of each answer that it was
    filled with.

    An answer that comes back as it was shown was not given again: it may be older than what others wrote meanwhile.
    """

    task: int
    round: int
    place: Place
    revision: int = 0
    """0 for the form of answers."""
    shown: Mapping[int, str] = field(default_factory=dict)

    def written(self) -> str:
        """The ticket as the text that Slack keeps for us."""
        known = {str(number): mark for number, mark in self.shown.items()}
        fields = [self.task, self.round, self.revision, self.place.channel, self.place.thread, known]
        return json.dumps(fields, separators=(",", ":"))

    def news(self, number: int, answer: str) -> bool:
        """Whether an answer says something that the form did not say when it was opened."""
        return bool(answer) and fingerprint(answer) != self.shown.get(number)


def read_ticket(text: str) -> Ticket | None:
    """The ticket that was written; None for anything else."""
    try:
        task, round_, revision, channel, thread, shown = json.loads(text)
        marks = {int(number): str(mark) for number, mark in shown.items()}
        place = Place(channel=str(channel), thread=str(thread))
        return Ticket(task=int(task), round=int(round_), revision=int(revision), place=place, shown=marks)
    except (ValueError, TypeError, AttributeError):
        return None


def fingerprint(answer: str) -> str:
    """Tells an answer from another in a few characters; the answer itself would not fit."""
    return hashlib.sha256(answer.strip().encode("utf-8", "replace")).hexdigest()[:12]
