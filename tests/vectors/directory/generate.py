# SPDX-License-Identifier: Apache-2.0
"""Writes the directory's vectors beside this file, one scenario a file.

    python tests/vectors/directory/generate.py

`tree-*.json`: a repository (`files`, by path) read as of `at` for `network`. `refused` lists the
codes if the whole is refused; else `states` may be relied on and `held` gives the codes of the
others. `split-*.json`: whether a file convicts the publisher's key. `pair-*.json`: an entry and a register of `state`, with the codes they are refused for.
`succession-*.json`: whether entry `new` may follow entry `old`. `period-*.json`: at which moments
a key counts. Every key comes from a seed and every signature is deterministic, so that the files
come out the same each time.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Targets

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parents[1]))

from casts.directory.network import AT, TestState, make_state, seeded, stored_files  # noqa: E402 - after the path
from rogatory.directory.ceremony import ceremony  # noqa: E402
from rogatory.directory.ceremony.founding import sign_all  # noqa: E402
from rogatory.directory.ceremony.keys import DirectoryKey  # noqa: E402
from rogatory.directory.ceremony.metadata import (  # noqa: E402
    Key,
    MetaFile,
    Snapshot,
    Timestamp,
    meta_file,
    target_file,
    write_metadata,
)
from rogatory.directory.ceremony.network_field import NETWORK_FIELD, name_network  # noqa: E402
from rogatory.directory.ceremony.token_signer import HardwareTokenSigner  # noqa: E402
from rogatory.directory.entry.entry import DirectoryEntry, build_entry, period_json  # noqa: E402
from rogatory.directory.entry.period import Period, PeriodEnd  # noqa: E402
from rogatory.directory.entry.register import build_register  # noqa: E402
from rogatory.directory.view.split import build_split  # noqa: E402
from rogatory.seal.keys import KeyElsewhere, new_key  # noqa: E402
from rogatory.wire.digests import sha256  # noqa: E402
from rogatory.wire.moments import format_moment  # noqa: E402

DAY = timedelta(days=1)


def key(name: str) -> DirectoryKey:
    private = Ed25519PrivateKey.from_private_bytes(seeded(("vector", name))(32))
    return DirectoryKey(CryptoSigner(private))


class DeterministicKey(KeyElsewhere):
    """A key that acts as a token does, but with the nonce of RFC 6979, so that the vectors come out
    the same.
    """

    def __init__(self, algorithm: str) -> None:
        self.algorithm = algorithm
        self._key = new_key(algorithm, seeded(("vector", algorithm)))

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._key.public_key()

    def sign(self, message: bytes) -> bytes:
        digest = {"p256": SHA256, "p384": SHA384}[self.algorithm]()
        return self._key.sign(message, ec.ECDSA(digest, deterministic_signing=True))


ON_TOKENS = [DirectoryKey(HardwareTokenSigner(DeterministicKey(name))) for name in ("p256", "p384")]

ROOTS = [key(f"root-{n}") for n in (1, 2, 3)]
TARGETS = [key(f"targets-{n}") for n in (1, 2, 3)]
ONLINE = key("online")
STATE_KEYS = {state: key(state) for state in ("XA", "XB")}

ROOT = sign_all(
    ceremony.first_root(
        root=[one.public for one in ROOTS],
        targets=[one.public for one in TARGETS],
        online=ONLINE.public,
        at=AT,
    ),
    ROOTS[:2],
)
NETWORK = ceremony.network_id(ROOT)
OTHER_NETWORK = sha256(b"another network")


def delegations() -> bytes:
    targets = ceremony.first_targets(at=AT)
    for state, state_key in STATE_KEYS.items():
        targets = ceremony.enrol(targets, state, [state_key.public], at=AT, network=NETWORK)
    return targets


def small_state(state: str) -> TestState:
    """A State cut down to what a vector needs: ML-DSA signatures are not deterministic."""
    made = make_state(state, NETWORK, key=STATE_KEYS[state])
    office = f"{state.lower()}/contact-point"
    officer = replace(made.register.officers[0], authorities=(office,))
    made.register = replace(made.register, officers=(officer,))
    made.entry = replace(
        made.entry,
        authorities=made.entry.authorities[:1],
        recipients=made.entry.recipients[:1],
        certificates=tuple(
            record
            for record in made.entry.certificates
            if record.algorithm == "p256"
            and record.use in {"state-ca", "authority", "receipts"}
            and record.holder in {office, state.lower()}
        ),
        officers=sha256(build_register(made.register)),
    )
    return made


class Tree:
    """A repository in the making, of which each scenario spoils one thing."""

    def __init__(self) -> None:
        self.states = {state: small_state(state) for state in STATE_KEYS}
        self.roots = [ROOT]
        self.targets = delegations()
        self.targets_holders = TARGETS[:2]
        self.timestamp_expires = AT + DAY
        self.snapshot_of: Callable[[MetaFile], MetaFile] = lambda meta: meta
        self.signers = {state: [STATE_KEYS[state]] for state in STATE_KEYS}
        self.extra: dict[str, dict[str, bytes]] = {}
        self.at = AT
        self.named = dict.fromkeys(("targets", "snapshot", "timestamp", *STATE_KEYS), NETWORK)
        """For which network each part was signed; None: for none."""

    def files(self) -> dict[str, bytes]:
        files = {f"metadata/{n}.root.json": root for n, root in enumerate(self.roots, 1)}
        targets = sign_all(self._bound(self.targets), self.targets_holders)
        version = Metadata[Targets].from_bytes(targets).signed.version
        files[f"metadata/{version}.targets.json"] = targets
        meta = {"targets.json": meta_file(version, targets)}
        for state, made in self.states.items():
            data, stored = self._role(state, made)
            files |= stored | {f"metadata/1.{state.lower()}.json": data}
            meta[f"{state.lower()}.json"] = meta_file(1, data)
        snapshot = self._online(Snapshot(version=1, expires=AT + 7 * DAY, meta=meta))
        files["metadata/1.snapshot.json"] = snapshot
        timestamp = Timestamp(
            version=1,
            expires=self.timestamp_expires,
            snapshot_meta=self.snapshot_of(meta_file(1, snapshot)),
        )
        files["metadata/timestamp.json"] = self._online(timestamp)
        return files

    def _role(self, state: str, made: TestState) -> tuple[bytes, dict[str, bytes]]:
        low = state.lower()
        files = {
            f"states/{low}.json": build_entry(made.entry),
            f"states/{low}.officers.json": build_register(made.register),
        } | self.extra.get(state, {})
        signed = Targets(
            version=1,
            expires=AT + 365 * DAY,
            targets={path: target_file(path, data) for path, data in files.items()},
            unrecognized_fields={"rogatory-keys": [STATE_KEYS[state].keyid]},
        )
        self._name(signed, state)
        metadata = Metadata(signed)
        for signer in self.signers[state]:
            metadata.sign(signer.signer, append=True)
        return write_metadata(metadata), stored_files(files)

    def _online(self, signed: Snapshot | Timestamp) -> bytes:
        metadata = Metadata(signed)
        self._name(signed, signed.type)
        metadata.sign(ONLINE.signer)
        return write_metadata(metadata)

    def _bound(self, targets: bytes) -> bytes:
        metadata = Metadata[Targets].from_bytes(targets)
        self._name(metadata.signed, "targets")
        return write_metadata(metadata)

    def _name(self, signed: Snapshot | Timestamp | Targets, part: str) -> None:
        signed.unrecognized_fields.pop(NETWORK_FIELD, None)
        if self.named[part] is not None:
            name_network(signed, self.named[part])


def rotated(holders: list[DirectoryKey], network: str = NETWORK) -> bytes:
    root = ceremony.rotate_root(ROOT, add=[key("root-4").public], revoke=[ROOTS[0].keyid], at=AT)
    metadata = Metadata.from_bytes(root)
    name_network(metadata.signed, network)
    return sign_all(write_metadata(metadata), holders)


def with_tokens(*, swapped: bool = False) -> bytes:
    """A root whose two signers hold ECDSA keys; `swapped` gives each the other's scheme."""
    added = [json.loads(one.public) for one in ON_TOKENS] + [json.loads(key("root-4").public)]
    if swapped:
        first, second = (one["key"] for one in added[:2])
        first["scheme"], second["scheme"] = second["scheme"], first["scheme"]
    metadata = Metadata.from_bytes(ROOT)
    metadata.signed.version += 1
    for one in ROOTS:
        metadata.signed.revoke_key(one.keyid, "root")
    for one in added:
        metadata.signed.add_key(Key.from_dict(one["keyid"], one["key"]), "root")
    metadata.signatures.clear()
    name_network(metadata.signed, NETWORK)
    return sign_all(write_metadata(metadata), [*ROOTS[:2], *ON_TOKENS])


