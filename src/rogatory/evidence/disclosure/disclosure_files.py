# SPDX-License-Identifier: Apache-2.0
"""Reading the small files of a disclosure: its documents, signatures and certificates."""

import os
from contextlib import suppress
from pathlib import Path

from rogatory.disk import Beneath, names_in, read_open
from rogatory.errors import Refused
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.sealed.sealed_files import LARGEST_SMALL_FILE, SealedFiles
from rogatory.evidence.trust.anchors import anchors_in
from rogatory.evidence.verification.bag_check import LARGEST_TAG
from rogatory.seal.certificates.revocation import list_size_limit
from rogatory.seal.signatures import Anchors, Signatures


class DisclosureFiles:
    """The small files of a disclosure's folder; none is read past its limit or through a link."""

    def __init__(self, folder: Path, beneath: Beneath) -> None:
        self._folder, self._beneath = folder, beneath

    def read(self, path: str, limit: int = LARGEST_SMALL_FILE) -> bytes:
        """Return a file's bytes.

        Raises:
            Refused: it is not there, no regular file, or larger than the limit.
        """
        if not self.has(path):
            raise Refused(refusals.MISSING.because(path=path))
        return read_open(self._beneath.open_read(path), path, limit=list_size_limit(path, limit))

    def has(self, path: str) -> bool:
        """Decide whether anything has this name."""
        return os.path.lexists(self._folder / path)

    def of_package(self, name: str) -> bytes:
        """Return a tag file of the package."""
        return self.read(f"{layout.PACKAGE}/{name}", LARGEST_TAG)

    def package_has(self, name: str) -> bool:
        """Decide whether a tag file of the package has this name."""
        return self.has(f"{layout.PACKAGE}/{name}")

    def signatures(self, document: str) -> Signatures:
        """Return the signatures beside a document."""
        second = f"{document}.mldsa65.p7s"
        return Signatures(
            self.read(f"{document}.p256.p7s"), self.read(second) if self.has(second) else None
        )

    def seal(self, folder: Path) -> SealedFiles:
        """Return the files of the seal, which lies in that folder of the disclosure."""
        return SealedFiles(folder, self._beneath, f"{layout.SEAL_FOLDER}/")

    def anchors(self) -> Anchors:
        """Return the certificates of the disclosure that can be read."""
        folder = self._folder / layout.CERTIFICATES
        names = names_in(folder)
        found: dict[str, bytes] = {}
        for name in names:
            with suppress(Refused):  # the checks of form and layout report it
                found[name] = self.read(f"{layout.CERTIFICATES}/{name}")
        return anchors_in(found)
