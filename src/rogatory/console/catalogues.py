# SPDX-License-Identifier: Apache-2.0
"""The catalogues of words: `python -m rogatory.console.catalogues [--check]`.

Extracts every source from the console's code and templates, from `N_()` in the pure rooms, and
from the sentences of the rooms' codes; merges them into each language's catalogue, keeping what
is translated; compiles. With --check nothing is written, and the exit status is 1 when a
catalogue is stale or has a message that nobody translated.

A tool of the workshop: an installed node reads the compiled files and has no need of Babel.
"""

import ast
import importlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rogatory.errors import Code

CONSOLE = Path(__file__).parent
PACKAGE = CONSOLE.parent
LOCALE = CONSOLE / "locale"

LANGUAGES = ("en", "fr")

NOT_SHOWN = (
    "cli/",
    "exercises/",
    "main.py",
    "custody/refusals.py",
    "disk/",
    "evidence/",
    "node/bundle/",
    "node/certificate/",
    "node/workstation/",
    "seal/age/",
    "storage/",
    "transport/",
)
"""What only the command line and reports say: no page of the console shows it."""

type Found = tuple[str, tuple[str, ...]]
"""Where a message stands, and its sources: one, or singular and plural."""

_TAGS = re.compile(
    r"""\{%-?\s*(?:translate|trans)\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)[^%]*%\}"""
    r"""|\{%\s*blocktranslate(?P<head>[^%]*)%\}(?P<body>.*?)\{%\s*endblocktranslate\s*%\}""",
    re.DOTALL,
)
_PLURAL = re.compile(r"\{%\s*plural\s*%\}")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CALLS = {
    "gettext": 1,
    "_": 1,
    "gettext_noop": 1,
    "_n": 1,
    "N_": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
}


def sources() -> list[Found]:
    """Every message, in a settled order."""
    found = [*_of_templates(), *_of_python(), *_of_codes()]
    return sorted(set(found), key=lambda one: (one[1][0].casefold(), one))


def _of_templates() -> Iterator[Found]:
    for path in sorted((CONSOLE / "templates").rglob("*.html")):
        for match in _TAGS.finditer(path.read_text(encoding="utf-8")):
            if match["text"] is not None:
                yield _place(path), (match["text"],)
            else:
                yield _place(path), tuple(_block(match["head"], match["body"]))


def _block(head: str, body: str) -> Iterator[str]:
    """The sources of a block, as Django asks for them: variables as `%(name)s`."""
    for part in _PLURAL.split(body):
        text = " ".join(line.strip() for line in part.strip().splitlines())
        source = text if "trimmed" in head else part
        yield _VARIABLE.sub(r"%(\1)s", source.replace("%", "%%"))


def _of_python() -> Iterator[Found]:
    for path in _shown("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                count = _CALLS.get(node.func.id, 0)
                texts = [one.value for one in node.args[:count] if isinstance(one, ast.Constant)]
                if count and len(texts) == count:
                    yield _place(path), tuple(map(str, texts))


def _of_codes() -> Iterator[Found]:
    """What is wrong and who must do what: the sentences of every room's codes."""
    for path in _shown("refusals.py"):
        name = ".".join(("rogatory", *path.relative_to(PACKAGE).with_suffix("").parts))
        for code in vars(importlib.import_module(name)).values():
            if isinstance(code, Code):
                yield _place(path), (code.what,)
                yield _place(path), (code.remedy,)


def _shown(pattern: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob(pattern)):
        if not path.relative_to(PACKAGE).as_posix().startswith(NOT_SHOWN):
            yield path


def _place(path: Path) -> str:
    return f"rogatory/{path.relative_to(PACKAGE).as_posix()}"


def template() -> Any:
    """All sources as a catalogue without translations."""
    from babel.messages.catalog import Catalog

    catalogue = Catalog(project="rogatory", charset="utf-8", header_comment=_HEADER)
    for place, texts in sources():
        message: Any = texts[0] if len(texts) == 1 else texts
        flags = {"python-format"} if "%(" in texts[0] else set()
        catalogue.add(message, locations=[(place, 0)], flags=flags)
    return catalogue


_HEADER = "# SPDX-License-Identifier: Apache-2.0\n# Words of rogatory, to be translated."


def updated(language: str) -> Any:
    """A language's catalogue with every source in it and none that is gone.

    English is its own translation. Nothing is guessed: a source that changed is untranslated.
    """
    from babel.messages.pofile import read_po

    path = catalogue_path(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language, charset="utf-8")
    else:
        from babel.messages.catalog import Catalog

        catalogue = Catalog(locale=language, project="rogatory", charset="utf-8")
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = _HEADER
    if language == "en":
        for message in catalogue:
            message.string = message.id or message.string
    return catalogue


def untranslated(language: str) -> list[str]:
    """The sources that a language's catalogue, as it would be, does not translate."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in updated(language)
        if message.id and (message.fuzzy or not _is_said(message.string))
    ]


def _is_said(translation: Any) -> bool:
    return bool(translation) and (isinstance(translation, str) or all(translation))


def written(language: str) -> tuple[bytes, bytes]:
    """The catalogue's two files: for translators, and compiled."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    catalogue = updated(language)
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    write_mo(compiled, catalogue)
    return _without_dates(text.getvalue()), compiled.getvalue()


def _without_dates(text: bytes) -> bytes:
    """The same sources give the same file, whenever it was written."""
    lines = text.splitlines(keepends=True)
    changing = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')
    return b"".join(line for line in lines if not line.startswith(changing))


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def stale() -> list[str]:
    """The languages whose files are not what the sources give, or lack a translation."""
    return [language for language in LANGUAGES if _is_stale(language) or untranslated(language)]


def _is_stale(language: str) -> bool:
    path = catalogue_path(language)
    if not path.exists() or not path.with_suffix(".mo").exists():
        return True
    text, _ = written(language)
    return text != path.read_bytes() or _said_in(path.with_suffix(".mo")) != _would_say(language)


def _said_in(path: Path) -> dict[Any, Any]:
    from babel.messages.mofile import read_mo

    with path.open("rb") as file:
        return {_frozen(one.id): _frozen(one.string) for one in read_mo(file) if one.id}


def _would_say(language: str) -> dict[Any, Any]:
    catalogue = updated(language)
    return {
        _frozen(one.id): _frozen(one.string) for one in catalogue if one.id and _is_said(one.string)
    }


def _frozen(words: Any) -> Any:
    return words if isinstance(words, str) else tuple(words)


def write() -> None:
    for language in LANGUAGES:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        text, compiled = written(language)
        path.write_bytes(text)
        path.with_suffix(".mo").write_bytes(compiled)


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        write()
    problems = stale()
    for language in problems:
        missing = untranslated(language)
        sys.stderr.write(f"{language}: stale, or {len(missing)} untranslated\n")
        for source in missing:
            sys.stderr.write(f"    {source}\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
