# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of the custody log beside this file: one scenario a file.

`tree-*`     entries (hex) with root, inclusion paths and consistency proofs of RFC 6962
`event-*`    the bytes of an event, its salted commitment, or the codes of its refusal
`checkpoint-*` a checkpoint, its log's origin and keys (Ed25519, ML-DSA-44 where one is listed): the codes
`proof-*`    an event, a .tlog-proof file and the log's key: the index, or the codes
`proofs-*`   events with proofs that verify, and the logs' keys: the codes of those that contradict one before
`tombstone-*` the bytes of a tombstone, or the codes of its refusal
`destroyed-*` a tombstone, a .tlog-proof file without salt and the log's key: the codes
`journal-*`  the events and tombstones of a journal, whose signatures are not asked here: the codes
`epoch-*`    the entry that opens an epoch over the last checkpoint of the one before
`cosigned-*` a checkpoint with cosignatures, the witnesses' keys and a policy: who counts, whether it is met
`policy-*`   the text of a quorum policy: its rules, or the codes
`misbehaviour-*`  a proof of misbehaviour and the log's key, or the codes

ML-DSA signatures come out otherwise each time: `cosigned-mldsa-*` and `checkpoint-*` are made once and stay.

Kept free of the project's code, so that it cannot repeat the project's mistakes.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import mldsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

sys.path.insert(0, str(Path(__file__).parents[2]))

from casts.custody import merkle_textbook as textbook

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


CODED = {name: value for name, value in EVENT.items() if name != "reason"} | {
    "code": "opened",
    "fields": {"consent": None, "second": None},
    "version": 2,
    "words": {"language": "en", "text": "Examination for the case court-17"},
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
        ("version-3", {"version": 3}, ["custody-event-version"]),
        ("field-unknown", {"name": "Anna"}, ["custody-event-field-unknown"]),
    ):
        yield f"event-{name}", {"event": canonical(EVENT | changes), "codes": codes}
    lacking = {name: value for name, value in EVENT.items() if name != "basis"}
    yield (
        "event-field-missing",
        {"event": canonical(lacking), "codes": ["custody-event-field-missing"]},
    )
    yield from coded_events()
    spaced = json.dumps(EVENT, sort_keys=True)
    yield "event-not-canonical", {"event": spaced, "codes": ["json-not-canonical"]}


def coded_events():
    """Events of version 2: any code of the form is read, one of the list or not."""
    for name, changes, understood in (
        ("coded", {}, True),
        ("coded-without-words", {"words": None}, True),
        ("coded-unknown", {"code": "weighed", "fields": {"grams": 7, "by": ["a", "b"]}}, False),
        ("coded-other-fields", {"fields": {"consent": None}}, False),
        ("coded-other-action", {"action": "sealed"}, False),
        ("coded-field-of-another-type", {"fields": {"consent": 7, "second": None}}, False),
    ):
        data = canonical(CODED | changes)
        found = {"event": data, "salt": SALT.hex(), "commitment": commitment(data).hex()}
        found |= {"leaf": textbook.leaf(commitment(data)).hex(), "codes": []}
        yield f"event-{name}", found | {"understood": understood}
    for name, changes, code in (
        ("code-form", {"code": "Opened"}, "custody-event-code"),
        ("code-too-long", {"code": "a" * 65}, "custody-event-code"),
        ("fields-nested", {"fields": {"a": {"b": 1}}}, "custody-event-fields"),
        ("fields-reordered", {"fields": {"a": "\u202e"}}, "custody-event-fields"),
        ("fields-negative", {"fields": {"a": -1}}, "custody-event-fields"),
        ("fields-too-many", {"fields": {f"f{n}": 1 for n in range(33)}}, "custody-event-fields"),
        ("fields-name", {"fields": {"A": 1}}, "custody-event-fields"),
        ("words-without-language", {"words": {"text": "x"}}, "custody-event-words"),
        ("words-language", {"words": {"language": "english", "text": "x"}}, "custody-event-words"),
    ):
        data = canonical(CODED | changes)
        yield f"event-{name}", {"event": data, "codes": ["custody-event-field", code]}
    both = canonical(CODED | {"reason": "x"})
    yield "event-coded-with-reason", {"event": both, "codes": ["custody-event-field-unknown"]}


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


