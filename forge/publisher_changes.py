# SPDX-License-Identifier: Apache-2.0
"""Changes by who has the publisher's key: old metadata passed on again, as if nothing had been published since.

The timestamp names the snapshot by its digest, and the snapshot everything else: both are signed together.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from forge.changes import Change, OwnChanges, edit_document
from forge.directory_changes import renew_metadata_signatures
from forge.making import Kind
from forge.material import Artifact, Material
from rogatory.directory.ceremony.keys import DirectoryKey
from rogatory.exercises.federation import load_directory_key
from rogatory.wire.moments import format_moment

METADATA = "bundle/directory/metadata"


@dataclass(frozen=True, slots=True)
class Publishing:
    """The publisher's key, and the metadata of others that it passes on with the signatures given."""

    online: DirectoryKey
    others: Mapping[str, Sequence[DirectoryKey]]

    def apply(self, artifact: Artifact) -> None:
        """Let all that is signed expire later, name it in the snapshot, and that in the timestamp."""
        folder = artifact.folder / METADATA
        for name, keys in self.others.items():
            renew_metadata_signatures(folder / name, keys)
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
        online, held = _key(material, "online"), _key(material, key)
        for name in _names(material):
            if name.endswith(".targets.json"):
                altered = Publishing(online, {name: [held]})
                yield Change("metadata-passed-on", f"{METADATA}/{name}", altered.apply)

    return changes


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
