# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""The column of a signature, whose certificate is stored once for all signatures that have it.

A certificate is two thirds of a signature with ML-DSA-65. It has no unique index: of two transactions
that meet the same new one, neither waits for the other, and both write it.
"""

import hashlib
from functools import lru_cache, partial
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from django.db import connection, models, transaction

from rogatory.seal.certificate_apart import Apart, take_apart
from rogatory.storage.tables.columns import DIGEST, Blob, Serial, Text, whole
from rogatory.storage.transactions.statements import PreparedField, Table, first

_WHOLE, _APART = b"\x00", b"\x01"
"""The first byte of a stored value; a signature as it was, the first byte of whose DER is another, has none."""

_PLACE = 2
"""Bytes of the certificate's place; a signature has at most 32 KiB."""

CERTIFICATES_KEPT = 256
"""Certificates remembered by one process, of 6 kB at most each: what the States of a network sign with."""


class SignerCertificate(models.Model):
    """A certificate that a stored signature has, by the SHA-256 of its DER."""

    id: Serial = models.BigAutoField(primary_key=True)
    digest: Text = models.CharField(max_length=DIGEST)
    der: Blob = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="certificate_by_digest")]


_add = Table(SignerCertificate).insert()
_IS_STORED = "SELECT 1 FROM storage_signercertificate WHERE digest = %s LIMIT 1"
_READ = "SELECT der FROM storage_signercertificate WHERE digest = %s LIMIT 1"

_known_by_line: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""The certificates of which a line to the database has seen that they were committed. Another line may lead to
another server, which a failover made of an older state."""


class SignatureField(PreparedField, models.BinaryField):  # type: ignore[type-arg]  # of bytes, or of bytes and None
    """A detached signature; what is no signature in the shape of section 4 is stored as it is."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        stored = None if value is None else _stored(whole(value))
        return super().get_db_prep_value(stored, connection, prepared)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes | None:
        return None if value is None else _read(whole(value))

    def deconstruct(self) -> Any:
        """Return what a migration keeps of the field: the database knows bytes."""
        name, _path, values, options = super().deconstruct()
        return name, "django.db.models.BinaryField", values, options


def _stored(signature: bytes) -> bytes:
    apart = take_apart(signature)
    if apart is None:
        return _WHOLE + signature if signature[:1] in {_WHOLE, _APART} else signature
    digest = hashlib.sha256(apart.certificate)
    _store_certificate(digest.hexdigest(), apart.certificate)
    return _APART + digest.digest() + apart.place.to_bytes(_PLACE) + apart.rest


def _store_certificate(digest: str, der: bytes) -> None:
    known = _known()
    if digest in known:
        return
    if first(_IS_STORED, digest) is None:
        _add(digest=digest, der=der)
    transaction.on_commit(partial(known.add, digest))


def _known() -> set[str]:
    """Return what this line's server is known to have; of SQLite it is asked faster than remembered."""
    if not connection.features.has_select_for_update:
        return set()
    connection.ensure_connection()
    return _known_by_line.setdefault(connection.connection, set())


def _read(stored: bytes) -> bytes:
    if stored[:1] == _WHOLE:
        return stored[1:]
    if stored[:1] != _APART:
        return stored
    at = 1 + hashlib.sha256().digest_size
    place = int.from_bytes(stored[at : at + _PLACE])
    return Apart(stored[at + _PLACE :], place, _certificate(stored[1:at].hex())).whole()


def forget_certificates() -> None:
    """Read each certificate from the database again, where it is to be shown that it is there."""
    _certificate.cache_clear()


@lru_cache(CERTIFICATES_KEPT)
def _certificate(digest: str) -> bytes:
    """Return a certificate; its digest is its name, so that one process may remember it.

    Raises:
        LookupError: it is not stored.
    """
    found = first(_READ, digest)
    if found is None:
        raise LookupError(f"no certificate {digest}")
    return whole(found[0])
