"""Estimates without a language model, by the catalogue in `rules/`: the same input always gives the same answer."""

from bot.adapters.llm.rules.catalogue import catalogue
from bot.adapters.llm.rules.inquiry import questions_about
from bot.adapters.llm.rules.modifying import said_in
from bot.adapters.llm.rules.reckoning import project_text, reckon
from bot.adapters.llm.rules.wording import assumptions, rationale
from bot.domain.brief import Brief, Deliverable
from bot.domain.effort import PHASES
from bot.domain.estimate import Source
from bot.domain.language import Language
from bot.domain.proposal import ProposedEffort
from bot.ports import (
    EffortRequest,
    IdeasRequest,
    IntentRequest,
    ProposedEfforts,
    ProposedIdeas,
    ProposedIntent,
    ProposedQuestions,
    Usage,
)

MODEL = "rules"
"""What a usage names as its model."""


class OfflineModel:
    """Knows the usual effort of usual work and says how it came to each figure."""

    def __init__(self) -> None:
        self._rules = catalogue()

    @property
    def source(self) -> Source:
        """Lines are marked as made by rules."""
        return Source.RULES

    async def questions(self, brief: Brief, count: int) -> ProposedQuestions:
        """At most `count` questions that the brief does not answer yet."""
        return ProposedQuestions(texts=questions_about(brief, count, self._rules), usage=Usage(model=MODEL))

    async def efforts(self, request: EffortRequest) -> ProposedEfforts:
        """One proposal per deliverable, in their order."""
        of_project = said_in(project_text(request.brief), self._rules)
        efforts = tuple(self._effort(one, of_project, request.brief.language) for one in request.deliverables)
        return ProposedEfforts(efforts=efforts, usage=Usage(model=MODEL))

    async def intent(self, request: IntentRequest) -> ProposedIntent | None:  # noqa: ARG002 - the port's signature
        """None: what the grammar can not read, no rule can."""
        return None

    async def ideas(self, request: IdeasRequest) -> ProposedIdeas | None:  # noqa: ARG002 - the port's signature
        """None: the ideas are then ranked by rule."""
        return None

    def _effort(self, one: Deliverable, of_project: frozenset[str], language: Language) -> ProposedEffort:
        reckoning = reckon(one, of_project, self._rules)
        low, likely, high = reckoning.days
        return ProposedEffort(
            deliverable_id=one.id,
            low=low,
            likely=likely,
            high=high,
            shares=dict(zip(PHASES, reckoning.shares, strict=True)),
            rationale=rationale(reckoning, language, self._rules),
            assumptions=assumptions(reckoning, language),
        )
