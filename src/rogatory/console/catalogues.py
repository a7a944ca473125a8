# SPDX-License-Identifier: Apache-2.0
"""The catalogues of words: `python -m rogatory.console.catalogues [--check]`.

Extracts every source from the console's code and templates, from `N_()` in the pure packages, from
the sentences of the codes that pages may show, from the phrases in these (`P_()`) and from the
law's data; merges them into each language's catalogue, keeping what is translated; compiles. With
--check nothing is written, and the exit status is 1 when a catalogue is stale or has a message that
nobody translated.

A tool of the workshop: an installed node reads the compiled files and has no need of Babel.
"""

import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.utils.translation.template import templatize
from grimp import ImportGraph, build_graph

from rogatory.errors import Code
from rogatory.node.printing.catalogue_file import CatalogueFile, new_template, untranslated
from rogatory.treaty.vocabulary import sentences
from rogatory.wire.known_codes import MODULES, modules_of_codes

CONSOLE = Path(__file__).parent
PACKAGE = CONSOLE.parent
LOCALE = CONSOLE / "locale"

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh_Hans")
"""As the folders of Django's catalogues are named."""

NOT_SHOWN = (
    "bootstrap/backup/",
    "bootstrap/home/restore_refusals.py",
    "bootstrap/moving/",
    "cli/",
    "exercises/",
    "main.py",
    "custody/refusals.py",
    "disk/",
    "evidence/",
    "node/court/",
    "node/certificate/",
    "node/provider_orders/",
    "node/letters/",
    "treaty/citation.py",
    "node/workstation/",
    "seal/age/",
    "storage/",
    "transport/",
)
"""Texts of the command line, reports and letters alone: no page of the console shows them."""

SHOWN_YET = ("node/letters/refusals.py", "node/court/report/custody_diagram.py")
"""Exceptions to these, which a page shows all the same: why a letter could not be made; who had the
evidence."""

COMMANDS_ONLY = (
    "rogatory.bootstrap.backup.",
    "rogatory.bootstrap.home.restore_refusals",
    "rogatory.bootstrap.moving.",
    "rogatory.cli",
    "rogatory.evidence.media.",
    "rogatory.evidence.returns.",
    "rogatory.exercises",
    "rogatory.node.certificate.",
    "rogatory.storage.row_archive.",
)
"""Packages whose codes no page shows though its code imports what raises them: seizing and
certifying are done at the command line, and a node that is being moved or restored has no page.
"""

PHRASES_OF_COMMANDS = (
    *COMMANDS_ONLY,
    "rogatory.bootstrap.node_toml.backup",
    "rogatory.bootstrap.node_toml.breached_passwords",
    "rogatory.bootstrap.home.folder",
    "rogatory.bootstrap.node_toml.declared",
    "rogatory.bootstrap.node_toml.object_store",
    "rogatory.bootstrap.node_toml.oidc",
    "rogatory.bootstrap.node_toml.paging",
    "rogatory.bootstrap.node_toml.scanner",
    "rogatory.bootstrap.node_toml.settings",
    "rogatory.bootstrap.node_toml.syslog",
    "rogatory.bootstrap.node_toml.table_forms",
    "rogatory.node.limits.message_limits",
    "rogatory.node.limits.bandwidth",
)
"""Packages whose phrases no page shows either: with wrong settings there is no page."""

type SourceMessage = tuple[str, tuple[str, ...]]
"""The place of a message, and its sources: one, or singular and plural."""

_CONSTANT = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
_CALLS: Mapping[str, tuple[int, ...] | None] = {
    "gettext": None,
    "_": None,
    "gettext_noop": None,
    "_n": None,
    "N_": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
}
"""The calls that mark a text, as Babel's extractor takes them: the places of its texts, or None for
the first."""


@cache
def sources() -> tuple[SourceMessage, ...]:
    """Return every message, in a settled order; the code is read once in a process."""
    found = [*_of_templates(), *_of_python(), *_of_codes(), *phrases(), *_of_law()]
    return tuple(sorted(set(found), key=lambda one: (one[1][0].casefold(), one)))


def _of_templates() -> Iterator[SourceMessage]:
    for path in sorted(CONSOLE.rglob("*.html")):
        calls = templatize(path.read_text(encoding="utf-8"))
        # Django writes the calls in the place of the tags: indented as no Python is.
        yield from _marked(path, "\n".join(map(str.strip, calls.splitlines())).encode(), _CALLS)


def _of_python() -> Iterator[SourceMessage]:
    for path in _shown("*.py"):
        yield from _marked(path, path.read_bytes(), _CALLS)


