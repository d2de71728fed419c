"""The People port on Slack: the language of a person's Slack locale, and the user groups they belong to.

Sources: https://docs.slack.dev/reference/methods/users.info (`include_locale`) and usergroups.users.list
"""

from collections import OrderedDict
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.language import Language, of_locale
from bot.errors import ChatFailed
from bot.log import get_logger
from bot.ports import Clock
from handlers.outcomes import answered

log = get_logger(__name__)

KEPT: Final = 3600.0
"""Seconds that a language is remembered: people change it seldom."""
KEPT_GROUP: Final = 300.0
"""Seconds that the members of a group are remembered: who has left it should soon no longer count."""
KEPT_UNKNOWN: Final = 30.0
"""Seconds before Slack is asked again after it did not answer."""
MOST: Final = 1000
"""People remembered at once; the one not met for longest is forgotten."""
SECONDS: Final = 5.0


class SlackPeople:
    """Asks Slack seldom; never fails, but falls back to the default language, and to no membership."""

    def __init__(self, client: AsyncWebClient, *, default: Language, clock: Clock) -> None:
        self._client, self._default, self._clock = client, default, clock
        self._known: OrderedDict[str, tuple[Language, float]] = OrderedDict()
        self._members: dict[str, tuple[frozenset[str], float]] = {}

    async def language(self, user: str) -> Language:
        """The language of the person's locale; the default when Slack does not say."""
        language, until = self._known.get(user, (self._default, 0.0))
        if self._now() >= until:
            language, keep = await self._asked(user)
            self._remember(user, language, keep)
        return language

    async def in_group(self, user: str, group: str) -> bool:
        """Whether the person is in the user group; False when Slack does not say. The settings name few groups."""
        members, until = self._members.get(group, (frozenset(), 0.0))
        if self._now() >= until:
            members, keep = await self._members_of(group)
            self._members[group] = (members, self._now() + keep)
        return user in members

    async def _members_of(self, group: str) -> tuple[frozenset[str], float]:
        try:
            answer = await answered(
                self._client.usergroups_users_list(usergroup=group), repeatable=True, within=SECONDS
            )
        except ChatFailed as failed:
            log.warning("group not told", group=group, code=failed.code)
            return frozenset(), KEPT_UNKNOWN
        users = answer.get("users")
        return frozenset(map(str, users if isinstance(users, list) else ())), KEPT_GROUP

    async def _asked(self, user: str) -> tuple[Language, float]:
        try:
            answer = await answered(
                self._client.users_info(user=user, include_locale=True), repeatable=True, within=SECONDS
            )
        except ChatFailed as failed:
            log.warning("language not told", user=user, code=failed.code)
            return self._default, KEPT_UNKNOWN
        locale = (answer.get("user") or {}).get("locale")
        return of_locale(str(locale or ""), self._default), KEPT

    def _remember(self, user: str, language: Language, keep: float) -> None:
        self._known[user] = (language, self._now() + keep)
        self._known.move_to_end(user)
        while len(self._known) > MOST:
            self._known.popitem(last=False)

    def _now(self) -> float:
        return self._clock.now().timestamp()
