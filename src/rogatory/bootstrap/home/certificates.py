# SPDX-License-Identifier: Apache-2.0
"""The certificates in the files of a node's home."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import LARGEST_KEY_FILE
from rogatory.disk.reading import read_file
from rogatory.errors import RogatoryError
from rogatory.node.ports import OwnCertificate
from rogatory.seal.certificates.reading import pem_to_der

_BEGIN = b"-----BEGIN CERTIFICATE-----"


def certificate_files(home: Home) -> Iterator[Path]:
    """Yield the files of the home that may hold a certificate, in order."""
    yield from sorted((home.path / "keys").rglob("*.pem"))


def read_certificate(home: Home, path: Path) -> OwnCertificate | None:
    """Return the certificate in a file, the first where there are several; None for a file with none.

    Raises:
        RogatoryError: the file cannot be read, or its certificate is none.
    """
    data = read_file(path, limit=LARGEST_KEY_FILE)
    if _BEGIN not in data:
        return None
    return OwnCertificate(str(path.relative_to(home.path)), pem_to_der(data))


def own_certificates(home: Home) -> Sequence[OwnCertificate]:
    """Return those that can be read."""
    found = []
    for path in certificate_files(home):
        try:
            one = read_certificate(home, path)
        except (RogatoryError, OSError):
            continue  # the doctor names it; the worker has other work
        if one is not None:
            found.append(one)
    return found
