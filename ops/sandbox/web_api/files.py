"""files.*: the three-step upload and what is known of a file.

Sources: https://docs.slack.dev/reference/methods/files.getUploadURLExternal, files.completeUploadExternal, files.info
"""

from ops.sandbox.board import Draft
from ops.sandbox.errors import ApiError
from ops.sandbox.files import LARGEST, File
from ops.sandbox.web_api.call import Call, Method
from ops.sandbox.wire import Json


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: step 1."""
    name, length = call.text("filename"), call.number("length", 0)
    if length <= 0:
        raise ApiError("invalid_arguments")
    if length > LARGEST:
        raise ApiError("file_upload_size_restricted")
    file_id = call.desk.workspace.new_id("F")
    url = call.desk.files.expect(file_id, name, length, user=call.desk.identity.bot_user_id)
    return {"ok": True, "upload_url": url, "file_id": file_id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: step 3. The answer names the files and not the message, as Slack's often does."""
    wanted = call.json("files")
    if not isinstance(wanted, list) or not wanted or not all(isinstance(item, dict) for item in wanted):
        raise ApiError("invalid_arguments")
    destination = _destination(call)
    files = [call.desk.files.completed(str(item.get("id")), item.get("title")) for item in wanted]
    if destination:
        call.desk.board.post(_draft(call, destination, files))
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in files]}


def info(call: Call) -> Json:
    """files.info of a file the app may see."""
    file = call.desk.files.get(call.text("file"))
    if not visible(call, file):
        raise ApiError("file_not_found")
    return {"ok": True, "file": call.desk.files.described(file, shares=True), "comments": []}


def visible(call: Call, file: File) -> bool:
    """Whether the app may see a file: its own, given to it in a view, or shared where it is a member."""
    if file.hidden:
        return False
    own = file.user == call.desk.identity.bot_user_id or file.in_view
    channels = call.desk.workspace.channels
    return own or any(call.is_member(channels[channel]) for channel, _ in file.shares)


def _destination(call: Call) -> str | None:
    if call.maybe("channel_id") is None:
        return None
    channel = call.joined_channel("channel_id")
    if channel.archived:
        raise ApiError("is_archived")
    thread = call.maybe("thread_ts")
    if thread and call.desk.workspace.past(channel.id, thread) is None:
        raise ApiError("invalid_thread_ts")
    return channel.id


def _draft(call: Call, channel: str, files: list[File]) -> Draft:
    return Draft(
        channel=channel, user=call.desk.identity.bot_user_id, by_bot=True, text=call.maybe("initial_comment") or "",
        files=tuple(file.id for file in files), thread_ts=call.maybe("thread_ts"),
    )  # fmt: skip


METHODS = {
    "files.getUploadURLExternal": Method(run=get_upload_url, scopes=("files:write",)),
    "files.completeUploadExternal": Method(run=complete_upload, scopes=("files:write",)),
    "files.info": Method(run=info, scopes=("files:read",)),
}
