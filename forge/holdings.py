# SPDX-License-Identifier: Apache-2.0
"""The keys that a forger holds, and how what was altered is signed again with them.

Signing goes from the inside out: messages, receipts, the bag's tag manifest, seals, custody events,
certificates, the list. A document whose signer's key is not held keeps its old signature, so that the
forgery is the best that this forger can make.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bundle_attacks import relist

from forge.material import Artifact
from forge.relogging import LogKeys, Relogging
from rogatory.seal.cosigner import Cosigner
from rogatory.seal.signatures import Signatures, SigningKeys
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.wire import canonical
from rogatory.wire.moments import parse_moment

P256, MLDSA65, STAMP = ".p256.p7s", ".mldsa65.p7s", ".tst"


@dataclass(frozen=True, slots=True)
class Held:
    """The keys of one forger, by whose they are. What is not named is not held."""

    authorities: Mapping[str, SigningKeys] = field(default_factory=dict)
    officers: Mapping[str, SigningKeys] = field(default_factory=dict)
    receipts: Mapping[str, SigningKeys] = field(default_factory=dict)
    logs: Mapping[str, LogKeys] = field(default_factory=dict)
    witnesses: tuple[Cosigner, ...] = ()
    """Those that cosign whatever checkpoint the holder of a log's keys shows them."""
    stamps: TimestampAuthority | None = None
    exports_as: str | None = None
    """The authority in whose name the list is signed; None keeps the one that it names."""

    @property
    def relogging(self) -> Relogging:
        return Relogging(self.logs, self.witnesses)


def resign(artifact: Artifact, held: Held, at: datetime) -> None:
    """Sign anew all that the forger's keys can sign, from the inside out.

    A document that a change left unreadable is passed over: its old signature stays.
    """
    path = artifact.path
    for folder in sorted({one.parent for one in artifact.folder.rglob("message.json")}, key=str):
        _message(folder, held)
    bags = [path] if artifact.kind == "bag" else [path / "bag"] if artifact.kind == "bundle" else []
    for bag in bags:
        _bag(bag, held, at)
    for seal in sorted(artifact.folder.rglob("seal.json")):
        _seal(seal, bags[0] if bags else None, held)
    for consent in sorted(artifact.folder.rglob("consent.json")):
        _consent(consent, artifact.folder, held)
    for event in _events(artifact.folder):
        _event(event, held)
    held.relogging.repair(artifact.folder, at)
    if artifact.kind == "disclosure":
        _document(path / "disclosure.json", held.authorities, "authority", "disclosed")
    for certificate in artifact.folder.rglob("certificate.json"):
        _document(certificate, held.officers, "officer", "certified")
    if artifact.kind == "bundle":
        _listing(path, held)


def _listing(path: Path, held: Held) -> None:
    from rogatory.node.court.listing import parse_head

    with suppress(Exception):  # a list that a change made unreadable stays as it is
        head = parse_head((path / "bundle.json").read_bytes())
        authority = held.exports_as or head.authority
        keys = held.authorities.get(authority)
        if keys is not None:
            relist(path, keys, authority=authority)


def _message(folder: Path, held: Held) -> None:
    document = _read(folder / "message.json")
    if document is None:
        return
    _sign(folder / "message.json", held.authorities.get(str(document.get("sender"))), "issued")
    receipt = _read(folder / "receipt.json")
    if receipt is None:
        return
    keys = held.receipts.get(str(receipt.get("node")))
    if keys is not None:
        receipt["message"] = _digest(folder / "message.json")
        _write(folder / "receipt.json", receipt)
        _sign(folder / "receipt.json", keys, "received")


def _bag(bag: Path, held: Held, at: datetime) -> None:
    """The manifests over what lies there now; the inventory stays, as it has digests of its own."""
    info = bag / "bag-info.txt"
    tags = bag / "tagmanifest-sha256.txt"
    if not info.is_file() or not tags.is_file():
        return
    text = info.read_text(errors="surrogateescape")
    sender = next(
        (
            line.split(": ", 1)[1]
            for line in text.splitlines()
            if line.startswith("Rogatory-Sender")
        ),
        "",
    )
    keys = held.authorities.get(sender)
    if keys is None:
        return
    _write_manifest(bag, bag / "manifest-sha256.txt", lambda name: name.startswith("data/"))
    unlisted = {tags.name, tags.name + P256, tags.name + MLDSA65}
    _write_manifest(bag, tags, lambda name: not name.startswith("data/") and name not in unlisted)
    _put_signatures(tags, keys.sign(tags.read_bytes(), at))


