"""The language model at OpenAI, or at any server that speaks its chat completions."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar, cast

from openai import AsyncOpenAI
from openai.types.chat.completion_create_params import ResponseFormat
from pydantic import BaseModel

from bot.adapters.llm.answers import Completion, TokenCounts, efforts_in, questions_in
from bot.adapters.llm.failure import TROUBLES, failure_of
from bot.adapters.llm.ideas import form_of, ideas_in
from bot.adapters.llm.intents import intent_in
from bot.adapters.llm.prompt import Prompt, efforts_prompt, ideas_prompt, intent_prompt, questions_prompt
from bot.adapters.llm.schemas import EffortsAnswer, IntentAnswer, QuestionsAnswer, response_format
from bot.domain.brief import Brief
from bot.domain.estimate import Source
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

T = TypeVar("T")


class OpenAIModel:
    """Proposes by structured output. Raises ModelAway and ModelRefused.

    `timeout` is the seconds without a sign of life after which one attempt is given up; the client itself tries
    `max_retries` times more, honouring Retry-After. A call with all its attempts and waits ends after
    `timeout * (max_retries + 1)` seconds at the latest, even if the server trickles. At most `concurrency` calls are
    under way at once: make one instance per process. `base_url` None means the client's default (OPENAI_BASE_URL).
    """

    def __init__(  # noqa: PLR0913 - one argument per setting
        self,
        *,
        api_key: str,
        model: str,
        base_url: str | None = None,
        timeout: float = 60.0,
        max_retries: int = 2,
        concurrency: int = 8,
    ) -> None:
        self._client = AsyncOpenAI(api_key=api_key, base_url=base_url, timeout=timeout, max_retries=max_retries)
        self._model = model
        self._patience = timeout * (max_retries + 1)
        self._places = asyncio.Semaphore(concurrency)

    @property
    def source(self) -> Source:
        """Lines of this model are marked as the model's."""
        return Source.MODEL

    async def questions(self, brief: Brief, count: int) -> ProposedQuestions:
        """At most `count` questions in the brief's language, in one call."""
        prompt = questions_prompt(brief, count)
        texts, usage = await self._ask(prompt, QuestionsAnswer, lambda text: questions_in(text, count))
        return ProposedQuestions(texts=texts, usage=usage)

    async def efforts(self, request: EffortRequest) -> ProposedEfforts:
        """The lines of the answer that can be read, in one call; to be checked by `domain.proposal`."""
        efforts, usage = await self._ask(efforts_prompt(request), EffortsAnswer, efforts_in)
        return ProposedEfforts(efforts=efforts, usage=usage)

    async def intent(self, request: IntentRequest) -> ProposedIntent:
        """A kind and quotations from the message, in one small call; UNCLEAR when it quotes what is not there."""
        prompt = intent_prompt(request)
        read, usage = await self._ask(prompt, IntentAnswer, lambda text: intent_in(text, request.text))
        return ProposedIntent(kind=read.kind, figure=read.figure, words=read.words, less=read.less, usage=usage)

    async def ideas(self, request: IdeasRequest) -> ProposedIdeas:
        """At most three ideas in the brief's language, in one call; they may name lines that are not there."""
        form, percent = form_of(request.percent), request.percent
        ideas, usage = await self._ask(ideas_prompt(request), form, lambda text: ideas_in(text, percent))
        return ProposedIdeas(ideas=ideas, usage=usage)

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.close()

    async def _ask(self, prompt: Prompt, form: type[BaseModel], read: Callable[[str], T]) -> tuple[T, Usage]:
        async with self._places:
            started = time.perf_counter()
            try:
                completion = await self._complete(prompt, form)
                answer = read(completion.text)
            except TROUBLES as error:
                raise failure_of(error, self._model) from error
            return answer, self._usage(completion.usage or TokenCounts(), time.perf_counter() - started)

    async def _complete(self, prompt: Prompt, form: type[BaseModel]) -> Completion:
        """Reads the body itself: the client would hand on a page of HTML or an answer without choices unchecked."""
        async with asyncio.timeout(self._patience):
            raw = await self._client.chat.completions.with_raw_response.create(
                model=self._model,
                messages=[{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
                response_format=cast("ResponseFormat", response_format(form)),
            )
        return Completion.model_validate_json(raw.http_response.content)

    def _usage(self, counted: TokenCounts, seconds: float) -> Usage:
        return Usage(
            model=self._model,
            prompt_tokens=counted.prompt_tokens,
            cached_tokens=counted.cached,
            completion_tokens=counted.completion_tokens,
            seconds=seconds,
        )
