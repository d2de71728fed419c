"""Telling one person something at once, where they just did something."""

from slack_bolt.async_app import AsyncRespond

from handlers.outcomes import OK, answered, by_status
from handlers.views.rendered import Rendered


async def tell(respond: AsyncRespond, rendered: Rendered, thread: str | None) -> None:
    """Answers through the response URL, seen by that person alone, in the given thread. Raises ChatFailed."""
    answer = await answered(
        respond(
            text=rendered.text,
            blocks=list(rendered.blocks),
            response_type="ephemeral",
            replace_original=False,
            thread_ts=thread,
        ),
        repeatable=True,
    )
    if answer.status_code != OK:
        raise by_status(answer.status_code, answer.headers, repeatable=True)
