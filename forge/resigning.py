# SPDX-License-Identifier: Apache-2.0
"""Sign again what a change left without its signature, with the keys that a forger holds.

Signing goes from the inside out: messages, receipts, the bag's tag manifest, seals, consents, custody
events, proofs, certificates, the list; each with its timestamps and lists of timestamps. A document whose signer's key is not held keeps its old signature,
and a document that is as it was keeps its true one, so that the forgery is the best that this forger can
make. Where he can sign nothing again, it is the forgery of who holds no key.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from casts.court.bundle_attacks import record_export, relist
from forge.holdings import Held
from forge.looking import Files, KeptFiles, honest_files, moment_of, sender_of
from forge.material import Artifact
from forge.rebagging import earlier_records, manifest, manifest_of_record, payload_manifests
from forge.relogging import PROOF
from forge.restamping import Restamping
from rogatory.custody.log.epoch import parse_origin
from rogatory.node.court.listing import parse_head
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.signatures import SigningKeys
from rogatory.seal.software_authenticator import SoftwareAuthenticator
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

TOMBSTONE = ".tombstone.json"

CONTENT = ("network", "kind", "from", "to", "thread", "language", "body", "attachments")
"""The members of a message that approvals cover (SPECIFICATION.md 7)."""

P256, MLDSA65 = ".p256.p7s", ".mldsa65.p7s"


class _WouldWriteError(Exception):
    """Something is to be written, where it was only asked whether."""


def resign(
    artifact: Artifact, honest: Artifact, held: Held, at: datetime, *, all_of_it: bool = False
) -> None:
    """Sign again all that is no longer as in the honest artifact and that the forger's keys can sign;
    `all_of_it`: what did not change, too. What a change left unreadable keeps its old signature.
    """
    _Resigning(artifact, honest, held, at, all_of_it, Files(artifact.folder)).run()


def would_resign(
    artifact: Artifact,
    honest: Artifact,
    held: Held,
    at: datetime,
    *,
    all_of_it: bool = False,
    files: KeptFiles | None = None,
) -> bool:
    """Decide whether `resign` would write anything; nothing is written. `files`: those of the artifact,
    where other forgers ask too.
    """
    kept = files or KeptFiles(artifact.folder)
    try:
        _Resigning(artifact, honest, held, at, all_of_it, kept, dry_run=True).run()
    except _WouldWriteError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class _Resigning:
    artifact: Artifact
    honest: Artifact
    held: Held
    at: datetime
    all_of_it: bool
    files: Files
    dry_run: bool = False

    def run(self) -> None:
        path, kind = self.artifact.path, self.artifact.kind
        bag = path if kind == "bag" else path / "bag" if kind == "bundle" else None
        self._messages()
        if bag is not None:
            self._bag(bag)
        for seal in reversed(self.files.named("seal.json")):
            self._seal(seal, bag)
        self._messages()  # a delivery names the seal
        for consent in self.files.named("consent.json"):
            self._consent(consent)
        self._tombstones()
        for event in self._events():
            self._event(event)
        if self.held.logs:
            self._logs()
        if kind == "disclosure":
            self._document(
                path / "disclosure.json", self.held.authorities, "authority", "disclosed"
            )
        for certificate in self.files.named("certificate.json"):
            self._document(certificate, self.held.officers, "officer", "certified")
        if kind == "bundle":
            self._listing()

    def _is_other(self, *places: Path) -> bool:
        """Decide whether one of these files is not as in the honest artifact."""
        return self.all_of_it or any(
            self.files.data(place) != self._honest_data(place) for place in places
        )

    def _honest_data(self, place: Path) -> bytes | None:
        honest = honest_files(self.honest.folder)
        return honest.data(honest.folder / place.relative_to(self.artifact.folder))

    def _writes(self) -> None:
        if self.dry_run:
            raise _WouldWriteError

    def _put(self, place: Path, data: bytes) -> None:
        if self.files.data(place) != data and not place.is_dir():
            self._writes()
            place.write_bytes(data)

    def _put_document(self, place: Path, document: dict[str, Any]) -> None:
        self._put(place, canonical.encode(document))

    def _sign(
        self, place: Path, keys: SigningKeys | None, moment: object, base: Path | None = None
    ) -> None:
        """Sign a file again; its signatures have its name, or that of `base`. In the place of one a folder may lie:
        nothing is written there, and the other signature, over the same bytes, would be as it was.
        """
        base = base or place
        places = [Path(f"{base}{ending}") for ending in (P256, MLDSA65)]
        signatures = [one for one in places if not one.is_dir()]
        if keys is not None and self._is_other(place, *signatures) and not place.is_dir():
            self._writes()
            at = moment if isinstance(moment, datetime) else moment_of(moment)
            made = keys.sign(place.read_bytes(), at)
            for signature, data in zip(places, (made.p256, made.mldsa65), strict=True):
                if data is not None and signature in signatures:
                    signature.write_bytes(data)

    def _document(
        self, place: Path, held: Mapping[str, SigningKeys], holder: str, moment: str
    ) -> None:
        document = self.files.document(place)
        if document is not None:
            keys = held.get(str(document.get(holder)))
            self._sign(place, keys, document.get(moment))
            if place.name in {"disclosure.json", "certificate.json"}:
                self._stamps(place, document.get(moment), keys)

    def _messages(self) -> None:
        """The messages in order of the moments that they claim: a later one names those before it."""
        found = self.files.named("message.json")
        for one in sorted(
            found, key=lambda one: str((self.files.document(one) or {}).get("issued"))
        ):
            self._message(one.parent)

    def _message(self, folder: Path) -> None:
        message, receipt = folder / "message.json", folder / "receipt.json"
        document, info = self.files.document(message), folder.parent / "bag-info.txt"
        if document is None:
            return
        if info.is_file() and sender_of(info) not in self.held.authorities:
            return  # the signature of the bag is over those of the request inside
        self._approvals(message, document)
        self._document(message, self.held.authorities, "from", "issued")
        self._name_anew(message, str(document.get("from")))
        received = self.files.document(receipt)
        if received is None or str(received.get("node")) not in self.held.receipts:
            return
        if received.get("message") != self.files.sha256(message):
            self._put_document(receipt, received | {"message": self.files.sha256(message)})
        self._document(receipt, self.held.receipts, "node", "received")

    def _approvals(self, message: Path, document: dict[str, Any]) -> None:
        """The approvals of officers whose credentials are held, over the message as it is now."""
        place = message.with_name("approvals.json")
        listed = (self.files.document(place) or {}).get("approvals")
        honest = self._honest_data(message)
        content = content_of(document)
        if content is None or not isinstance(listed, list) or not self.held.credentials:
            return
        if self._is_other(place) or (honest and content != content_of(json.loads(honest))):
            made = [approved_anew(one, self.held.credentials, content) for one in listed]
            self._put_document(place, {"approvals": made, "version": 1})

    def _name_anew(self, place: Path, author: str) -> None:
        """The digest of a document that was altered, in its author's own events and messages. What another
        authority signed keeps the old one.
        """
        honest = self._honest_data(place)
        if author not in self.held.authorities or honest is None:
            return
        old, new = sha256(honest), self.files.sha256(place)
        if old == new:
            return
        for other in (*self.files.named("message.json"), *self._events()):
            document, data = self.files.document(other) or {}, self.files.data(other) or b""
            if author in {document.get("from"), document.get("authority")} and old.encode() in data:
                self._put(other, data.replace(old.encode(), new.encode()))

    def _bag(self, bag: Path) -> None:
        """The manifests over what lies there now; the inventory stays, as it has digests of its own."""
        info, tags = bag / "bag-info.txt", bag / "tagmanifest-sha256.txt"
        if not info.is_file() or not tags.is_file():
            return
        sender = sender_of(info)
        keys = self.held.authorities.get(sender)
        if keys is None:
            return
        for place, data in payload_manifests(self.files, bag):
            self._put(place, data)
        for record in earlier_records(self.files, bag):
            if (sender_of(record.with_name("bag-info.txt")) or sender) == sender:
                self._put(record, manifest_of_record(self.files, bag, record))
                self._sign(record, keys, self.at)
                self._name_anew(record, sender)
        unlisted = ("data/", tags.name)
        self._put(tags, manifest(self.files, bag, lambda name: not name.startswith(unlisted)))
        self._sign(tags, keys, self.at)
        self._name_anew(tags, sender)

    def _seal(self, place: Path, bag: Path | None) -> None:
        document = self.files.document(place)
        if document is None:
            return
        keys = self.held.authorities.get(str(document.get("sender")))
        if keys is not None:
            if bag is not None and document.get("replaces") is None:
                digest = self.files.sha256(bag / "tagmanifest-sha256.txt")
                if document.get("bag") != digest:
                    document["bag"] = digest
                    self._put_document(place, document)
            self._sign(place, keys, document.get("sealed"))
            self._name_anew(place, str(document.get("sender")))
        self._stamps(place, document.get("sealed"), keys)

    def _stamps(self, place: Path, claimed: object, keys: SigningKeys | None) -> None:
        signatures = [Path(f"{place}{ending}") for ending in (P256, MLDSA65)]
        signs = keys is not None and self._is_other(place, *signatures)
        stamping = Restamping(self.files, self.artifact.path, self.held.stamps, self._is_other)
        for file, data in stamping.changes(place, moment_of(claimed), self.at, signs=signs):
            if file.is_dir():
                continue
            self._writes()
            file.unlink() if data is None else file.write_bytes(data)

    def _consent(self, place: Path) -> None:
        """Each officer's signatures, and the consent under its digest in the events of who recorded it."""
        document = self.files.document(place)
        if document is None:
            return
        for who in ("first", "second"):
            keys = self.held.officers.get(str(document.get(who)))
            self._sign(place, keys, document.get("at"), place.with_name(f"consent.{who}"))
        before, digest = place.parent.name.rpartition("-")[2], self.files.sha256(place)
        if digest.startswith(before):
            return
        named = False
        for event in self._events():
            recorded = self.files.document(event) or {}
            fields = recorded.get("fields")
            if (
                str(recorded.get("authority")) in self.held.authorities
                and isinstance(fields, dict)
                and str(fields.get("consent")).startswith(before)
            ):
                named = True
                self._put_document(event, recorded | {"fields": fields | {"consent": digest}})
        if named:
            name = place.parent.name.removesuffix(before) + digest[: len(before)]
            place.parent.rename(place.parent.with_name(name))

    def _tombstones(self) -> None:
        """Each that was altered, under its digest in the events of who holds a key."""
        for place in self.files.paths():
            if place.name.endswith(TOMBSTONE):
                for author in self.held.authorities:
                    self._name_anew(place, author)

    def _event(self, place: Path) -> None:
        """One event, chained to the one before it in its folder."""
        document = self.files.document(place)
        if document is None:
            return
        keys = self.held.authorities.get(str(document.get("authority")))
        if keys is None:
            return
        previous, before = document.get("previous"), self._one_before(place, document)
        if previous and before is not None and previous != (digest := self.files.sha256(before)):
            self._put_document(place, document | {"previous": digest})
        self._sign(place, keys, document.get("occurred"), place.with_suffix(""))
        if self.files.data(place) != self._honest_data(place):
            self._enter(place)

    def _one_before(self, place: Path, document: dict[str, Any]) -> Path | None:
        """The event before it in its folder, if its authority wrote that; else the one that it named."""
        before = place.with_name(f"{place.stem[:-4]}{int(place.stem[-4:]) - 1:04d}.json")
        if (self.files.document(before) or {}).get("authority") == document.get("authority"):
            return before
        previous = document.get("previous")
        named = (one for one in self._events() if sha256(self._honest_data(one) or b"") == previous)
        return next(named, None)

    def _logs(self) -> None:
        """Logs in which a proof is no longer that of its event."""
        relogging = self.held.relogging
        if relogging.broken(self.artifact.folder):
            self._writes()
            relogging.repair(self.artifact.folder, self.at)

    def _listing(self) -> None:
        path, keys, authority = self.artifact.path, None, ""
        with suppress(Exception):  # a list that a change made unreadable stays as it is
            exporter = parse_head((path / "bundle.json").read_bytes()).authority
            authority = self.held.exports_as or exporter
            keys = self.held.authorities.get(authority)
        if keys is not None and (self.all_of_it or self._is_other_as_a_whole()):
            self._writes()
            with suppress(Exception):  # what a change made of the bundle cannot be listed
                recorded = record_export(path, keys)
                named = {} if recorded is None else {"event": self.files.sha256(recorded)}
                if recorded is not None and not recorded.with_suffix(PROOF).exists():
                    self._enter(recorded)
                relist(path, keys, authority=authority, **named)
        listing = self.files.document(path / "bundle.json")
        if listing is not None:
            self._stamps(path / "bundle.json", listing.get("exported"), keys)

    def _enter(self, event: Path) -> None:
        """Enter an event into the log that is held, if it is that of its authority's State: another is found at once."""
        authority = str((self.files.document(event) or {}).get("authority"))
        if any(parse_origin(one).state.lower() == authority[:2] for one in self.held.enters):
            self.held.entering.enter(event, self.artifact.folder, self.at)

    def _is_other_as_a_whole(self) -> bool:
        return self.files.digest() != honest_files(self.honest.folder).digest()

    def _events(self) -> list[Path]:
        return [
            path
            for path in self.files.paths()
            if path.suffix == ".json"
            and path.stem[-4:].isdecimal()
            and self.files.data(path.with_suffix(P256)) is not None
        ]


def content_of(message: Mapping[str, Any]) -> str | None:
    """Return the content digest of a message; None where a member of it is missing."""
    if not all(name in message for name in CONTENT):
        return None
    return sha256(canonical.encode({name: message[name] for name in CONTENT}))


def approved_anew(
    approval: Any, credentials: Mapping[str, SoftwareAuthenticator], content: str
) -> Any:
    """Return the approval of an officer whose passkey is held, over this content; another one as it is."""
    officer = str(approval.get("officer")) if isinstance(approval, dict) else ""
    if officer not in credentials:
        return approval
    try:
        made = credentials[officer].approve(officer, str(approval.get("verdict")), content)
    except ValueError:  # no passkey signs a verdict that is none
        return approval
    return json.loads(encode_approvals([made]))["approvals"][0]