class History(Log):
    """A log in which given events have their places, and others all the rest."""

    def __init__(self, placed, *, size=10, others="other event", origin=ORIGIN):
        super().__init__("", origin=origin)
        self.entries = [commitment(f"{others} {n}") for n in range(size)]
        for index, event in placed.items():
            self.entries[index] = commitment(event)
        self.placed = placed

    def proved(self, index):
        lines = ["c2sp.org/tlog-proof@v1", f"extra {b64(SALT)}", f"index {index}"]
        lines += [b64(node) for node in textbook.path(index, self.entries)]
        proof = "\n".join(lines) + "\n\n" + self.note()
        return {"origin": self.origin, "event": self.placed[index], "proof": proof}


def proofs_together():
    """Return what two proofs of one log say of it: one history, or two [15.3]."""
    first, second = canonical(EVENT), canonical(EVENT | {"action": "sealed"})
    log = History({6: first, 3: second})
    other = History({6: first, 3: second}, others="another event")
    later = History({6: first, 3: second, 11: first}, size=12)
    taken = History({6: second}, size=12)
    elsewhere = History({6: second}, origin=f"{NETWORK}/xa/2")
    for name, proved, codes in (
        ("of-one-history", [log.proved(6), log.proved(3)], []),
        ("of-a-log-that-grew", [log.proved(6), later.proved(3), later.proved(11)], []),
        ("of-two-logs", [log.proved(6), elsewhere.proved(6)], []),
        ("with-two-roots-of-one-size", [log.proved(6), other.proved(3)], ["log-contradicts"]),
        ("with-two-events-at-one-place", [log.proved(6), taken.proved(6)], ["log-contradicts"]),
        ("the-same-twice", [log.proved(6), log.proved(6)], []),
    ):
        vkeys = {one.origin: one.vkey for one in (log, elsewhere)}
        yield f"proofs-{name}", {"vkeys": vkeys, "proofs": proved, "codes": codes}


TOMBSTONE = {
    "authority": "xa/central-authority",
    "commitment": commitment(canonical(CODED)).hex(),
    "digest": hashlib.sha256(canonical(CODED).encode()).hexdigest(),
    "kind": "event",
    "object": CODED["object"],
    "place": {"index": 6, "log": ORIGIN},
    "previous": None,
    "reply": None,
    "successor": None,
    "version": 1,
}


def tombstones():
    form = ["tombstone-form"]
    for name, changes, codes in (
        ("holds", {}, []),
        ("of-a-message", {"kind": "message", "reply": "message-destroyed"}, []),
        ("version", {"version": 2}, form),
        ("kind", {"kind": "bag"}, form),
        ("place-without-index", {"place": {"log": ORIGIN}}, form),
        ("place-of-no-log", {"place": {"index": 6, "log": "xa"}}, form),
        ("place-negative", {"place": {"index": -1, "log": ORIGIN}}, form),
        ("reply-form", {"reply": "Gone"}, form),
        ("reason", {"reason": "x"}, form),
    ):
        yield f"tombstone-{name}", {"tombstone": canonical(TOMBSTONE | changes), "codes": codes}
    lacking = {name: value for name, value in TOMBSTONE.items() if name != "commitment"}
    yield "tombstone-lacking", {"tombstone": canonical(lacking), "codes": form}


def without_salt(proof):
    return "\n".join(line for line in proof.split("\n") if not line.startswith("extra "))