def phrases() -> Iterator[SourceMessage]:
    """Yield what is wrong in a few words, from every package from which a reason can come to a
    page.
    """
    for module in sorted(_reached_by_pages()):
        if not module.startswith(PHRASES_OF_COMMANDS):
            path = _file(module)
            yield from _marked(path, path.read_bytes(), {"P_": None})


def _marked(
    path: Path, code: bytes, calls: Mapping[str, tuple[int, ...] | None]
) -> Iterator[SourceMessage]:
    options = {"encoding": "utf-8"}
    for _line, found, _comments, _context in extract(
        "python", BytesIO(code), calls, options=options
    ):
        yield _place(path), found if isinstance(found, tuple) else (found,)


def _of_codes() -> Iterator[SourceMessage]:
    """Yield the sentences of every code that a page may show: what is wrong and who must do
    what.
    """
    shown = frozenset(path for name in MODULES for path in _shown(name))
    reached = reached_codes()
    for path in modules_of_codes():
        for code in codes_of(_module(path)).values():
            if path in shown or code.id in reached:
                yield _place(path), (code.what,)
                if code.remedy:
                    yield _place(path), (code.remedy,)


@cache
def reached_codes() -> frozenset[str]:
    """Return codes that some module names which the pages' code imports, directly or through
    others.

    More than any page shows, and never less: a code that a lower package begins to raise has its
    translations before an examiner meets it in English.
    """
    graph, pages = _graph(), _reached_by_pages()
    found: set[str] = set()
    for path in modules_of_codes():
        layer = _module(path)
        if layer.startswith(COMMANDS_ONLY):
            continue
        named: set[str] = set()
        for importer in graph.find_modules_that_directly_import(layer) & pages:
            named.update(_CONSTANT.findall(_file(importer).read_text(encoding="utf-8")))
        found.update(code.id for name, code in codes_of(layer).items() if name in named)
    return frozenset(found)


@cache
def _graph() -> ImportGraph:
    return build_graph("rogatory", cache_dir=None)


@cache
def _reached_by_pages() -> frozenset[str]:
    """Return the modules of the pages, and all that these import, directly or through others."""
    graph = _graph()
    pages = graph.find_upstream_modules("rogatory.console", as_package=True)
    return frozenset(pages | graph.find_descendants("rogatory.console"))


def codes_of(path: str) -> dict[str, Code]:
    """Return the codes of a module, by the names that its own code gives them."""
    held = vars(importlib.import_module(path))
    return {name: one for name, one in held.items() if isinstance(one, Code)}


def _module(path: Path) -> str:
    return ".".join(("rogatory", *path.relative_to(PACKAGE).with_suffix("").parts))


def _file(module: str) -> Path:
    place = PACKAGE.joinpath(*module.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _of_law() -> Iterator[SourceMessage]:
    """Yield the words in the packaged rows of the law."""
    for sentence in sentences():
        yield "rogatory/treaty/data", (sentence,)


def _shown(pattern: str) -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob(pattern)):
        place = path.relative_to(PACKAGE).as_posix()
        if place in SHOWN_YET or not place.startswith(NOT_SHOWN):
            yield path


def _place(path: Path) -> str:
    return f"rogatory/{path.relative_to(PACKAGE).as_posix()}"


def template() -> Any:
    """Return all sources as a catalogue without translations."""
    catalogue = new_template()
    for place, texts in sources():
        message: Any = texts[0] if len(texts) == 1 else texts
        flags = {"python-format"} if "%(" in texts[0] else set()
        catalogue.add(message, locations=[(place, 0)], flags=flags)
    return catalogue


_HEADER = "# SPDX-License-Identifier: Apache-2.0\n# Words of rogatory, to be translated."


def catalogue_of(language: str) -> CatalogueFile:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    return CatalogueFile(path, language, _HEADER, places=True)


def missing(language: str) -> list[str]:
    """Return the sources that a language's catalogue, as it would be, does not translate."""
    return list(untranslated(catalogue_of(language).updated(template())))


def stale() -> list[str]:
    """Return the languages whose files are not what the sources give, or lack a translation."""
    return [
        language
        for language in LANGUAGES
        if catalogue_of(language).is_stale(template()) or missing(language)
    ]


def main(arguments: list[str]) -> int:
    if "--check" not in arguments:
        for language in LANGUAGES:
            catalogue_of(language).write(template())
    problems = stale()
    for language in problems:
        sources_left = missing(language)
        sys.stderr.write(f"{language}: stale, or {len(sources_left)} untranslated\n")
        sys.stderr.writelines(f"    {source}\n" for source in sources_left)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
