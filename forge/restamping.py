# SPDX-License-Identifier: Apache-2.0
"""Timestamps made anew over what a forger changed, and lists of timestamps over all that lies there then."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from forge.looking import Files
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.wire import canonical

STAMP = ".tst"

LISTING = re.compile(r"archive\.\d+\.json")
"""A list of timestamps beside a document."""


@dataclass(frozen=True, slots=True)
class Restamping:
    """The files below a folder, those of them that are not as in the honest artifact, and the key of a timestamp
    authority, if it is held.
    """

    files: Files
    top: Path
    stamps: TimestampAuthority | None
    is_other: Callable[..., bool]

    def changes(
        self, document: Path, claimed: datetime, at: datetime, *, signs: bool
    ) -> Iterator[tuple[Path, bytes | None]]:
        """Yield what to write over a document and the lists beside it, where they are not as they were; None
        removes a file. Who stamps nothing, but `signs` the document, takes away what would reveal that he did.

        Each change is written before the next one is asked for.
        """
        token = _token_over(document)
        if self.stamps is not None:
            if self.is_other(document, token):
                yield token, self._token(document.read_bytes(), claimed, "sha256")
        elif signs and self.is_other(document) and self.files.data(token) is not None:
            yield token, None
        beside = [one for one in self.files.paths() if one.parent == document.parent]
        for listing in (one for one in beside if LISTING.fullmatch(one.name)):
            yield from self._list(listing, at, signs=signs)

    def _list(
        self, listing: Path, at: datetime, *, signs: bool
    ) -> Iterator[tuple[Path, bytes | None]]:
        token, named = _token_over(listing), self._named(listing)
        holds = named is not None and all(listed == here for listed, here in named.values())
        if holds and not self.is_other(listing, token):
            return
        if self.stamps is None:
            for file in (listing, token) if signs else ():
                if self.files.data(file) is not None:
                    yield file, None
        elif named is not None:
            files = [{"path": name, "sha512": here} for name, (_, here) in named.items() if here]
            data = canonical.encode({"files": files, "version": 1})
            yield listing, data
            yield token, self._token(data, at, "sha512")

    def _token(self, data: bytes, at: datetime, digest: str) -> bytes:
        assert self.stamps is not None
        return token_of(self.stamps.reply(request(hashlib.new(digest, data).digest()), at, 1))

    def _named(self, listing: Path) -> dict[str, tuple[str, str]] | None:
        """The digest that a list has for each file, and that of the file here, which is empty where none lies
        here; None if the list cannot be read. The folder of an earlier seal is read as if it lay beside the
        certificates (SPECIFICATION.md 15).
        """
        document = self.files.document(listing) or {}
        try:
            listed = {str(one["path"]): str(one["sha512"]) for one in document["files"]}
        except (KeyError, TypeError):
            return None
        return {name: (digest, self._sha512(listing, name)) for name, digest in listed.items()}

    def _sha512(self, listing: Path, name: str) -> str:
        found = (self.files.data(folder / name) for folder in (listing.parent, self.top))
        data = next((one for one in found if one is not None), None)
        return "" if data is None else hashlib.sha512(data).hexdigest()


def _token_over(document: Path) -> Path:
    return document.with_name(document.name + STAMP)
