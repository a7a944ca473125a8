# SPDX-License-Identifier: Apache-2.0
"""Attacks on a reader of the directory. Each ends with the reader's copy as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tuf.api.metadata import DelegatedRole, Metadata, MetaFile, Targets

from casts.directory.network import AT, Network, Reader, build_network, make_state, stored_files
from rogatory.directory.ceremony.ceremony import (
    change_state_keys,
    enrol,
    renew_targets,
    rotate_root,
    sign,
)
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.metadata import meta_file, target_file, write_metadata
from rogatory.directory.ceremony.network_field import name_network
from rogatory.directory.ceremony.replacing import replace_publisher
from rogatory.directory.entry.entry import build_entry
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.view.client import Directory
from rogatory.errors import Refused, Unreachable
from rogatory.wire.digests import sha256

LATER = AT + timedelta(hours=1)
TIMESTAMP = "metadata/timestamp.json"


def refused(reader: Reader, *codes: str, at=LATER) -> None:
    """The refresh is refused for these reasons, and the copy is byte for byte as before."""
    before, view = reader.state(), reader.directory.view(at)
    with pytest.raises(Refused) as caught:
        reader.directory.refresh(at)
    assert set(caught.value.codes) == set(codes)
    assert reader.state() == before
    assert reader.directory.view(at) == view


def test_an_older_timestamp_is_a_rollback(network: Network, reader: Reader) -> None:
    old = network.files()
    network.submit("XA")
    reader.directory.refresh(AT)
    reader.mirror.serve(old)
    refused(reader, "directory-rollback")


def test_a_snapshot_with_an_older_entry_is_a_rollback(network: Network, reader: Reader) -> None:
    network.submit("XA")
    reader.directory.refresh(AT)
    network.publish_raw({}, {"xa": network.files()["metadata/1.xa.json"]})
    refused(reader, "directory-rollback")


def test_a_state_dropped_from_the_snapshot_is_refused(network: Network, reader: Reader) -> None:
    published = network.publisher._repository.published()
    del published.snapshot.signed.meta["xb.json"]
    published.snapshot.signed.version += 1
    network.publisher._tick(published, {"xa.json": published.snapshot.signed.meta["xa.json"]}, AT)
    refused(reader, "directory-malformed")


def test_a_frozen_directory_is_out_of_date(network: Network, reader: Reader) -> None:
    """The attacker shows yesterday's directory for ever: the timestamp's short life ends it.

    It does so whatever grace the operator states for a line that is cut.
    """
    root, grace = network.founding.root, timedelta(days=3)
    reader.directory = Directory(reader.cache, root, reader.mirror, grace=grace)
    reader.mirror.serve(network.files())
    network.submit("XA")
    refused(reader, "directory-expired", at=AT + timedelta(days=1, seconds=1))


def test_parts_of_two_states_do_not_mix(network: Network, reader: Reader) -> None:
    old = network.files()
    network.submit("XA")
    new = network.files()
    number = network.publisher._repository.published().snapshot.signed.version
    reader.mirror.serve(
        new | {f"metadata/{number}.snapshot.json": old[f"metadata/{number - 1}.snapshot.json"]}
    )
    refused(reader, "directory-mixed")


def test_another_file_under_a_states_name_is_refused(network: Network, reader: Reader) -> None:
    network.submit("XA")
    files = network.files()
    reader.mirror.serve({"metadata/2.xa.json": b"x" * len(files["metadata/2.xa.json"])})
    refused(reader, "directory-mixed")


def test_another_entry_of_the_same_length_is_refused(network: Network, reader: Reader) -> None:
    state = network.states["XA"]
    state.entry = replace(state.entry, languages=("fr",))
    network.submit("XA")
    path = next(
        path
        for path, data in network.files().items()
        if data == build_entry(state.entry) and path.startswith("targets/")
    )
    forged = build_entry(replace(state.entry, languages=("en",)))
    reader.mirror.serve({path: forged})
    refused(reader, "directory-mixed")


@pytest.mark.parametrize(
    "path", [TIMESTAMP, "metadata/2.root.json", "metadata/4.snapshot.json", "metadata/2.xa.json"]
)
def test_endless_bytes_are_cut_off(network: Network, reader: Reader, path: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1 << 30:
            sent += 1 << 16
            yield b" " * (1 << 16)

    network.submit("XA")
    reader.mirror.replaced[path] = endless()
    refused(reader, "directory-too-long")
    assert sent < 1 << 20


def test_an_endless_entry_is_cut_off(network: Network, reader: Reader) -> None:
    state = network.states["XA"]
    state.entry = replace(state.entry, languages=("fr",))
    network.submit("XA")
    digest = sha256(build_entry(state.entry))
    reader.mirror.replaced[f"targets/states/{digest}.xa.json"] = (
        b" " * 4096 for _ in range(1 << 20)
    )
    refused(reader, "directory-too-long")


def test_one_stolen_root_key_makes_no_root(network: Network, reader: Reader) -> None:
    mine = new_directory_key()
    root = rotate_root(network.founding.root, add=[mine.public], at=AT)
    root = sign(sign(root, network.founding.root_keys[0]), mine)
    reader.mirror.replaced["metadata/2.root.json"] = [root]
    refused(reader, "directory-unsigned")


def test_two_old_root_keys_make_no_root_without_its_own_threshold(
    network: Network, reader: Reader
) -> None:
    """Both thresholds are asked for: here the new root's own keys have not signed."""
    keys = [new_directory_key() for _ in range(3)]
    old = [key.keyid for key in network.founding.root_keys]
    root = rotate_root(network.founding.root, add=[key.public for key in keys], revoke=old, at=AT)
    for key in network.founding.root_keys[:2]:
        root = sign(root, key)
    reader.mirror.replaced["metadata/2.root.json"] = [sign(root, keys[0])]
    refused(reader, "directory-unsigned")


