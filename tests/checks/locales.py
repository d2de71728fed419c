"""Checks that the locales and the code agree; `python -m tests.checks.locales` prints each fault on a line.

`--fix` writes the locale files anew in their order, and nothing else.
"""

import argparse
import ast
import importlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from bot import errors
from bot.domain.language import Language
from bot.i18n import placeholders

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "handlers", "ops")

FAMILIES: Mapping[str, str] = {
    "error.": "literals",
    "error.refused_": "bot.domain.intent:Refusal",
    "slack.column.": "literals",
    "slack.currency.": "bot.domain.money:Currency",
    "slack.entry.": "bot.domain.entry:EntryFault",
    "slack.help.": "literals",
    "slack.idea.": "bot.domain.idea:Idea",
    "slack.idea_text.": "bot.domain.idea:Idea",
    "slack.missing.": "bot.domain.estimate:MissingReason",
    "slack.numbers.": "literals",
    "slack.numbers.example.": "bot.domain.money:Currency",
    "slack.skip.": "bot.domain.brief:SkipReason",
    "slack.state.": "bot.domain.conversation:State",
    "told.": "literals",
    "told.not_while_": "bot.domain.conversation:State",
    "told.unclear_": "bot.domain.intent:Doubt",
    "xlsx.": "literals",
    "xlsx.column.": "literals",
    "xlsx.kind.": "bot.domain.estimate:RevisionKind",
    "xlsx.missing.": "bot.domain.estimate:MissingReason",
    "xlsx.phase.": "bot.domain.effort:Phase",
    "xlsx.remark.tax.": "bot.domain.money:Rounding",
    "xlsx.section.": "literals",
    "xlsx.sheet.": "literals",
    "xlsx.skipped.": "bot.domain.brief:SkipReason",
    "xlsx.source.": "bot.domain.estimate:Source",
}
"""Keys that the code puts together, `f"told.{key}"`: how they begin, and what ends them. The values of an enum each
need a text; "literals" are strings that stand somewhere in the code."""

NOT_TEXTS = frozenset[str]()
"""Literals that look like the key of a text and are none."""

JAPANESE_ALLOWED = (
    "bot/domain/listing",  # the header names and marks of people's own lists
    "bot/domain/grammar",  # how people ask for a change
    "bot/domain/quantities",  # how people write amounts
    "bot/domain/evidence.py",  # words that bear a change out
    "bot/domain/reading.py",  # the letters that names are written in
    "bot/domain/naming.py",  # how people name lines
    "bot/domain/answers.py",  # how people number their answers
    "bot/domain/quotation.py",  # how Japanese addressees end
    "bot/services/starting.py",  # words that people type for help
    "bot/adapters/excel/styles.py",  # Excel's own date formats
    "bot/adapters/llm",  # the prompts, and the words of the offline catalogue
    "handlers/listeners/commands.py",  # what people type behind a command
    "ops/sandbox",  # the people of the demo
)
JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff9f]")
JAPANESE_WORDS = re.compile("[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]")
"""Without the white space and the wide ASCII, which code compares with what people wrote."""
PLURAL = re.compile(r"^(?P<base>.+)\.(?P<form>zero|one|two|few|many|other)$")
KEY = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
BEGINNING = re.compile(r"^[a-z][a-z0-9_]*\.([a-z0-9_]+\.)*$")
SEPARATOR = ".separator"
"""How keys end whose text joins others and may be white space at its ends."""
ASKERS: Mapping[str, str] = {
    "words": "",
    "Told": "told.",
    "Problem": "error.",
    **{name: "error." for name, kind in vars(errors).items() if isinstance(kind, type)},
}
"""What is called with the key of a text, and how the key begins that is meant."""

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A module of ours: its path from the root, and what it says."""

    path: str
    tree: ast.Module


@dataclass(frozen=True, kw_only=True)
class Use:
    """A call that asks for a text by its literal key; `given` is None when values come from a mapping."""

    place: str
    key: str
    given: frozenset[str] | None


def main() -> int:
    """Print the faults; the exit code is 1 when there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.checks.locales", description=__doc__)
    parser.add_argument("--fix", action="store_true", help="write the locale files anew in their order")
    if parser.parse_args().fix:
        fix(ROOT / "locales")
    found = faults(ROOT)
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    sys.stdout.write("" if found else "Locales: both languages and the code agree.\n")
    return 1 if found else 0


