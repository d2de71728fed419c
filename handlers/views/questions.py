"""The questions: one status message that shows which of them are answered."""

from typing import Final

from bot.domain.brief import Question
from bot.domain.incoming import Button
from bot.domain.messages import Problem, QuestionsAsked, QuestionsFailed
from bot.i18n import Words
from handlers.names import ANSWER_IN_FORM
from handlers.views import blocks
from handlers.views.blocks import Push
from handlers.views.mrkdwn import mrkdwn
from handlers.views.notices import problem_text
from handlers.views.rendered import Block, Rendered

SHOWN: Final = 20
QUESTION: Final = 400
ANSWER: Final = 150


def questions_asked(message: QuestionsAsked, words: Words) -> Rendered:
    """The questions with the answers so far; without buttons once the estimate was asked for."""
    answered = sum(not one.open for one in message.questions)
    text = words("slack.questions.title", answered=answered, count=len(message.questions))
    asked = [_question(one, words) for one in message.questions[:SHOWN]]
    notes = [words("slack.questions.notes", count=message.notes)] if message.notes else []
    ending = (blocks.context(*notes),) if message.closed and notes else ()
    return Rendered(
        text=text,
        blocks=(blocks.section(text), *asked, *(ending if message.closed else _open(message, notes, words))),
    )


def questions_failed(message: QuestionsFailed, words: Words) -> Rendered:
    """No questions could be made: why, and what can be done."""
    reason = problem_text(Problem(key=message.key, values=message.values), words)
    text = words("slack.questions.failed", reason=reason)
    again = Push(action=Button.ASK_AGAIN, label=words("slack.button.ask_again"), value=_value(message), style="primary")
    return Rendered(text=text, blocks=(blocks.section(text), blocks.actions(again, _estimate_now(message, words))))


def _question(question: Question, words: Words) -> Block:
    mark = "☐" if question.answer is None else "☑"
    line = words("slack.questions.line", mark=mark, number=question.number, text=mrkdwn(question.text, QUESTION))
    quoted = [] if question.answer is None else [f"> {mrkdwn(question.answer, ANSWER)}"]
    return blocks.section(line, *quoted)


def _open(message: QuestionsAsked, notes: list[str], words: Words) -> tuple[Block, ...]:
    hint = [words("slack.questions.hint")] if any(one.open for one in message.questions) else []
    form = [_form(message, words)] if message.questions else []
    buttons = blocks.actions(*form, _estimate_now(message, words))
    return (blocks.context(*hint, *notes), buttons) if hint or notes else (buttons,)


def _form(message: QuestionsAsked, words: Words) -> Push:
    return Push(action=ANSWER_IN_FORM, label=words("slack.button.answer_in_form"), value=_value(message))


def _estimate_now(message: QuestionsAsked | QuestionsFailed, words: Words) -> Push:
    style = "primary" if isinstance(message, QuestionsAsked) else ""
    return Push(
        action=Button.ESTIMATE_NOW, label=words("slack.button.estimate_now"), value=_value(message), style=style
    )


def _value(message: QuestionsAsked | QuestionsFailed) -> str:
    return f"{message.task}:{message.round}:0"
