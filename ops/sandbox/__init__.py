"""A small Slack on this machine, for the demo, the acceptance tests and the benchmark."""

from ops.sandbox.answers import Answer
from ops.sandbox.errors import NotPossible, NotSeen
from ops.sandbox.files import Upload
from ops.sandbox.identity import Identity
from ops.sandbox.limits import Limits
from ops.sandbox.manifest import Manifest
from ops.sandbox.messages import Message
from ops.sandbox.people import Person
from ops.sandbox.server import Sandbox

__all__ = [
    "Answer",
    "Identity",
    "Limits",
    "Manifest",
    "Message",
    "NotPossible",
    "NotSeen",
    "Person",
    "Sandbox",
    "Upload",
]
