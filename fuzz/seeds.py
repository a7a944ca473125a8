# SPDX-License-Identifier: Apache-2.0
"""Where each target begins: well-formed bytes of its form, from the public vectors or made here."""

import base64
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fuzz.targets import IDENTITY, TOP
from rogatory.evidence.seal_document import Addressee, Seal
from rogatory.evidence.tarstream import END, Locator, member_header, offset_line, padding
from rogatory.node.courier_list import segment_lines
from rogatory.node.dispatch import Dispatch, build_dispatch
from rogatory.node.package_documents import encode_documents
from rogatory.node.receipt import LogEntry, Receipt, build_receipt
from rogatory.seal.age.files import encrypt
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.approvals import Approval
from rogatory.seal.signatures import Signatures

VECTORS = Path(__file__).parents[1] / "tests" / "vectors"

LIST = (
    b'{"authority":"xa/central-authority","bag":"%(d)s","check_sh":"%(d)s",'
    b'"exported":"2026-11-24T03:00:00Z","files":[{"path":"SHA256SUMS","sha256":"%(d)s","size":1}],'
    b'"network":"%(d)s","officer":null,"package":"019ab3e2-1c80-7000-8000-000000000000",'
    b'"reason":"for the court","seal":"%(d)s","version":1}'
) % {b"d": b"ab" * 32}

COURIER = (
    b'{"addressee":"XA","left":2,"network":"%(d)s","packages":[{"documents":{"seal.json":"%(d)s"},'
    b'"seal":"%(d)s","thread":"019ab3e2-1c80-7000-8000-000000000000"}],"segment_list":"%(d)s",'
    b'"segments":1,"sender":"XB","size":1048576,"version":1,"written":"2026-11-24T03:00:00Z"}'
) % {b"d": b"ab" * 32}


def seeds(target: str) -> list[bytes]:
    """At least one seed; a target that begins from nothing finds the form's first byte and no more."""
    return list(_SEEDS[target]()) if target in _SEEDS else [b"{}"]


