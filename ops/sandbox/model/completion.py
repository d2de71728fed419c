"""A chat completion around what the model says, whole or broken."""

import time
from collections.abc import Callable
from typing import Any

from ops.sandbox.model import answering, ideas, meaning, tokens
from ops.sandbox.model.faults import ModelFault, Planned
from ops.sandbox.model.refusal import Refused
from ops.sandbox.model.request import AskedIdeas, AskedMeaning, asked_in

Json = dict[str, Any]

REFUSAL = "I'm sorry, I can't assist with that request."
FINISH: dict[ModelFault | None, str] = {ModelFault.CUT: "length", ModelFault.FILTERED: "content_filter"}
WHOLE: dict[ModelFault, Callable[[str], str]] = {
    ModelFault.CUT: lambda text: text[: len(text) // 2],
    ModelFault.FILTERED: lambda _: "",
    ModelFault.NONSENSE: lambda _: "Certainly! Here is your estimate: about a week.",
    ModelFault.EMPTY: lambda _: "",
    ModelFault.DEEP: lambda _: "[" * 5_000,
}
"""Faults of the answer as a whole, by what they make of its text."""


def completion(body: Json, planned: Planned | None) -> Json:
    """The completion of a request, without its usage. Raises Refused for a prompt that is not the product's."""
    fault = planned.fault if planned else None
    try:
        text = _said(body, planned)
    except (ValueError, KeyError) as error:
        raise Refused(400, f"The sandbox's model understands the product's prompts only: {error}") from error
    return {
        "id": "chatcmpl-sandbox",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": body["model"],
        "system_fingerprint": "fp_sandbox_exact" if tokens.exact() else "fp_sandbox_tokens_estimated",
        "choices": [] if fault is ModelFault.NO_CHOICES else [_choice(text, fault)],
    }


def _said(body: Json, planned: Planned | None) -> str:
    match asked_in(body["messages"]):
        case AskedMeaning() as asked:
            return meaning.content(asked, planned)
        case AskedIdeas() as asked:
            return ideas.content(asked, planned)
        case asked:
            return answering.content(asked, planned)


def _choice(text: str, fault: ModelFault | None) -> Json:
    refused = fault is ModelFault.REFUSAL
    whole = WHOLE.get(fault) if fault else None
    said = None if refused else whole(text) if whole else text
    message = {"role": "assistant", "content": said, "refusal": REFUSAL if refused else None}
    return {"index": 0, "message": message, "logprobs": None, "finish_reason": FINISH.get(fault, "stop")}
