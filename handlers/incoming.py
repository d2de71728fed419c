"""Slack's payloads as what arrived: the only reader of the JSON that Slack sends us.

A payload that is none of our business, or not shaped as Slack shapes it, gives None. Texts come out as typed
(`markup.plain`), untrusted. Sources: https://docs.slack.dev/reference/events/message and
https://docs.slack.dev/reference/interaction-payloads
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.incoming import AnswersSent, Arrival, Button, FormSent, ListSent, NumbersSent, Pressed, Replied
from bot.domain.money import Currency
from bot.domain.numbers import Entered, Figure
from bot.domain.task import Attachment, Place
from handlers import markup
from handlers.names import VALUE, WITHOUT_TAX, Field, answer_field
from handlers.ticket import Ticket, read_ticket

Json = Mapping[str, Any]

SUBTYPES: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The kinds of message that a person writes; edits, deletions, joins and the like are none of our business."""
SLACKBOT: Final = "USLACKBOT"
MOST_QUESTIONS: Final = 20
NUMBER: Final = re.compile(r"[0-9]{1,9}")
NAMES: Final = ("task", "round", "revision", "choice", "tenths")
"""What the numbers of a button's value are, in their order; most buttons need the first three."""
VALUES: Final = {Button.APPLY: 4, Button.CHOOSE_LINE: 5}
"""How many numbers the value of a button holds that needs more."""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A row for the inbox: `key` is the same for every copy of a payload, `conversation` puts the work in order."""

    key: str
    conversation: str
    incoming: Arrival


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A message of a person, before it is known whether its thread is one of ours."""

    author: str
    place: Place
    """The thread it is in, or the one that it would open."""
    ts: str
    text: str
    attachments: tuple[Attachment, ...]
    in_thread: bool
    mentioned: bool
    direct: bool
    """Whether it is in direct messages with us."""

    @property
    def addressed(self) -> bool:
        """Whether it is meant for us wherever it stands."""
        return self.mentioned or self.direct

    @property
    def concerns_us(self) -> bool:
        """False for what can be passed over without asking the store: chatter outside of threads."""
        return self.addressed or self.in_thread

    def arrived(self, *, known: bool) -> Arrived | None:
        """What it is in a thread that is ours (`known`) or not; None for what people say among themselves."""
        if not known and not self.addressed:
            return None
        incoming = self._as_reply() if known else self._as_list()
        return Arrived(key=f"message:{self.place.channel}:{self.ts}", conversation=self.place.key, incoming=incoming)

    def _as_reply(self) -> Replied:
        return Replied(
            author=self.author,
            place=self.place,
            ts=self.ts,
            text=self.text,
            attachments=self.attachments,
            mentioned=self.mentioned,
        )

    def _as_list(self) -> ListSent:
        return ListSent(author=self.author, place=self.place, text=self.text, attachments=self.attachments)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A button that opens a form: what it was about, and the `trigger` that permits a form for 3 s."""

    user: str
    task: int
    round: int
    revision: int
    place: Place
    trigger: str


@dataclass(frozen=True, kw_only=True)
class NumbersForm:
    """The form of numbers as a person has it before them, or has sent it: `ticket` tells which estimate it is about."""

    user: str
    ticket: Ticket
    entered: Entered
    view: str
    hash: str

    def arrived(self, sent: NumbersSent) -> Arrived:
        """What the form changes, as a row."""
        key = _view_key({"id": self.view, "hash": self.hash})
        return Arrived(key=key, conversation=self.ticket.place.key, incoming=sent)


@dataclass(frozen=True, kw_only=True)
class Commanded:
    """The slash command with whatever was typed behind it."""

    user: str
    channel: str
    text: str
    trigger: str


def heard(event: Json, bot: str) -> Heard | None:
    """A `message` or `app_mention` event; `bot` is our own user id. None for what no person wrote to be read."""
    author, channel, ts = str(event.get("user", "")), str(event.get("channel", "")), str(event.get("ts", ""))
    if event.get("subtype") not in SUBTYPES or event.get("bot_id") or event.get("hidden"):
        return None
    if author in {"", bot, SLACKBOT} or not channel or not ts:
        return None
    text, root = _text(event.get("text")), str(event.get("thread_ts") or ts)
    mentioned = event.get("type") == "app_mention" or markup.mentions(text, bot)
    return Heard(
        author=author,
        place=Place(channel=channel, thread=root),
        ts=ts,
        text=markup.plain(text, without=bot),
        attachments=_attachments(event.get("files")),
        in_thread=root != ts,
        mentioned=mentioned,
        direct=event.get("channel_type") == "im",
    )


def shortcut_used(body: Json, bot: str) -> Arrived | None:
    """The message shortcut: the list is the message it was used on, whoever wrote it; the asker is who used it."""
    message, channel, user = _part(body, "message"), _id(body, "channel"), _id(body, "user")
    ts = str(message.get("ts") or body.get("message_ts") or "")
    if not (channel and user and ts):
        return None
    place = Place(channel=channel, thread=str(message.get("thread_ts") or ts))
    text = markup.plain(_text(message.get("text")), without=bot)
    return Arrived(
        key=f"shortcut:{channel}:{ts}:{body.get('action_ts', '')}",
        conversation=place.key,
        incoming=ListSent(author=user, place=place, text=text, attachments=_attachments(message.get("files"))),
    )


def pressed(body: Json, button: Button) -> Arrived | None:
    """One of our buttons. The value came back from outside, so it is read as anything might stand in it."""
    action, place, numbers = _action(body), _place(body), _numbers(body, VALUES.get(button, 3))
    if place is None or numbers is None:
        return None
    message_ts = _part(body, "container").get("message_ts", "")
    return Arrived(
        key=f"action:{place.channel}:{message_ts}:{button.value}:{action.get('action_ts', '')}",
        conversation=place.key,
        incoming=Pressed(author=_id(body, "user"), button=button, **dict(zip(NAMES, numbers, strict=False))),
    )


def form_asked(body: Json) -> Asked | None:
    """A button that opens a form about the questions or the estimate."""
    place, numbers = _place(body), _numbers(body, 3)
    if place is None or numbers is None:
        return None
    task, round_, revision = numbers
    user, trigger = _id(body, "user"), str(body.get("trigger_id", ""))
    return Asked(user=user, task=task, round=round_, revision=revision, place=place, trigger=trigger)


def commanded(body: Json) -> Commanded:
    """A slash command."""
    return Commanded(
        user=str(body.get("user_id", "")),
        channel=str(body.get("channel_id", "")),
        text=_text(body.get("text")),
        trigger=str(body.get("trigger_id", "")),
    )


def form_sent(body: Json, default: Currency) -> FormSent:
    """The estimate form as it was submitted, its fields still to be checked; `default` for a currency we lack."""
    view = _part(body, "view")
    return FormSent(
        author=_id(body, "user"),
        channel=str(view.get("private_metadata", "")),
        form=str(view.get("id", "")),
        title=_typed(view, Field.TITLE),
        client=_typed(view, Field.CLIENT),
        list_text=_typed(view, Field.LIST),
        attachments=_attachments(_input(view, Field.FILE).get("files")),
        requirements=_typed(view, Field.REQUIREMENTS),
        currency=_currency(view, default),
    )


def form_arrived(body: Json, sent: FormSent) -> Arrived:
    """The form as a row: it has no thread yet, so it is a conversation of its own."""
    return Arrived(key=_view_key(_part(body, "view")), conversation=f"form:{sent.form}", incoming=sent)


def answers_sent(body: Json) -> Arrived | None:
    """The form of answers; what was left as it was shown, or empty, is no answer."""
    view = _part(body, "view")
    ticket = read_ticket(str(view.get("private_metadata", "")))
    if ticket is None:
        return None
    typed = {number: _typed(view, answer_field(number)) for number in range(1, MOST_QUESTIONS + 1)}
    given = tuple((number, text) for number, text in typed.items() if ticket.news(number, text))
    return Arrived(
        key=_view_key(view),
        conversation=ticket.place.key,
        incoming=AnswersSent(author=_id(body, "user"), task=ticket.task, round=ticket.round, answers=given),
    )


def numbers_entered(body: Json) -> NumbersForm | None:
    """The form of numbers, from an input that was changed (`block_actions`) or from its submission."""
    view = _part(body, "view")
    ticket = read_ticket(str(view.get("private_metadata", "")))
    if ticket is None:
        return None
    return NumbersForm(
        user=_id(body, "user"),
        ticket=ticket,
        entered=_entered(view),
        view=str(view.get("id", "")),
        hash=str(view.get("hash", "")),
    )


def user_of(body: Json) -> str:
    """Who did it, for any payload but an event."""
    return str(body.get("user_id") or _id(body, "user"))


def thread_of(body: Json) -> str | None:
    """The thread of the message that a button or shortcut was used on."""
    place = _place(body)
    return place.thread if place else None


def first_input(body: Json) -> str | None:
    """The block id of a submitted form's first input, which an error can be shown at."""
    if body.get("type") != "view_submission":
        return None
    view_blocks = _part(body, "view").get("blocks")
    listed = view_blocks if isinstance(view_blocks, list) else []
    ids = (block.get("block_id") for block in listed if isinstance(block, Mapping) and block.get("type") == "input")
    return next((str(id_) for id_ in ids if id_), None)