def _vectors(folder: str, pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted((VECTORS / folder).glob(pattern)):
        yield json.loads(path.read_text())


def _stream() -> Iterator[bytes]:
    """A whole stream of three members, as sealing writes it, behind the byte that cuts it."""
    members = [("bagit.txt", b"x" * 55), ("data/", None), ("data/a", b"evidence" * 200)]
    out, lines = bytearray(), b""
    for name, data in members:
        out += member_header(f"{TOP}/{name}", len(data or b""), folder=data is None)
        if data is not None:
            lines += offset_line(name, len(out), len(data))
            out += data + bytes(padding(len(data)))
    out += member_header(f"{TOP}/offsets", len(lines))
    locator = Locator(len(out), len(lines), 0, len(lines), len(members) + 1)
    out += lines + bytes(padding(len(lines))) + END + locator.encode()
    yield b"\x20" + bytes(out)


def _age_files() -> Iterator[bytes]:
    chance = random.Random(0)  # noqa: S311 - seeds are to be the same each time
    for size in (0, 100, 65536, 70000):
        yield encrypt(bytes(size), [IDENTITY.recipient], chance.randbytes)


def _age_headers() -> Iterator[bytes]:
    for sealed in _age_files():
        yield sealed[: sealed.index(b"\n---") + 48]


def _decoded(folder: str, pattern: str, *keys: str) -> Callable[[], Iterator[bytes]]:
    def read() -> Iterator[bytes]:
        for vector in _vectors(folder, pattern):
            value: Any = vector
            for key in keys:
                value = value[key]
            if value is not None:
                yield base64.b64decode(value)

    return read


def _text(folder: str, pattern: str, key: str) -> Callable[[], Iterator[bytes]]:
    def read() -> Iterator[bytes]:
        for vector in _vectors(folder, pattern):
            yield vector[key].encode()

    return read


def _messages() -> Iterator[bytes]:
    for vector in _vectors("requests", "message-*.json"):
        for key in ("message", "bytes"):
            if isinstance(vector.get(key), str):
                yield vector[key].encode()


def _certificates() -> Iterator[bytes]:
    for vector in _vectors("seal", "signature-holds.json"):
        yield from map(base64.b64decode, vector["anchors"])


def _keys() -> Iterator[bytes]:
    for vector in _vectors("seal", "approval-*.json"):
        yield base64.b64decode(vector["key"])


def _approvals() -> Iterator[bytes]:
    binary = ("credential", "authenticator_data", "client_data", "signature")
    for vector in _vectors("seal", "approval-*.json"):
        fields = {name: base64.b64decode(vector[name]) for name in binary}
        yield encode_approvals([Approval(vector["officer"], vector["verdict"], **fields)])


SIGNATURES = Signatures(b"one", b"another")


def _dispatches() -> Iterator[bytes]:
    approvals = next(_approvals())
    for message in _messages():
        files = {hashlib.sha256(b"a").hexdigest(): b"a"}
        yield build_dispatch(Dispatch(message, SIGNATURES, approvals, files))


def _receipts() -> Iterator[bytes]:
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    log = LogEntry(f"{'ab' * 32}/xb/1", "cd" * 32, "ef" * 32, 0, "a checkpoint")
    for verdict, codes, where in (("kept", (), log), ("refused", ("message-clock",), None)):
        yield build_receipt(Receipt("ab" * 32, "cd" * 32, "XB", at, 1, verdict, codes, where))


def _seals() -> Iterator[bytes]:
    header = next(_age_headers())
    yield Seal(
        network="ab" * 32,
        package=TOP,
        thread=None,
        sender="xb/central-authority",
        recipients=(Addressee("xa/central-authority", str(IDENTITY.recipient)),),
        sealed=datetime(2026, 11, 24, 3, tzinfo=UTC),
        bag="cd" * 32,
        header=header,
        payload_size=16 + 65552,
        segment_size=1 << 20,
        segments=1,
        root="ef" * 32,
    ).encode()


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "canonical-json": lambda: (bytes.fromhex(one["bytes"]) for one in _vectors("wire", "*.json")),
    "message": _messages,
    "event": _text("custody", "event-*.json", "event"),
    "log-proof": _text("custody", "proof-*.json", "proof"),
    "approvals": _approvals,
    "dispatch": _dispatches,
    "receipt": _receipts,
    "seal": _seals,
    "documents": lambda: iter([encode_documents({"seal.json": b"{}", "custody/0001.json": b"x"})]),
    "verifier-json": lambda: (bytes.fromhex(one["bytes"]) for one in _vectors("wire", "*.json")),
    "verifier-signature": _decoded("seal", "signature-*.json", "signatures", "p256"),
    "verifier-timestamp": _decoded("seal", "timestamp-*.json", "token"),
    "verifier-certificate": _certificates,
    "verifier-key": _keys,
    "verifier-proof": _text("custody", "proof-*.json", "proof"),
    "note": _text("seal", "note-*.json", "note"),
    "signature": _decoded("seal", "signature-*.json", "signatures", "p256"),
    "certificate": _certificates,
    "timestamp": _decoded("seal", "timestamp-*.json", "token"),
    "entry": _text("directory", "pair-*.json", "entry"),
    "register": _text("directory", "pair-*.json", "register"),
    "age-header": _age_headers,
    "age-file": _age_files,
    "stream": _stream,
    "courier-list": lambda: iter([COURIER]),
    "courier-segments": lambda: iter([segment_lines([bytes(32), b"\xab" * 32])]),
    "bundle-list": lambda: iter([LIST]),
    "manifest": lambda: iter([b"ab" * 32 + b"  data/a\n" + b"cd" * 32 + b"  data/b b\n"]),
    "inventory": lambda: iter(
        [b'{"kind":"folder","path":"a"}\n{"kind":"file","path":"a/b","sha256":"%s","size":1}\n' % (b"ab" * 32)]
    ),
    "bag-info": lambda: iter(
        [
            b"Bagging-Date: 2026-11-24\nBag-Software-Agent: rogatory 0.1.0\nPayload-Oxum: 1.1\n"
            b"External-Identifier: %s\n" % TOP.encode()
        ]
    ),
}  # fmt: skip