def test_one_stolen_targets_key_moves_no_state(network: Network, reader: Reader) -> None:
    """Even together with the publisher's key."""
    thief = new_directory_key()
    old = network.states["XA"].key.keyid
    targets = change_state_keys(network.targets, "XA", add=[thief.public], revoke=[old], at=AT)
    network.publish_raw({}, {"targets": sign(targets, network.founding.targets_keys[0])})
    refused(reader, "directory-unsigned")


def test_a_stolen_online_key_speaks_for_no_state(network: Network, reader: Reader) -> None:
    """The holder of the publisher's key publishes a false entry of XA under another signature: XA
    is held.
    """
    thief = make_state("XA", network.founding.network, key=new_directory_key())
    thief.version = 1
    false = thief.submit()
    network.publish_raw(stored_files(false.files), {"xa": false.metadata})
    view = reader.directory.refresh(LATER)
    assert view.states == ("XB",)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-not-signed"]
    with pytest.raises(Refused, match="directory-not-signed"):
        view.entry("XA")


def test_another_network_is_not_this_one(network: Network, reader: Reader, tmp_path) -> None:
    other = build_network(tmp_path / "other")
    reader.mirror.serve(other.files())
    refused(reader, "directory-unsigned")


def test_a_state_signing_anothers_entry_is_held_alone(network: Network, reader: Reader) -> None:
    """The publisher was tricked, too: XB claims XA's entry, and XA's own still holds."""
    own = reader.directory.view(AT).entry("XA")
    false = build_entry(replace(own, node_url="https://borealia.example"))
    submission = network.states["XB"].submit()
    metadata = Metadata[Targets].from_bytes(submission.metadata)
    metadata.signed.targets["states/xa.json"] = target_file("states/xa.json", false)
    metadata.sign(network.states["XB"].key.signer)
    network.publish_raw(stored_files({"states/xa.json": false}), {"xb": write_metadata(metadata)})
    view = reader.directory.refresh(LATER)
    assert view.entry("XA") == own
    assert [reason.code.id for reason in view.held["XB"]] == ["directory-wrong-paths"]