def _widened() -> bytes:
    metadata = Metadata[Targets].from_bytes(delegations())
    metadata.signed.delegations.roles["xb"].paths = ["states/*"]
    return write_metadata(metadata)


def trees() -> Iterator[tuple[str, str, Callable[[Tree], object], dict]]:
    """Name, what it shows, how the tree is spoiled, and what a reader must find."""
    good = {"states": ["XA", "XB"], "held": {}}
    yield "holds", "Everything holds.", lambda _: None, good
    yield (
        "root-rotated", "A second root, signed by two keys of the first and two of its own.",
        lambda t: t.roots.append(rotated(ROOTS[1:])), good,
    )  # fmt: skip
    yield (
        "root-on-tokens", "A second root, whose keys are ECDSA on P-256 and on P-384.",
        lambda t: t.roots.append(with_tokens()), good,
    )  # fmt: skip
    for name, what, spoil, code in (
        ("root-token-curve", "A second root with ECDSA keys whose schemes name the other curve.",
         lambda t: t.roots.append(with_tokens(swapped=True)), "directory-unsigned"),
        ("root-one-old-key", "A second root signed by one old and one new key.",
         lambda t: t.roots.append(rotated([ROOTS[1], key("root-4")])), "directory-unsigned"),
        ("root-skipped", "A root of version 2 stands as the third.",
         lambda t: t.roots.extend([rotated(ROOTS[1:])] * 2), "directory-not-next"),
        ("targets-one-key", "The targets metadata signed by one key.",
         lambda t: setattr(t, "targets_holders", TARGETS[:1]), "directory-unsigned"),
        ("timestamp-expired", "Read one second after the timestamp expired.",
         lambda t: setattr(t, "at", AT + DAY + timedelta(seconds=1)), "directory-expired"),
        ("snapshot-mixed", "The timestamp names a snapshot of another digest.",
         lambda t: setattr(t, "snapshot_of", lambda m: MetaFile(1, m.length, {"sha256": "0" * 64})),
         "directory-mixed"),
        ("snapshot-other-version", "The timestamp names another version of the snapshot.",
         lambda t: setattr(t, "snapshot_of", lambda m: MetaFile(2, m.length, m.hashes)),
         "directory-incomplete"),
        ("root-other-network", "A second root that its holders signed for another network.",
         lambda t: t.roots.append(rotated(ROOTS[1:], OTHER_NETWORK)), "directory-metadata-network"),
        ("targets-other-network", "The targets metadata were signed for another network.",
         lambda t: t.named.update(targets=OTHER_NETWORK), "directory-metadata-network"),
        ("snapshot-no-network", "The snapshot names no network.",
         lambda t: t.named.update(snapshot=None), "directory-metadata-network"),
        ("timestamp-other-network", "The timestamp was signed for another network.",
         lambda t: t.named.update(timestamp=OTHER_NETWORK), "directory-metadata-network"),
    ):  # fmt: skip
        yield name, what, spoil, {"refused": [code]}
    for name, what, spoil, state, code in (
        ("state-foreign-key", "XB's key signed XA's metadata.",
         lambda t: t.signers.update(XA=[STATE_KEYS["XB"]]), "XA", "directory-not-signed"),
        ("state-foreign-path", "XB's metadata speak for XA's entry, too.",
         lambda t: t.extra.update(XB={"states/xa.json": b"{}"}), "XB", "directory-wrong-paths"),
        ("state-wide-delegation", "XB is delegated every State's path.",
         lambda t: setattr(t, "targets", _widened()), "XB", "directory-wrong-delegation"),
        ("state-register-other", "XA's entry names another register.",
         lambda t: setattr(t.states["XA"], "entry", replace(t.states["XA"].entry, officers="0" * 64)),
         "XA", "directory-register-digest"),
        ("state-other-network", "XA signed its metadata for another network, where it has the same key.",
         lambda t: t.named.update(XA=OTHER_NETWORK), "XA", "directory-metadata-network"),
        ("state-no-network", "XA's metadata name no network.",
         lambda t: t.named.update(XA=None), "XA", "directory-metadata-network"),
    ):  # fmt: skip
        rest = [other for other in ("XA", "XB") if other != state]
        yield name, what, spoil, {"states": rest, "held": {state: [code]}}


