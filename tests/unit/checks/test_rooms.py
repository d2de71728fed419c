import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.locales import ROOT


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield ("." * node.level) + (node.module or "")


def outside(path: Path) -> list[str]:
    """What a module of the domain imports that is neither the domain nor the standard library."""
    names = [name for name in imported(path) if name.partition(".")[0] not in sys.stdlib_module_names]
    return [name for name in names if name != "bot.domain" and not name.startswith("bot.domain.")]


@pytest.mark.parametrize("path", sorted((ROOT / "bot" / "domain").rglob("*.py")), ids=lambda path: path.stem)
def test_the_domain_imports_itself_and_the_standard_library_alone(path: Path) -> None:
    assert outside(path) == []


def test_an_import_from_elsewhere_is_found(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("import json\nimport pydantic\nfrom bot.domain.money import Money\nfrom bot.errors import X\n")
    assert outside(module) == ["pydantic", "bot.errors"]
