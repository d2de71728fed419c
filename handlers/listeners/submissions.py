"""The forms, submitted."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.incoming import FormSent
from handlers.desk import Desk
from handlers.incoming import answers_sent, form_arrived, form_sent
from handlers.names import ANSWERS, FORM, Field
from handlers.views.forms import CLIENT_LENGTH, TEXT_LENGTH, TITLE_LENGTH


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to both forms."""

    async def on_form(ack: AsyncAck, body: dict[str, Any]) -> None:
        sent = form_sent(body, desk.currencies[desk.language])
        faults = form_faults(sent)
        if faults:
            words = await desk.words_for(sent.author)
            await ack(response_action="errors", errors={field.value: words(key) for field, key in faults.items()})
            return
        await desk.keep(form_arrived(body, sent))
        await ack()

    async def on_answers(ack: AsyncAck, body: dict[str, Any]) -> None:
        arrived = answers_sent(body)
        if arrived is not None:
            await desk.keep(arrived)
        await ack()

    app.view(FORM)(on_form)
    app.view(ANSWERS)(on_answers)


def form_faults(sent: FormSent) -> dict[Field, str]:
    """What is wrong with the fields, as keys of texts; Slack's own checks are not relied on."""
    lengths = {
        Field.TITLE: (sent.title, TITLE_LENGTH),
        Field.CLIENT: (sent.client, CLIENT_LENGTH),
        Field.LIST: (sent.list_text, TEXT_LENGTH),
        Field.REQUIREMENTS: (sent.requirements, TEXT_LENGTH),
    }
    faults = {field: "slack.form.too_long" for field, (text, longest) in lengths.items() if len(text) > longest}
    if not sent.title:
        faults[Field.TITLE] = "slack.form.title.missing"
    if not sent.list_text and not sent.attachments:
        faults[Field.LIST] = "slack.form.list.missing"
    if sent.list_text and sent.attachments:
        faults[Field.FILE] = "slack.form.list.both"
    return faults