def tree_vectors() -> Iterator[tuple[str, dict]]:
    for name, what, spoil, expected in trees():
        tree = Tree()
        spoil(tree)
        files = {path: data.decode() for path, data in sorted(tree.files().items())}
        yield (
            f"tree-{name}",
            {"what": what, "network": NETWORK, "at": format_moment(tree.at)}
            | expected
            | {"files": files},
        )
    tree = Tree()
    files = {path: data.decode() for path, data in sorted(tree.files().items())}
    yield (
        "tree-other-network",
        {"what": "The first root is not the one expected.", "network": "0" * 64}
        | {"at": format_moment(AT), "refused": ["directory-other-network"], "files": files},
    )


def pair_vectors() -> Iterator[tuple[str, dict]]:
    made = small_state("XA")
    entry, register = json.loads(build_entry(made.entry)), json.loads(build_register(made.register))

    def pair(name: str, what: str, entry: dict | str, codes: list[str]) -> tuple[str, dict]:
        text = entry if isinstance(entry, str) else _canonical(entry)
        return f"pair-{name}", {
            "what": what, "state": "XA", "codes": codes, "entry": text, "register": _canonical(register),
        }  # fmt: skip

    yield pair("holds", "Entry and register hold.", entry, [])
    yield pair(
        "not-canonical",
        "A space after the brace.",
        "{ " + _canonical(entry)[1:],
        ["json-not-canonical"],
    )
    yield pair(
        "unknown-field",
        "A field that the format does not have.",
        entry | {"colour": "red"},
        ["directory-field-unknown"],
    )
    yield pair(
        "five-languages",
        "A name is missing in Chinese, and the node has no https address.",
        entry
        | {
            "names": {k: v for k, v in entry["names"].items() if k != "zh"},
            "node": {"url": "http://a.example"},
        },
        ["directory-field-missing", "directory-url"],
    )
    yield pair(
        "no-state-ca",
        "The State CA is not listed.",
        entry | {"certificates": [c for c in entry["certificates"] if c["use"] != "state-ca"]},
        ["certificate-chain", "certificate-chain", "directory-no-state-ca"],
    )
    yield pair(
        "wrong-holder",
        "The receipts certificate is said to be another State's.",
        entry
        | {
            "certificates": [
                c | {"holder": "xb"} if c["use"] == "receipts" else c for c in entry["certificates"]
            ]
        },
        ["certificate-holder", "directory-certificate-differs", "directory-holder"],
    )