def destroyed():
    log = Log(canonical(CODED))
    proof = without_salt(log.proof())
    elsewhere = {"place": {"index": 5, "log": ORIGIN}}
    other = {"commitment": commitment("another").hex()}
    for name, changes, given, codes in (
        ("holds", {}, proof, []),
        ("with-its-salt", {}, log.proof(), ["tombstone-salt"]),
        ("at-another-place", elsewhere, proof, ["tombstone-place"]),
        ("another-commitment", other, proof, ["log-not-included"]),
        (
            "another-key",
            {},
            without_salt(Log(canonical(CODED), b"\x02" * 32).proof()),
            ["note-unsigned"],
        ),
    ):
        vector = {"origin": ORIGIN, "vkey": log.vkey, "proof": given, "codes": codes}
        yield f"destroyed-{name}", vector | {"tombstone": canonical(TOMBSTONE | changes)}


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def acts(*, recorded=True, code="event-destroyed"):
    """A first event, a tombstone in place of the second, the one that records it, and a fourth."""
    first = canonical(CODED)
    gone = canonical(CODED | {"previous": digest(first), "words": None})
    made = {
        "commitment": commitment(gone).hex(),
        "digest": digest(gone),
        "previous": digest(first),
        "successor": None,
    }
    tombstone = canonical(TOMBSTONE | made)
    record = {
        "action": "destroyed",
        "code": code,
        "fields": {"consent": None, "second": None, "tombstone": digest(tombstone)},
        "previous": digest(gone),
    }
    kept = canonical(CODED | (record if recorded else {"previous": digest(gone)}))
    return first, tombstone, kept, Log(gone)


def journals():
    first, tombstone, kept, log = acts()
    proof = without_salt(log.proof())
    place = canonical(json.loads(tombstone) | {"object": "ef" * 32})
    named = canonical(json.loads(tombstone) | {"successor": "ef" * 32})
    other = canonical(json.loads(tombstone) | {"digest": "ef" * 32})
    message = canonical(json.loads(tombstone) | {"kind": "message"})
    unknown = acts(code="event-weighed")
    entry = ["journal-entry"]
    for name, second, third, second_proof, codes in (
        ("with-a-destroyed-event", tombstone, kept, None, []),
        ("with-a-destroyed-event-proved", tombstone, kept, proof, []),
        ("destroyed-with-its-salt", tombstone, kept, log.proof(), [*entry, "tombstone-salt"]),
        (
            "destroyed-unrecorded",
            *acts(recorded=False)[1:3],
            None,
            [*entry, "tombstone-unrecorded"],
        ),
        ("destroyed-by-an-unknown-code", *unknown[1:3], None, [*entry, "tombstone-unrecorded"]),
        (
            "destroyed-on-another-object",
            place,
            kept,
            None,
            [*entry, "journal-object", *entry, "tombstone-unrecorded"],
        ),
        (
            "destroyed-of-a-message",
            message,
            kept,
            None,
            [*entry, "tombstone-kind", *entry, "tombstone-unrecorded"],
        ),
        (
            "destroyed-with-another-successor",
            named,
            kept,
            None,
            [*entry, "tombstone-unrecorded", "tombstone-successor"],
        ),
        (
            "destroyed-not-in-the-chain",
            other,
            kept,
            None,
            [*entry, "journal-chain", *entry, "tombstone-unrecorded"],
        ),
    ):
        found = [
            {"number": 1, "event": first},
            {"number": 2, "tombstone": second, "proof": second_proof},
            {"number": 3, "event": third},
        ]
        vector = {"object": CODED["object"], "network": NETWORK, "entries": found}
        yield f"journal-{name}", vector | {"origin": ORIGIN, "vkey": log.vkey, "codes": codes}
    taken = [
        {"number": 1, "event": first, "proof": Log(first).proof()},
        {"number": 2, "tombstone": tombstone},
        {"number": 3, "event": kept},
    ]
    vector = {"object": CODED["object"], "network": NETWORK, "entries": taken}
    codes = [*entry, "tombstone-place"]
    yield (
        "journal-destroyed-at-a-taken-place",
        vector | {"origin": ORIGIN, "vkey": log.vkey, "codes": codes},
    )


def epochs():
    last, origin = Log(canonical(EVENT)).text(), f"{NETWORK}/xa/2"
    entry = hashlib.sha256(f"rogatory/epoch/v1\n{origin}\n{last}".encode()).digest()
    yield "epoch-opening", {"origin": origin, "last": last, "entry": entry.hex()}


TIME = 1795575600
"""2026-11-25T03:00:00Z, when the witnesses cosigned."""