def _write_manifest(bag: Path, place: Path, listed: Any) -> None:
    lines = []
    for path in sorted(bag.rglob("*"), key=lambda one: str(one.relative_to(bag)).encode()):
        name = str(path.relative_to(bag))
        if path.is_file() and not path.is_symlink() and listed(name):
            lines.append(f"{_digest(path)}  {name}\n")
    place.write_text("".join(lines), errors="surrogateescape")


def _seal(place: Path, bag: Path | None, held: Held) -> None:
    document = _read(place)
    if document is None:
        return
    keys = held.authorities.get(str(document.get("sender")))
    if keys is not None:
        if bag is not None and document.get("replaces") is None:
            document["bag"] = _digest(bag / "tagmanifest-sha256.txt")
            _write(place, document)
        _sign(place, keys, "sealed")
    if held.stamps is not None:
        claimed = _moment(document.get("sealed"))
        digest = hashlib.sha256(place.read_bytes()).digest()
        token = token_of(held.stamps.reply(request(digest), claimed, 1))
        place.with_name(place.name + STAMP).write_bytes(token)


def _consent(place: Path, folder: Path, held: Held) -> None:
    """Each officer's signatures, and the consent under its digest in the events of who recorded it."""
    document = _read(place)
    if document is None:
        return
    for who in ("first", "second"):
        keys = held.officers.get(str(document.get(who)))
        if keys is not None:
            signatures = keys.sign(place.read_bytes(), _moment(document.get("at")))
            _put_signatures(place.with_name(f"consent.{who}"), signatures)
    before, digest = place.parent.name.rpartition("-")[2], _digest(place)
    if digest.startswith(before):
        return
    named = False
    for event in _events(folder):
        recorded = _read(event) or {}
        fields = recorded.get("fields")
        if (
            str(recorded.get("authority")) in held.authorities
            and isinstance(fields, dict)
            and str(fields.get("consent")).startswith(before)
        ):
            fields["consent"], named = digest, True
            _write(event, recorded)
    if named:
        name = place.parent.name.removesuffix(before) + digest[: len(before)]
        place.parent.rename(place.parent.with_name(name))


def _events(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*.json")
        if path.with_suffix(P256).exists() and path.stem[-4:].isdecimal()
    )


def _event(place: Path, held: Held) -> None:
    """One event, chained to the one before it in its folder."""
    document = _read(place)
    if document is None:
        return
    keys = held.authorities.get(str(document.get("authority")))
    if keys is not None:
        before = place.with_name(f"{place.stem[:-4]}{int(place.stem[-4:]) - 1:04d}.json")
        earlier = _read(before) or {}
        if earlier.get("authority") == document.get("authority") and document.get("previous"):
            document["previous"] = _digest(before)
            _write(place, document)
        _put_signatures(
            place.with_suffix(""), keys.sign(place.read_bytes(), _moment(document.get("occurred")))
        )


def _document(place: Path, held: Mapping[str, SigningKeys], holder: str, moment: str) -> None:
    document = _read(place)
    if document is not None:
        _sign(place, held.get(str(document.get(holder))), moment)


def _sign(place: Path, keys: SigningKeys | None, moment: str) -> None:
    document = _read(place)
    if keys is not None and document is not None:
        _put_signatures(place, keys.sign(place.read_bytes(), _moment(document.get(moment))))


def _put_signatures(place: Path, signatures: Signatures) -> None:
    Path(f"{place}{P256}").write_bytes(signatures.p256)
    if signatures.mldsa65 is not None:
        Path(f"{place}{MLDSA65}").write_bytes(signatures.mldsa65)


def _moment(text: object) -> datetime:
    try:
        return parse_moment(text)
    except Exception:  # noqa: BLE001 - a forger writes any text where a moment should be
        return datetime.fromisoformat("2026-11-24T04:00:00+00:00")


def _read(place: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(place: Path, document: dict[str, Any]) -> None:
    place.write_bytes(canonical.encode(document))


def _digest(place: Path) -> str:
    try:
        return hashlib.sha256(place.read_bytes()).hexdigest()
    except OSError:
        return "0" * 64
