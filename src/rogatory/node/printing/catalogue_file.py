# SPDX-License-Identifier: Apache-2.0
"""One language's catalogue of words: merged with the sources, compiled, and reported when it is
stale.

A development tool, for all who keep catalogues; each decides which texts it has. The same sources
and translations give the same two files, whenever they are written.

`python -m rogatory.node.printing.catalogue_file` compiles every catalogue of the package whose
`.mo` is older than its `.po`. Compiled files are not committed: `./run` makes them, and so must the
builder of a wheel.
"""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_CHANGING = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')


PACKAGE = Path(__file__).parents[2]


def compile_outdated(package: Path) -> list[Path]:
    """Compile each `.po` below `package` that is newer than its `.mo`; return those compiled.

    A compiled file gets its name when it is whole: another process may be reading it.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    outdated = [path for path in sorted(package.rglob("locale/**/*.po")) if is_outdated(path)]
    for path in outdated:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=_locale_of(path), charset="utf-8")
        # The `.po` has no dates, and without them the time of compiling would be in the `.mo`.
        catalogue.creation_date = catalogue.revision_date = _NO_DATE
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        partial = path.with_suffix(f".mo.{os.getpid()}")
        partial.write_bytes(compiled.getvalue())
        partial.replace(path.with_suffix(".mo"))
    return outdated


def is_outdated(path: Path) -> bool:
    """Decide whether a `.po` has no compiled file, or an older one."""
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns


def _locale_of(path: Path) -> str:
    """Return the language of `locale/<language>.po` or `locale/<language>/LC_MESSAGES/django.po`."""
    return path.parents[1].name if path.parent.name == "LC_MESSAGES" else path.stem


def new_template() -> Any:
    """Return a catalogue for the sources, to be filled."""
    from babel.messages.catalog import Catalog

    return Catalog(project="rogatory", charset="utf-8")


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The `.po` file at `path`, with its `.mo` beside it; `places` are the modules of each text."""

    path: Path
    language: str
    header: str
    places: bool

    def updated(self, template: Any) -> Any:
        """Return the catalogue with every source in it and none that is gone.

        English is its own translation. Nothing is guessed: a source that changed is untranslated.
        """
        from babel.messages.catalog import Catalog
        from babel.messages.pofile import read_po

        catalogue = Catalog(locale=self.language, project="rogatory", charset="utf-8")
        if self.path.exists():
            with self.path.open("rb") as file:
                catalogue = read_po(file, locale=self.language, charset="utf-8")
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = self.header
        catalogue.creation_date = catalogue.revision_date = _NO_DATE
        if self.language == "en":
            for message in catalogue:
                message.string = message.id or message.string
        return catalogue

    def write(self, template: Any) -> None:
        text, compiled = self._written(self.updated(template))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(text)
        self.path.with_suffix(".mo").write_bytes(compiled)

    def is_stale(self, template: Any) -> bool:
        """Decide whether the files are not what the sources and translations give."""
        if not self.path.exists() or not self.path.with_suffix(".mo").exists():
            return True
        catalogue = self.updated(template)
        text, _ = self._written(catalogue)
        says = {_frozen(one.id): _frozen(one.string) for one in catalogue if is_translated(one)}
        return text != self.path.read_bytes() or self._compiled() != says

    def _written(self, catalogue: Any) -> tuple[bytes, bytes]:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import write_po

        text, compiled = io.BytesIO(), io.BytesIO()
        write_po(
            text,
            catalogue,
            width=100,
            sort_output=True,
            no_location=not self.places,
            include_lineno=False,
        )
        write_mo(compiled, catalogue)
        lines = text.getvalue().splitlines(keepends=True)
        return b"".join(line for line in lines if not line.startswith(_CHANGING)), (
            compiled.getvalue()
        )

    def _compiled(self) -> dict[Any, Any]:
        from babel.messages.mofile import read_mo

        with self.path.with_suffix(".mo").open("rb") as file:
            return {_frozen(one.id): _frozen(one.string) for one in read_mo(file) if one.id}


def is_translated(message: Any) -> bool:
    """Decide whether a source has its translation, in every form of number."""
    text = message.string
    return bool(message.id and text) and (isinstance(text, str) or all(text))


def untranslated(catalogue: Any) -> Iterator[str]:
    """Yield the sources that a catalogue does not translate, those with a number in their first
    form.
    """
    for message in catalogue:
        if message.id and (message.fuzzy or not is_translated(message)):
            yield message.id if isinstance(message.id, str) else message.id[0]


def _frozen(words: Any) -> Any:
    return words if isinstance(words, str) else tuple(words)


if __name__ == "__main__":
    compile_outdated(PACKAGE)
