"""Everything a request or a person works with."""

from dataclasses import dataclass

from ops.sandbox.board import Board
from ops.sandbox.call_log import CallLog
from ops.sandbox.clock import Clock
from ops.sandbox.delivery import Courier
from ops.sandbox.faults import Faults
from ops.sandbox.files import Files
from ops.sandbox.identity import Identity
from ops.sandbox.limits import Limits
from ops.sandbox.manifest import Manifest
from ops.sandbox.payloads import Payloads
from ops.sandbox.responses import Responses
from ops.sandbox.socket_mode import SocketMode
from ops.sandbox.throttle import Throttle
from ops.sandbox.triggers import Triggers
from ops.sandbox.views import Views
from ops.sandbox.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The parts of one running sandbox. `origin` is its address, `http://127.0.0.1:PORT`."""

    origin: str
    identity: Identity
    manifest: Manifest
    limits: Limits
    clock: Clock
    workspace: Workspace
    files: Files
    views: Views
    triggers: Triggers
    responses: Responses
    payloads: Payloads
    socket: SocketMode
    courier: Courier
    board: Board
    throttle: Throttle
    faults: Faults
    log: CallLog

    @classmethod
    def furnish(cls, *, origin: str, identity: Identity, manifest: Manifest, limits: Limits) -> "Desk":
        """A new, empty workspace with the app installed."""
        clock = Clock()
        workspace = Workspace(identity=identity, clock=clock, bot_name=manifest.name)
        changes = workspace.changes
        files = Files(origin=origin, team_id=identity.team_id, clock=clock, changes=changes)
        payloads = Payloads(workspace=workspace, files=files, identity=identity)
        socket = SocketMode(identity=identity, origin=origin, most=limits.connections, changes=changes)
        courier = Courier(socket=socket, limits=limits, clock=clock, changes=changes)
        return cls(
            origin=origin,
            identity=identity,
            manifest=manifest,
            limits=limits,
            clock=clock,
            workspace=workspace,
            files=files,
            views=Views(clock=clock, changes=changes, new_id=workspace.new_id),
            triggers=Triggers(clock=clock, life=limits.trigger_life),
            responses=Responses(origin=origin, limits=limits, clock=clock),
            payloads=payloads,
            socket=socket,
            courier=courier,
            board=Board(workspace=workspace, payloads=payloads, courier=courier, manifest=manifest, limits=limits),
            throttle=Throttle(limits=limits, clock=clock),
            faults=Faults(),
            log=CallLog(size=limits.log_size),
        )
