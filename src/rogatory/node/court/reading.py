# SPDX-License-Identifier: Apache-2.0
"""The small files of a bundle, read once each, beneath its folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from rogatory.disk import Beneath, is_plain_file, is_plain_folder, names_in, read_open
from rogatory.disk.paths import DEEPEST_FOLDERS
from rogatory.errors import Reason, Refused
from rogatory.evidence.checks import OTHER_TYPE, Undecided
from rogatory.node.court import layout, refusals
from rogatory.seal.certificates.revocation import list_size_limit
from rogatory.seal.signatures import Signatures
from rogatory.wire.words import N_, FilledText, problems_text

WHO_EXPORTED_IT = N_("the authority that exported it")

LARGEST_SMALL = 32 << 20
"""The list of segments of a package of 16 TiB; every other file but the listing is far smaller."""


class BundleFiles:
    """Reads by relative path; follows no link."""

    def __init__(self, folder: Path, beneath: Beneath) -> None:
        self.folder = folder
        self._beneath = beneath

    def read(self, path: str, limit: int = LARGEST_SMALL) -> bytes:
        """Read a file; refuse one that is missing, too large, or no file."""
        try:
            return read_open(
                self._beneath.open_read(path), path, limit=list_size_limit(path, limit)
            )
        except Refused as refused:
            problem = problems_text(refused.reasons)
            raise Refused(refusals.UNREADABLE.because(path=path, problem=problem)) from refused

    def start(self, path: str, count: int) -> bytes:
        """Return the first bytes of a file of any size."""
        with os.fdopen(self._beneath.open_read(path), "rb") as file:
            return file.read(count)

    def there(self, path: str) -> bool:
        """Decide whether there is a file at the path; a link counts as none, and so does all beneath it or a
        folder that cannot be listed.
        """
        return self._is_reached(path) and is_plain_file(self.folder / path)

    def has_folder(self, path: str) -> bool:
        """Decide the same of a folder."""
        return self._is_reached(path) and is_plain_folder(self.folder / path)

    def is_of_other_type(self, path: str, *, folder: bool = False) -> bool:
        """Decide whether something else than a file, or than a `folder`, lies at the path."""
        expected = self.has_folder(path) if folder else self.there(path)
        return not expected and self._is_reached(path) and os.path.lexists(self.folder / path)

    def _is_reached(self, path: str) -> bool:
        """Decide whether each folder on the way is one, and can be listed."""
        parts = path.split("/")
        ways = [self.folder / "/".join(parts[:depth]) for depth in range(1, len(parts))]
        return all(
            is_plain_folder(one) and os.access(one, os.R_OK, effective_ids=True) for one in ways
        )

    def maybe(self, path: str) -> bytes | None:
        return self.read(path) if self.there(path) else None

    def signatures(self, document: str) -> Signatures:
        """Return the signatures beside a document, the ML-DSA one if it is there."""
        return Signatures(self.read(document + layout.P256), self.maybe(document + layout.MLDSA65))

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, in order; none if it is not there or cannot be listed."""
        place = self.folder / folder
        return names_in(place) if is_plain_folder(place) else []

    def unlisted(self, folder: str) -> list[Reason]:
        """Return why a folder that is there cannot be listed."""
        found: list[Reason] = []
        place = self.folder / folder
        if is_plain_folder(place):
            names_in(place, found)
        problem = problems_text(found)
        return [refusals.UNREADABLE.because(path=folder, problem=problem)] if found else []

    def leave_other_types(self, *paths: str, folder: bool = False) -> None:
        """Leave a check undecided that would hold without what should lie at these paths.

        Raises:
            Undecided: something of another type lies at one of them.
        """
        other = [one for one in paths if self.is_of_other_type(one, folder=folder)]
        if other:
            raise Undecided(FilledText(OTHER_TYPE, path=", ".join(other)), WHO_EXPORTED_IT)

    def files(self, folder: str) -> dict[str, bytes]:
        """Return the files right in a folder by name; links are none."""
        return {
            name: self.read(f"{folder}/{name}")
            for name in self.names(folder)
            if is_plain_file(self.folder / folder / name)
        }

    def readable(
        self, folder: str
    ) -> tuple[dict[str, bytes], tuple[Reason, ...], tuple[Reason, ...]]:
        """Return the same; why others cannot be read; and which are links or no files."""
        found: dict[str, bytes] = {}
        faults, links = self.unlisted(folder), list[Reason]()
        for name in self.names(folder):
            try:
                found[name] = self.read(f"{folder}/{name}")
            except Refused as refused:
                plain = is_plain_file(self.folder / folder / name)
                (faults if plain else links).extend(refused.reasons)
        return found, tuple(faults), tuple(links)

    def below(self, folder: str, under: str = "") -> Iterator[str]:
        """Yield the files below a folder, by path relative to it; links are none."""
        for name in self.names(f"{folder}/{under}".rstrip("/")):
            place = self.folder / folder / under / name
            if is_plain_folder(place):
                if f"{folder}/{under}".count("/") < DEEPEST_FOLDERS:
                    yield from self.below(folder, f"{under}{name}/")
            elif is_plain_file(place):
                yield f"{under}{name}"

    def message_folders(self) -> Iterator[str]:
        """Yield the request's folder, then those of the other messages, in order."""
        if self.has_folder(layout.REQUEST):
            yield layout.REQUEST
        for name in self.names(layout.MESSAGES):
            if self.has_folder(f"{layout.MESSAGES}/{name}"):
                yield f"{layout.MESSAGES}/{name}"
