# SPDX-License-Identifier: Apache-2.0
"""A split view: two snapshots of one version, signed by one key of the publisher, that say different things.

The holder of the publisher's key can show one directory to some States and another to the rest.
Both look current. The file here convicts the key offline, by the roots of the network alone:

- it has the two snapshots as they were signed;
- one key that a root of the network lists for snapshots signed both;
- both are of one version and of this network, and what was signed differs.

An honest publisher never signs a version twice (`publisher`), not even after it was killed.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from securesystemslib.exceptions import UnverifiedSignatureError

from rogatory.directory import refusals
from rogatory.directory.ceremony.metadata import (
    SNAPSHOT_LIMIT,
    Key,
    Metadata,
    Snapshot,
    read_metadata,
)
from rogatory.directory.ceremony.network_field import refuse_other_network
from rogatory.errors import Phrase, Refused
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.words import P_, FilledText

SPLIT_VERSION = 1
KIND = "split-view"
SUFFIX = ".split.json"

LARGEST_SPLIT = 3 * SNAPSHOT_LIMIT
"""Two snapshots of the largest size in base64; a peer cannot make us hold more."""

_NAMES = {"version", "kind", "network", "first", "second"}


@dataclass(frozen=True, slots=True)
class Split:
    """The facts that a file proves: the version, both digests, and the keys that signed both."""

    network: str
    version: int
    digests: tuple[str, str]
    keyids: tuple[str, ...]


def signed_snapshot(data: bytes, keys: Mapping[str, Key], network: str) -> Metadata[Snapshot]:
    """Return a snapshot of this network that at least one of the keys signed.

    Raises:
        Refused: it is none, or is for another network, or nobody whose key counts signed it.
    """
    metadata = read_metadata(Snapshot, "snapshot", data, named_in_full=False)
    refuse_other_network("snapshot", metadata.signed, network)
    if not _signers(metadata, keys):
        raise Refused(refusals.SNAPSHOT_UNSIGNED.because(version=metadata.signed.version))
    return metadata


def build_split(network: str, first: bytes, second: bytes) -> bytes:
    """Write the file about two snapshots, in either order. Nothing is verified."""
    earlier, later = sorted((first, second), key=sha256)
    return canonical.encode(
        {
            "version": SPLIT_VERSION,
            "kind": KIND,
            "network": network,
            "first": base64.b64encode(earlier).decode("ascii"),
            "second": base64.b64encode(later).decode("ascii"),
        }
    )


def check_split(data: bytes, keys: Mapping[str, Key], network: str) -> Split:
    """Decide, offline, that a file convicts the publisher.

    What must hold:
      1. The file is in its form, of this network, the snapshots in order of their digests.
      2. Both are snapshots of this network, signed by one of the keys, and by the same one.
      3. They are of one version, and what was signed differs.

    Raises:
        Refused: nothing is shown against the publisher.
    """
    named, first, second = _parse(data)  # 1
    if named != network:
        raise Refused(refusals.OTHER_NETWORK.because(found=named, expected=network))
    one, other = (signed_snapshot(each, keys, network) for each in (first, second))  # 2
    both = sorted({*_signers(one, keys)} & {*_signers(other, keys)})
    if not both:
        raise _malformed(P_("no key signed both snapshots"))
    if one.signed.version != other.signed.version:  # 3
        raise _malformed(P_("the snapshots have different versions"))
    if one.signed_bytes == other.signed_bytes:
        raise _malformed(P_("both snapshots have the same content"))
    return Split(network, one.signed.version, (sha256(first), sha256(second)), tuple(both))


def _signers(metadata: Metadata[Snapshot], keys: Mapping[str, Key]) -> list[str]:
    found = []
    for keyid, signature in metadata.signatures.items():
        key = keys.get(keyid)
        if key is None:
            continue
        try:
            key.verify_signature(signature, metadata.signed_bytes)
        except UnverifiedSignatureError:
            continue
        found.append(keyid)
    return found


def _parse(data: bytes) -> tuple[str, bytes, bytes]:
    document = canonical.decode_object(data, limit=LARGEST_SPLIT)
    if document.keys() != _NAMES:
        raise _malformed(P_("it has other members than version, kind, network, first and second"))
    if not canonical.is_version(document["version"], SPLIT_VERSION) or document["kind"] != KIND:
        raise _malformed(
            FilledText(P_("this program reads version {version}"), version=SPLIT_VERSION)
        )
    first, second = (_bytes(document[name]) for name in ("first", "second"))
    if sha256(first) >= sha256(second):
        raise _malformed(P_("its snapshots are not two in order of their digests"))
    return parse_digest(document["network"]), first, second


def _bytes(value: Json) -> bytes:
    try:
        data = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (ValueError, binascii.Error):
        data = b""
    if not data or base64.b64encode(data).decode("ascii") != value:
        raise _malformed(P_("a snapshot is not in base64"))
    return data


def _malformed(problem: Phrase) -> Refused:
    return Refused(refusals.SPLIT_FORM.because(problem=problem))
