"""A language model on loopback that speaks OpenAI's protocol: `FakeModel` serves, `ModelFault` breaks it."""

from ops.sandbox.model.faults import ModelFault
from ops.sandbox.model.server import FakeModel, ModelCall

__all__ = ["FakeModel", "ModelCall", "ModelFault"]
