# SPDX-License-Identifier: Apache-2.0
"""Two directories shown by the holder of the publisher's key and one State's: what convicts, and
what does not.
"""

import base64
import json
from dataclasses import dataclass, replace

import pytest

from casts.directory.network import AT, Network, Reader, make_reader, own_network
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.metadata import Metadata, Snapshot, write_metadata
from rogatory.directory.ceremony.network_field import name_network
from rogatory.directory.ceremony.replacing import replace_publisher
from rogatory.directory.entry.entry import build_entry
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.view.split import build_split, check_split
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.wire.canonical import decode_object, encode
from rogatory.wire.digests import sha256


@dataclass
class Views:
    """The views that two readers were shown under one version."""

    network: Network
    first: DirectoryView
    second: DirectoryView
    reader: Reader

    @property
    def name(self) -> str:
        return self.network.founding.network

    @property
    def proof(self) -> bytes:
        return build_split(self.name, self.first.published.data, self.second.published.data)


@pytest.fixture
def split(tmp_path) -> Views:
    """The publisher shows XA's entry in English to one reader and in French to the other."""
    network = own_network(tmp_path / "repository")
    first, second = (make_reader(network, tmp_path / name) for name in ("first", "second"))
    for reader in (first, second):
        reader.directory.refresh(AT)
    before, xa = network.files(), network.states["XA"]
    shown = []
    for language in ("en", "fr"):
        for path in network.folder.rglob("*.json"):
            path.unlink()
        for path, data in before.items():
            (network.folder / path).write_bytes(data)
        xa.version = 1
        xa.entry = replace(xa.entry, languages=(language,))
        network.submit("XA")
        shown.append(network.files())
    views = []
    for reader, files in zip((first, second), shown, strict=True):
        reader.mirror.serve(files)
        views.append(reader.directory.refresh(AT))
    return Views(network, *views, first)


def test_two_signed_snapshots_of_one_version_convict_the_key(split: Views) -> None:
    assert split.first.snapshot_version == split.second.snapshot_version
    assert split.first.entry_bytes("XA") != split.second.entry_bytes("XA")
    for view in (split.first, split.second):
        found = check_split(split.proof, view.published.keys, split.name)
        assert found.version == view.snapshot_version
        assert set(found.digests) == {split.first.snapshot_digest, split.second.snapshot_digest}
        assert found.keyids == (split.network.founding.online.keyid,)


def test_the_order_makes_no_difference(split: Views) -> None:
    swapped = build_split(split.name, split.second.published.data, split.first.published.data)
    assert swapped == split.proof


def resigned(split: Views, change, key=None) -> bytes:
    metadata = Metadata[Snapshot].from_bytes(split.first.published.data)
    change(metadata.signed)
    metadata.signatures.clear()
    metadata.sign((key or split.network.founding.online).signer)
    return write_metadata(metadata)


def test_one_snapshot_in_two_forms_convicts_nobody(split: Views) -> None:
    """The bytes differ, what was signed does not."""
    document = json.loads(split.first.published.data)
    spaced = json.dumps(document, indent=1).encode()
    refused(split, build_split(split.name, split.first.published.data, spaced))


def test_two_versions_convict_nobody(split: Views) -> None:
    later = resigned(split, lambda signed: setattr(signed, "version", 99))
    refused(split, build_split(split.name, split.first.published.data, later))


def test_a_thief_of_a_former_key_does_not_convict_the_new_one(split: Views) -> None:
    """Each key signed one of the two: no key contradicted itself."""
    online = new_directory_key()
    founding = split.network.founding
    root = sign_all(replace_publisher(founding.root, online.public, at=AT), founding.root_keys[:2])
    Publisher(split.network.folder, online).publish_root(root, at=AT)
    split.reader.mirror.serve(split.network.files())
    keys = split.network.view().published.keys
    assert set(keys) == {founding.online.keyid, online.keyid}
    mine = resigned(split, lambda signed: signed.meta.pop("xb.json"), online)
    with pytest.raises(Refused, match="directory-split-form"):
        check_split(build_split(split.name, split.first.published.data, mine), keys, split.name)
    assert check_split(split.proof, keys, split.name).keyids == (founding.online.keyid,)


def test_a_snapshot_of_another_network_convicts_nobody(split: Views) -> None:
    """One publisher serves two networks: their snapshots of one version differ, of course."""
    other = sha256(b"another network")
    theirs = resigned(split, lambda signed: name_network(signed, other))
    proof = build_split(split.name, split.first.published.data, theirs)
    refused(split, proof, "directory-metadata-network")
    with pytest.raises(Refused, match="directory-other-network"):
        check_split(split.proof, split.first.published.keys, other)


def test_a_snapshot_that_nobody_signed_convicts_nobody(split: Views) -> None:
    made_up = resigned(split, lambda signed: signed.meta.pop("xb.json"), new_directory_key())
    proof = build_split(split.name, split.first.published.data, made_up)
    refused(split, proof, "directory-snapshot-unsigned")


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(more=1),
        lambda d: d.pop("kind"),
        lambda d: d.update(version=2),
        lambda d: d.update(kind="fork"),
        lambda d: d.update(first=d["second"], second=d["first"]),
        lambda d: d.update(second=d["first"]),
        lambda d: d.update(first=d["first"] + "="),
        lambda d: d.update(first=None),
        lambda d: d.update(first=base64.b64encode(b"{}").decode()),
        lambda d: d.update(network="x"),
    ],
)
def test_another_form_is_refused(split: Views, change) -> None:
    document = dict(decode_object(split.proof, limit=1 << 20))
    change(document)
    refused(split, encode(document), r"\[[a-z-]+\]")


def refused(split: Views, proof: bytes, code: str = "directory-split-form") -> None:
    before = split.reader.state()
    with pytest.raises(Refused, match=code):
        check_split(proof, split.first.published.keys, split.name)
    assert split.reader.state() == before


def test_a_publisher_that_was_killed_signs_no_version_twice(tmp_path) -> None:
    """It signed a snapshot, was killed before the timestamp, and is given something else to publish."""
    network = own_network(tmp_path / "repository")
    repository = network.publisher._repository
    timestamp = (network.folder / "metadata/timestamp.json").read_bytes()
    network.submit("XA")
    killed = repository.newest_snapshot()
    left = network.files()[f"metadata/{killed}.snapshot.json"]
    (network.folder / "metadata/timestamp.json").write_bytes(timestamp)
    xb = network.states["XB"]
    xb.entry = replace(xb.entry, languages=("fr",))
    assert network.submit("XB") == killed + 1
    assert network.files()[f"metadata/{killed}.snapshot.json"] == left
    assert network.view().entry_bytes("XB") == build_entry(network.view().entry("XB"))
