"""Proposing ways to a target, and applying the one that is chosen. The ideas may be a model's, the figures are ours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.adjustment import Target, with_likely, without
from bot.domain.effort import PersonDays
from bot.domain.estimate import Estimate
from bot.domain.idea import SuggestedIdea
from bot.domain.messages import OutOfReach, ProposalsReady, Proposed, Told
from bot.domain.proposals import AlreadyThere, Proposal, Unreachable, propose
from bot.errors import ModelFailed
from bot.i18n import Words
from bot.log import get_logger
from bot.ports import IdeasRequest, LanguageModel, ProposedIdeas
from bot.services.calls import Calls
from bot.services.job import Outcome
from bot.services.offers import Offers
from bot.services.revising import Revising
from bot.services.talk import Talk
from bot.services.terms import Terms

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Proposing:
    """The use case from "make it cheaper" to three cards, and from a card to a revision."""

    model: LanguageModel
    calls: Calls
    terms: Terms
    offers: Offers
    revising: Revising

    async def propose(self, talk: Talk, target: Target) -> Outcome:
        """Three ways to the target, or why there is none. A budget that is not used up is left so."""
        if target.at_most and target.figure(talk.estimate) <= target.amount:
            return talk.say(_fits(talk, target))
        if target.amount.amount <= 0:
            return talk.say(Told(key="more_than_total"))
        found = propose(talk.estimate, target, max_days=self.terms.max_days)
        match found:
            case AlreadyThere():
                return talk.say(Told(key="target_met"))
            case Unreachable():
                return talk.say(_out_of_reach(talk, found))
        ideas = await self._ideas(talk, target)
        ranked = propose(talk.estimate, target, max_days=self.terms.max_days, ideas=ideas) if ideas else found
        proposals = getattr(ranked, "proposals", found.proposals)
        return await self.offers.made(talk.job, talk.task, _message(talk, target, proposals))

    async def apply(self, talk: Talk, number: int) -> Outcome:
        """Makes a revision of the proposal with this number."""
        chosen = await self.offers.chosen(talk.task, number)
        if chosen is None:
            return talk.say(Told(key="proposal_gone"))
        estimate = applied_to(talk.estimate, chosen, self.terms.max_days)
        asked = replace(talk, wording=await self.offers.wording(talk.task))
        return await self.revising.revise(asked, estimate, applied=number)

    async def _ideas(self, talk: Talk, target: Target) -> Sequence[SuggestedIdea]:
        """A model's ideas; none when there is no model, or it is away: then the rules have theirs."""
        request = IdeasRequest(brief=talk.task.brief, estimate=talk.estimate, percent=_percent(talk.estimate, target))
        key = f"ideas:{talk.job.key}"
        try:
            found = await self.calls.maybe(key, talk.task.id, "ideas", ProposedIdeas, lambda: self.model.ideas(request))
        except ModelFailed as failed:
            log.warning("Ideas failed", task=talk.task.id, reason=failed.key)
            return ()
        return found.ideas if found else ()


def applied_to(estimate: Estimate, chosen: Proposed, max_days: PersonDays) -> Estimate:
    """The estimate with what a proposal changes."""
    after = {one.deliverable.id: one.after for one in chosen.difference.lines}
    gone = [id for id, days in after.items() if days is None]
    changed = with_likely(estimate, {id: days.tenths for id, days in after.items() if days}, max_days=max_days)
    return without(changed, gone) if gone else changed


def _percent(estimate: Estimate, target: Target) -> Decimal:
    """By how much the whole is to change, in whole percent: all a model is told of the target."""
    figure = target.figure(estimate).amount
    return ((target.amount.amount - figure) * 100 / figure).quantize(Decimal(1))


def _message(talk: Talk, target: Target, proposals: Sequence[Proposal]) -> ProposalsReady:
    return ProposalsReady(
        task=talk.task.id,
        round=talk.task.round,
        revision=talk.last.number,
        key=talk.job.key,
        wording=talk.wording,
        target=target.amount,
        tax_included=target.tax_included,
        proposals=tuple(_proposed(number, one) for number, one in enumerate(proposals, 1)),
    )


def _proposed(number: int, one: Proposal) -> Proposed:
    there = {change.deliverable.id: change.deliverable for change in one.difference.lines}
    return Proposed(
        number=number,
        idea=one.idea,
        title=one.title,
        text=one.text,
        difference=one.difference,
        removed=tuple(there[id] for id in one.removed),
        below_low=tuple(there[id] for id in one.below_low),
    )


def _fits(talk: Talk, target: Target) -> Told:
    words = Words.of(talk.task.brief.language)
    figure, budget = words.money(target.figure(talk.estimate)), words.money(target.amount)
    return Told(key="budget_fits", values={"figure": figure, "budget": budget})


def _out_of_reach(talk: Talk, found: Unreachable) -> OutOfReach:
    """What would have to go, unless even leaving out all but one line would not do."""
    enough = len(found.must_go) < len(talk.estimate.lines)
    return OutOfReach(
        target=found.target.amount,
        tax_included=found.target.tax_included,
        limit=found.limit,
        must_go=found.must_go if enough else (),
    )