def _text(value: object) -> str:
    """What a person wrote. JSON can hold half of a surrogate pair, which no database takes."""
    return str(value or "").encode("utf-8", "replace").decode("utf-8")


def _part(payload: Json, name: str) -> Json:
    part = payload.get(name)
    return part if isinstance(part, Mapping) else {}


def _id(body: Json, name: str) -> str:
    return str(_part(body, name).get("id", ""))


def _action(body: Json) -> Json:
    actions = body.get("actions")
    return actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}


def _place(body: Json) -> Place | None:
    """The thread that the message with the button is in."""
    container, message = _part(body, "container"), _part(body, "message")
    channel = str(container.get("channel_id") or _id(body, "channel"))
    root = container.get("thread_ts") or message.get("thread_ts") or container.get("message_ts") or message.get("ts")
    return Place(channel=channel, thread=str(root)) if channel and root else None


def _numbers(body: Json, count: int) -> tuple[int, ...] | None:
    """The numbers of a button's value, when it holds so many and nothing else."""
    parts = str(_action(body).get("value", "")).split(":")
    if len(parts) != count or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    return tuple(int(part) for part in parts)


def _view_key(view: Json) -> str:
    return f"view:{view.get('id', '')}:{view.get('hash', '')}"


def _input(view: Json, block: str) -> Json:
    """The state of the one input in a block."""
    return _part(_part(_part(_part(view, "state"), "values"), block), VALUE)


