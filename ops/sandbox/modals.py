"""What Slack does with the acknowledgement of a submission.

Source: https://docs.slack.dev/surfaces/modals
"""

from ops.sandbox.answers import Answer
from ops.sandbox.blocks import check_view
from ops.sandbox.delivery import Delivery
from ops.sandbox.desk import Desk
from ops.sandbox.errors import ApiError
from ops.sandbox.forms import inputs
from ops.sandbox.views import View
from ops.sandbox.wire import Json


def carried_out(desk: Desk, view: View, done: Delivery) -> Answer:
    """Close, clear, change or stack the modal as the app answered, or show its errors under the inputs."""
    answer = done.answer or {}
    if done.error:
        return Answer(error=done.error, latency=done.latency)
    try:
        errors = _act(desk, view, answer)
    except ApiError as refused:
        return Answer(error=refused.code, payload={**answer, **refused.fields}, latency=done.latency)
    return Answer(errors=errors, payload=answer, latency=done.latency)


def _act(desk: Desk, view: View, answer: Json) -> Json | None:
    match answer.get("response_action"):
        case None:
            desk.views.close(view.id)
        case "clear":
            desk.views.close_all(view.user)
        case "update":
            desk.views.update(view.id, _body(desk, answer), expected=None)
        case "push":
            desk.views.push(view.user, _body(desk, answer), onto=view.id)
        case "errors":
            return _errors(view, answer)
        case _:
            raise ApiError("invalid_response_action")
    return None


def _body(desk: Desk, answer: Json) -> Json:
    body: Json = answer.get("view") or {}
    check_view(body, "modal")
    return {**body, "blocks": list(desk.board.with_ids(body["blocks"]))}


def _errors(view: View, answer: Json) -> Json:
    """Slack shows an error only under an input that exists; anything else breaks the submission."""
    errors = answer.get("errors")
    known = {block["block_id"] for block in inputs(view)}
    if not isinstance(errors, dict) or not errors or not set(errors) <= known:
        raise ApiError("invalid_response_action", unknown_inputs=sorted(set(errors or ()) - known))
    return errors
