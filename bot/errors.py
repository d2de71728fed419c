"""The errors that reach a person.

    EstimatorError                  the base: a text key for the person, values for the text, whether a retry can help
    +- InputRefused                 what the person gave cannot be used (no model call was made)
    +- ModelFailed                  the language model gave no usable answer
    |  +- ModelAway                 unreachable, overloaded or slow: may pass
    |  +- ModelRefused              it refused, or its answer was cut: asking again as it is will not help
    +- ChatFailed                   Slack did not do what was asked
    |  +- ChatAway                  unreachable, rate limited, or failing: may pass; `retry_after` in seconds when told
    |  +- ChatUnsure                the outcome is unknown: the effect may have happened
    |  +- ChatRefused               Slack said no, with its own error code; permanent
    +- SettingsWrong                the program cannot start; names the variable and the mend

Adapters translate foreign exceptions at one point each; one error edge (`ops/serving/worker.py`) tells the person.
"""

from collections.abc import Mapping
from typing import ClassVar


class EstimatorError(Exception):
    """Something a person has to be told. `key` is a text of `locales/`, `values` fill its placeholders."""

    permanent: ClassVar[bool] = True

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, object] = values


class InputRefused(EstimatorError):
    """What the person gave cannot be used; the estimate stays as it was."""


class ModelFailed(EstimatorError):
    """The language model gave no usable answer."""


class ModelAway(ModelFailed):
    """The model is unreachable, overloaded or too slow; later may be better."""

    permanent: ClassVar[bool] = False


class ModelRefused(ModelFailed):
    """The model refused, or its answer was cut short or nonsense as a whole."""


class ChatFailed(EstimatorError):
    """Slack did not do what was asked. `code` is Slack's error code or the kind of network failure."""

    def __init__(self, key: str, /, *, code: str, **values: object) -> None:
        super().__init__(key, **values)
        self.code = code


class ChatAway(ChatFailed):
    """Slack is unreachable, limits us or fails, and nothing was done; `retry_after` seconds when it said so."""

    permanent: ClassVar[bool] = False

    def __init__(self, key: str, /, *, code: str, retry_after: float | None = None, **values: object) -> None:
        super().__init__(key, code=code, **values)
        self.retry_after = retry_after


class ChatUnsure(ChatFailed):
    """The call may or may not have taken effect; look before doing it again."""

    permanent: ClassVar[bool] = False


class ChatRefused(ChatFailed):
    """Slack said no; asking again will not help."""


class SettingsWrong(EstimatorError):
    """The program cannot start with these settings; str() names each variable and its mend, one line each."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("settings_wrong")
        self.lines = lines

    def __str__(self) -> str:
        return "\n".join(self.lines)
