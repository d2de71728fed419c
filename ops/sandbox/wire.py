"""The JSON that travels between Slack and an app."""

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def decoded(value: Any) -> Any:
    """The value of an argument that a form carries as a JSON string and a JSON body carries as it is."""
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


def truthy(value: Any) -> bool:
    """Slack's reading of a boolean argument: `true`, `1`, `"true"`, `"1"`."""
    return value is True or value == 1 or str(value).lower() in ("true", "1")


def present(fields: Mapping[str, Any]) -> Json:
    """The fields that have a value."""
    return {key: value for key, value in fields.items() if value is not None}
