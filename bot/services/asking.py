"""Asking what must be known, and taking the answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.answers import MAX_ANSWER, Reply, filled, is_aside, is_go_ahead, read_reply
from bot.domain.brief import Question
from bot.domain.conversation import Event
from bot.domain.incoming import AnswersSent, AskQuestions, MakeEstimate, Replied
from bot.domain.messages import Estimating, Message, Problem, QuestionsAsked, QuestionsFailed, Told
from bot.domain.task import Task
from bot.errors import ModelFailed
from bot.log import get_logger
from bot.ports import LanguageModel, ProposedQuestions
from bot.services.calls import Calls
from bot.services.job import Job, Outcome, nothing, together
from bot.services.showing import result_slot
from bot.services.speaking import go_on, save, tell
from bot.services.terms import Terms

MAX_QUESTION = 300

log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The use case from "these are my questions" to "estimate now"."""

    model: LanguageModel
    calls: Calls
    terms: Terms

    async def ask(self, job: Job, task: Task) -> Outcome:
        """Makes the questions, one model call; when there is nothing to ask, the estimate is made at once.

        Questions that are there already, because another list was refused, are shown again.
        """
        if task.brief.questions:
            return self.show(job, task)
        try:
            texts = await self._questions(task) if self.terms.questions else ()
        except ModelFailed as failed:
            return self._not_asked(job, task, failed)
        if not texts:
            return self._estimate(job, task, task.asker)
        numbered = tuple(Question(number=number, text=text) for number, text in enumerate(texts, 1))
        task = task.on(Event.QUESTIONED, brief=replace(task.brief, questions=numbered))
        return together(save(task), self.show(job, task))

    def replied(self, job: Job, task: Task, replied: Replied) -> Outcome:
        """A reply in the thread: answers by number, the only open question's answer, or a note."""
        if len(replied.text) > MAX_ANSWER:
            too_long = Problem(key="reply_too_long", values={"limit": str(MAX_ANSWER)})
            return tell(job, task, too_long)
        if is_go_ahead(replied.text):
            return self.estimate_now(job, task, replied.author)
        if is_aside(replied.text):
            return nothing
        return self._took(job, task, read_reply(replied.text, task.brief.questions), replied.author)

    def answers_sent(self, job: Job, task: Task, sent: AnswersSent) -> Outcome:
        """The form's answers."""
        return self._took(job, task, Reply(answers=sent.answers), sent.author)

    def estimate_now(self, job: Job, task: Task, author: str) -> Outcome:
        """What is open stays open and becomes an assumption; the estimate is the next step."""
        return together(self._close(job, task), self._estimate(job, task, author))

    def ask_again(self, job: Job, task: Task) -> Outcome:
        """Tries once more to make the questions."""
        return go_on(job, task, AskQuestions(task=task.id, round=task.round))

    def show(self, job: Job, task: Task, *, closed: bool = False) -> Outcome:
        """The status message: which questions are answered. Nothing to show before there are any."""
        if not task.brief.questions:
            return nothing
        return tell(job, task, asked(task, closed=closed), slot=_slot(task))

    def _close(self, job: Job, task: Task) -> Outcome:
        """Takes the buttons off the questions, or off the message that there could be none."""
        if task.brief.questions:
            return self.show(job, task, closed=True)
        return tell(job, task, Told(key="without_questions"), slot=_slot(task))

    def _estimate(self, job: Job, task: Task, author: str) -> Outcome:
        task = task.on(Event.ESTIMATE_REQUESTED)
        begun = Estimating(done=0, count=len(task.brief.deliverables))
        return together(
            save(task),
            tell(job, task, begun, slot=result_slot(task.revision + 1)),
            go_on(job, task, MakeEstimate(task=task.id, round=task.round, author=author)),
        )

    async def _questions(self, task: Task) -> Sequence[str]:
        key = f"questions:{task.id}:{task.round}"
        proposed = await self.calls.once(
            key, task.id, "questions", ProposedQuestions, lambda: self.model.questions(task.brief, self.terms.questions)
        )
        return [text.strip()[:MAX_QUESTION] for text in proposed.texts if text.strip()][: self.terms.questions]

    def _not_asked(self, job: Job, task: Task, failed: ModelFailed) -> Outcome:
        log.warning("Questions failed", task=task.id, reason=failed.key)
        values = {name: str(value) for name, value in failed.values.items()}
        message: Message = QuestionsFailed(task=task.id, round=task.round, key=failed.key, values=values)
        return tell(job, task, message, slot=_slot(task))

    def _took(self, job: Job, task: Task, reply: Reply, author: str) -> Outcome:
        notes = (*task.brief.notes, reply.note) if reply.note else task.brief.notes
        brief = replace(task.brief, questions=filled(task.brief.questions, reply.answers), notes=notes)
        task = task.on(Event.ANSWERED, brief=brief)
        if brief.questions and not brief.open_questions:
            return self.estimate_now(job, task, author)
        return together(save(task), self.show(job, task))


def asked(task: Task, *, closed: bool = False) -> QuestionsAsked:
    """The questions of a task as a message."""
    return QuestionsAsked(
        task=task.id,
        round=task.round,
        questions=task.brief.questions,
        notes=len(task.brief.notes),
        closed=closed,
    )


def _slot(task: Task) -> str:
    return f"questions:{task.round}"