def test_targets_metadata_with_a_second_entry_are_refused_and_the_copy_stays(
    network: Network, reader: Reader
) -> None:
    """Two entries for one State: the holders of the targets keys cannot speak in its place."""
    own = reader.directory.view(AT).entry("XA")
    false = build_entry(replace(own, node_url="https://elsewhere.example"))
    metadata = Metadata[Targets].from_bytes(network.targets)
    metadata.signed.version += 1
    metadata.signed.targets["states/xa.json"] = target_file("states/xa.json", false)
    metadata.signatures.clear()
    targets = network.founding.signed_targets(write_metadata(metadata))
    network.publish_raw(stored_files({"states/xa.json": false}), {"targets": targets})
    refused(reader, "directory-wrong-paths")
    assert reader.directory.view(AT).entry("XA") == own


def test_two_entries_of_one_version_are_two_stories(network: Network, reader: Reader) -> None:
    """A State and the publisher's key together show others another entry than they showed us."""
    state = network.states["XA"]
    state.entry = replace(state.entry, languages=("fr",))
    network.submit("XA")
    own = reader.directory.refresh(AT).entry("XA")
    accepted = reader.state()["generations/2/accepted.json"]
    state.version -= 1
    state.entry = replace(state.entry, languages=("en",))
    other = state.submit()
    network.publish_raw(stored_files(other.files), {"xa": other.metadata})
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-not-newer"]
    assert reader.state()["generations/3/accepted.json"] == accepted
    state.entry = own
    network.submit("XA")
    assert reader.directory.refresh(LATER).entry("XA") == own


def test_a_new_publisher_brings_no_old_entry_back(network: Network, reader: Reader) -> None:
    """Readers forget the snapshot of a replaced key, and with it TUF's own guard against this."""
    old = network.files()["metadata/1.xa.json"]
    state = network.states["XA"]
    state.entry = replace(state.entry, node_url="https://new.example")
    network.submit("XA")
    reader.directory.refresh(AT)
    online = new_directory_key()
    root = replace_publisher(network.founding.root, online.public, at=AT)
    network.publisher = Publisher(network.folder, online)
    network.publisher.publish_root(sign_all(root, network.founding.root_keys[:2]), at=AT)
    network.publish_raw({}, {"xa": old})
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-not-newer"]
    with pytest.raises(Refused, match="directory-not-newer"):
        view.node_url("XA")


def test_an_entry_that_takes_back_a_key_is_held(network: Network, reader: Reader) -> None:
    state = network.states["XA"]
    state.entry = replace(state.entry, recipients=state.entry.recipients[:1])
    submission = state.submit()
    network.publish_raw(stored_files(submission.files), {"xa": submission.metadata})
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-removed"]
    refreshed = reader.directory.refresh(LATER)
    assert refreshed.held == view.held, (
        "it is judged by what was accepted, not by what was seen last"
    )


def test_a_widened_delegation_holds_its_state(network: Network, reader: Reader) -> None:
    metadata = Metadata[Targets].from_bytes(network.targets)
    metadata.signed.version += 1
    metadata.signed.delegations.roles["xb"].paths = ["states/*"]
    metadata.signatures.clear()
    targets = network.founding.signed_targets(write_metadata(metadata))
    network.publish_raw({}, {"targets": targets})
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XB"]] == ["directory-wrong-delegation"]
    assert view.states == ("XA",)


def test_a_line_that_breaks_in_the_middle_leaves_the_copy(network: Network, reader: Reader) -> None:
    def broken() -> Iterator[bytes]:
        yield b"{"
        reader.mirror.is_down = True
        yield from reader.mirror("next")

    network.submit("XA")
    before = reader.state()
    reader.mirror.replaced["metadata/2.xa.json"] = broken()
    with pytest.raises(Unreachable, match="the line is cut"):
        reader.directory.refresh(LATER)
    assert reader.state() == before
    assert reader.directory.latest(LATER).snapshot_version == 3


def test_a_mirror_that_withholds_a_file_leaves_the_copy(network: Network, reader: Reader) -> None:
    network.submit("XA")
    before = reader.state()
    reader.mirror.replaced["metadata/2.xa.json"] = None
    with pytest.raises(Unreachable, match="directory-unreachable"):
        reader.directory.refresh(LATER)
    assert reader.state() == before


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 100_000, b"\xff", b'{"signed":{"_type":"root"}}', b"null"]
)
@pytest.mark.parametrize("path", [TIMESTAMP, "metadata/2.root.json", "metadata/4.snapshot.json"])
def test_rubbish_is_refused(network: Network, reader: Reader, path: str, data: bytes) -> None:
    network.submit("XA")
    before = reader.state()
    reader.mirror.replaced[path] = [data]
    with pytest.raises(Refused):
        reader.directory.refresh(LATER)
    assert reader.state() == before


