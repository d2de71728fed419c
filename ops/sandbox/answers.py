"""What a person sees of an acknowledgement."""

from dataclasses import dataclass

from ops.sandbox.messages import Message
from ops.sandbox.wire import Json


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person sees of the app's acknowledgement.

    `error` is None, `operation_timeout` (nothing within 3 s), `dispatch_failed` (the app is not connected, or does not
    have this command) or the code by which Slack refused what the app answered. `errors` holds the messages under the
    inputs of a modal by block id, `payload` the raw acknowledgement, `message` what it put into the channel.
    """

    error: str | None = None
    errors: Json | None = None
    payload: Json | None = None
    message: Message | None = None
    latency: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the person saw no error."""
        return self.error is None and not self.errors