def succession_vectors() -> Iterator[tuple[str, dict]]:
    old = small_state("XA").entry
    log = old.logs[0]

    def ended(at: int, reason: str) -> DirectoryEntry:
        end = PeriodEnd(AT + at * DAY, reason)
        return replace(old, logs=(replace(log, period=replace(log.period, ended=end)),))

    for name, what, first, second, codes in (
        ("key-ended", "A key is ended.", old, ended(1, "rotated"), []),
        ("key-worse", "A rotated key turns out compromised, earlier.", ended(5, "rotated"), ended(1, "compromised"), []),
        ("key-better", "A compromised key is called rotated.", ended(1, "compromised"), ended(1, "rotated"), ["directory-revived"]),
        ("key-revived", "An end is taken back.", ended(1, "rotated"), old, ["directory-revived"]),
        ("key-removed", "A recipient is no longer listed.", old, replace(old, recipients=()), ["directory-removed"]),
        ("node-moved", "The node has another address.", old, replace(old, node_url="https://new.example"), []),
    ):  # fmt: skip
        texts = {"old": build_entry(first).decode(), "new": build_entry(second).decode()}
        yield f"succession-{name}", {"what": what, "codes": codes} | texts


def period_vectors() -> Iterator[tuple[str, dict]]:
    whole = Period(AT, AT + 10 * DAY)
    for name, period in (
        ("whole", whole),
        ("rotated", replace(whole, ended=PeriodEnd(AT + 5 * DAY, "rotated"))),
        ("compromised", replace(whole, ended=PeriodEnd(AT + 5 * DAY, "compromised"))),
    ):
        moments = [
            AT - timedelta(seconds=1),
            AT,
            AT + 5 * DAY - timedelta(seconds=1),
            AT + 5 * DAY,
            AT + 10 * DAY,
        ]
        yield f"period-{name}", {
            "what": "When a listed key counts: at a proven moment, at one only claimed, and as an issuer.",
            "period": period_json(period),
            "moments": [
                {
                    "at": format_moment(at),
                    "proven": period.covers(at),
                    "claimed": period.covers(at, proven=False),
                    "issued": period.vouches(at),
                }
                for at in moments
            ],
        }  # fmt: skip


