"""The form "Adjust by numbers": what can be entered, and the total that comes of it.

Limits: https://docs.slack.dev/reference/views/modal-views and
https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.domain.adjustment import CannotAdjust
from bot.domain.difference import difference
from bot.domain.entry import LONGEST, EntryFault
from bot.domain.estimate import Estimate
from bot.domain.incoming import NumbersSent
from bot.domain.messages import Problem
from bot.domain.money import Currency
from bot.domain.numbers import EntryRefused, Figure, Numbers
from bot.domain.task import Place
from bot.i18n import Words
from handlers.names import NUMBERS, VALUE, WITH_TAX, WITHOUT_TAX
from handlers.ticket import Ticket
from handlers.views import blocks
from handlers.views.blocks import plain_text, section
from handlers.views.difference import total_changed
from handlers.views.notices import problem_plain, problem_text
from handlers.views.proposals import taxed
from handlers.views.rendered import Block

LABEL: Final = 2000
PLACEHOLDER: Final = 150
View = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What would come of a form as it stands: the estimate, or why there is none."""

    sent: NumbersSent
    estimate: Estimate


Looked = Outlook | EntryRefused | CannotAdjust


def numbers_form(numbers: Numbers, place: Place, looked: Looked | None, words: Words) -> View:
    """The form, filled with what is; `looked` is what comes of what was entered, None as it is opened.

    The inputs are the same each time, so that Slack keeps in them what was entered.
    """
    ticket = Ticket(task=numbers.task, round=numbers.round, revision=numbers.revision, place=place)
    present = words("slack.numbers.present", revision=numbers.revision, total=numbers.estimate.total)
    return {
        "type": "modal",
        "callback_id": NUMBERS,
        "private_metadata": ticket.written(),
        "title": plain_text(words("slack.numbers.heading"), blocks.MODAL_TITLE),
        "submit": plain_text(words("slack.numbers.submit"), blocks.MODAL_TITLE),
        "close": plain_text(words("slack.form.close"), blocks.MODAL_TITLE),
        "blocks": [section(present), *_inputs(numbers, words), _result(numbers, looked, words)],
    }


def outdated_form(words: Words) -> View:
    """What takes the form's place when the estimate has moved on."""
    return {
        "type": "modal",
        "title": plain_text(words("slack.numbers.heading"), blocks.MODAL_TITLE),
        "close": plain_text(words("slack.form.close"), blocks.MODAL_TITLE),
        "blocks": [section(words("slack.problem", text=words("slack.numbers.outdated")))],
    }


def faults_at(numbers: Numbers, refused: EntryRefused | CannotAdjust, words: Words) -> dict[str, str]:
    """What is wrong, by field, as it stands under the fields."""
    if isinstance(refused, CannotAdjust):
        return {Figure.EXCLUDED: problem_plain(_problem(refused), words)}
    return {
        figure: fault_text(fault, numbers.estimate.rate.currency, words) for figure, fault in refused.faults.items()
    }


def fault_text(fault: EntryFault, currency: Currency, words: Words) -> str:
    """Why a field cannot be used, and what can be."""
    example = words(f"slack.numbers.example.{currency.value}")
    return words(f"slack.entry.{fault.value}", currency=currency.value, example=example)


def _inputs(numbers: Numbers, words: Words) -> list[Block]:
    currency = numbers.estimate.rate.currency.value
    example = words(f"slack.numbers.example.{currency}")
    budget = _text("") | {"placeholder": plain_text(example, PLACEHOLDER)}
    hint = words("slack.numbers.budget.hint")
    inputs = [
        _input(Figure.BUDGET, words("slack.numbers.budget.label", currency=currency), budget, hint=hint, optional=True),
        _input(Figure.TAX, words("slack.numbers.tax.label"), _tax(words)),
        _input(Figure.RATE, words("slack.numbers.rate.label", currency=currency), _text(numbers.rate_text)),
        _input(Figure.BUFFER, words("slack.numbers.buffer.label"), _text(numbers.buffer_text)),
    ]
    return [*inputs, *_exclusions(numbers, words)]


def _input(figure: Figure, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """An input that tells us when Enter was pressed or a choice was made, so that the total can be shown."""
    return {
        "type": "input",
        "block_id": figure.value,
        "label": plain_text(label, LABEL),
        "element": element,
        "optional": optional,
        "dispatch_action": True,
        **({"hint": plain_text(hint, LABEL)} if hint else {}),
    }


def _text(present: str) -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": VALUE,
        "max_length": LONGEST,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    return {**element, "initial_value": present} if present else element


def _tax(words: Words) -> Block:
    options = [_option(taxed(words, included=value == WITH_TAX), value) for value in (WITH_TAX, WITHOUT_TAX)]
    return {"type": "radio_buttons", "action_id": VALUE, "options": options, "initial_option": options[0]}


def _exclusions(numbers: Numbers, words: Words) -> list[Block]:
    """A menu of all that can be taken out or brought back; none when there is nothing to choose."""
    offered = numbers.offered
    if not offered:
        return []
    options = {one.id: _option(f"{place}. {one.name}", one.id) for place, one in enumerate(offered, start=1)}
    chosen = [options[one.id] for one in offered if one.id in numbers.excluded]
    menu = {"type": "multi_static_select", "action_id": VALUE, "options": list(options.values())}
    element = {**menu, "initial_options": chosen} if chosen else menu
    return [_input(Figure.EXCLUDED, words("slack.numbers.excluded.label"), element, optional=True)]


def _option(label: str, value: str) -> Block:
    return {"text": plain_text(label, blocks.OPTION), "value": value}


def _result(numbers: Numbers, looked: Looked | None, words: Words) -> Block:
    match looked:
        case None:
            return section(words("slack.numbers.hint"))
        case Outlook():
            return section(*_outlook(numbers, looked, words))
        case CannotAdjust():
            return section(words("slack.problem", text=problem_text(_problem(looked), words)))
        case EntryRefused():
            return section(*_faults(numbers, looked, words))


def _outlook(numbers: Numbers, outlook: Outlook, words: Words) -> list[str]:
    """The total that comes of it, and what it was reckoned with: a form may have been changed since."""
    estimate, sent = outlook.estimate, outlook.sent
    terms = words(
        "slack.numbers.terms",
        rate=estimate.rate,
        buffer=words.percent(estimate.buffer),
        count=len(estimate.excluded),
    )
    total = total_changed(difference(numbers.estimate, estimate), words)
    if sent.budget is None:
        return [total, terms]
    tax = taxed(words, included=sent.tax_included)
    return [total, terms, words("slack.numbers.proposals", budget=sent.budget, tax=tax)]


def _faults(numbers: Numbers, refused: EntryRefused, words: Words) -> list[str]:
    currency = numbers.estimate.rate.currency
    return [_fault(figure, fault, currency, words) for figure, fault in refused.faults.items()]


def _fault(figure: Figure, fault: EntryFault, currency: Currency, words: Words) -> str:
    label = words(f"slack.numbers.{figure.value}.label", currency=currency.value)
    return words("slack.numbers.fault", label=label, text=fault_text(fault, currency, words))


def _problem(cannot: CannotAdjust) -> Problem:
    return Problem(key=cannot.key, values={name: str(value) for name, value in cannot.values.items()})
