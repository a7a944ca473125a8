# SPDX-License-Identifier: Apache-2.0
"""Words, names and beginnings of docstrings that the project does not use, counted by file.

`python tests/docs/language_lint.py` lowers the counts of `language_baseline.txt` to what is left, and
`python tests/docs/language_lint.py PATH…` prints what it counts in these files.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
BASELINE = Path(__file__).with_name("language_baseline.txt")

CODE = ("src", "bench", "forge", "fuzz", "verifier", "tests")
DOCUMENTS = ("*.md", "docs/*.md", "docs/specification/*.md")
GENERATED = {
    "docs/codes.md",
    "docs/commands.md",
    "docs/law.md",
    "docs/values.md",
    "CHANGELOG.md",
}
"""Written from what is counted elsewhere; and the changelog, whose past entries stay."""
ABOUT_WORDS = {"docs/glossary.md", "tests/docs/language_lint.py", "tests/docs/test_language.py"}

WORDS = re.compile(
    r"\b(?:stands?(?!-)|stood|tells?|told|mend(?:s|ed|ing)?|whoever|bears?|roads?"
    r"|matters?|rooms?|houses?|books|shel(?:f|ves)|heaps?)\b",
    re.IGNORECASE,
)
"""In place of these, a plain verb (be, show, correct, carry) or the field's noun (delivery history, request, case
file, package, layer, store); readers and translators stumble over them."""

NAME_PARTS = frozenset(
    [
        "told",
        "said",
        "alone",
        "asked",
        "again",
        "beats",
        "shelf",
        "bench",
        "heap",
        "troupe",
        "parcels",
        "matter",
        "matters",
        "room",
        "rooms",
        "books",
        "road",
        "roads",
        "mended",
        "house",
    ]
)
NAMES = frozenset({"at_hand", "by_itself", "asked_again", "led_to", "written_down", "names_here"})

QUESTION = re.compile(r"(?:what|whether|who|whose|whom)\b", re.IGNORECASE)
"""A docstring begins with an imperative (functions) or a noun phrase (all else)."""

_PARTS_OF_NAME = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")
_MARKUP = re.compile(r"\{#.*?#\}|<[^>]+>|\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_CODE_IN_TEXT = re.compile(
    r"`[^`\n]*`|\brogatory matter\b|\bmatter[ -](?:assign|end|export|letter|list|note|number|order|recall"
    r"|refer|renew|restrict|restricted|result|show|similar|stage)\b"
    r"|\bmatter = %s"
)
"""Quoted code, and the commands, codes and the column whose names have one of the words."""
_NO_PROSE = re.compile(r"```.*?```|^ {4}[^\n]*$|\]\([^)]*\)", re.DOTALL | re.MULTILINE)


FROZEN = ("tests/vectors/", "tests/casts/requests_bodies.py")
"""The strings of these are in the public vectors, which stay as they are."""


class Counts(NamedTuple):
    """The counts of one file, by kind."""

    words: int = 0
    names: int = 0
    docstrings: int = 0


class Found(NamedTuple):
    """The same, as it is written there."""

    words: list[str]
    names: list[str]
    docstrings: list[str]

    def counted(self) -> Counts:
        return Counts(*map(len, self))


def counted() -> dict[str, Counts]:
    """Return the counts of each file that has any, by its path from the project's root."""
    found = {str(path.relative_to(ROOT)): look(path).counted() for path in files()}
    return {path: counts for path, counts in found.items() if any(counts)}


def files() -> Iterator[Path]:
    """Yield every file whose language is ours: code, templates and documents that people write."""
    for folder in CODE:
        yield from _own(ROOT.joinpath(folder).rglob("*.py"))
    yield from _own(ROOT.joinpath("src").rglob("*.html"))
    for pattern in DOCUMENTS:
        yield from _own(ROOT.glob(pattern))


def _own(paths: Iterator[Path]) -> Iterator[Path]:
    for path in sorted(paths):
        if str(path.relative_to(ROOT)) not in GENERATED | ABOUT_WORDS:
            yield path


def look(path: Path) -> Found:
    """Return what one file has."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        frozen = path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(FROZEN)
        words = list(_words_of_code(text, frozen=frozen))
        return Found(words, sorted(_names(text)), list(_docstrings(text)))
    if path.suffix == ".html":
        quoted = (one or other for tag in _TAG.findall(text) for one, other in _QUOTED.findall(tag))
        prose = " ".join(one for one in quoted if " " in one)
        text = f"{_MARKUP.sub(' ', _TAG.sub(' ', text))} {prose}"
    else:
        text = _CODE_IN_TEXT.sub(" ", _NO_PROSE.sub(" ", text))
    return Found(WORDS.findall(text), [], [])


def _words_of_code(text: str, *, frozen: bool) -> Iterator[str]:
    """Yield the words in comments and in strings that have a space; others are codes and paths.

    Of `frozen` files only comments and the strings in three quotes count, which are docstrings.
    """
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_text = token.type in {tokenize.STRING, tokenize.FSTRING_MIDDLE} and " " in token.string
        is_text = is_text and (not frozen or token.string.startswith('"""'))
        if is_text or token.type == tokenize.COMMENT:
            yield from WORDS.findall(_CODE_IN_TEXT.sub(" ", token.string.strip()))


def _names(text: str) -> set[str]:
    """Return the names that a file defines and that say too little, each once."""
    defined: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
    return {
        name
        for name in defined
        if not name.startswith("test_")
        and (
            name.strip("_") in NAMES
            or {part.lower() for part in _PARTS_OF_NAME.split(name)} & NAME_PARTS
        )
    }


def _docstrings(text: str) -> Iterator[str]:
    """Yield the docstrings that begin with a question word, those of values as well."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            and QUESTION.match(node.value.value.strip())
        ):
            yield node.value.value.strip().splitlines()[0]


def baseline() -> dict[str, Counts]:
    """Return the counts that may not be exceeded, by path."""
    rows = [line.split(" ", 3) for line in BASELINE.read_text("utf-8").splitlines()]
    return {path: Counts(int(words), int(names), int(docs)) for words, names, docs, path in rows}


def _lowered() -> str:
    known, now = baseline() if BASELINE.exists() else None, counted()
    rows = []
    for path, counts in sorted(now.items()):
        rows.append(f"{counts.words} {counts.names} {counts.docstrings} {path}\n")
    if known is not None:
        for kind, name in enumerate(Counts._fields):
            total, allowed = (sum(one[kind] for one in each.values()) for each in (now, known))
            assert total <= allowed, f"there are more {name} than before: {total}, not {allowed}"
    return "".join(rows)


if __name__ == "__main__":
    if sys.argv[1:]:
        for each in sys.argv[1:]:
            sys.stdout.write("\n  ".join((each, *map(str, look(Path(each).resolve())))) + "\n")
    else:
        BASELINE.write_text(_lowered(), "utf-8")
