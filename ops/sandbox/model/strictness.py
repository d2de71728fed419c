"""The rules that OpenAI holds a strict schema to, and its words when one is broken.

https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
"""

import re
from collections.abc import Iterator
from typing import Any

KEYWORDS = frozenset(
    {
        "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref", "$defs",
        "definitions", "description", "title", "pattern", "format", "multipleOf", "maximum", "exclusiveMaximum",
        "minimum", "exclusiveMinimum", "minItems", "maxItems",
    }
)  # fmt: skip
MAX_PROPERTIES = 5_000
NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")

Path = tuple[str, ...]


def refusal_of(response_format: Any) -> str | None:
    """Why the API would refuse a `response_format`; None when it would not."""
    if not isinstance(response_format, dict) or response_format.get("type") != "json_schema":
        return "Invalid value: 'response_format.type'. The sandbox serves 'json_schema' only."
    given = response_format.get("json_schema") or {}
    name = given.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        return "Invalid 'response_format.json_schema.name': string does not match pattern '^[a-zA-Z0-9_-]+$'."
    if given.get("strict") is not True:
        return "The sandbox serves strict schemas only: 'response_format.json_schema.strict' must be true."
    fault = next(_faults(given.get("schema"), ()), None) or _fault_at_root(given.get("schema"))
    return f"Invalid schema for response_format '{name}': {fault}" if fault else None


def _fault_at_root(schema: Any) -> str | None:
    if schema.get("type") != "object":
        return "schema must be a JSON Schema of 'type: \"object\"'."
    if sum(len(part.get("properties", ())) for part in _objects(schema)) > MAX_PROPERTIES:
        return f"schema has more than {MAX_PROPERTIES} object properties."
    return None


def _faults(schema: Any, path: Path) -> Iterator[str]:
    if not isinstance(schema, dict):
        yield f"In context={path}, schema must be an object."
        return
    yield from (f"In context={path}, '{key}' is not permitted." for key in schema if key not in KEYWORDS)
    if schema.get("type") == "object":
        yield from _faults_of_object(schema, path)
    for step, part in _parts(schema):
        yield from _faults(part, (*path, *step))


def _faults_of_object(schema: dict[str, Any], path: Path) -> Iterator[str]:
    if schema.get("additionalProperties") is not False:
        yield f"In context={path}, 'additionalProperties' is required to be supplied and to be false."
    missing = [key for key in schema.get("properties", {}) if key not in schema.get("required", ())]
    if missing:
        yield (
            f"In context={path}, 'required' is required to be supplied and to be an array including every key in "
            f"properties. Missing '{missing[0]}'."
        )


def _parts(schema: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    for group in ("properties", "$defs", "definitions"):
        yield from (((group, name), part) for name, part in schema.get(group, {}).items())
    yield from ((("anyOf", str(place)), part) for place, part in enumerate(schema.get("anyOf", ())))
    if "items" in schema:
        yield ("items",), schema["items"]


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for _, part in _parts(schema):
        yield from _objects(part)
