"""Values of the domain to rows and back: the class's name as the kind, its fields as JSON.

A field that is added with a default reads from older rows; a class that is renamed does not, and needs a migration.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from bot.adapters.store.errors import UnknownKind, Unreadable
from bot.domain.incoming import Incoming
from bot.domain.messages import Message
from bot.ports import ProposedEfforts, ProposedIdeas, ProposedIntent, ProposedQuestions

Answer = ProposedQuestions | ProposedEfforts | ProposedIntent | ProposedIdeas
Value = TypeVar("Value")


class Codec(Generic[Value]):
    """Writes and reads the values of one closed set of classes."""

    def __init__(self, classes: Iterable[type[Any]]) -> None:
        self._classes = {one.__name__: one for one in classes}
        self._adapters: dict[str, TypeAdapter[Any]] = {}

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds it knows."""
        return frozenset(self._classes)

    def write(self, value: Value) -> tuple[str, str]:
        """Kind and JSON of a value. Numbers that JSON has no form for (a model's NaN) become texts."""
        kind = type(value).__name__
        if self._classes.get(kind) is not type(value):
            raise UnknownKind(kind)
        return kind, to_json(value, inf_nan_mode="strings", fallback=_plain).decode()

    def read(self, kind: str, body: str) -> Value:
        """The value again. Raises UnknownKind for a class not of the set, Unreadable for fields that do not fit."""
        if kind not in self._classes:
            raise UnknownKind(kind)
        try:
            read: Value = self._adapter(kind).validate_json(body)
        except ValidationError:  # its text quotes the input, which is a person's
            raise Unreadable(kind) from None
        return read

    def _adapter(self, kind: str) -> TypeAdapter[Any]:
        """Made once per class, and only when one is read: they take longer to make than to use."""
        if kind not in self._adapters:
            self._adapters[kind] = TypeAdapter(self._classes[kind])
        return self._adapters[kind]


def _plain(value: Any) -> dict[Any, Any]:
    """A mapping of whatever class as JSON knows it."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return dict(value)


INCOMING: Codec[Incoming] = Codec(get_args(Incoming))
MESSAGES: Codec[Message] = Codec(get_args(Message))
ANSWERS: Codec[Answer] = Codec(get_args(Answer))
