"""What people do in Slack, one file per kind of thing. A listener parses and stores; the work happens elsewhere.

The app must be made with `process_before_response=True`: Slack gets its acknowledgement when a listener has returned,
so after the commit, and none for an event whose listener raised.
"""

from slack_bolt.async_app import AsyncApp

from handlers.desk import Desk
from handlers.listeners import actions, commands, edge, messages, numbers, shortcuts, submissions


def register(app: AsyncApp, desk: Desk) -> None:
    """Registers every listener, and the edge that errors end at."""
    for kind in (messages, commands, actions, numbers, submissions, shortcuts, edge):
        kind.register(app, desk)
