"""Saying things: outcomes that put a message into a task's thread."""

from bot.domain.incoming import Step
from bot.domain.language import Language
from bot.domain.messages import Message
from bot.domain.task import Place, Task
from bot.ports import Say, Unit
from bot.services.job import Job, Outcome


def tell(job: Job, task: Task, message: Message, *, slot: str = "") -> Outcome:
    """Shows a message to everybody in the task's thread, in the task's language."""
    say = Say(
        key=_key(job, message, slot),
        to=task.place,
        message=message,
        language=task.brief.language,
        slot=slot,
        on_behalf_of=task.asker,
    )
    return lambda unit: _put(unit, say)


def whisper(job: Job, place: Place, person: str, language: Language, message: Message) -> Outcome:
    """Shows a message to one person alone, in that person's language."""
    say = Say(key=_key(job, message, person), to=place, message=message, language=language, whisper_to=person)
    return lambda unit: _put(unit, say)


def save(task: Task) -> Outcome:
    """Writes the task as it is now."""
    return lambda unit: unit.tasks.save(task)


def go_on(job: Job, task: Task, step: Step) -> Outcome:
    """Sets the conversation's next step."""

    def work(unit: Unit) -> None:
        unit.inbox.put(f"{job.key}>{type(step).__name__}", task.place.key, step)

    return work


def _key(job: Job, message: Message, part: str) -> str:
    return f"{job.key}>{type(message).__name__}:{part}"


def _put(unit: Unit, say: Say) -> None:
    unit.outbox.put(say)
