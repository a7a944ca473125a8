# SPDX-License-Identifier: Apache-2.0
"""The report's catalogues: `python -m rogatory.node.bundle.report.catalogues [--check]`.

Finds every fixed text that a report can show, merges it into each language's `locale/<language>.po`,
keeping what is translated, and compiles. With --check nothing is written, and the exit status is
1 when a catalogue is stale, lacks a translation, or has one with other placeholders.

What a report can show is found, not listed: `N_()` in every module that the report's writer
reaches by import (so a check's remarks come along wherever the check stands), the registries of
other rooms that it prints from (kinds, labels, acts), and the pairs with a number.

A tool of the workshop: at run time the compiled files are read, by Python's own gettext.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rogatory.custody.event import Action
from rogatory.node.bundle.report.counting import SINGULAR
from rogatory.node.bundle.report.languages import LANGUAGES
from rogatory.node.catalogue_file import CatalogueFile, new_template
from rogatory.requests import labels
from rogatory.requests.kinds import KINDS

LOCALE = Path(__file__).parent / "locale"

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

_WRITERS = ("rogatory.node.bundle.report.write", "rogatory.node.bundle.certificate_told")
_ELSEWHERE = "rogatory.requests."
"""Rooms of which the report prints what stands in their registries alone."""

_FIELD = re.compile(r"\{\w*\}")
_HEADER = """\
# SPDX-License-Identifier: Apache-2.0
# Words of the court's report, to be translated: formal, and in the terms of GLOSSARY.md."""

type Found = dict[str, set[str]]
"""By the source: the modules in which it stands. Catalogues do not name them: a text that moves is
not another text.
"""


def sources() -> Found:
    """Every fixed text of a report, those with a number in the form for many."""
    found: Found = {}
    for module, text in [*_marked(), *_registered()]:
        found.setdefault(text, set()).add(module)
    for many, one in SINGULAR.items():
        found.setdefault(many, set()).add("rogatory.node.bundle.report.counting")
        found.pop(one, None)
    return found


def _marked() -> Iterator[tuple[str, str]]:
    for module, tree in _reached().items():
        if module.startswith(_ELSEWHERE):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                yield from ((module, text) for text in _texts(node.args[0]))


def _texts(node: ast.expr) -> Iterator[str]:
    """The source, or both of `N_("yes" if … else "no")`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    else:
        raise SyntaxError(f"N_() marks a text, at line {node.lineno}")  # noqa: TRY004


def _registered() -> Iterator[tuple[str, str]]:
    module = "rogatory.requests.labels"
    for each in (*labels.FIELDS.values(), *labels.VALUES.values()):
        yield module, each
    for name, value in vars(labels).items():
        if name.isupper() and isinstance(value, str):
            yield module, value
    for kind in KINDS.values():
        yield "rogatory.requests.kinds", kind.title
    for action in Action:
        yield "rogatory.custody.event", action.title


def _reached() -> dict[str, ast.Module]:
    """The writers' modules and every one of ours that they import, at whatever distance."""
    found: dict[str, ast.Module] = {}
    waiting = [*_WRITERS]
    while waiting:
        name = waiting.pop()
        path = _source(name)
        if name in found or path is None:
            continue
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(found[name]):
            if isinstance(node, ast.ImportFrom) and node.module:
                waiting += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return dict(sorted(found.items()))


def _source(name: str) -> Path | None:
    if name.partition(".")[0] != "rogatory":
        return None
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def template() -> Any:
    """All sources as a catalogue without translations."""
    catalogue = new_template()
    for text, modules in sources().items():
        ids: Any = (SINGULAR[text], text) if text in SINGULAR else text
        catalogue.add(ids, locations=[(module, 0) for module in sorted(modules)])
    return catalogue


def catalogue_of(language: str) -> CatalogueFile:
    return CatalogueFile(LOCALE / f"{language}.po", language, _HEADER, places=False)


def is_stale(language: str) -> bool:
    return catalogue_of(language).is_stale(template())


def problems(language: str) -> list[str]:
    """What is wrong with a language: not translated, or with other placeholders."""
    found = []
    for message in catalogue_of(language).updated(template()):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        string = message.string or ""
        said = [string] if isinstance(string, str) else list(string)
        if message.fuzzy or not all(said):
            found.append(f"not translated: {source}")
        elif wrong := [one for one in said if not _agrees(source, one, counted=len(said) > 1)]:
            found.append(f"other placeholders: {wrong[0]}")
    return found


def _agrees(source: str, said: str, *, counted: bool) -> bool:
    """The same placeholders as often; the form for one or two may do without the number."""
    wanted, found = Counter(_FIELD.findall(source)), Counter(_FIELD.findall(said))
    return found == wanted or (counted and wanted - found == Counter({"{count}": 1}))


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        for language in TRANSLATED:
            catalogue_of(language).write(template())
    status = 0
    for language in TRANSLATED:
        found = problems(language)
        if found or is_stale(language):
            status = 1
            sys.stderr.write(f"{language}: stale, or {len(found)} problems\n")
            sys.stderr.writelines(f"    {one}\n" for one in found)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
