"""Conditions on keys of two columns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_


def among(
    first: ColumnElement[Any], second: ColumnElement[Any], pairs: Sequence[tuple[Any, Any]]
) -> ColumnElement[bool]:
    """Whether the two columns hold one of the pairs, of which there is at least one.

    Spelt out, since SQLite reads the whole table for `(a, b) IN (VALUES ...)`.
    """
    return or_(*(and_(first == one, second == other) for one, other in pairs))
