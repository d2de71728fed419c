"""Who we are in the workspace, and how Bolt is told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.authorization import AuthorizeResult

from bot.domain.task import Place


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What `auth.test` says of our token."""

    user: str
    """Our user id, as mentions hold it."""
    bot: str
    team: str
    scopes: frozenset[str]
    home: str = ""
    """The workspace's address with a slash at its end, which the addresses of messages begin with."""


def address_of(place: Place, home: str) -> str:
    """The address of a thread's first message; empty without one. `chat.getPermalink` gives the same, one per call."""
    if not place.thread or not home:
        return ""
    return f"{home.rstrip('/')}/archives/{place.channel}/p{place.thread.replace('.', '')}"


def authorize_as(identity: Identity, token: str) -> Callable[[], Awaitable[AuthorizeResult]]:
    """The `authorize` of a Bolt app in one workspace.

    Given a token instead, Bolt asks `auth.test` while the first payload waits, and acknowledges that payload as done
    when Slack refuses to answer: an event would be lost.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_user_id=identity.user,
            bot_id=identity.bot,
            bot_token=token,
            bot_scopes=sorted(identity.scopes),
        )

    return authorize
