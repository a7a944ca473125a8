# SPDX-License-Identifier: Apache-2.0
"""The display before a holder signs, and signatures that come together from several machines."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata

from casts.directory.network import AT, Network, build_network
from rogatory.directory.ceremony.ceremony import (
    change_state_keys,
    enrol,
    first_root,
    first_targets,
    renew_targets,
    rotate_root,
    sign,
)
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.metadata import target_file, write_metadata
from rogatory.directory.ceremony.replacing import replace_holders
from rogatory.directory.ceremony.signing import combine, standings
from rogatory.directory.publish.ceremony_files import read_steps, sign_files
from rogatory.directory.publish.current_metadata import read_standing
from rogatory.directory.publish.proposal import read_proposal
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.publish.publishing import publish
from rogatory.directory.view.depositary_target import put_depositary
from rogatory.errors import Refused


@pytest.fixture(scope="module")
def still(tmp_path_factory) -> Network:
    return build_network(tmp_path_factory.mktemp("proposals") / "repository")


def changed(data: bytes, change) -> bytes:
    metadata = Metadata.from_bytes(data)
    change(metadata.signed)
    return write_metadata(metadata)


def test_a_holder_sees_who_gains_and_who_loses_a_key(still: Network) -> None:
    new, old = new_directory_key(), still.founding.root_keys[0]
    root = rotate_root(still.founding.root, add=[new.public], revoke=[old.keyid], at=AT)
    proposal = read_proposal(root, still.founding.root)
    assert (proposal.kind, proposal.version, proposal.before) == ("root", 2, 1)
    changes = {role.role: (role.added, role.removed) for role in proposal.roles if role.is_change}
    assert changes == {"root": ((new.keyid,), (old.keyid,))}


def test_a_holder_sees_a_state_enrolled_its_key_and_the_depositary(still: Network) -> None:
    key, next_key = new_directory_key(), new_directory_key()
    targets = enrol(still.targets, "XM", [key.public], at=AT)
    targets = change_state_keys(targets, "XA", add=[next_key.public], at=AT)
    proposal = read_proposal(targets, still.targets)
    changes = {role.role: role for role in proposal.roles if role.is_change}
    assert set(changes) == {"xm", "xa"}
    assert changes["xm"].threshold_before is None
    assert changes["xm"].added == (key.keyid,)
    assert changes["xa"].added == (next_key.keyid,)
    assert not proposal.depositary_changes
    view = b'{"as_of":"2026-11-24","facts":[],"source":"the depositary","version":1}'
    assert read_proposal(
        put_depositary(still.targets, view, at=AT), still.targets
    ).depositary_changes


def test_every_holder_sees_the_same_fingerprint(still: Network) -> None:
    targets = renew_targets(still.targets, at=AT)
    first, second, _ = still.founding.targets_keys
    digests = {
        read_proposal(data, still.targets).digest
        for data in (targets, sign(targets, first), sign(targets, second))
    }
    assert len(digests) == 1
    other = renew_targets(still.targets, at=AT + timedelta(seconds=1))
    assert read_proposal(other, still.targets).digest not in digests


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: signed.targets.update(
            {"states/xa.json": target_file("states/xa.json", b"{}")}
        ),
        lambda signed: signed.targets.update({"law.json": target_file("law.json", b"{}")}),
        lambda signed: setattr(signed.delegations.roles["xa"], "paths", ["states/*"]),
        lambda signed: setattr(signed.delegations.roles["xa"], "terminating", False),
        lambda signed: signed.unrecognized_fields.update({"x": 1}),
        lambda signed: signed.delegations.keys.clear(),
    ],
)
def test_targets_that_say_what_cannot_be_shown_are_not_signed(still: Network, change) -> None:
    spoiled = changed(renew_targets(still.targets, at=AT), change)
    with pytest.raises(Refused, match="directory-unshown"):
        read_proposal(spoiled, still.targets)
    key = still.founding.targets_keys[0]
    with pytest.raises(Refused, match="directory-unshown"):
        sign_files([spoiled], read_standing(still.folder), key)


@pytest.mark.parametrize(
    "change",
    [
        lambda signed: setattr(signed, "consistent_snapshot", False),
        lambda signed: signed.unrecognized_fields.update({"x": 1}),
        lambda signed: signed.keys.update(
            {key.keyid: key for key in [new_directory_key().signer.public_key]}
        ),
        lambda signed: signed.roles["targets"].unrecognized_fields.update({"x": 1}),
    ],
)
def test_a_root_that_says_what_cannot_be_shown_is_not_signed(still: Network, change) -> None:
    spoiled = changed(rotate_root(still.founding.root, at=AT), change)
    with pytest.raises(Refused, match="directory-unshown"):
        read_proposal(spoiled, still.founding.root)


@pytest.mark.parametrize("odd", [None, 7, {}, ["x"]])
def test_a_key_id_that_is_no_text_is_refused(still: Network, odd: object) -> None:
    root = json.loads(rotate_root(still.founding.root, at=AT))
    for spoil in (
        lambda: root["signatures"].append({"keyid": odd, "sig": "00"}),
        lambda: root["signatures"].append({"keyid": "00", "sig": odd}),
        lambda: root["signed"]["roles"]["root"]["keyids"].append(odd),
    ):
        spoil()
        with pytest.raises(Refused, match="directory-metadata-malformed"):
            read_proposal(json.dumps(root).encode(), still.founding.root)


def test_what_does_not_follow_is_not_signed(still: Network) -> None:
    """An old proposal that is handed round again, or a root that leaps."""
    root, targets = still.founding.root, renew_targets(still.targets, at=AT)
    leap = changed(rotate_root(root, at=AT), lambda signed: setattr(signed, "version", 3))
    for data, before, code in (
        (targets, targets, "directory-not-newer"),
        (leap, root, "directory-not-next-version"),
        (targets, None, "directory-not-next-version"),
        (targets, root, "directory-metadata-malformed"),
        (still.files()["metadata/timestamp.json"], None, "directory-not-for-holders"),
        (b"{}", None, "directory-metadata-malformed"),
    ):
        with pytest.raises(Refused, match=code):
            read_proposal(data, before)


def test_copies_signed_apart_come_together(still: Network) -> None:
    targets = renew_targets(still.targets, at=AT)
    first, second, third = still.founding.targets_keys
    roots = (still.founding.root,)
    together = combine([sign(targets, first), sign(targets, second)], roots)
    (standing,) = standings(together, roots)
    assert standing.is_met
    assert set(standing.signed) == {first.keyid, second.keyid}
    assert standing.missing == (third.keyid,)
    with pytest.raises(Refused, match="directory-copies-differ"):
        combine([targets, renew_targets(still.targets, at=AT + timedelta(days=1))], roots)


def test_a_spoiled_signature_hides_no_good_one(still: Network) -> None:
    """The carrier of a copy may break a signature on it; the other copies still count."""
    targets = renew_targets(still.targets, at=AT)
    first, second, _ = still.founding.targets_keys
    good = sign(targets, first)
    spoiled = Metadata.from_bytes(good)
    spoiled.signatures[first.keyid].signature = "00" * 64
    copies = [write_metadata(spoiled), good, sign(targets, second)]
    for order in (copies, copies[::-1]):
        (standing,) = standings(combine(order, (still.founding.root,)), (still.founding.root,))
        assert standing.is_met


def test_a_key_without_a_part_signs_nothing(still: Network) -> None:
    standing = read_standing(still.folder)
    targets = renew_targets(still.targets, at=AT)
    for key in (new_directory_key(), still.founding.root_keys[0], still.founding.online):
        with pytest.raises(Refused, match="directory-foreign-key"):
            sign_files([targets], standing, key)


def test_new_holders_of_targets_sign_beside_the_root_that_names_them(network: Network) -> None:
    """The ceremony of a lost threshold looks so on each holder's machine."""
    new = [new_directory_key() for _ in range(3)]
    root = replace_holders(
        network.founding.root, "targets", [key.public for key in new], threshold=2, at=AT
    )
    targets = renew_targets(network.targets, at=AT)
    standing = read_standing(network.folder)
    with pytest.raises(Refused, match="directory-foreign-key"):
        sign_files([targets], standing, new[0])
    files = [root, targets]
    for key in (*network.founding.root_keys[:2], *new[:2]):
        signed = sign_files(files, standing, key)
        assert [one is None for one in signed].count(True) == 1, "each signs the one of its own"
        files = [after or before for before, after in zip(files, signed, strict=True)]
    steps = read_steps(files, standing)
    assert all(one.is_met for step in steps for one in step.standings)
    publish(network.publisher, steps, at=AT)
    assert network.view().states == ("XA", "XB")


