# SPDX-License-Identifier: Apache-2.0
"""One language's catalogue of words: merged with the sources, compiled, and told when it is stale.

A tool of the workshop, for all who keep catalogues; which texts there are is each one's own
matter. The same sources and translations give the same two files, whenever they are written.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
_CHANGING = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')


def new_template() -> Any:
    """A catalogue for the sources, to be filled."""
    from babel.messages.catalog import Catalog

    return Catalog(project="rogatory", charset="utf-8")


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The `.po` file at `path`, with its `.mo` beside it; `places` tells where each text stands."""

    path: Path
    language: str
    header: str
    places: bool

    def updated(self, template: Any) -> Any:
        """The catalogue with every source in it and none that is gone.

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
        """Whether the files are not what the sources and translations give."""
        if not self.path.exists() or not self.path.with_suffix(".mo").exists():
            return True
        catalogue = self.updated(template)
        text, _ = self._written(catalogue)
        says = {_frozen(one.id): _frozen(one.string) for one in catalogue if is_said(one)}
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


def is_said(message: Any) -> bool:
    """Whether a source has its translation, in every form of number."""
    said = message.string
    return bool(message.id and said) and (isinstance(said, str) or all(said))


def untranslated(catalogue: Any) -> Iterator[str]:
    """The sources that a catalogue does not translate, those with a number in their first form."""
    for message in catalogue:
        if message.id and (message.fuzzy or not is_said(message)):
            yield message.id if isinstance(message.id, str) else message.id[0]


def _frozen(words: Any) -> Any:
    return words if isinstance(words, str) else tuple(words)