def test_a_copy_refreshed_in_the_future_is_not_used(network: Network, reader: Reader) -> None:
    before = reader.state()
    with pytest.raises(Refused, match="directory-clock"):
        reader.directory.view(AT - timedelta(hours=1))
    reader.mirror.is_down = True
    with pytest.raises(Unreachable):
        reader.directory.refresh(AT - timedelta(hours=1))
    with pytest.raises(Refused, match="directory-clock"):
        reader.directory.latest(AT - timedelta(hours=1))
    assert reader.state() == before


@pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(hours=25), timedelta(days=30)])
def test_an_older_directory_is_refused_after_a_fast_clock_was_corrected(
    network: Network, reader: Reader, ahead: timedelta
) -> None:
    """Both before and after the good refresh that corrects the copy's moment."""
    old = network.files()
    network.submit("XA")
    network.publisher.tick(AT + ahead)
    reader.directory.refresh(AT + ahead)
    newest = network.files()
    reader.mirror.serve(old)
    before = reader.state()
    with pytest.raises(Refused, match="directory-rollback"):
        reader.directory.refresh(AT)
    assert reader.state() == before
    with pytest.raises(Refused, match="directory-clock"):
        reader.directory.view(AT)

    reader.mirror.serve(newest)
    corrected = reader.directory.refresh(AT)
    assert corrected.read_as_of == AT
    assert reader.directory.view(AT).snapshot_version == corrected.snapshot_version
    reader.mirror.serve(old)
    refused(reader, "directory-rollback", at=AT)


def test_a_key_that_changed_is_held_after_a_fast_clock_was_corrected(
    network: Network, reader: Reader
) -> None:
    """The correction forgets no key that was accepted: a thief's key gains nothing from it."""
    reader.directory.refresh(AT + timedelta(hours=2))
    thief, xa = new_directory_key(), network.states["XA"]
    targets = change_state_keys(
        network.targets, "XA", add=[thief.public], revoke=[xa.key.keyid], at=AT
    )
    network.publisher.publish_targets(
        network.founding.signed_targets(targets), [xa.submit(keys=[thief])], at=AT
    )
    view = reader.directory.refresh(AT)
    assert [reason.code.id for reason in view.held["XA"]] == ["state-key-changed"]
    assert view.states == ("XB",)


def test_a_role_of_no_state_delegates_to_nobody(network: Network, reader: Reader) -> None:
    metadata = Metadata[Targets].from_bytes(network.targets)
    metadata.signed.version += 1
    roles = metadata.signed.delegations.roles
    for name in ("admin", "x-y"):
        roles[name] = DelegatedRole(name, list(roles["xa"].keyids), 1, True, paths=["states/*"])
    metadata.signatures.clear()
    targets = network.founding.signed_targets(write_metadata(metadata))
    own = network.files()["metadata/1.xa.json"]
    network.publish_raw({}, {"targets": targets, "admin": own, "x-y": own})
    view = reader.directory.refresh(LATER)
    assert view.states == ("XA", "XB")
    assert view.held == {}


def publish_meta(network: Network, role: str, meta: MetaFile, files: dict[str, bytes]) -> None:
    """Publish a snapshot that says something else of a role than what is true."""
    repository = network.publisher._repository
    for path, data in files.items():
        repository.write(path, data)
    network.publisher._tick(repository.published(), {f"{role}.json": meta}, AT)


def test_metadata_with_fractions_hold_their_state_and_stop_nobody(
    network: Network, reader: Reader
) -> None:
    """They cannot be written canonically, which python-tuf finds out only when it verifies."""
    odd = network.files()["metadata/1.xa.json"].replace(b'"version":1', b'"odd":0.5,"version":1')
    publish_meta(network, "xa", meta_file(2, odd), {"metadata/2.xa.json": odd})
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-metadata-malformed"]
    assert view.states == ("XB",)


