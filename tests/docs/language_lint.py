# SPDX-License-Identifier: Apache-2.0
"""Words, names and beginnings of docstrings that the project does not use.

`python tests/docs/language_lint.py` prints every one that is found, and `python tests/docs/language_lint.py PATH…`
those in these files.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
EXCEPTIONS = Path(__file__).with_name("language_exceptions.yaml")
IMPERATIVES = frozenset(Path(__file__).with_name("imperatives.txt").read_text("utf-8").split())
"""The verbs with which the docstring of a function begins: a list, since *Record* is a noun as well."""

CODE = ("src", "bench", "forge", "fuzz", "release", "storms", "verifier", "tests")
DOCUMENTS = ("*.md", "docs/*.md", "docs/specification/*.md", "docs/decisions/*.md")
PROGRAMS = ("justfile", "run", "pyproject.toml", ".importlinter")
"""Files whose comments and messages developers read."""
BESIDE_PAGES = ("*.js", "*.css", "*.typ")
"""Files whose comments are read; and the names that the layout of prints defines."""
DATA = ("src/**/*.yaml", "src/**/*.json", "schemas/*.json", "tests/**/*.yaml", "bench/**/*.yaml")
"""Files whose texts pages show, or whose comments say what a row means."""
GENERATED = {"docs/values.md", "docs/codes.md", "docs/commands.md", "docs/law.md", "CHANGELOG.md"}
"""Written from what is counted elsewhere; and the changelog, whose past entries stay."""
ABOUT_WORDS = {
    "docs/glossary.md",
    "tests/docs/language_exceptions.yaml",
    "tests/docs/language_lint.py",
    "tests/docs/test_language.py",
}
FORMS_OF_CERTIFICATES = "src/rogatory/node/certificate/forms/business-records.json"
"""Its questions are signed with the answers, and its bytes are in the court's vectors: they stay as they are."""

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
        "tell",
        "tells",
        "telling",
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
        "houses",
    ]
)
NAMES = frozenset({"at_hand", "by_itself", "asked_again", "led_to", "written_down", "names_here"})

QUESTION = re.compile(r"(?:what|whether|who|whose|whom)\b", re.IGNORECASE)
"""A docstring begins with an imperative (functions) or a noun phrase (all else, and properties)."""

