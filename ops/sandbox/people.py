"""People of the workspace: what a person does in their Slack client, and what they see."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ops.sandbox import forms, modals
from ops.sandbox.answers import Answer
from ops.sandbox.board import Draft
from ops.sandbox.delivery import Delivery
from ops.sandbox.desk import Desk
from ops.sandbox.errors import ApiError, NotPossible
from ops.sandbox.files import File, Upload
from ops.sandbox.markup import rich_text, typed
from ops.sandbox.messages import Message, action_of, chosen, elements
from ops.sandbox.responses import Occasion
from ops.sandbox.transfers import Transfers
from ops.sandbox.views import View
from ops.sandbox.wire import Json, present
from ops.sandbox.workspace import Channel, User


class Person:
    """One person at their Slack client."""

    def __init__(self, *, user: User, desk: Desk) -> None:
        self.user, self._desk = user, desk
        self._transfers = Transfers(desk)

    @property
    def id(self) -> str:
        """Their user id."""
        return self.user.id

    @property
    def dm(self) -> Channel:
        """Their direct message channel with the app."""
        return self._desk.workspace.direct(self.id)

    @property
    def ephemerals(self) -> list[Message]:
        """What only they see, oldest first."""
        return [item for item in self._desk.workspace.ephemerals if item.visible_to == self.id and not item.deleted]

    @property
    def views(self) -> list[View]:
        """Their open modals, the topmost last."""
        return self._desk.views.stack(self.id)

    @property
    def home(self) -> View | None:
        """Their Home tab of the app."""
        return self._desk.views.home(self.id)

    async def says(
        self, channel: Channel | str, text: str, *, thread: Message | str | None = None,
        files: Sequence[Upload] = (), broadcast: bool = False,
    ) -> Message:  # fmt: skip
        """Post in a channel, or as a reply when `thread` is given.

        The text is what is typed: `@Name`, `#channel`, `@here` and addresses become links, the rest is escaped.
        """
        place = self._place(channel)
        markup = typed(self._desk.workspace, text)
        blocks = (rich_text(markup, "typed"),) if text else ()
        return self._desk.board.post(
            Draft(
                channel=place.id, user=self.id, text=markup, blocks=blocks, thread_ts=_root(thread),
                files=tuple(self._upload(item).id for item in files), broadcast=broadcast,
            )
        )  # fmt: skip

    async def mentions(
        self, channel: Channel | str, text: str = "", *, thread: Message | str | None = None,
        files: Sequence[Upload] = (),
    ) -> Message:  # fmt: skip
        """Post with a mention of the app in front."""
        return await self.says(channel, f"@{self._desk.manifest.name} {text}".rstrip(), thread=thread, files=files)

    async def uploads(
        self, channel: Channel | str, *files: Upload, text: str = "", thread: Message | str | None = None
    ) -> Message:
        """Post files, with a text if any."""
        return await self.says(channel, text, thread=thread, files=files)

    async def edits(self, message: Message, text: str) -> Message:
        """Change an own message."""
        self._own(message)
        markup = typed(self._desk.workspace, text)
        return self._desk.board.edit(message, text=markup, blocks=(rich_text(markup, "typed"),))

    async def deletes(self, message: Message) -> None:
        """Delete an own message."""
        self._own(message)
        self._desk.board.delete(message)

    async def reacts(self, message: Message, name: str) -> Message:
        """Add a reaction, for example `white_check_mark`."""
        return self._desk.board.react(message, self.id, name, added=True)

    async def opens_home(self, tab: str = "home") -> None:
        """Look at the app's Home (`home`) or its messages (`messages`)."""
        view = self.home.described(self._desk.identity) if self.home else None
        self._desk.board.open_home(self.id, tab, view)

    async def runs_command(self, command: str, text: str = "", channel: Channel | str | None = None) -> Answer:
        """Run a slash command, in the direct message with the app unless a channel is given; never in a thread."""
        if command not in self._desk.manifest.commands or "commands" not in self._desk.manifest.scopes:
            return Answer(error="dispatch_failed")
        place = self._place(channel or self.dm)
        occasion = Occasion(user=self.id, channel=place.id)
        url = self._desk.responses.issue(occasion)
        trigger = self._desk.triggers.issue(self.id)
        asked = {"command": command, "text": text, "trigger_id": trigger, "response_url": url}
        payload = self._desk.payloads.command(self.user, place, **asked)
        done = await self._desk.courier.ask("slash_commands", command, payload, takes_answer=True)
        return self._answered(occasion, done)

    async def presses(self, message: Message, button: str) -> Answer:
        """Press a button of a message, named by its action id or its label."""
        return await self._acts(message, _element(message.blocks, button), {})

    async def chooses(self, message: Message, action_id: str, *values: str) -> Answer:
        """Choose options, by value, in a menu, radio group, checkboxes or overflow of a message."""
        element = _element(message.blocks, action_id)
        return await self._acts(message, element, chosen(element, values))

    async def submits(self, answers: Mapping[str, Any] | None = None, *, view: View | None = None) -> Answer:
        """Fill and submit a modal, the topmost unless another is given.

        `answers` go by block id, action id or label (see `forms.filled`). What the client itself refuses (a required
        input left empty, a text too long) comes back in `errors` without reaching the app.
        """
        shown = self._modal(view)
        values = forms.filled(shown, answers or {}, keep=self._attach, describe=self._desk.files.described)
        shown = self._desk.views.fill(shown.id, values)
        if errors := forms.complaints(shown, values):
            return Answer(errors=errors)
        payload = self._view_payload("view_submission", shown, response_urls=[])
        done = await self._desk.courier.ask("interactive", "view_submission", payload, takes_answer=True)
        return modals.carried_out(self._desk, shown, done)

    async def enters(self, answers: Mapping[str, Any], *, view: View | None = None) -> Answer:
        """Fill inputs of a modal and leave it open; the app hears of those that it wants to hear of, one by one.

        The last of its answers.
        """
        shown, answer = self._modal(view), Answer()
        values = forms.filled(shown, answers, keep=self._attach, describe=self._desk.files.described)
        self._desk.views.fill(shown.id, values)
        for action in forms.told(shown, answers, values):
            now = self._desk.views.get(shown.id)
            answer = await self._acts_in(now, {**action, "action_ts": self._desk.clock.stamp()})
        return answer

    async def closes(self, view: View | None = None) -> Answer:
        """Close a modal; the app is told when it asked to be (`notify_on_close`)."""
        shown = self._modal(view)
        self._desk.views.close(shown.id)
        if not shown.body.get("notify_on_close"):
            return Answer()
        payload = self._view_payload("view_closed", shown, is_cleared=False)
        return _plain(await self._desk.courier.ask("interactive", "view_closed", payload, takes_answer=False))

    async def presses_in(self, view: View, button: str) -> Answer:
        """Press a button in a modal or on the Home tab, named by its action id or its label."""
        element = _element(view.blocks, button)
        return await self._acts_in(view, {**action_of(element), "action_ts": self._desk.clock.stamp()})

    async def uses_shortcut(self, callback_id: str, message: Message | None = None) -> Answer:
        """Use a message shortcut on a message, or a global one."""
        if callback_id not in self._desk.manifest.shortcuts:
            return Answer(error="dispatch_failed")
        kind = "message_action" if message else "shortcut"
        trigger = self._desk.triggers.issue(self.id)
        stamp = {"callback_id": callback_id, "trigger_id": trigger, "action_ts": self._desk.clock.stamp()}
        payload = self._desk.payloads.interaction(kind, self.user, **stamp, **self._of(message))
        done = await self._desk.courier.ask("interactive", kind, payload, takes_answer=False)
        return _plain(done)

    async def sees(self, look: Callable[[Message], object], *, within: float = 5.0) -> Message:
        """Wait for an ephemeral message for which `look` is true."""

        def found() -> list[Message]:
            return [item for item in self.ephemerals if look(item)]

        return (await self._desk.workspace.changes.until(found, within, lambda: f"{self.ephemerals}"))[0]

    def _of(self, message: Message | None) -> Json:
        if message is None:
            return {}
        channel = self._place(message.channel)
        occasion = Occasion(user=self.id, channel=channel.id, message_ts=message.ts, thread_ts=message.thread_ts)
        shown = self._desk.payloads.message(message, metadata=True)
        where = {"channel": self._desk.payloads.where(channel), "message_ts": message.ts}
        body = {} if message.visible_to else {"message": shown}
        return {**where, **body, "response_url": self._desk.responses.issue(occasion)}

    async def _acts(self, message: Message, element: Json, chosen_values: Json) -> Answer:
        of = self._of(message)
        of.pop("message_ts")
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
        container |= {"is_ephemeral": message.visible_to is not None} | present({"thread_ts": message.thread_ts})
        action = {**action_of(element), **chosen_values, "action_ts": self._desk.clock.stamp()}
        trigger = self._desk.triggers.issue(self.id)
        payload = self._desk.payloads.interaction(
            "block_actions", self.user, **of, container=container, trigger_id=trigger, state={"values": {}},
            actions=[action],
        )  # fmt: skip
        done = await self._desk.courier.ask("interactive", "block_actions", payload, takes_answer=False)
        return _plain(done)

    async def _acts_in(self, view: View, action: Json) -> Answer:
        container = {"type": "view", "view_id": view.id}
        payload = self._view_payload("block_actions", view, container=container, actions=[action])
        return _plain(await self._desk.courier.ask("interactive", "block_actions", payload, takes_answer=False))

    def _modal(self, view: View | None) -> View:
        if view is None and not self.views:
            raise NotPossible(f"{self.user.name} has no modal open")
        return self._desk.views.get(view.id if view else self.views[-1].id)

    def _view_payload(self, kind: str, view: View, **fields: Any) -> Json:
        trigger = self._desk.triggers.issue(self.id, view.id)
        shown = view.described(self._desk.identity)
        return self._desk.payloads.interaction(kind, self.user, trigger_id=trigger, view=shown, **fields)

    def _attach(self, upload: Upload) -> File:
        return self._desk.files.add(self._desk.workspace.new_id("F"), upload, user=self.id, in_view=True)

    def _answered(self, occasion: Occasion, done: Delivery) -> Answer:
        if done.error or not done.answer:
            return _plain(done)
        try:
            message = self._transfers.answer(occasion, done.answer)
        except ApiError as refused:
            return Answer(error=refused.code, payload=done.answer, latency=done.latency)
        return Answer(payload=done.answer, message=message, latency=done.latency)

    def _place(self, channel: Channel | str) -> Channel:
        name = channel if isinstance(channel, str) else channel.id
        found = self._desk.workspace.channel_called(name)
        if found is None or self.id not in found.members:
            raise NotPossible(f"{self.user.name} is not in {name}")
        return found

    def _upload(self, upload: Upload) -> File:
        return self._desk.files.add(self._desk.workspace.new_id("F"), upload, user=self.id)

    def _own(self, message: Message) -> None:
        if message.user != self.id:
            raise NotPossible(f"the message is not by {self.user.name}")


def _element(blocks: tuple[Json, ...], wanted: str) -> Json:
    held = elements(blocks)
    for item in held:
        label = item["text"]["text"] if isinstance(item.get("text"), dict) else None
        if wanted in (item["action_id"], label):
            return item
    raise NotPossible(f"nothing to press called {wanted!r}: there are {[item['action_id'] for item in held]}")


def _plain(done: Delivery) -> Answer:
    return Answer(error=done.error, payload=done.answer, latency=done.latency)


def _root(thread: Message | str | None) -> str | None:
    return thread.root_ts if isinstance(thread, Message) else thread
