"""The one point where what goes wrong at the provider becomes an error of ours.

- no connection, a timeout, 408, 409, 5xx, 429: ModelAway, it may pass;
- 429 insufficient_quota, other 4xx, a refusal, an answer that was cut, filtered or cannot be read: ModelRefused, asking
  again as it is will not help.
"""

import openai

from bot.adapters.llm.answers import AnswerRefused
from bot.errors import ModelAway, ModelFailed, ModelRefused

TROUBLES = (openai.OpenAIError, AnswerRefused, TimeoutError, ValueError, RecursionError)
"""What a call can raise.

ValueError: unreadable JSON, a header that cannot be encoded. RecursionError: JSON too deep.
"""

KEYS_BY_CODE = {
    "insufficient_quota": "model_quota_spent",
    "model_not_found": "model_unknown",
    "context_length_exceeded": "model_input_too_long",
    "content_filter": "model_filtered",
    "invalid_api_key": "model_key_wrong",
}
"""Text keys by the provider's error code: https://platform.openai.com/docs/guides/error-codes"""

KEYS_BY_STATUS = {401: "model_key_wrong", 403: "model_forbidden", 404: "model_unknown", 413: "model_input_too_long"}
PASSING = frozenset({408, 409, 425, 429})


def failure_of(error: Exception, model: str) -> ModelFailed:
    """Our error for one of `TROUBLES`. Every text may name the `model`; nothing of the provider's own words is kept."""
    if isinstance(error, AnswerRefused):
        return ModelRefused(error.key, model=model)
    if isinstance(error, UnicodeEncodeError):  # only a header can fail so, and ours holds the key
        return ModelRefused("model_key_wrong", model=model)
    if isinstance(error, TimeoutError | openai.APITimeoutError):
        return ModelAway("model_slow", model=model)
    if isinstance(error, openai.APIConnectionError):
        return ModelAway("model_away", model=model)
    if isinstance(error, openai.APIStatusError):
        return _failure_of_status(error, model)
    return ModelRefused("model_nonsense", model=model)


def _failure_of_status(error: openai.APIStatusError, model: str) -> ModelFailed:
    status, code = error.status_code, error.code or ""
    if code in KEYS_BY_CODE:
        return ModelRefused(KEYS_BY_CODE[code], model=model)
    if status in PASSING:
        return ModelAway("model_busy" if status == 429 else "model_away", model=model)
    if status >= 500:
        return ModelAway("model_away", model=model)
    return ModelRefused(KEYS_BY_STATUS.get(status, "model_request_refused"), model=model)
