# SPDX-License-Identifier: Apache-2.0
"""Changes of what is sealed: the age stream as bytes, and the tar stream inside it, below a seal that is written anew.

Who signs for the sender states header, size and segments of what lies there now, so that only who opens the package
can find the difference; who does not leaves the seal as it was.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from forge.changes import Change
from forge.making import Kind
from forge.material import Artifact, Material
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.sealed.segments import SegmentList
from rogatory.evidence.spool import Spools
from rogatory.evidence.stream.tar_format import BLOCK, padding
from rogatory.seal.age import (
    HybridRecipient,
    PayloadCipher,
    open_header,
    parse_header,
    payload_size,
    plain_size,
    seal_header,
)

STREAM = "package.age"
NONCE, SEALED_CHUNK = 16, (64 << 10) + 16
SHARE = re.compile(rb"(?m)^-> mlkem768x25519 .+\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n")

type Bytes = Callable[[bytes], bytes]


def altered_streams(material: Material, kind: Kind) -> Iterator[Change]:
    """Every change of header, payload and members, each below a seal that says what lies there."""
    if kind != "package":
        return
    target = f"{material.artifacts[kind].name}/{STREAM}"
    for name, change in {**HEADERS, **PAYLOADS}.items():
        yield Change(name, target, _on_stream(change))
    for name, member in MEMBERS.items():
        yield Change(name, target, _on_members(material, member))


def _parted(data: bytes) -> tuple[bytes, bytes]:
    size = parse_header(data).size
    return data[:size], data[size:]


def _in_header(change: Bytes) -> Bytes:
    def changed(data: bytes) -> bytes:
        header, payload = _parted(data)
        return change(header) + payload

    return changed


def _in_payload(change: Bytes) -> Bytes:
    def changed(data: bytes) -> bytes:
        header, payload = _parted(data)
        return header + change(payload)

    return changed


def _shares_swapped(header: bytes) -> bytes:
    first, second = SHARE.findall(header)[:2]
    return header.replace(first + second, second + first)


def _share_twice(header: bytes) -> bytes:
    first, second = SHARE.findall(header)[:2]
    return header.replace(first + second, first + first)


def _chunks_swapped(payload: bytes) -> bytes:
    start, end = NONCE + SEALED_CHUNK, NONCE + 2 * SEALED_CHUNK
    return payload[:NONCE] + payload[start:end] + payload[NONCE:start] + payload[end:]


def _chunk_twice(payload: bytes) -> bytes:
    return payload[: NONCE + SEALED_CHUNK] + payload[NONCE:]


def _chunk_dropped(payload: bytes) -> bytes:
    return payload[:NONCE] + payload[NONCE + SEALED_CHUNK :]


HEADERS: dict[str, Bytes] = {
    "header-shares-swapped": _in_header(_shares_swapped),
    "header-share-twice": _in_header(_share_twice),
}
PAYLOADS: dict[str, Bytes] = {
    "stream-nonce": _in_payload(lambda it: bytes([it[0] ^ 1]) + it[1:]),
    "stream-chunks-swapped": _in_payload(_chunks_swapped),
    "stream-chunk-twice": _in_payload(_chunk_twice),
    "stream-chunk-dropped": _in_payload(_chunk_dropped),
    "stream-longer": _in_payload(lambda it: it + bytes(17)),
    "stream-shorter": _in_payload(lambda it: it[:-1]),
}


def members_of(plain: bytes) -> tuple[list[bytes], bytes]:
    """Cut a tar stream into its members, each with its headers and padding, and what follows the last."""
    members, at = [], 0
    while plain[at : at + 1] not in {b"\0", b""}:
        start, size = at, int(plain[at + 124 : at + 135], 8)
        while plain[at + 156 : at + 157] == b"x":  # its own records come first
            at += BLOCK + size + padding(size)
            size = int(plain[at + 124 : at + 135], 8)
        at += BLOCK + size + padding(size)
        members.append(plain[start:at])
    return members, plain[at:]


def _appended(members: list[bytes], end: bytes) -> bytes:
    return b"".join(members) + end + members[-1] + end


MEMBERS: dict[str, Callable[[list[bytes], bytes], bytes]] = {
    "members-reordered": lambda it, end: b"".join([*it[:-2], it[-1], it[-2]]) + end,
    "members-backwards": lambda it, end: b"".join(reversed(it)) + end,
    "member-twice": lambda it, end: b"".join([*it, it[-1]]) + end,
    "member-dropped": lambda it, end: b"".join(it[:-1]) + end,
    "member-after-the-end": _appended,
    "bytes-after-the-end": lambda it, end: b"".join(it) + end + b"more" * 128,
    "without-an-end": lambda it, _: b"".join(it),
}
"""Of the members and the end of a stream, another stream."""


def _on_stream(change: Bytes) -> Callable[[Artifact], None]:
    def apply(artifact: Artifact) -> None:
        place = artifact.path / STREAM
        place.write_bytes(change(place.read_bytes()))
        reseal(artifact.path)

    return apply


def _on_members(
    material: Material, change: Callable[[list[bytes], bytes], bytes]
) -> Callable[[Artifact], None]:
    def apply(artifact: Artifact) -> None:
        place = artifact.path / STREAM
        header, payload = _parted(place.read_bytes())
        key = open_header(header, material.case.authority("XB").identities())
        plain = bytearray(plain_size(len(payload)))
        PayloadCipher(key, payload[:NONCE]).decrypt_into(
            0, True, memoryview(payload)[NONCE:], memoryview(plain)
        )
        altered = change(*members_of(bytes(plain)))
        seal = parse_seal((artifact.path / "seal.json").read_bytes())
        made = seal_header(
            [HybridRecipient.parse(str(one.recipient)) for one in seal.recipients], os.urandom
        )
        nonce = os.urandom(NONCE)
        out = bytearray(payload_size(len(altered)))
        out[:NONCE] = nonce
        PayloadCipher(made.file_key, nonce).encrypt_into(
            0, True, memoryview(altered), memoryview(out)[NONCE:]
        )
        place.write_bytes(made.header + out)
        reseal(artifact.path)

    return apply


def reseal(sealed: Path) -> None:
    """Let segments and seal say what the stream is now; nothing is signed."""
    header, payload = _parted((sealed / STREAM).read_bytes())
    place = sealed / "seal.json"
    old = parse_seal(place.read_bytes())
    with Spools(None) as spools:
        segments = SegmentList(old.segment_size, spools)
        segments.update(memoryview(payload))
        count, root = segments.finish()
        (sealed / "segments.b3").write_bytes(b"".join(segments.digests.blocks()))
    made = replace(old, header=header, payload_size=len(payload), segments=count, root=root)
    place.write_bytes(made.encode())
