# SPDX-License-Identifier: Apache-2.0
"""Changes of a bundle by the exporting State as a whole: its officers, its authority, its node and its
timestamp authority state what they like about their own part.

What each of them may come to is in `forge.tables.allowed_to_exporters`; the checks that must answer it are in
`forge.tables.answers`.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from forge.changes import Change, read_object
from forge.custody_changes import drop_event, drop_tombstones
from forge.directory_changes import renew_directory
from forge.making import Kind
from forge.material import Artifact, Material
from forge.restamping import STAMP
from forge.taken_states import SINCE
from rogatory.exercises.cast import HEAD_OF_LAW
from rogatory.requests.envelope import Links, build_message, parse_message
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.signatures import SigningKeys
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7

STATE = "XA"
"""The State whose court is given the bundle."""

type Apply = Callable[[Artifact], None]


@dataclass(frozen=True, slots=True)
class ExportingState:
    """The case in which it acts, the keys that it signs with, and what it puts inside first: the directory that
    lists these keys, where the honest bundle has another.
    """

    material: Material
    keys: SigningKeys
    stamps: TimestampAuthority
    directory: Path | None = None

    def changes(self, kind: Kind) -> Iterator[Change]:
        if kind != "bundle":
            return
        yield self._change("exported-again", "all", lambda _: None, resigns_all=True)
        request = "bundle/request/message.json"
        yield self._change("request-reworded", request, self._reword)
        yield self._change("message-invented", "bundle/messages", self._invent)
        yield self._change("message-receipted", "bundle/messages", self._invent_with_receipt)
        yield self._change("receipt-taken", "bundle/request/receipt.json", _take_receipt)
        for name, others in (("sender", True), ("own", False)):
            dropped = partial(self._without_events, others=others)
            yield self._change(f"{name}-events-dropped", "bundle/custody", dropped)
        for name, at in (
            ("stamped-earlier", SINCE + timedelta(minutes=1)),
            ("stamped-before-founding", SINCE - timedelta(days=1)),
        ):
            yield self._change(name, f"bundle/seal/seal.json.2{STAMP}", partial(self._stamp, at=at))

    def _change(self, name: str, target: str, apply: Apply, *, resigns_all: bool = False) -> Change:
        def whole(artifact: Artifact) -> None:
            if self.directory is not None:
                renew_directory(artifact, self.directory, self.material.case.clock.now())
            apply(artifact)

        return Change(name, target, whole, resigns_all or self.directory is not None)

    def _reword(self, artifact: Artifact) -> None:
        """The request asks for something else than what the other State received."""
        folder = artifact.path / "request"
        message = parse_message((folder / "message.json").read_bytes())
        body = {**message.body, "urgency": {"level": "urgent", "reason": "Reworded"}}
        data = read_object(folder / "message.json") | {"body": body}
        self._put_message(folder, canonical.encode(data))

    def _put_message(self, folder: Path, data: bytes) -> None:
        """A message of one's own, approved by one's own officer, and the events about it."""
        (folder / "message.json").write_bytes(data)
        key = self.material.case.federation.authenticator(STATE, HEAD_OF_LAW)
        content = parse_message(data).content_digest
        approval = key.approve(HEAD_OF_LAW.known_as(STATE), "approve", content)
        (folder / "approvals.json").write_bytes(encode_approvals([approval]))
        for event in folder.glob("custody/????.json"):
            document = read_object(event)
            event.write_bytes(canonical.encode(document | {"object": sha256(data)}))
        signed = self.keys.sign(data, self.material.case.clock.now())
        for family, signature in (("p256", signed.p256), ("mldsa65", signed.mldsa65)):
            (folder / f"message.json.{family}.p7s").write_bytes(signature or b"")

    def _invent(self, artifact: Artifact) -> None:
        """A further message of one's own in the thread, which was never sent: it declines a condition."""
        sent, folders = artifact.path / "request", sorted((artifact.path / "messages").iterdir())
        folder = artifact.path / "messages" / f"{len(folders) + 1:04d}"
        shutil.copytree(sent, folder, ignore=shutil.ignore_patterns("receipt.json*"))
        at, before = self.material.case.clock.now(), (sent / "message.json").read_bytes()
        accepted = sha256((folders[0] / "message.json").read_bytes())
        declined: dict[str, canonical.Json] = {
            "number": 1,
            "decision": "declined",
            "reason": "Our law does not allow it.",
        }
        draft = replace(
            parse_message(before).draft,
            kind="conditions_answered",
            body={"answers_to": accepted, "conditions": [declined]},
            attachments=(),
        )
        links = Links(sequence=2, previous=sha256(before), seen=accepted)
        data = build_message(draft, links, message_id=uuid7(at, os.urandom(10)), issued=at)
        self._put_message(folder, data)

    def _invent_with_receipt(self, artifact: Artifact) -> None:
        """The same, with the other State's genuine receipt for the message that was sent."""
        self._invent(artifact)
        folder = max((artifact.path / "messages").iterdir())
        for file in (artifact.path / "request").glob("receipt.json*"):
            shutil.copyfile(file, folder / file.name)

    def _without_events(self, artifact: Artifact, *, others: bool) -> None:
        """The bag's journal without the sealing State's acts, or without one's own but for the export."""
        folder = artifact.path / "custody"
        for event in sorted(folder.glob("????.json"), reverse=True):
            document = read_object(event)
            foreign = document["authority"] != self.keys.holder
            if foreign == others and document["action"] != "exported":
                drop_event(event.with_suffix(".tlog-proof"))
        if others:  # the destroyed one is the sealing State's
            drop_tombstones(folder)
        shutil.rmtree(artifact.path / "custody-node")
        _chain_anew(folder, self.keys.holder)

    def _stamp(self, artifact: Artifact, *, at: datetime) -> None:
        """One's own timestamp over the sealing State's seal, beside the genuine one."""
        seal = artifact.path / "seal/seal.json"
        digest = bytes.fromhex(sha256(seal.read_bytes()))
        token = token_of(self.stamps.reply(request(digest), at, 1))
        seal.with_name(f"{seal.name}.2{STAMP}").write_bytes(token)


def _take_receipt(artifact: Artifact) -> None:
    for file in (artifact.path / "request").glob("receipt.json*"):
        file.unlink()


def _chain_anew(folder: Path, authority: str) -> None:
    """Each event of an authority names the one that is now before it."""
    previous = None
    for event in _of_authority(folder, authority):
        document = read_object(event)
        if document["previous"] != previous:
            event.write_bytes(canonical.encode(document | {"previous": previous}))
        previous = sha256(event.read_bytes())


def _of_authority(folder: Path, authority: str) -> Iterable[Path]:
    found = sorted(folder.glob("????.json"))
    return [one for one in found if read_object(one)["authority"] == authority]
