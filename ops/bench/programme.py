"""Which trials are played, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

from ops.bench.targets import CROWD, FEW, LARGE, LATENCY
from ops.bench.trial import Trial

CONVERSATIONS = (1, FEW, CROWD)
LATENCIES = (0.0, LATENCY)
ROUNDS = 4
"""Of the crowd: a burst of uploads says little about how many estimates a minute holds."""
QUICK_ROUNDS = 2


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What was asked for; None for what was left open."""

    conversations: tuple[int, ...] | None = None
    latencies: tuple[float, ...] | None = None
    rounds: int | None = None
    quick: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether particular trials were asked for, instead of the whole table."""
        return self.conversations is not None or self.latencies is not None


def trials(wishes: Wishes) -> Sequence[Trial]:
    """Every number of people with every latency, then the long list; `quick`: only what the targets need."""
    pairs = QUICK if wishes.quick and not wishes.narrowed else _all_pairs(wishes)
    crowd_rounds = wishes.rounds or (QUICK_ROUNDS if wishes.quick else ROUNDS)
    played = [
        Trial(conversations=count, latency=latency, rounds=wishes.rounds or (crowd_rounds if count >= CROWD else 1))
        for latency, count in pairs
    ]
    return played if wishes.narrowed else [*played, LONG_LIST]


QUICK = ((LATENCY, FEW), (LATENCY, CROWD))
LONG_LIST = Trial(conversations=1, latency=LATENCY, deliverables=LARGE)


def _all_pairs(wishes: Wishes) -> Sequence[tuple[float, int]]:
    latencies, counts = wishes.latencies or LATENCIES, wishes.conversations or CONVERSATIONS
    return [(latency, count) for latency in latencies for count in counts]
