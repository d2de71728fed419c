"""views.*: modals and the Home tab.

Sources: https://docs.slack.dev/reference/methods/views.open, views.update, views.push, views.publish
"""

import json

from ops.sandbox.blocks import check_view
from ops.sandbox.errors import ApiError
from ops.sandbox.views import View
from ops.sandbox.web_api.call import Call, Method
from ops.sandbox.wire import Json

LARGEST = 250_000


def open_view(call: Call) -> Json:
    """views.open."""
    body = body_of(call, "modal")
    trigger = call.desk.triggers.spend(call.text("trigger_id"))
    return _answer(call, call.desk.views.open(trigger.user, body))


def push(call: Call) -> Json:
    """views.push, with a trigger that came from a view."""
    body = body_of(call, "modal")
    trigger = call.desk.triggers.spend(call.text("trigger_id"))
    if trigger.view_id is None:
        raise ApiError("not_found")
    return _answer(call, call.desk.views.push(trigger.user, body, onto=trigger.view_id))


def update(call: Call) -> Json:
    """views.update, by `view_id` or `external_id`, guarded by `hash` when given."""
    external = call.maybe("external_id")
    view = call.desk.views.with_external_id(external) if external else call.desk.views.get(call.text("view_id"))
    body = body_of(call, str(view.body["type"]))
    return _answer(call, call.desk.views.update(view.id, body, expected=call.maybe("hash")))


def publish(call: Call) -> Json:
    """views.publish of a Home tab, if the manifest has one."""
    if not call.desk.manifest.home_tab:
        raise ApiError("not_enabled")
    user = call.text("user_id")
    if user not in call.desk.workspace.users:
        raise ApiError("user_not_found")
    return _answer(call, call.desk.views.publish(user, body_of(call, "home"), expected=call.maybe("hash")))


def body_of(call: Call, kind: str) -> Json:
    """The `view` argument, checked, with ids. Raises `invalid_arguments` or `view_too_large`."""
    body = call.json("view")
    if len(json.dumps(body, ensure_ascii=False).encode()) > LARGEST:
        raise ApiError("view_too_large")
    check_view(body, kind)
    return {**body, "blocks": list(call.desk.board.with_ids(body["blocks"]))}


def _answer(call: Call, view: View) -> Json:
    return {"ok": True, "view": view.described(call.desk.identity)}


METHODS = {
    "views.open": Method(run=open_view),
    "views.push": Method(run=push),
    "views.update": Method(run=update),
    "views.publish": Method(run=publish),
}
