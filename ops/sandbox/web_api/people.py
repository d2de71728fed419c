"""auth.*, apps.*, users.*, usergroups.*, bots.* and reactions.*.

Sources: https://docs.slack.dev/reference/methods/auth.test, apps.connections.open, users.info,
usergroups.users.list, reactions.add
"""

from ops.sandbox.errors import ApiError
from ops.sandbox.messages import Message
from ops.sandbox.web_api.call import Call, Method
from ops.sandbox.wire import Json


def auth_test(call: Call) -> Json:
    """auth.test: who the token speaks for."""
    own = call.desk.identity
    bot = call.desk.workspace.users[own.bot_user_id]
    team = {"url": f"{call.desk.origin}/", "team": own.team_name, "team_id": own.team_id}
    who = {"user": bot.name, "user_id": bot.id, "bot_id": own.bot_id}
    return {"ok": True, **team, **who, "is_enterprise_install": False}


def connections_open(call: Call) -> Json:
    """apps.connections.open: an address for one websocket."""
    return {"ok": True, "url": call.desk.socket.url()}


def users_info(call: Call) -> Json:
    """users.info, with the locale when asked."""
    user = call.desk.workspace.users.get(call.text("user"))
    if user is None:
        raise ApiError("user_not_found")
    return {"ok": True, "user": call.desk.payloads.user(user, locale=call.flag("include_locale"))}


def users_list(call: Call) -> Json:
    """users.list, on one page."""
    locale = call.flag("include_locale")
    members = [call.desk.payloads.user(user, locale=locale) for user in call.desk.workspace.users.values()]
    return {"ok": True, "members": members, "response_metadata": {"next_cursor": ""}}


def usergroups_users_list(call: Call) -> Json:
    """usergroups.users.list: the members of a user group."""
    members = call.desk.workspace.groups.get(call.text("usergroup"))
    if members is None:
        raise ApiError("no_such_subteam")
    return {"ok": True, "users": sorted(members)}


def bots_info(call: Call) -> Json:
    """bots.info of the app's own bot."""
    own = call.desk.identity
    if call.text("bot") != own.bot_id:
        raise ApiError("bot_not_found")
    bot = {"id": own.bot_id, "app_id": own.app_id, "user_id": own.bot_user_id, "name": call.desk.manifest.name}
    return {"ok": True, "bot": {**bot, "deleted": False, "updated": 0, "icons": {}}}


def reactions_add(call: Call) -> Json:
    """reactions.add. Raises `already_reacted`."""
    message, name = _reacted(call)
    if (name, call.desk.identity.bot_user_id) in message.reactions:
        raise ApiError("already_reacted")
    call.desk.board.react(message, call.desk.identity.bot_user_id, name, added=True)
    return {"ok": True}


def reactions_remove(call: Call) -> Json:
    """reactions.remove. Raises `no_reaction`."""
    message, name = _reacted(call)
    if (name, call.desk.identity.bot_user_id) not in message.reactions:
        raise ApiError("no_reaction")
    call.desk.board.react(message, call.desk.identity.bot_user_id, name, added=False)
    return {"ok": True}


def _reacted(call: Call) -> tuple[Message, str]:
    name = call.text("name")
    if ":" in name:
        raise ApiError("invalid_name")
    return call.message(call.joined_channel(), "timestamp"), name


METHODS = {
    "auth.test": Method(run=auth_test),
    "apps.connections.open": Method(run=connections_open, holder="app"),
    "users.info": Method(run=users_info, scopes=("users:read",)),
    "users.list": Method(run=users_list, scopes=("users:read",)),
    "usergroups.users.list": Method(run=usergroups_users_list, scopes=("usergroups:read",)),
    "bots.info": Method(run=bots_info, scopes=("users:read",)),
    "reactions.add": Method(run=reactions_add, scopes=("reactions:write",)),
    "reactions.remove": Method(run=reactions_remove, scopes=("reactions:write",)),
}
