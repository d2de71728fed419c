"""Breaking the model on demand: in the connection, in the answer as a whole, or in single lines of it."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum


class ModelFault(StrEnum):
    """One way to fail."""

    KEY_WRONG = "key_wrong"
    FORBIDDEN = "forbidden"
    MODEL_UNKNOWN = "model_unknown"
    TOO_LONG = "too_long"
    BUSY = "busy"
    QUOTA_SPENT = "quota_spent"
    BROKEN = "broken"
    OVERLOADED = "overloaded"

    HANG = "hang"
    RESET = "reset"
    TRICKLE = "trickle"
    HTML = "html"
    NO_CHOICES = "no_choices"

    REFUSAL = "refusal"
    CUT = "cut"
    FILTERED = "filtered"
    NONSENSE = "nonsense"
    EMPTY = "empty"
    DEEP = "deep"
    TALKATIVE = "talkative"
    """More questions than were asked for."""

    NAN = "nan"
    INFINITE = "infinite"
    OVERFLOW = "overflow"
    ENDLESS_INTEGER = "endless_integer"
    NUMBER_AS_TEXT = "number_as_text"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_LARGE = "too_large"
    DISORDERED = "disordered"
    SHARES_OFF = "shares_off"
    SHARES_ABSENT = "shares_absent"
    MISSING = "missing"
    EXTRA = "extra"
    REPEATED = "repeated"
    NO_RATIONALE = "no_rationale"
    CONTROL_CHARACTERS = "control_characters"
    INJECTION = "injection"
    NOT_A_LINE = "not_a_line"

    INVENTED_IDS = "invented_ids"
    """Ideas that name lines which are not there."""
    INVENTED_QUOTATION = "invented_quotation"
    """A reading that quotes what the message does not say."""
    CONTRADICTION = "contradiction"
    """A kind that the message, or the wish, does not bear out."""


STATUS = {
    ModelFault.KEY_WRONG: (401, "invalid_api_key", "Incorrect API key provided: sk-***."),
    ModelFault.FORBIDDEN: (403, "unsupported_country_region_territory", "Country, region, or territory not supported"),
    ModelFault.MODEL_UNKNOWN: (404, "model_not_found", "The model does not exist or you do not have access to it."),
    ModelFault.TOO_LONG: (400, "context_length_exceeded", "This model's maximum context length is 128000 tokens."),
    ModelFault.BUSY: (429, "rate_limit_exceeded", "Rate limit reached for requests."),
    ModelFault.QUOTA_SPENT: (429, "insufficient_quota", "You exceeded your current quota."),
    ModelFault.BROKEN: (500, None, "The server had an error while processing your request."),
    ModelFault.OVERLOADED: (503, None, "The engine is currently overloaded, please try again later."),
}
"""Status, code and message as OpenAI gives them: https://platform.openai.com/docs/guides/error-codes"""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A fault that waits for a call. `ids` are the deliverables whose lines it strikes; none means all."""

    fault: ModelFault
    ids: frozenset[str] = frozenset()
    retry_after: float | None = None


class ModelFaults:
    """What is planned to fail; each plan strikes one call and is used up."""

    def __init__(self) -> None:
        self._planned: deque[Planned] = deque()

    def plan(
        self, fault: ModelFault, *, times: int = 1, ids: tuple[str, ...] = (), retry_after: float | None = None
    ) -> None:
        """Let the next `times` calls fail like this. `retry_after` seconds goes into the header of that name."""
        self._planned.extend([Planned(fault=fault, ids=frozenset(ids), retry_after=retry_after)] * times)

    def take(self) -> Planned | None:
        """The fault that strikes this call, if any."""
        return self._planned.popleft() if self._planned else None

    def clear(self) -> None:
        """Nothing fails any more."""
        self._planned.clear()