def faults(root: Path) -> list[str]:
    """Everything that is wrong under a checkout."""
    broken = [fault for language in Language for fault in written(root / "locales" / f"{language}.json")]
    if broken:
        return broken
    texts = {language: _read(root / "locales" / f"{language}.json") for language in Language}
    sources = list(_sources(root))
    return [*compared(texts), *used(texts[Language.EN], sources, FAMILIES), *japanese(sources)]


def fix(folder: Path) -> None:
    """Write each locale file in the order of its keys; a repeated key is left for a person to settle."""
    for path in (folder / f"{language}.json" for language in Language):
        if not _repeated(path):
            path.write_text(_canonical(_read(path)), encoding="utf-8")


def written(path: Path) -> Iterator[str]:
    """Faults of a file as it is written."""
    yield from (f"{path.name}: {key} is there twice" for key in _repeated(path))
    if not _repeated(path) and path.read_text(encoding="utf-8") != _canonical(_read(path)):
        yield f"{path.name}: not in order; run python -m tests.checks.locales --fix"


def compared(texts: Mapping[Language, Texts]) -> Iterator[str]:
    """Faults of each language, and of the languages beside each other."""
    bases = {language: _by_base(of) for language, of in texts.items()}
    for language, of in bases.items():
        others = {base for other in bases.values() for base in other}
        yield from (f"{language}.json: {base} is missing" for base in sorted(others - set(of)))
        yield from _forms(language, of)
        yield from _characters(language, texts[language])
    yield from _placeholders(bases)


def _forms(language: Language, bases: Mapping[str, Texts]) -> Iterator[str]:
    wanted = {"other"} | set(Locale.parse(language.value).plural_form.tags)
    for base, forms in bases.items():
        if set(forms) != {""} and set(forms) != wanted:
            yield f"{language}.json: {base} has the plural forms {_listed(forms)}, not {_listed(wanted)}"


def _characters(language: Language, texts: Texts) -> Iterator[str]:
    for key, text in texts.items():
        if (text != text.strip() and not key.endswith(SEPARATOR)) or not text:
            yield f"{language}.json: {key} is empty, or begins or ends with white space"
        if language is Language.EN and JAPANESE.search(text):
            yield f"{language}.json: {key} holds Japanese characters"
        try:
            placeholders(text)
        except ValueError as error:
            yield f"{language}.json: {key}: {error}"


def _placeholders(bases: Mapping[Language, Mapping[str, Texts]]) -> Iterator[str]:
    japanese_texts, english_texts = bases[Language.JA], bases[Language.EN]
    for base in sorted(set(japanese_texts) & set(english_texts)):
        ja, en = _names(japanese_texts[base]), _names(english_texts[base])
        if ja - {"count"} != en - {"count"}:
            yield f"{base} has the placeholders {_listed(ja)} in Japanese and {_listed(en)} in English"


def used(texts: Texts, sources: Iterable[Source], families: Mapping[str, str]) -> Iterator[str]:
    """Faults between the texts and the code that asks for them."""
    sources, bases = list(sources), _by_base(texts)
    uses = [use for source in sources for use in _uses(source)]
    literals = {literal: place for source in sources for literal, place in _literals(source)}
    members = {key for beginning, enum in families.items() if ":" in enum for key in _members(beginning, enum)}
    known = {*literals, *members, *(use.key for use in uses), *_composed(bases, sources, set(literals), families)}
    yield from (f"{key} is used nowhere" for key in sorted(set(bases) - known))
    yield from (f"{key} has no text, but its family is declared" for key in sorted(members - set(bases)))
    yield from (f"{place}: {key} has no text" for key, place in literals.items() if _looks_missing(key, bases))
    yield from (fault for use in uses for fault in _asked(use, bases))
    yield from (fault for source in sources for fault in _undeclared(source, bases, families))


def _composed(
    bases: Iterable[str], sources: Iterable[Source], literals: set[str], families: Mapping[str, str]
) -> Iterator[str]:
    """Keys that the code may put together from its literals, by a declared beginning or by an end of its own."""
    ends = {end for source in sources for node in _texts_put_together(source) if (end := _end(node))}
    beginnings = [beginning for beginning, ends_with in families.items() if ends_with == "literals"]
    for base in bases:
        by_beginning = (base.removeprefix(one) in literals for one in beginnings if base.startswith(one))
        by_end = (base.removesuffix(end) in literals for end in ends if base.endswith(end))
        if any(by_beginning) or any(by_end):
            yield base