def _typed(view: Json, block: str) -> str:
    return _text(_input(view, block).get("value")).strip()


def _entered(view: Json) -> Entered:
    return Entered(
        budget=_typed(view, Figure.BUDGET),
        tax_included=_part(_input(view, Figure.TAX), "selected_option").get("value") != WITHOUT_TAX,
        rate=_typed(view, Figure.RATE),
        buffer=_typed(view, Figure.BUFFER),
        excluded=_chosen(_input(view, Figure.EXCLUDED)),
    )


def _chosen(state: Json) -> frozenset[str] | None:
    """The values chosen in a menu of several; None when the form has no such menu."""
    options = state.get("selected_options")
    if not isinstance(options, list):
        return None
    return frozenset(str(option.get("value", "")) for option in options if isinstance(option, Mapping))


def _currency(view: Json, default: Currency) -> Currency:
    chosen = str(_part(_input(view, Field.CURRENCY), "selected_option").get("value", ""))
    return Currency(chosen) if chosen in set(Currency) else default


def _attachments(files: object) -> tuple[Attachment, ...]:
    listed = files if isinstance(files, list) else []
    return tuple(_attachment(file) for file in listed if isinstance(file, Mapping) and file.get("id"))


def _attachment(file: Json) -> Attachment:
    """A file without an address is one that we were not shown: deleted, or to be asked for by whoever fetches it.

    Such a file has no name either; its id stands for it.
    """
    size = file.get("size")
    return Attachment(
        id=str(file["id"]),
        name=_text(file.get("name") or file.get("title") or file["id"]),
        url=str(file.get("url_private_download") or file.get("url_private") or ""),
        size=size if isinstance(size, int) else 0,
    )