def test_a_founding_takes_both_files(tmp_path: Path) -> None:
    keys, online = [new_directory_key() for _ in range(3)], new_directory_key()
    publics = [key.public for key in keys]
    root = sign_all(
        first_root(root=publics, targets=publics, online=online.public, at=AT), keys[:2]
    )
    targets = sign_all(first_targets(at=AT), keys[:2])
    publisher = Publisher(tmp_path / "repository", online)
    with pytest.raises(Refused, match="directory-no-root-beside"):
        read_steps([targets], None)
    with pytest.raises(Refused, match="directory-no-targets-beside"):
        publish(publisher, read_steps([root], None), at=AT)
    assert not (tmp_path / "repository").exists()
    assert publish(publisher, read_steps([root, targets], None), at=AT) == 1
    assert read_standing(tmp_path / "repository").root == root


def test_a_copy_with_false_targets_is_no_base_for_a_ceremony(network: Network) -> None:
    """The holder of the online key alone cannot have the holders sign upon metadata of his own."""
    thief = new_directory_key()
    targets = change_state_keys(network.targets, "XA", add=[thief.public], at=AT)
    network.publish_raw({}, {"targets": sign(targets, network.founding.targets_keys[0])})
    with pytest.raises(Refused, match="directory-below-threshold"):
        read_standing(network.folder)
