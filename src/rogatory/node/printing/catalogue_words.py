# SPDX-License-Identifier: Apache-2.0
"""The fixed texts that a writer of documents can show, and the check that its catalogues have them
all.

They are found, not listed: `N_()` in every module that the writer reaches by import (so a check's
remarks come along wherever the check is), and the contents of other packages' registries.

A tool of the build, for all who keep catalogues of a document's words.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rogatory.node.printing.catalogue_file import CatalogueFile, new_template
from rogatory.node.printing.languages import LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

_FIELD = re.compile(r"\{\w*\}")

type SourceModules = dict[str, set[str]]
"""By the source text: the modules that contain it. Catalogues do not name them: a text that moves
is not another text.
"""


def marked_in(
    writers: Iterable[str], *, elsewhere: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield what `N_()` marks in the writers' modules and all that they reach by import, but those
    whose names begin with one of `elsewhere`: of these packages only registries are printed.
    """
    for module, words in _reached(writers).items():
        if not module.startswith(tuple(elsewhere)):
            yield from ((module, text) for text in words.marked)


@dataclass(frozen=True, slots=True)
class _ModuleWords:
    """The imports of a module, with names that may be modules, and the texts that it marks."""

    imports: tuple[str, ...]
    marked: tuple[str, ...]


@cache
def _words_of(path: Path) -> _ModuleWords:
    """Return what a module has: read once a process, for each catalogue and language asks for it."""
    imports: list[str] = []
    marked: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            imports += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
            marked += _texts(node.args[0])
    return _ModuleWords(tuple(imports), tuple(marked))


def _texts(node: ast.expr) -> Iterator[str]:
    """Yield the source, or both of `N_("yes" if … else "no")`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    else:
        raise SyntaxError(f"N_() marks a text, at line {node.lineno}")  # noqa: TRY004


def _reached(writers: Iterable[str]) -> dict[str, _ModuleWords]:
    """Return the writers' modules and every one of ours that they import, at whatever distance."""
    found: dict[str, _ModuleWords] = {}
    waiting = [*writers]
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if name in found or path is None:
            continue
        found[name] = _words_of(path)
        waiting += found[name].imports
    return dict(sorted(found.items()))


@cache
def _source(name: str) -> Path | None:
    if name.partition(".")[0] != "rogatory":
        return None
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


@dataclass(frozen=True, slots=True)
class Catalogues:
    """A writer's catalogues: where they are, and what they must contain.

    `singular` has, by the form for many, the form for one of each text with a number in it.
    """

    locale: Path
    header: str
    sources: Callable[[], SourceModules]
    singular: Mapping[str, str] = field(default_factory=dict)

    def template(self) -> Any:
        """Return all sources as a catalogue without translations."""
        catalogue = new_template()
        for text, modules in self.sources().items():
            ids: Any = (self.singular[text], text) if text in self.singular else text
            catalogue.add(ids, locations=[(module, 0) for module in sorted(modules)])
        return catalogue

    def of(self, language: str) -> CatalogueFile:
        return CatalogueFile(self.locale / f"{language}.po", language, self.header, places=False)

    def is_stale(self, language: str) -> bool:
        return self.of(language).is_stale(self.template())

    def problems(self, language: str) -> list[str]:
        """Return what is wrong with a language: not translated, or with other placeholders."""
        found = []
        for message in self.of(language).updated(self.template()):
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[1]
            string = message.string or ""
            forms = [string] if isinstance(string, str) else list(string)
            if message.fuzzy or not all(forms):
                found.append(f"not translated: {source}")
            elif wrong := [
                one for one in forms if not _agrees(source, one, counted=len(forms) > 1)
            ]:
                found.append(f"other placeholders: {wrong[0]}")
        return found

    def main(self, arguments: Sequence[str]) -> int:
        """Merge, compile and report; with --check write nothing. 1 if anything is lacking."""
        if "--check" not in arguments:
            for language in TRANSLATED:
                self.of(language).write(self.template())
        status = 0
        for language in TRANSLATED:
            found = self.problems(language)
            if found or self.is_stale(language):
                status = 1
                sys.stderr.write(f"{language}: stale, or {len(found)} problems\n")
                sys.stderr.writelines(f"    {one}\n" for one in found)
        return status


def _agrees(source: str, translation: str, *, counted: bool) -> bool:
    """Decide whether both have the same placeholders as often; the form for one or two may do
    without the number.
    """
    wanted, found = Counter(_FIELD.findall(source)), Counter(_FIELD.findall(translation))
    return found == wanted or (counted and wanted - found == Counter({"{count}": 1}))
