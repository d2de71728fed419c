"""`/estimate`: the form, and what a person alone gets to see."""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.messages import Message, TasksListed
from bot.i18n import Words
from handlers.desk import Desk
from handlers.identity import address_of
from handlers.incoming import Commanded, commanded
from handlers.names import COMMAND
from handlers.opening import open_form
from handlers.views.forms import estimate_form
from handlers.views.mrkdwn import mrkdwn
from handlers.views.notices import hinted
from handlers.views.rendered import Rendered
from handlers.views.rendering import render


class Wish(Enum):
    """What was typed behind the command."""

    FORM = auto()
    HELP = auto()
    LIST = auto()
    SHOW = auto()
    UNCLEAR = auto()


WISHES: Final = {
    "": Wish.FORM,
    "help": Wish.HELP,
    "?": Wish.HELP,
    "ヘルプ": Wish.HELP,
    "使い方": Wish.HELP,
    "list": Wish.LIST,
    "一覧": Wish.LIST,
    "リスト": Wish.LIST,
}
SHOW: Final = re.compile(r"(?:show|表示)\s*(?:#|est-)?\s*([0-9]{1,9})|(?:#|est-)?([0-9]{1,9})\s*(?:を\s*)?表示")
ECHO: Final = 60


@dataclass(frozen=True, kw_only=True)
class Request:
    """A wish, and the number of the estimate that is to be shown."""

    wish: Wish
    number: int = 0


def understood(text: str) -> Request:
    """What is wished for; full-width letters and digits count as their plain forms."""
    said = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if said in WISHES:
        return Request(wish=WISHES[said])
    show = SHOW.fullmatch(said)
    return Request(wish=Wish.SHOW, number=int(show[1] or show[2])) if show else Request(wish=Wish.UNCLEAR)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the command."""

    async def on_command(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        command = commanded(body)
        request, words = understood(command.text), await desk.words_for(command.user)
        if request.wish is Wish.FORM:
            await open_form(client, command.trigger, estimate_form(command.channel, desk.currency(words), words))
            await ack()
            return
        answer = await _answer(desk, command, request, words)
        await ack(text=answer.text, blocks=answer.blocks, response_type="ephemeral")

    app.command(COMMAND)(on_command)


async def _answer(desk: Desk, command: Commanded, request: Request, words: Words) -> Rendered:
    shown = render(await _message(desk, command, request), words)
    if request.wish is not Wish.UNCLEAR:
        return shown
    return hinted(shown, words("slack.command.unclear", text=mrkdwn(command.text, ECHO)))


async def _message(desk: Desk, command: Commanded, request: Request) -> Message:
    match request.wish:
        case Wish.LIST:
            return _linked(await desk.lookup.newest(command.user), desk.home)
        case Wish.SHOW:
            return await desk.lookup.show(command.user, command.channel, request.number)
        case _:
            return await desk.lookup.help()


def _linked(listed: TasksListed, home: str) -> TasksListed:
    return TasksListed(tasks=tuple(replace(task, link=address_of(task.place, home)) for task in listed.tasks))
