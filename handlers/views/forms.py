"""The forms: modals as Slack takes them.

Limits: https://docs.slack.dev/reference/views/modal-views and
https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
"""

from typing import Any, Final

from bot.domain.answers import MAX_ANSWER
from bot.domain.brief import Question
from bot.domain.messages import QuestionsAsked
from bot.domain.money import Currency
from bot.domain.task import Place
from bot.i18n import Words
from handlers.names import ANSWERS, FORM, VALUE, Field, answer_field
from handlers.ticket import Ticket, fingerprint
from handlers.views import blocks
from handlers.views.blocks import plain_text, section
from handlers.views.mrkdwn import typed
from handlers.views.rendered import Block

TITLE_LENGTH: Final = 100
CLIENT_LENGTH: Final = 100
TEXT_LENGTH: Final = 3000
"""The most that Slack allows an input to hold."""
FILETYPES: Final = ("xlsx", "xlsm", "xls", "ods", "csv", "tsv")
LABEL: Final = 2000
PLACEHOLDER: Final = 150
MOST_QUESTIONS: Final = 20

View = dict[str, Any]


def estimate_form(channel: str, currency: Currency, words: Words) -> View:
    """The form behind `/estimate`; the channel travels in its private metadata."""
    title = _text(TITLE_LENGTH, words("slack.form.title.placeholder"))
    listed = _lines(words("slack.form.deliverables.placeholder"))
    requirements = _lines(words("slack.form.requirements.placeholder"))
    inputs = (
        _input(Field.TITLE, words("slack.form.title.label"), title),
        _input(Field.CLIENT, words("slack.form.client.label"), _text(CLIENT_LENGTH), optional=True),
        _input(Field.LIST, words("slack.form.deliverables.label"), listed, optional=True),
        _input(Field.FILE, words("slack.form.file.label"), _file(), optional=True),
        _input(Field.REQUIREMENTS, words("slack.form.requirements.label"), requirements, optional=True),
        _input(Field.CURRENCY, words("slack.form.currency.label"), _currencies(currency, words)),
    )
    return {
        "callback_id": FORM,
        "private_metadata": channel,
        **_frame(words("slack.form.heading"), words("slack.form.submit"), words),
        "blocks": list(inputs),
    }


def answers_form(asked: QuestionsAsked, place: Place, words: Words) -> View:
    """One input per question, filled with the answer that is known."""
    questions = asked.questions[:MOST_QUESTIONS]
    known = {one.number: typed(one.answer, MAX_ANSWER) for one in questions if one.answer}
    marks = {number: fingerprint(answer) for number, answer in known.items()}
    ticket = Ticket(task=asked.task, round=asked.round, place=place, shown=marks)
    inputs = tuple(_answer(one, known.get(one.number)) for one in questions)
    return {
        "callback_id": ANSWERS,
        "private_metadata": ticket.written(),
        **_frame(words("slack.answers.heading"), words("slack.answers.submit"), words),
        "blocks": [section(words("slack.answers.hint")), *inputs],
    }


def _frame(heading: str, submit: str, words: Words) -> View:
    return {
        "type": "modal",
        "title": plain_text(heading, blocks.MODAL_TITLE),
        "submit": plain_text(submit, blocks.MODAL_TITLE),
        "close": plain_text(words("slack.form.close"), blocks.MODAL_TITLE),
    }


def _input(field: Field, label: str, element: Block, *, optional: bool = False) -> Block:
    asked = {"type": "input", "block_id": field.value, "label": plain_text(label, LABEL)}
    return {**asked, "element": element, "optional": optional}


def _answer(question: Question, known: str | None) -> Block:
    element = {"type": "plain_text_input", "action_id": VALUE, "multiline": True, "max_length": MAX_ANSWER}
    return {
        "type": "input",
        "block_id": answer_field(question.number),
        "label": plain_text(f"{question.number}. {question.text}", LABEL),
        "element": {**element, "initial_value": known} if known else element,
        "optional": True,
    }


def _text(longest: int, placeholder: str = "") -> Block:
    element = {"type": "plain_text_input", "action_id": VALUE, "max_length": longest}
    return {**element, "placeholder": plain_text(placeholder, PLACEHOLDER)} if placeholder else element


def _lines(placeholder: str) -> Block:
    return {**_text(TEXT_LENGTH, placeholder), "multiline": True}


def _file() -> Block:
    return {"type": "file_input", "action_id": VALUE, "filetypes": list(FILETYPES), "max_files": 1}


def _currencies(chosen: Currency, words: Words) -> Block:
    options = {currency: _option(currency, words) for currency in Currency}
    return {
        "type": "static_select",
        "action_id": VALUE,
        "options": list(options.values()),
        "initial_option": options[chosen],
    }


def _option(currency: Currency, words: Words) -> Block:
    return {"text": plain_text(words(f"slack.currency.{currency.value}"), blocks.OPTION), "value": currency.value}
