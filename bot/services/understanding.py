"""Understanding a message in an estimate's thread: by our own grammar first, by the model when that does not know."""

from dataclasses import dataclass

from bot.domain.grammar import read
from bot.domain.intent import Intent, NotForUs
from bot.domain.reading import Quoted, intent_of
from bot.errors import ModelFailed
from bot.log import get_logger
from bot.ports import IntentRequest, LanguageModel, ProposedIntent
from bot.services.calls import Calls
from bot.services.talk import Talk

LONGEST = 1_000
"""Characters of a message that may be an instruction; what is longer is talk among people."""

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """Reads what was meant. Figures are always read by us, from the person's own words."""

    model: LanguageModel
    calls: Calls

    async def read(self, talk: Talk) -> Intent:
        """The intent of what was written; NotForUs when nobody can tell."""
        if not talk.wording.strip() or len(talk.wording) > LONGEST:
            return NotForUs()
        names = tuple(line.deliverable.name for line in talk.estimate.lines)
        known = read(talk.wording, currency=talk.estimate.rate.currency, names=names)
        return known if known is not None else await self._asked(talk, names)

    async def _asked(self, talk: Talk, names: tuple[str, ...]) -> Intent:
        request = IntentRequest(text=talk.wording, names=names, language=talk.task.brief.language)
        key = f"intent:{talk.job.key}"
        try:
            found = await self.calls.maybe(
                key, talk.task.id, "intent", ProposedIntent, lambda: self.model.intent(request)
            )
        except ModelFailed as failed:
            log.warning("Intent failed", task=talk.task.id, reason=failed.key)
            return NotForUs()
        return _read(found, talk, names) if found else NotForUs()


def _read(found: ProposedIntent, talk: Talk, names: tuple[str, ...]) -> Intent:
    quoted = Quoted(kind=found.kind.value, figure=found.figure, words=found.words, less=found.less)
    return intent_of(quoted, talk.wording, currency=talk.estimate.rate.currency, names=names)
