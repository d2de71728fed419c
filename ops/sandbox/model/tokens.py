"""Counting tokens as gpt-4o does (o200k_base), so that the sandbox's `usage` means something.

With the development package `bpe-openai` the counts of texts are exact; without it they are estimated, and the answer
says which (`system_fingerprint`). What the API adds around texts is not published for schemas: the schema is counted
as its JSON.
"""

import json
import warnings
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

PER_MESSAGE = 3
"""Tokens around each message and before the answer (OpenAI's cookbook, "How to count tokens with tiktoken")."""
CACHE_FROM = 1_024
CACHE_STEP = 128
"""Prompts are cached from 1,024 tokens on, in steps of 128: https://platform.openai.com/docs/guides/prompt-caching"""


def exact() -> bool:
    """Whether counts come from the real encoding; the first call loads it, which takes about a second."""
    return _encoder() is not None


@lru_cache(maxsize=512)
def count(text: str) -> int:
    """Tokens of a text."""
    encode = _encoder()
    return len(encode(text)) if encode else _estimate(text)


def count_prompt(messages: list[dict[str, Any]], schema: Any) -> int:
    """Tokens of a request: its messages and its schema."""
    texts = sum(count(str(message.get("content"))) + count(str(message.get("role"))) for message in messages)
    return texts + PER_MESSAGE * (len(messages) + 1) + count(as_json(schema))


def cacheable(tokens: int) -> int:
    """How many tokens of a known beginning the cache would serve."""
    return tokens // CACHE_STEP * CACHE_STEP if tokens >= CACHE_FROM else 0


def as_json(value: Any) -> str:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _encoder() -> Callable[[str], list[int]] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it reads its data by a function on its way out
            package = import_module("bpe_openai")
    except ModuleNotFoundError:
        return None
    encode: Callable[[str], list[int]] = package.get_encoding("o200k_base").encode
    return encode


def _estimate(text: str) -> int:
    """Four Latin letters or 1.3 Japanese ones to a token, roughly what the encoding does."""
    latin = sum(letter.isascii() for letter in text)
    return round(latin / 4 + (len(text) - latin) / 1.3) + 1
