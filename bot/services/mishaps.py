"""What went wrong: who is told, and where the conversation is left. Never stuck, always with the person."""

from dataclasses import dataclass

from bot.domain.conversation import Event, IllegalEvent
from bot.domain.incoming import (
    AnswersSent,
    Arrival,
    AskQuestions,
    FormSent,
    ListSent,
    MakeEstimate,
    NumbersSent,
    Pressed,
    ReadList,
    Replied,
    Step,
)
from bot.domain.messages import Problem, QuestionsFailed, Told
from bot.domain.task import Place, Task
from bot.errors import EstimatorError
from bot.ports import People, Store
from bot.services.asking import Asking
from bot.services.job import Job, Outcome, nothing, together
from bot.services.showing import result_slot
from bot.services.speaking import save, tell, whisper


@dataclass(frozen=True, kw_only=True)
class Mishaps:
    """Outcomes for jobs that could not be done."""

    store: Store
    people: People
    asking: Asking

    async def failed(self, job: Job, error: EstimatorError) -> Outcome:
        """A step's thread shows the problem to everybody; a person's act is answered to that person alone."""
        job = Job(key=f"{job.key}!", incoming=job.incoming)
        problem = Problem(key=error.key, values={name: str(value) for name, value in error.values.items()})
        if isinstance(job.incoming, ListSent | FormSent | Replied | AnswersSent | Pressed | NumbersSent):
            return await self._alone(job, job.incoming, problem)
        return await self._given_back(job, job.incoming, problem)

    async def too_late(self, job: Job, illegal: IllegalEvent) -> Outcome:
        """An act that no longer fits is explained to its author; a step of ours that comes twice is none."""
        if not isinstance(job.incoming, ListSent | Replied | AnswersSent | Pressed | NumbersSent):
            return nothing
        return await self._alone(job, job.incoming, Told(key=f"not_while_{illegal.state.value}"))

    async def _alone(self, job: Job, arrival: Arrival, message: Problem | Told) -> Outcome:
        language = await self.people.language(arrival.author)
        return whisper(job, await self._place(arrival), arrival.author, language, message)

    async def _place(self, arrival: Arrival) -> Place:
        """Where it was done; the author's direct messages when there is no thread for it."""
        match arrival:
            case ListSent() | Replied():
                return arrival.place
            case FormSent():
                return Place(channel=arrival.author)
        task = await self._task(arrival.task)
        return task.place if task else Place(channel=arrival.author)

    async def _given_back(self, job: Job, step: Step, problem: Problem) -> Outcome:
        task = await self._task(step.task)
        if task is None:
            return nothing
        try:
            return self._left(job, task, step, problem)
        except IllegalEvent:
            return nothing

    def _left(self, job: Job, task: Task, step: Step, problem: Problem) -> Outcome:
        match step:
            case ReadList():
                told = tell(job, task, problem, slot=f"opening:{task.round}")
                return together(save(task.on(Event.LIST_REFUSED)), told)
            case AskQuestions():
                return self._without_questions(job, task, problem)
            case MakeEstimate(missing_only=True):
                told = tell(job, task, problem, slot=result_slot(task.revision + 1))
                return together(save(task.on(Event.RETRY_FAILED)), told)
            case MakeEstimate():
                return self._without_estimate(job, task, problem)
        return nothing

    def _without_questions(self, job: Job, task: Task, problem: Problem) -> Outcome:
        message = QuestionsFailed(task=task.id, round=task.round, key=problem.key, values=problem.values)
        return tell(job, task, message, slot=f"questions:{task.round}")

    def _without_estimate(self, job: Job, task: Task, problem: Problem) -> Outcome:
        """Back to the questions, with their buttons, so that the estimate can be asked for again."""
        told = tell(job, task, problem, slot=result_slot(task.revision + 1))
        task = task.on(Event.ESTIMATE_FAILED)
        again = self.asking.show(job, task) if task.brief.questions else self._without_questions(job, task, problem)
        return together(save(task), told, again)

    async def _task(self, id: int) -> Task | None:
        return await self.store.run(lambda unit: unit.tasks.get(id))