def split_vectors() -> Iterator[tuple[str, dict]]:
    """`split-*.json`: a proof of a split view, judged by the snapshot keys of `root` for `network`."""

    def snapshot(
        content: int, *, version: int = 1, network: str = NETWORK, signer: DirectoryKey = ONLINE
    ) -> bytes:
        meta = {"targets.json": MetaFile(3), "xa.json": MetaFile(content)}
        metadata = Metadata(Snapshot(version=version, expires=AT + 7 * DAY, meta=meta))
        name_network(metadata.signed, network)
        metadata.sign(signer.signer)
        return write_metadata(metadata)

    one, spaced = snapshot(1), snapshot(1) + b"\n"
    for name, what, second, codes in (
        ("proves", "One key signed two contents of version 1.", snapshot(2), []),
        ("same-content", "Two files with the same signed content.", spaced, ["directory-split-form"]),
        ("other-version", "Two versions.", snapshot(2, version=2), ["directory-split-form"]),
        ("other-network", "One of the snapshots was signed for another network.",
         snapshot(2, network=OTHER_NETWORK), ["directory-metadata-network"]),
        ("foreign-key", "A key that no root lists signed one of them.",
         snapshot(2, signer=key("root-1")), ["directory-snapshot-unsigned"]),
    ):  # fmt: skip
        yield (
            f"split-{name}",
            {
                "what": what,
                "network": NETWORK,
                "root": ROOT.decode(),
                "codes": codes,
                "proof": build_split(NETWORK, one, second).decode(),
            },
        )


def _canonical(document: dict) -> str:
    from rogatory.wire.canonical import encode

    return encode(document).decode()


def vectors() -> dict[str, bytes]:
    """Every vector by file name."""
    found = [
        *tree_vectors(),
        *pair_vectors(),
        *succession_vectors(),
        *period_vectors(),
        *split_vectors(),
    ]
    return {
        f"{name}.json": (json.dumps(vector, ensure_ascii=False, indent=1) + "\n").encode()
        for name, vector in found
    }


def main() -> None:
    for name, data in vectors().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