PERIOD = {"from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}


class Witness:
    """A State's witness, with a key of each kind."""

    def __init__(self, state, seed):
        self.state, self.name = state, f"{NETWORK}/{state.lower()}/witness"
        self.ed25519 = Ed25519PrivateKey.from_private_bytes(seed)
        self.mldsa44 = mldsa.MLDSA44PrivateKey.from_seed_bytes(seed)

    def material(self, kind):
        key = self.ed25519 if kind == 4 else self.mldsa44
        return bytes([kind]) + key.public_key().public_bytes_raw()

    def key_id(self, kind):
        return hashlib.sha256(self.name.encode() + b"\n" + self.material(kind)).digest()[:4]

    def listed(self, *kinds):
        return [
            PERIOD
            | {
                "state": self.state,
                "vkey": f"{self.name}+{self.key_id(kind).hex()}+{b64(self.material(kind))}",
            }
            for kind in kinds
        ]

    def line(self, log, kind, time=TIME, text=None):
        stamp = time.to_bytes(8, "big")
        if kind == 4:
            body = f"cosignature/v1\ntime {time}\n{text or log.text()}".encode()
            raw = self.ed25519.sign(body)
        else:
            name, origin = self.name.encode(), log.origin.encode()
            body = b"subtree/v1\n\0" + bytes([len(name)]) + name + stamp
            body += bytes([len(origin)]) + origin + bytes(8)
            body += len(log.entries).to_bytes(8, "big") + textbook.mth(log.entries)
            raw = self.mldsa44.sign(body)
        return f"— {self.name} {b64(self.key_id(kind) + stamp + raw)}\n"


XB, XM = Witness("XB", b"\x0b" * 32), Witness("XM", b"\x0d" * 32)


def cosigned():
    log = Log(canonical(EVENT))
    both = XB.listed(4) + XM.listed(4)
    late = XB.line(log, 4, time=TIME + 10**8)
    for name, keys, lines, policy, states, met, codes in (
        ("by-one", both, XB.line(log, 4), "any 1 of XB XM\n", ["XB"], True, []),
        ("by-too-few", both, XB.line(log, 4), "all of XB XM\n", ["XB"], False, []),
        ("by-nobody", both, "", "none\n", [], True, []),
        ("after-its-period", both, late, "any 1 of XB XM\n", [], False, []),
        ("by-one-kind-of-two", XB.listed(4, 6), XB.line(log, 4), "all of XB\n", [], False, []),
        (
            "over-another-text",
            both,
            XB.line(log, 4, text=log.text().replace("\n10\n", "\n11\n")),
            "all of XB\n",
            [],
            False,
            ["cosignature-invalid"],
        ),
        (
            "by-a-key-of-two-states",
            [*XB.listed(4), XB.listed(4)[0] | {"state": "XM"}],
            XB.line(log, 4),
            "all of XB\n",
            [],
            False,
            [],
        ),
        ("mldsa-and-ed25519", XB.listed(4, 6), None, "all of XB\n", ["XB"], True, []),
        ("mldsa-alone", XB.listed(6), None, "all of XB\n", ["XB"], True, []),
    ):
        kept = Path(__file__).with_name(f"cosigned-{name}.json")
        if lines is None and kept.exists():
            yield f"cosigned-{name}", json.loads(kept.read_text())
            continue
        kinds = [4, 6] if "and" in name else [6]
        made = "".join(XB.line(log, kind) for kind in kinds) if lines is None else lines
        vector = {"note": log.note() + made, "witnesses": keys, "policy": policy}
        yield f"cosigned-{name}", vector | {"states": states, "met": met, "codes": codes}


def checkpoints():
    """The log's two signatures; `Witness` makes the second, under the log's own name."""
    log, second = Log(canonical(EVENT)), Witness("XA", b"\x0e" * 32)
    second.name = ORIGIN
    both = [log.vkey, second.listed(6)[0]["vkey"]]
    other = Log(canonical(EVENT | {"officer": None}))
    own = second.line(log, 6, time=0)
    altered = own[:-8] + ("A" if own[-8] != "A" else "B") + own[-7:]
    unsigned = f"{log.text()}\n"
    for name, vkeys, note, codes in (
        ("holds", both, log.note() + own, []),
        ("holds-without-a-second-key", both[:1], log.note(), []),
        ("second-signature-of-an-unlisted-key", both[:1], log.note() + own, []),
        ("second-signature-missing", both, log.note(), ["checkpoint-mldsa44-missing"]),
        ("second-signature-altered", both, log.note() + altered, ["checkpoint-mldsa44"]),
        (
            "second-signature-with-a-time",
            both,
            log.note() + second.line(log, 6),
            ["checkpoint-mldsa44"],
        ),
        (
            "second-signature-of-another",
            both,
            log.note() + second.line(other, 6, time=0),
            ["checkpoint-mldsa44"],
        ),
        ("first-signature-missing", both, unsigned + own, ["note-unsigned"]),
    ):
        kept = Path(__file__).with_name(f"checkpoint-{name}.json")
        if kept.exists():
            yield f"checkpoint-{name}", json.loads(kept.read_text())
            continue
        found = {"origin": ORIGIN, "vkeys": vkeys, "note": note, "codes": codes}
        yield f"checkpoint-{name}", found


def policies():
    for name, text, rules, codes in (
        ("holds", "# Arcadia\n\nany 2 of XB XM XT\nall of XA\n", [[2, "XB XM XT"], [1, "XA"]], []),
        ("nobody", "none\n", [], []),
        ("empty", "# nothing\n", None, ["policy-rules"]),
        ("none-and-more", "none\nall of XB\n", None, ["policy-rules"]),
        ("two-spaces", "any 1 of  XB\n", None, ["policy-line"]),
        ("leading-zero", "any 01 of XB\n", None, ["policy-line"]),
        ("too-many", "any 3 of XB XM\n", None, ["policy-count"]),
        ("twice", "any 1 of XB\nall of XB XM\n", None, ["policy-twice"]),
        ("small-letters", "any 1 of xb\n", None, ["state-code"]),
    ):
        yield f"policy-{name}", {"text": text, "rules": rules, "codes": codes}


def accused(kind, first, second, nodes=(), **changes):
    document = {
        "version": 1,
        "kind": kind,
        "first": first.note(),
        "second": second.note(),
        "nodes": [b64(node) for node in nodes],
    }
    return canonical(document | changes)


def misbehaviours():
    event = canonical(EVENT)
    log, fork = Log(event), Log(event)
    fork.entries[2] = commitment("another event")
    if textbook.mth(log.entries) > textbook.mth(fork.entries):
        log, fork = fork, log
    grown = Log(event)
    grown.entries = [*fork.entries, *(commitment(f"later {n}") for n in range(5))]
    nodes = textbook.proof(10, grown.entries)
    half, whole = Log(event), Log(event)
    half.entries, whole.entries = log.entries[:8], [*fork.entries]
    corner = textbook.mth(whole.entries[:8])
    true = Log(event)
    true.entries = [*log.entries, commitment("later")]
    stranger = Log(event, b"\x02" * 32)
    stranger.entries = fork.entries
    for name, data, codes in (
        ("fork", accused("fork", log, fork), []),
        ("rewritten", accused("rewritten", log, grown, nodes), []),
        (
            "rewritten-perfect",
            accused("rewritten", half, whole, [corner, *textbook.proof(8, whole.entries)]),
            [],
        ),
        ("unexplained", accused("unexplained", log, grown), []),
        ("one-history", accused("fork", log, log), ["misbehaviour-none"]),
        (
            "true-beginning",
            accused("rewritten", log, true, textbook.proof(10, true.entries)),
            ["misbehaviour-none"],
        ),
        ("other-kind", accused("unexplained", log, fork), ["misbehaviour-form"]),
        ("forged", accused("fork", log, stranger), ["note-unsigned"]),
    ):
        yield f"misbehaviour-{name}", {"vkey": log.vkey, "proof": data, "codes": codes}


def vectors():
    for write in (
        trees, events, proofs, proofs_together, tombstones, destroyed, journals, epochs, checkpoints, cosigned, policies,
        misbehaviours,
    ):  # fmt: skip
        for name, vector in write():
            yield name, json.dumps(vector, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, written in vectors():
        Path(__file__).with_name(f"{name}.json").write_text(written)
