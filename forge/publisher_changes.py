# SPDX-License-Identifier: Apache-2.0
"""Changes by who has the publisher's key: old metadata passed on again, as if nothing had been published since.

The timestamp names the snapshot by its digest, and the snapshot everything else: both are signed together.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

from forge.changes import Change, OwnChanges, edit_document
from forge.directory_changes import renew_metadata_signatures
from forge.making import Kind
from forge.material import Artifact, Material
from rogatory.directory.ceremony.keys import DirectoryKey, new_directory_key
from rogatory.exercises.federation import load_directory_key
from rogatory.wire.moments import format_moment

METADATA = "bundle/directory/metadata"


@dataclass(frozen=True, slots=True)
class Publishing:
    """The publisher's key, and the metadata of others that it passes on with the signatures given."""

    online: DirectoryKey
    others: Mapping[str, Sequence[DirectoryKey]]
    before: Callable[[Path], None] | None = None
    """Changes what the metadata in a folder say."""
    after: Callable[[Path], None] | None = None
    """Changes what was signed, before anything names it."""

    def apply(self, artifact: Artifact) -> None:
        """Let all that is signed expire later, name it in the snapshot, and that in the timestamp."""
        folder = artifact.folder / METADATA
        if self.before is not None:
            self.before(folder)
        for name, keys in self.others.items():
            renew_metadata_signatures(folder / name, keys)
        if self.after is not None:
            self.after(folder)
        [snapshot] = folder.glob("*.snapshot.json")
        document = json.loads(snapshot.read_bytes())
        for name in self.others:
            _, _, role = name.partition(".")
            document["signed"]["meta"][role] |= _named(folder / name)
        snapshot.write_text(json.dumps(document))
        renew_metadata_signatures(snapshot, [self.online])
        timestamp = folder / "timestamp.json"
        document = json.loads(timestamp.read_bytes())
        document["signed"]["meta"]["snapshot.json"] |= _named(snapshot)
        timestamp.write_text(json.dumps(document))
        renew_metadata_signatures(timestamp, [self.online])


def _named(place: Path) -> dict[str, object]:
    data = place.read_bytes()
    return {"length": len(data), "hashes": {"sha256": sha256(data).hexdigest()}}


def passed_on(material: Material, kind: Kind) -> Iterator[Change]:
    """The old snapshot alone; and with metadata of each State that the State did not sign."""
    if kind != "bundle":
        return
    online = _key(material, "online")
    yield Change("snapshot-signed-again", METADATA, Publishing(online, {}).apply)
    for name in _names(material):
        if name.split(".")[-2].startswith("x"):
            altered = Publishing(online, {name: [online]})
            yield Change("metadata-passed-on", f"{METADATA}/{name}", altered.apply)


def passed_on_with(key: str) -> OwnChanges:
    """Targets metadata that one of the keys signed which it takes two of, and the publisher passes on."""

    def changes(material: Material, kind: Kind) -> Iterator[Change]:
        if kind != "bundle":
            return
        online, held, own = _key(material, "online"), _key(material, key), new_directory_key()
        names = _names(material)
        [targets] = (name for name in names if name.endswith(".targets.json"))
        place = f"{METADATA}/{targets}"
        signed = {targets: [held]}
        yield Change("metadata-passed-on", place, Publishing(online, signed).apply)
        for change, after in (("twice", _sign_twice), ("in-capitals", _sign_in_capitals)):
            altered = Publishing(online, signed, after=partial(after, name=targets))
            yield Change(f"metadata-signed-{change}", place, altered.apply)
        for name in names:
            state = name.split(".")[-2]
            if state.startswith("x"):
                before = partial(_delegate, name=targets, role=state, key=own)
                taken = Publishing(online, {**signed, name: [own]}, before=before)
                yield Change("delegation-taken", f"{METADATA}/{name}", taken.apply)

    return changes


def _sign_twice(folder: Path, name: str) -> None:
    """One holder's signature, as if two of them had signed."""
    document = json.loads((folder / name).read_bytes())
    document["signatures"] *= 2
    (folder / name).write_text(json.dumps(document))


def _sign_in_capitals(folder: Path, name: str) -> None:
    """The same under the key's name in capitals beside it."""
    document = json.loads((folder / name).read_bytes())
    [signature] = document["signatures"]
    document["signatures"].append({**signature, "keyid": signature["keyid"].upper()})
    (folder / name).write_text(json.dumps(document))


def _delegate(folder: Path, name: str, role: str, key: DirectoryKey) -> None:
    """Let a key of the forger's own speak for a State, beside the State's."""
    document, public = json.loads((folder / name).read_bytes()), json.loads(key.public)
    delegations = document["signed"]["delegations"]
    delegations["keys"][public["keyid"]] = public["key"]
    for one in delegations["roles"]:
        if one["name"] == role:
            one["keyids"].append(public["keyid"])
    (folder / name).write_text(json.dumps(document))


def end_hidden(material: Material, kind: Kind) -> Iterator[Change]:
    """An export under the old snapshot, of evidence that a stolen key sealed after its end was published."""
    if kind != "bundle":
        return
    after = material.case.clock.now() + timedelta(days=1)
    publishing = Publishing(_key(material, "online"), {})

    def hidden(artifact: Artifact) -> None:
        publishing.apply(artifact)
        edit_document(artifact.path / "seal/seal.json", "sealed", format_moment(after))
        exported = format_moment(after + timedelta(days=1))
        edit_document(artifact.path / "bundle.json", "exported", exported)

    yield Change("end-hidden", "all", hidden)


def _key(material: Material, name: str) -> DirectoryKey:
    return load_directory_key(material.case.federation.folder / "secretariat", name)


def _names(material: Material) -> list[str]:
    folder = material.artifacts["bundle"].folder / METADATA
    return sorted(path.name for path in folder.glob("*.json"))
