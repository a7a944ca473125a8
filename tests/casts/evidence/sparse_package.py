# SPDX-License-Identifier: Apache-2.0
"""A sealed package of terabytes that takes megabytes: only the chunks that a reader will touch
are encrypted, at their true places in a sparse file; all else is a hole.

The stream is laid out by the writer's own arithmetic (headers, padding, table, locator). The
digest of the huge file cannot be known, so only bytes of it can be taken; what lies behind it
can be taken whole.
"""

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

from casts.evidence.states import NOW, Sealing, contents_of
from rogatory.evidence.bag.tag_files import tag_manifest
from rogatory.evidence.layout import member_key
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.segments import segment_count
from rogatory.evidence.stream.tar_format import END, Locator, member_header, offset_line, padding
from rogatory.evidence.tree_hash import GrowingRoot
from rogatory.seal.age import (
    CHUNK,
    SEALED_CHUNK,
    TAG,
    FileKey,
    HybridRecipient,
    PayloadCipher,
    payload_size,
    seal_header,
)

HUGE, BEHIND = "data/a-huge.img", "data/b-behind.txt"


@dataclass(frozen=True)
class Sparse:
    package: Path
    seal: Seal
    key: FileKey
    size: int
    pieces: dict[int, bytes]
    """Bytes of the huge file by offset; chunks without any are not there to be read."""


class Plain:
    """The bytes of a stream that are not zero, by offset."""

    def __init__(self) -> None:
        self.at = 0
        self.written: list[tuple[int, bytes]] = []

    def put(self, data: bytes) -> None:
        self.written.append((self.at, data))
        self.at += len(data)

    def chunks(self) -> dict[int, bytearray]:
        """The chunks that any of them touches, with the true bytes of each."""
        found: dict[int, bytearray] = {}
        for start, data in self.written:
            for index in range(start // CHUNK, (start + max(len(data), 1) - 1) // CHUNK + 1):
                chunk = found.setdefault(index, bytearray(CHUNK))
                low = max(start, index * CHUNK)
                high = min(start + len(data), (index + 1) * CHUNK)
                chunk[low - index * CHUNK : high - index * CHUNK] = data[low - start : high - start]
        return found


def sparse_package(
    folder: Path, sealing: Sealing, huge: int, offsets: list[int], *, listed: bool
) -> Sparse:
    """A package whose first file has `huge` bytes, some known ones at `offsets`. `listed`: with
    `segments.b3` and its root, so that the seal's checks hold.
    """
    pieces = {at: hashlib.sha256(str(at).encode()).digest()[: huge - at] for at in offsets}
    members, package, bag = _members(folder, sealing, huge)
    plain = _stream(members, package, huge, pieces)
    header = seal_header([HybridRecipient.parse(sealing.receiver.addressee.recipient)], os.urandom)
    size = payload_size(plain.at)
    _encrypt(folder / "sealed" / "package.age", header.header, header.file_key, plain)
    old = parse_seal((folder / "sealed" / "seal.json").read_bytes())
    segment = 64 << 20
    count = segment_count(size, segment)
    seal = replace(
        old, recipients=(sealing.receiver.addressee,), header=header.header, bag=bag,
        payload_size=size, segment_size=segment, segments=count, root="0" * 64,
    )  # fmt: skip
    if listed:
        seal = replace(seal, root=_list_of_zeros(folder / "sealed" / "segments.b3", count))
    _sign(folder / "sealed", seal, sealing)
    return Sparse(folder / "sealed", seal, header.file_key, plain.at, pieces)


def _members(folder: Path, sealing: Sealing, huge: int) -> tuple[list[tuple[str, bytes]], str, str]:
    """The files of an honest small package, with the huge one's size and no digest of it."""
    source = folder / "source"
    source.mkdir()
    (source / "a-huge.img").write_bytes(b"instead of terabytes")
    (source / "b-behind.txt").write_bytes(b"far behind")
    sealing.seal(source, folder / "sealed", recipients=[sealing.receiver.addressee])
    sealing.open(folder / "sealed", folder / "opened")
    files = contents_of(folder / "opened")
    digest = hashlib.sha256(b"instead of terabytes").hexdigest().encode()
    for name in ("manifest-sha256.txt", "inventory.jsonl"):
        files[name] = files[name].replace(digest, b"0" * 64)
    files["inventory.jsonl"] = files["inventory.jsonl"].replace(b'"size":20', b'"size":%d' % huge)
    tags = {p: d for p, d in files.items() if not p.startswith(("data/", "tagmanifest"))}
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in tags.items()}
    files["tagmanifest-sha256.txt"] = tag_manifest(digests)
    package = parse_seal((folder / "sealed" / "seal.json").read_bytes()).package
    bag = hashlib.sha256(files["tagmanifest-sha256.txt"]).hexdigest()
    members = sorted([*files.items(), ("data/", b"")], key=lambda member: member_key(member[0]))
    return members, package, bag


def _stream(
    members: list[tuple[str, bytes]], package: str, huge: int, pieces: dict[int, bytes]
) -> Plain:
    plain, table, data = Plain(), bytearray(), [0, 0]
    for path, content in members:
        size = huge if path == HUGE else len(content)
        plain.put(member_header(f"{package}/{path}", size, folder=path == "data/"))
        if path != "data/":
            line = offset_line(path, plain.at, size)
            if path.startswith("data/"):
                data = [data[0] or len(table), data[1] + len(line)]
            table += line
        start = plain.at
        for at, piece in pieces.items() if path == HUGE else [(0, content)]:
            plain.at = start + at
            plain.put(piece)
        plain.at = start + size + padding(size)
    plain.put(member_header(f"{package}/offsets", len(table)))
    locator = Locator(plain.at, len(table), data[0], data[1], len(members) + 1)
    plain.put(bytes(table) + bytes(padding(len(table))) + END + locator.encode())
    return plain


def _encrypt(path: Path, header: bytes, key: FileKey, plain: Plain) -> None:
    nonce = os.urandom(16)
    cipher = PayloadCipher(key, nonce)
    start, last = len(header) + 16, (plain.at - 1) // CHUNK
    path.unlink()
    with path.open("xb") as file:
        file.write(header + nonce)
        for index, chunk in plain.chunks().items():
            data = chunk[: plain.at - index * CHUNK]
            out = bytearray(len(data) + TAG)
            cipher.encrypt_chunk_into(index, index == last, data, out)
            os.pwrite(file.fileno(), out, start + index * SEALED_CHUNK)


def _list_of_zeros(path: Path, count: int) -> str:
    tree = GrowingRoot()
    for _ in range(count):
        tree.append(bytes(32))
    path.write_bytes(bytes(32 * count))
    return tree.root().hex()


def _sign(sealed: Path, seal: Seal, sealing: Sealing) -> None:
    data = seal.encode()
    signed = sealing.sender.keys.sign(data, NOW)
    (sealed / "seal.json").write_bytes(data)
    (sealed / "seal.json.p256.p7s").write_bytes(signed.p256)
    (sealed / "seal.json.mldsa65.p7s").write_bytes(signed.mldsa65 or b"")
    (sealed / "seal.json.tst").unlink(missing_ok=True)
