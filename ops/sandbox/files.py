"""Files of the workspace: uploaded in three steps by the app, at once by a person.

Source: https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes
import secrets
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import quote

from ops.sandbox.changes import Changes
from ops.sandbox.clock import Clock
from ops.sandbox.errors import ApiError
from ops.sandbox.wire import Json

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILETYPES = {"txt": "text", "md": "markdown", "jpeg": "jpg", "yml": "yaml"}
LARGEST = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file a person chooses on their machine."""

    name: str
    content: bytes
    mimetype: str | None = None


@dataclass(frozen=True, kw_only=True)
class File:
    """A file in the workspace.

    `content` is None until the bytes arrived, `shares` holds the (channel, message ts) it was posted to, `hidden` means
    that the app may not see it although it was told of it. `declared` is the size announced before the upload.
    """

    id: str
    name: str
    title: str
    mimetype: str
    user: str
    created: int
    declared: int
    content: bytes | None = None
    complete: bool = False
    deleted: bool = False
    hidden: bool = False
    shares: tuple[tuple[str, str], ...] = ()
    in_view: bool = False

    @property
    def filetype(self) -> str:
        """Slack's short name of the type, from the extension."""
        extension = PurePath(self.name).suffix.lower().removeprefix(".")
        return FILETYPES.get(extension, extension or "binary")

    @property
    def size(self) -> int:
        """Bytes."""
        return self.declared if self.content is None else len(self.content)


class Files:
    """Every file, by id."""

    def __init__(self, *, origin: str, team_id: str, clock: Clock, changes: Changes) -> None:
        self._origin, self._team, self._clock, self._changes = origin, team_id, clock, changes
        self._held: dict[str, File] = {}
        self._keys: dict[str, str] = {}

    def all(self) -> list[File]:
        """Every file, oldest first."""
        return list(self._held.values())

    def get(self, file_id: str) -> File:
        """The file with this id; `file_not_found` and `file_deleted` as Slack's `files.info` says it."""
        file = self._held.get(file_id)
        if file is None:
            raise ApiError("file_not_found")
        if file.deleted:
            raise ApiError("file_deleted")
        return file

    def known(self, file_id: str) -> File | None:
        """The file with this id, in whatever state."""
        return self._held.get(file_id)

    def add(self, file_id: str, upload: Upload, *, user: str, in_view: bool = False) -> File:
        """A file a person uploaded."""
        size = len(upload.content)
        file = self._new(file_id, upload.name, size, user=user, mimetype=upload.mimetype)
        return self.put(replace(file, content=upload.content, complete=True, in_view=in_view))

    def expect(self, file_id: str, name: str, length: int, *, user: str) -> str:
        """Step 1 of the app's upload: announce a file; the answer is the URL to send the bytes to."""
        self.put(self._new(file_id, name, length, user=user, mimetype=None))
        key = secrets.token_urlsafe(16)
        self._keys[key] = file_id
        return f"{self._origin}/upload/v1/{key}"

    def receive(self, key: str, content: bytes) -> File | None:
        """Step 2: the bytes. None when the URL is unknown, was used, or the length is not the announced one."""
        file = self._held.get(self._keys.get(key, ""))
        if file is None or len(content) != file.declared:
            return None
        del self._keys[key]
        return self.put(replace(file, content=content))

    def completed(self, file_id: str, title: str | None) -> File:
        """Step 3: the file exists; `file_not_found` when its bytes never arrived or it was completed before."""
        file = self.get(file_id)
        if file.content is None or file.complete:
            raise ApiError("file_not_found")
        return self.put(replace(file, complete=True, title=title or file.title))

    def put(self, file: File) -> File:
        """Store the new state of a file."""
        self._held[file.id] = file
        self._changes.tell()
        return file

    def described(self, file: File, *, shares: bool = False) -> Json:
        """The file object Slack sends. A deleted file is a tombstone, a hidden one only an id to ask for."""
        if file.deleted:
            return {"id": file.id, "mode": "tombstone"}
        if file.hidden:
            return {"id": file.id, "mode": "file_access", "file_access": "check_file_info", "created": 0, "user": ""}
        return {**self._facts(file), **self._links(file), **({"shares": _shares(file)} if shares else {})}

    def _new(self, file_id: str, name: str, length: int, *, user: str, mimetype: str | None) -> File:
        guessed = XLSX if name.lower().endswith(".xlsx") else mimetypes.guess_type(name)[0]
        kind = mimetype or guessed or "application/octet-stream"
        created = int(self._clock.now())
        return File(id=file_id, name=name, title=name, mimetype=kind, user=user, created=created, declared=length)

    def _facts(self, file: File) -> Json:
        named = {"id": file.id, "name": file.name, "title": file.title, "user": file.user, "user_team": self._team}
        kind = {"mimetype": file.mimetype, "filetype": file.filetype, "pretty_type": file.filetype.upper()}
        state = {"mode": "hosted", "is_external": False, "external_type": "", "editable": False, "is_public": True}
        return {**named, **kind, **state, "size": file.size, "created": file.created, "timestamp": file.created}

    def _links(self, file: File) -> Json:
        private = f"{self._origin}/files-pri/{self._team}-{file.id}"
        name = quote(file.name)
        return {
            "url_private": f"{private}/{name}",
            "url_private_download": f"{private}/download/{name}",
            "permalink": f"{self._origin}/files/{file.user}/{file.id}/{name}",
            "public_url_shared": False,
            "has_rich_preview": False,
            "file_access": "visible",
        }


def _shares(file: File) -> Json:
    channels = dict.fromkeys(channel for channel, _ in file.shares)
    return {"public": {name: [{"ts": ts} for other, ts in file.shares if other == name] for name in channels}}
