from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.language import Language
from handlers import people as module
from handlers.people import SlackPeople
from ops.sandbox import Sandbox, faults


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def turn(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(client: AsyncWebClient, clock: Clock) -> SlackPeople:
    return SlackPeople(client, default=Language.JA, clock=clock)


async def test_the_language_is_that_of_the_locale(sandbox: Sandbox, people: SlackPeople) -> None:
    assert await people.language(sandbox.person("Aiko", locale="ja-JP").id) is Language.JA
    assert await people.language(sandbox.person("Ken", locale="en-GB").id) is Language.EN
    assert await people.language(sandbox.person("Anna", locale="de-DE").id) is Language.JA
    assert await people.language("U0NOBODY") is Language.JA


async def test_slack_is_asked_once_an_hour(sandbox: Sandbox, people: SlackPeople, clock: Clock) -> None:
    ken = sandbox.person("Ken", locale="en-US").id

    for seconds in (0, module.KEPT - 1, 2):
        clock.turn(seconds)
        assert await people.language(ken) is Language.EN

    assert len(sandbox.calls("users.info")) == 2


@pytest.mark.parametrize(
    "fault",
    [faults.http(500), faults.garbage(), faults.garbage("[1]"), faults.hang(), faults.refusal("missing_scope")],
    ids=lambda fault: fault.kind,
)
async def test_a_failure_is_the_default_language_and_soon_forgotten(
    sandbox: Sandbox, people: SlackPeople, clock: Clock, fault: faults.Fault
) -> None:
    ken = sandbox.person("Ken", locale="en-US").id
    sandbox.faults.plan("users.info", fault)

    assert await people.language(ken) is Language.JA
    assert await people.language(ken) is Language.JA
    clock.turn(module.KEPT_UNKNOWN)

    assert await people.language(ken) is Language.EN
    assert len(sandbox.calls("users.info")) == 2


async def test_only_so_many_people_are_remembered(
    sandbox: Sandbox, people: SlackPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    ids = [sandbox.person(name, locale="en-US").id for name in ("Ken", "Mia", "Leo")]

    for user in (*ids, ids[2], ids[0]):
        await people.language(user)

    assert len(sandbox.calls("users.info")) == 4


async def test_a_person_belongs_to_a_user_group_or_not(sandbox: Sandbox, people: SlackPeople) -> None:
    aiko, ken = sandbox.person("Aiko"), sandbox.person("Ken")
    group = sandbox.group(aiko)

    assert await people.in_group(aiko.id, group)
    assert not await people.in_group(ken.id, group)
    assert not await people.in_group(aiko.id, "S0NOBODY")


async def test_the_members_of_a_group_are_asked_for_anew_after_a_while(
    sandbox: Sandbox, people: SlackPeople, clock: Clock
) -> None:
    aiko = sandbox.person("Aiko")
    group = sandbox.group(aiko)

    assert await people.in_group(aiko.id, group)
    sandbox.group(id=group)
    clock.turn(module.KEPT_GROUP - 1)
    assert await people.in_group(aiko.id, group)
    clock.turn(2)
    assert not await people.in_group(aiko.id, group)
    assert len(sandbox.calls("usergroups.users.list")) == 2


@pytest.mark.parametrize(
    "fault",
    [faults.http(500), faults.garbage(), faults.garbage("[1]"), faults.hang(), faults.refusal("missing_scope")],
    ids=lambda fault: fault.kind,
)
async def test_a_failure_is_no_membership_and_soon_forgotten(
    sandbox: Sandbox, people: SlackPeople, clock: Clock, fault: faults.Fault
) -> None:
    aiko = sandbox.person("Aiko")
    group = sandbox.group(aiko)
    sandbox.faults.plan("usergroups.users.list", fault)

    assert not await people.in_group(aiko.id, group)
    assert not await people.in_group(aiko.id, group)
    clock.turn(module.KEPT_UNKNOWN)

    assert await people.in_group(aiko.id, group)
    assert len(sandbox.calls("usergroups.users.list")) == 2