def test_a_version_that_the_snapshot_made_up_is_noticed(network: Network, reader: Reader) -> None:
    own = network.files()["metadata/1.xa.json"]
    publish_meta(network, "xa", meta_file(9, own), {"metadata/9.xa.json": own})
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-mixed"]


def test_metadata_that_are_announced_as_huge_are_not_asked_for(
    network: Network, reader: Reader
) -> None:
    huge = MetaFile(2, 1 << 40, {"sha256": "0" * 64})
    publish_meta(network, "xa", huge, {})
    reader.mirror.requested.clear()
    view = reader.directory.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["directory-metadata-too-large"]
    assert "metadata/2.xa.json" not in reader.mirror.requested


def test_a_snapshot_that_names_no_targets_is_refused(network: Network) -> None:
    files = network.files()
    repository = network.publisher._repository
    published = repository.published()
    del published.snapshot.signed.meta["targets.json"]
    network.publisher._tick(published, {"xa.json": published.snapshot.signed.meta["xa.json"]}, AT)
    with pytest.raises(Refused, match="directory-malformed"):
        network.view()
    assert files.keys() <= network.files().keys()


def test_a_state_with_one_key_in_two_networks_has_an_entry_in_each(
    network: Network, reader: Reader, tmp_path
) -> None:
    """The publisher copies network 1's newer entry of XA into network 2, where XA has the same key."""
    first = build_network(tmp_path / "first", ("XM",))
    xa = make_state("XA", first.founding.network, key=network.states["XA"].key)
    targets = enrol(first.targets, "XA", [xa.key.public], at=AT)
    first.publisher.publish_targets(first.founding.signed_targets(targets), at=AT)
    xa.version = 4
    elsewhere = xa.submit()
    first.publisher.accept(elsewhere, at=AT)
    assert "XA" in first.view().states
    files = network.files()
    with pytest.raises(Refused) as caught:
        network.publisher.accept(elsewhere, at=AT)
    assert "directory-metadata-network" in caught.value.codes
    assert network.files() == files
    network.publish_raw(stored_files(elsewhere.files), {"xa": elsewhere.metadata})
    view = reader.directory.refresh(LATER)
    assert view.states == ("XB",)
    assert "directory-metadata-network" in [reason.code.id for reason in view.held["XA"]]
    assert network.view().held["XA"], (
        "a reader that comes for the first time is not deceived either"
    )


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "root"])
def test_one_set_of_keys_in_two_networks_signs_for_one(
    network: Network, reader: Reader, role: str
) -> None:
    """Every holder and the publisher serve in two networks with the keys of this one."""
    founding, other = network.founding, sha256(b"another network")
    repository = network.publisher._repository
    if role == "root":
        metadata = Metadata.from_bytes(rotate_root(founding.root, at=AT))
        path, keys = "metadata/2.root.json", founding.root_keys[:2]
    elif role == "targets":
        metadata = Metadata.from_bytes(renew_targets(network.targets, at=AT))
        path, keys = "metadata/3.targets.json", founding.targets_keys[:2]
    else:
        network.publisher.tick(AT)
        path = {"timestamp": TIMESTAMP, "snapshot": "metadata/9.snapshot.json"}[role]
        published = repository.published()
        metadata = {"timestamp": published.timestamp, "snapshot": published.snapshot}[role]
        metadata.signed.version = 9
        keys = (founding.online,)
    name_network(metadata.signed, other)
    metadata.signatures.clear()
    signed = sign_all(write_metadata(metadata), keys)
    if role == "targets":
        network.publish_raw({}, {"targets": signed})
    elif role == "snapshot":
        timestamp = repository.published().timestamp
        timestamp.signed.version += 1
        timestamp.signed.snapshot_meta = meta_file(9, signed)
        timestamp.signatures.clear()
        led = sign_all(write_metadata(timestamp), [founding.online])
        reader.mirror.serve(network.files() | {path: signed, TIMESTAMP: led})
    else:
        reader.mirror.replaced[path] = [signed]
    refused(reader, "directory-metadata-network")
