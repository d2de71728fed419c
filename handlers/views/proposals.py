"""Ways to reach a target as cards, each with its button; and a target that cannot be reached."""

from collections.abc import Sequence
from typing import Final

from bot.domain.brief import Deliverable
from bot.domain.incoming import Button
from bot.domain.messages import OutOfReach, ProposalsReady, Proposed
from bot.i18n import Words
from handlers.views import blocks
from handlers.views.blocks import Push
from handlers.views.difference import changed_lines, total_changed
from handlers.views.mrkdwn import mrkdwn
from handlers.views.rendered import Block, Rendered

CARDS: Final = 5
WORDING: Final = 200
TITLE: Final = 80
TEXT: Final = 300
LINES: Final = 6
NAME: Final = 50
NAMED: Final = 5
MUST_GO: Final = 20


def proposals_ready(message: ProposalsReady, words: Words) -> Rendered:
    """The cards; their buttons are gone once one is applied or the estimate has moved on."""
    text = words("slack.proposals.title", target=message.target, tax=taxed(words, included=message.tax_included))
    cards = [block for one in message.proposals[:CARDS] for block in _card(message, one, words)]
    asked = [f"> {mrkdwn(message.wording, WORDING)}"] if message.wording.strip() else []
    return Rendered(text=text, blocks=(blocks.section(*asked, text), *cards))


def out_of_reach(message: OutOfReach, words: Words) -> Rendered:
    """How far a change of days can go, and what more would be needed."""
    key = "slack.out_of_reach.lowest" if message.target < message.limit else "slack.out_of_reach.highest"
    tax = taxed(words, included=message.tax_included)
    text = words(key, target=message.target, limit=message.limit, tax=tax)
    return Rendered(text=text, blocks=(blocks.section(text), *_must_go(message.must_go, words)))


def taxed(words: Words, *, included: bool) -> str:
    """Whether a figure includes tax, in words."""
    return words("slack.tax.included") if included else words("slack.tax.excluded")


def _card(message: ProposalsReady, proposed: Proposed, words: Words) -> tuple[Block, ...]:
    applied = [words("slack.proposals.applied")] if proposed.number == message.applied else []
    told = [_title(proposed, words), *applied, _text(proposed, words)]
    lines = changed_lines(proposed.difference, LINES, words)
    ending = [*_risk(proposed.below_low, words), total_changed(proposed.difference, words)]
    card = ({"type": "divider"}, blocks.section(*told), blocks.section(*lines, *ending))
    return card if message.closed or message.applied else (*card, blocks.actions(_apply(message, proposed, words)))


def _title(proposed: Proposed, words: Words) -> str:
    title = mrkdwn(proposed.title, TITLE) if proposed.title.strip() else words(f"slack.idea.{proposed.idea.value}")
    return words("slack.proposals.card", number=proposed.number, title=title)


def _text(proposed: Proposed, words: Words) -> str:
    return mrkdwn(proposed.text, TEXT) if proposed.text.strip() else words(f"slack.idea_text.{proposed.idea.value}")


def _risk(below_low: Sequence[Deliverable], words: Words) -> list[str]:
    if not below_low:
        return []
    names = words("slack.name.separator").join(mrkdwn(one.name, NAME) for one in below_low[:NAMED])
    hidden = len(below_low) - NAMED
    key = "slack.proposals.below_low_more" if hidden > 0 else "slack.proposals.below_low"
    return [words(key, names=names, count=hidden)]


def _apply(message: ProposalsReady, proposed: Proposed, words: Words) -> Push:
    value = f"{message.task}:{message.round}:{message.revision}:{proposed.number}"
    return Push(action=Button.APPLY, label=words("slack.button.apply", number=proposed.number), value=value)


def _must_go(deliverables: Sequence[Deliverable], words: Words) -> tuple[Block, ...]:
    if not deliverables:
        return ()
    lines = [f"• {mrkdwn(one.name, NAME)}" for one in deliverables[:MUST_GO]]
    hidden = len(deliverables) - MUST_GO
    more = [words("slack.more", count=hidden)] if hidden > 0 else []
    return (blocks.section(words("slack.out_of_reach.must_go"), *lines, *more),)
