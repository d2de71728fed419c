"""What a revision changed, in words: a line each, before and after, what was never estimated included."""

from collections.abc import Iterator

from bot.domain.brief import Deliverable
from bot.domain.estimate import Estimate
from bot.i18n import Words

Key = tuple[str, str]
"""Id and name: a new start may give another deliverable the same id."""


def changes(before: Estimate, after: Estimate, words: Words) -> tuple[str, ...]:
    """The lines in the order of the later estimate, then the rate and the buffer; one sentence when nothing changed."""
    found = (*_lines(before, after, words), *_terms(before, after, words))
    return found or (words("xlsx.change.nothing"),)


def _lines(before: Estimate, after: Estimate, words: Words) -> Iterator[str]:
    old, new = _states(before, words), _states(after, words)
    for key in [*new, *(key for key in old if key not in new)]:
        if old.get(key) != new.get(key):
            yield _line(key[1], old.get(key), new.get(key), words)


def _line(name: str, before: str | None, after: str | None, words: Words) -> str:
    if before is None:
        return words("xlsx.change.added", name=name, after=after)
    return words("xlsx.change.line", name=name, before=before, after=after or words("xlsx.change.removed"))


def _states(estimate: Estimate, words: Words) -> dict[Key, str]:
    """What is said of each deliverable: its days, or why it has none."""
    states = {_key(line.deliverable): words.days(line.effort.likely) for line in estimate.lines}
    states |= {_key(missing.deliverable): words("xlsx.not_estimated") for missing in estimate.missing}
    return states | {_key(taken): words("xlsx.change.excluded") for taken in estimate.excluded}


def _key(deliverable: Deliverable) -> Key:
    return deliverable.id, deliverable.name


def _terms(before: Estimate, after: Estimate, words: Words) -> Iterator[str]:
    if before.rate != after.rate:
        yield words("xlsx.change.line", name=words("xlsx.day_rate"), before=before.rate, after=after.rate)
    if before.buffer != after.buffer:
        shares = {"before": words.percent(before.buffer), "after": words.percent(after.buffer)}
        yield words("xlsx.change.line", name=words("xlsx.buffer"), **shares)