def _looks_missing(literal: str, bases: Mapping[str, Texts]) -> bool:
    groups = {base.partition(".")[0] for base in bases}
    return bool(KEY.match(literal)) and literal.partition(".")[0] in groups and literal not in {*bases, *NOT_TEXTS}


def _asked(use: Use, bases: Mapping[str, Texts]) -> Iterator[str]:
    if use.key not in bases:
        yield f"{use.place}: {use.key} has no text"
    elif use.given is not None:
        counted = {"count"} if "" not in bases[use.key] else set()
        for name in sorted((_names(bases[use.key]) | counted) - use.given):
            yield f"{use.place}: {use.key} is asked for without {name}"


def _undeclared(source: Source, bases: Mapping[str, Texts], families: Mapping[str, str]) -> Iterator[str]:
    for node, beginning in ((node, _beginning(node)) for node in _texts_put_together(source)):
        if beginning and beginning not in families and any(base.startswith(beginning) for base in bases):
            yield f"{source.path}:{node.lineno}: the family {beginning} is not declared in tests/checks/locales.py"


def japanese(sources: Iterable[Source]) -> Iterator[str]:
    """Faults of code that says something in Japanese itself."""
    for source in sources:
        if not source.path.startswith(JAPANESE_ALLOWED):
            places = [place for literal, place in _literals(source) if JAPANESE_WORDS.search(literal)]
            yield from (f"{place}: Japanese text belongs into locales/ja.json" for place in places)


def _sources(root: Path) -> Iterator[Source]:
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        yield Source(path=path.relative_to(root).as_posix(), tree=ast.parse(path.read_text(encoding="utf-8")))


def _literals(source: Source) -> Iterator[tuple[str, str]]:
    """Each text in the code and its place; a text that stands alone is a docstring and says nothing."""
    alone = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value, f"{source.path}:{node.lineno}"


def _uses(source: Source) -> Iterator[Use]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and (asker := _name(node.func)) in ASKERS:
            key = _key(node)
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield Use(place=f"{source.path}:{node.lineno}", key=ASKERS[asker] + key.value, given=_given(node))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _key(call: ast.Call) -> ast.expr | None:
    by_name = [keyword.value for keyword in call.keywords if keyword.arg == "key"]
    return call.args[0] if call.args else next(iter(by_name), None)


def _given(call: ast.Call) -> frozenset[str] | None:
    """The names of the values; None when they come as a mapping."""
    names = [keyword.arg for keyword in call.keywords]
    by_mapping = None in names or "values" in names or "key" in names
    return None if by_mapping else frozenset(name for name in names if name)


def _texts_put_together(source: Source) -> Iterator[ast.JoinedStr]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr))


def _beginning(node: ast.JoinedStr) -> str:
    first = node.values[0]
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    return text if BEGINNING.match(text) else ""


def _end(node: ast.JoinedStr) -> str:
    last = node.values[-1]
    text = last.value if isinstance(last, ast.Constant) and isinstance(last.value, str) else ""
    return text if KEY.match(f"a{text}") else ""


def _members(beginning: str, enum: str) -> set[str]:
    module, _, name = enum.partition(":")
    return {f"{beginning}{member.value}" for member in getattr(importlib.import_module(module), name)}


def _by_base(texts: Texts) -> dict[str, dict[str, str]]:
    """The texts by key, and within it by plural form, which is empty for a text without any."""
    bases: dict[str, dict[str, str]] = {}
    for key, text in texts.items():
        plural = PLURAL.match(key)
        base, form = (plural["base"], plural["form"]) if plural else (key, "")
        bases.setdefault(base, {})[form] = text
    return bases


def _names(forms: Texts) -> set[str]:
    return {name for text in forms.values() for name in placeholders(text)}


def _read(path: Path) -> dict[str, str]:
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def _repeated(path: Path) -> list[str]:
    pairs: list[tuple[str, str]] = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    return sorted({key for key in keys if keys.count(key) > 1})


def _canonical(texts: Texts) -> str:
    return json.dumps(texts, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


if __name__ == "__main__":
    sys.exit(main())