_FIRST_WORD = re.compile(r"[\w-]*")
_GLOSSARY_TERMS = re.compile(r"_stand_(?:ins?|alone)(?=_|$)")
_PARTS_OF_NAME = re.compile(r"_|(?<=[a-z0-9])(?=[A-Z])")
_MARKUP = re.compile(r"\{#.*?#\}|<[^>]+>|\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_YAML_COMMENT = re.compile(r"(?:^|\s)#[^\n]*", re.MULTILINE)
_TYPST_NAME = re.compile(r"\blet ([a-z][a-z-]*)")
_BLOCK_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_CODE_IN_TEXT = re.compile(
    r"`[^`\n]*`|\b(?i:in criminal|fiscal) matters\b|\bin Criminal Matters\b|\brogatory matter\b|\bmatter[ -](?:assign|end|export|letter|list|note|number|order|recall"
    r"|refer|renew|restrict|restricted|result|show|similar|stage)\b"
    r"|\bmatter = %s"
)
"""Quoted code, and the commands, codes and the column whose names have one of the words."""
_NO_PROSE = re.compile(r"```.*?```|^ {4}[^\n]*$|\]\([^)]*\)", re.DOTALL | re.MULTILINE)


FROZEN = ("tests/vectors/", "tests/casts/requests/bodies.py")
"""The strings of these are in the public vectors, which stay as they are."""


class Found(NamedTuple):
    """The findings in one file, as they are written there."""

    words: list[str]
    names: list[str]
    docstrings: list[str]


def found() -> dict[str, Found]:
    """Return the findings in each file that has any, by its path from the project's root."""
    known = exceptions()
    by_path = {str(path.relative_to(ROOT)): look(path) for path in files()}
    left = {
        path: one._replace(names=[name for name in one.names if name not in known.get(path, ())])
        for path, one in by_path.items()
    }
    return {path: one for path, one in left.items() if any(one)}


def exceptions() -> dict[str, list[str]]:
    """Return the names that stay, by the path of the file that defines them."""
    return {
        path: names
        for group in yaml.safe_load(EXCEPTIONS.read_text("utf-8"))
        for path, names in group["names"].items()
    }


def files() -> Iterator[Path]:
    """Yield every file whose language is ours: code, templates and documents that people write."""
    for folder in CODE:
        yield from _own(ROOT.joinpath(folder).rglob("*.py"))
    yield from _own(ROOT.joinpath("src").rglob("*.html"))
    for pattern in BESIDE_PAGES:
        yield from _own(ROOT.joinpath("src").rglob(pattern))
    for pattern in (*DOCUMENTS, *PROGRAMS, *DATA):
        yield from _own(ROOT.glob(pattern))


def _own(paths: Iterator[Path]) -> Iterator[Path]:
    for path in sorted(paths):
        name = str(path.relative_to(ROOT))
        if name not in GENERATED | ABOUT_WORDS and name != FORMS_OF_CERTIFICATES:
            yield path


def look(path: Path) -> Found:
    """Return what one file has."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        nodes = list(ast.walk(ast.parse(text)))
        plain = list(_without_imperative(nodes)) if path.is_relative_to(ROOT / "src") else []
        frozen = path.is_relative_to(ROOT) and str(path.relative_to(ROOT)).startswith(FROZEN)
        words = list(_words_of_code(text, frozen=frozen))
        return Found(words, sorted(_names(nodes)), [*_docstrings(nodes), *plain])
    if path.suffix != ".typ" and WORDS.search(text) is None:
        return Found([], [], [])  # what is taken out of a text leaves a space: it makes no word
    if path.suffix == ".html":
        quoted = (one or other for tag in _TAG.findall(text) for one, other in _QUOTED.findall(tag))
        prose = " ".join(one for one in quoted if " " in one)
        text = f"{_MARKUP.sub(' ', _TAG.sub(' ', text))} {prose}"
    elif path.suffix in {".yaml", ".json"}:
        text = _CODE_IN_TEXT.sub(" ", " ".join(_texts_of_data(text)))
    elif path.suffix == ".typ":
        names = sorted({name for name in _TYPST_NAME.findall(text) if _says_too_little(name)})
        return Found(WORDS.findall(" ".join(_COMMENT.findall(text))), names, [])
    elif path.suffix == ".js":
        text = " ".join(_COMMENT.findall(text))
    elif path.suffix == ".css":
        text = " ".join(_BLOCK_COMMENT.findall(text))
    elif path.suffix == ".md":
        text = _CODE_IN_TEXT.sub(" ", _NO_PROSE.sub(" ", text))
    return Found(WORDS.findall(text), [], [])


def _texts_of_data(text: str) -> Iterator[str]:
    """Yield the comments of YAML and each value with a space; others, and keys, are codes.

    JSON is YAML as well, without comments.
    """
    yield from _YAML_COMMENT.findall(text)
    is_key = False
    for token in yaml.scan(text):
        if isinstance(token, yaml.ScalarToken) and not is_key and " " in token.value:
            yield token.value
        is_key = isinstance(token, yaml.KeyToken)


def _words_of_code(text: str, *, frozen: bool) -> Iterator[str]:
    """Yield the words in comments and in strings that have a space; others are codes and paths.

    Of `frozen` files only comments and the strings in three quotes count, which are docstrings. A file that has none
    of the words anywhere, as most, is not divided into tokens.
    """
    if WORDS.search(text) is None:
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_text = token.type in {tokenize.STRING, tokenize.FSTRING_MIDDLE} and " " in token.string
        is_text = is_text and (not frozen or token.string.startswith('"""'))
        if is_text or token.type == tokenize.COMMENT:
            yield from WORDS.findall(_CODE_IN_TEXT.sub(" ", token.string.strip()))


def _names(nodes: Sequence[ast.AST]) -> set[str]:
    """Return the names that a file defines and that say too little, each once."""
    defined: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            defined.add(node.name)
        elif isinstance(node, ast.arg):
            defined.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            defined.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            defined.add(node.attr)
    return {name for name in defined if _says_too_little(name)}


def _says_too_little(name: str) -> bool:
    """Decide whether a name is not used; the name of a test is a sentence, so only words count in it."""
    if name.startswith("test_"):
        return WORDS.search(_GLOSSARY_TERMS.sub(" ", name).replace("_", " ")) is not None
    parts = {part.lower() for part in _PARTS_OF_NAME.split(name)}
    return name.strip("_") in NAMES or bool(parts & NAME_PARTS)


def without_imperative(text: str) -> Iterator[str]:
    """Yield the docstrings of functions that do not begin with a verb; a property is a value, so a noun names it."""
    yield from _without_imperative(list(ast.walk(ast.parse(text))))


def _without_imperative(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_property(node):
            continue
        docstring = ast.get_docstring(node) or ""
        if docstring and _FIRST_WORD.match(docstring)[0] not in IMPERATIVES:
            yield docstring.splitlines()[0]


def _is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = map(ast.unparse, node.decorator_list)
    return any("property" in one or one.endswith(".setter") for one in decorators)


def _docstrings(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the docstrings that begin with a question word, those of values as well."""
    for node in nodes:
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
            and QUESTION.match(node.value.value.strip())
        ):
            yield node.value.value.strip().splitlines()[0]


if __name__ == "__main__":
    paths = {path: look(Path(path).resolve()) for path in sys.argv[1:]}
    for path, one in (paths or found()).items():
        sys.stdout.write("\n  ".join((path, *map(str, one))) + "\n")
