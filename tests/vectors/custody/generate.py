# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of the custody log beside this file: one scenario a file.

`tree-*`     entries (hex) with root, inclusion paths and consistency proofs of RFC 6962
`event-*`    the bytes of an event, its salted commitment, or the codes of its refusal
`proof-*`    an event, a .tlog-proof file and the log's key: the index, or the codes
`epoch-*`    the entry that opens an epoch over the last checkpoint of the one before

Kept free of the project's code, so that it cannot repeat the project's mistakes.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parents[2] / "custody"))

import merkle_textbook as textbook

NETWORK, OTHER = "ab" * 32, "cd" * 32
ORIGIN = f"{NETWORK}/xa/1"
SALT = bytes(range(32))

ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]

PUBLISHED_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Roots over the first n entries, as the implementations of RFC 6962 have them in their tests."""

EVENT = {
    "action": "opened",
    "authority": "xa/central-authority",
    "basis": "34" * 32,
    "id": "019ab3e2-1c80-7000-8000-000000000000",
    "network": NETWORK,
    "object": "12" * 32,
    "occurred": "2026-11-24T03:00:00Z",
    "officer": "xa-0003",
    "previous": None,
    "reason": "Examination for the case court-17",
    "version": 1,
}


def b64(data):
    return base64.b64encode(data).decode()


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(event, salt=SALT):
    return hashlib.sha256(b"rogatory/custody/v1\n" + salt + event.encode()).digest()


def trees():
    for size, published in enumerate(PUBLISHED_ROOTS):
        entries = ENTRIES[:size]
        assert textbook.mth(entries).hex() == published
        yield (
            f"tree-{size}",
            {
                "entries": [entry.hex() for entry in entries],
                "root": published,
                "inclusion": [
                    [node.hex() for node in textbook.path(index, entries)] for index in range(size)
                ],
                "consistency": {
                    str(old): [node.hex() for node in textbook.proof(old, entries)]
                    for old in range(1, size + 1)
                },
            },
        )


def events():
    holds = canonical(EVENT)
    yield (
        "event-holds",
        {
            "event": holds,
            "salt": SALT.hex(),
            "commitment": commitment(holds).hex(),
            "leaf": textbook.leaf(commitment(holds)).hex(),
            "codes": [],
        },
    )
    for name, changes, codes in (
        ("action-unknown", {"action": "stolen"}, ["custody-event-field", "custody-event-action"]),
        ("officer-by-name", {"officer": "Anna"}, ["custody-event-field", "custody-event-officer"]),
        ("officer-of-another-state", {"officer": "xb-0003"}, ["custody-event-officer-state"]),
        ("reason-empty", {"reason": ""}, ["custody-event-field", "custody-event-reason"]),
        (
            "reason-reordered",
            {"reason": "a\u202eb"},
            ["custody-event-field", "custody-event-reason"],
        ),
        ("version-2", {"version": 2}, ["custody-event-version"]),
        ("field-unknown", {"name": "Anna"}, ["custody-event-field-unknown"]),
    ):
        yield f"event-{name}", {"event": canonical(EVENT | changes), "codes": codes}
    lacking = {name: value for name, value in EVENT.items() if name != "basis"}
    yield (
        "event-field-missing",
        {"event": canonical(lacking), "codes": ["custody-event-field-missing"]},
    )
    spaced = json.dumps(EVENT, sort_keys=True)
    yield "event-not-canonical", {"event": spaced, "codes": ["json-not-canonical"]}


class Log:
    """Ten entries of a log, the event being the seventh."""

    def __init__(self, event, seed=b"\x01" * 32, origin=ORIGIN):
        self.origin, self.key = origin, Ed25519PrivateKey.from_private_bytes(seed)
        self.entries = [commitment(f"other event {n}") for n in range(10)]
        self.entries[6] = commitment(event)

    @property
    def key_id(self):
        public = self.key.public_key().public_bytes_raw()
        return hashlib.sha256(self.origin.encode() + b"\n\x01" + public).digest()[:4]

    @property
    def vkey(self):
        public = self.key.public_key().public_bytes_raw()
        return f"{self.origin}+{self.key_id.hex()}+{b64(b'\x01' + public)}"

    def text(self):
        return f"{self.origin}\n{len(self.entries)}\n{b64(textbook.mth(self.entries))}\n"

    def note(self):
        signature = b64(self.key_id + self.key.sign(self.text().encode()))
        return f"{self.text()}\n— {self.origin} {signature}\n"

    def proof(self, *, index=6, salt=SALT, cut=0, note=None):
        path = textbook.path(6, self.entries)
        lines = ["c2sp.org/tlog-proof@v1", f"extra {b64(salt)}", f"index {index}"]
        lines += [b64(node) for node in path[: len(path) - cut]]
        return "\n".join(lines) + "\n\n" + (note or self.note())


def proofs():
    event = canonical(EVENT)
    log = Log(event)
    foreign = canonical(EVENT | {"network": OTHER})
    offline = canonical(EVENT | {"network": None})
    cosigned = log.note() + f"— witness.borealia.example {b64(bytes(76))}\n"
    resized = log.note().replace("\n10\n", "\n11\n", 1)
    no_salt = "\n".join(line for line in log.proof().split("\n") if line[:5] != "extra")
    for name, given, proof, expected in (
        ("holds", event, log.proof(), []),
        ("cosigned", event, log.proof(note=cosigned), []),
        ("event-without-network", offline, Log(offline).proof(), []),
        ("event-altered", event.replace("opened", "sealed"), log.proof(), ["log-not-included"]),
        ("salt-altered", event, log.proof(salt=bytes(32)), ["log-not-included"]),
        ("index-altered", event, log.proof(index=5), ["log-not-included"]),
        ("index-outside", event, log.proof(index=10), ["log-index-outside"]),
        ("index-leading-zero", event, log.proof(index="06"), ["log-proof-index"]),
        ("path-cut", event, log.proof(cut=1), ["log-path-length"]),
        ("salt-missing", event, no_salt, ["log-proof-salt"]),
        ("checkpoint-altered", event, log.proof(note=resized), ["note-signature"]),
        ("checkpoint-of-another-key", event, Log(event, b"\x02" * 32).proof(), ["note-unsigned"]),
        ("event-of-another-network", foreign, Log(foreign).proof(), ["log-proof-network"]),
    ):
        vector = {"origin": ORIGIN, "vkey": log.vkey, "event": given, "proof": proof}
        yield f"proof-{name}", vector | {"index": 6, "codes": expected}


def epochs():
    last, origin = Log(canonical(EVENT)).text(), f"{NETWORK}/xa/2"
    entry = hashlib.sha256(f"rogatory/epoch/v1\n{origin}\n{last}".encode()).digest()
    yield "epoch-opening", {"origin": origin, "last": last, "entry": entry.hex()}


def vectors():
    for matter in (trees, events, proofs, epochs):
        for name, vector in matter():
            yield name, json.dumps(vector, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, written in vectors():
        Path(__file__).with_name(f"{name}.json").write_text(written)
