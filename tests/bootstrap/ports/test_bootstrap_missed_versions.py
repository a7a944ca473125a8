# SPDX-License-Identifier: Apache-2.0
"""A node that missed the version in which a State announced its next key goes through the versions between; who holds
the directory's keys and serves other versions is not followed.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest

from casts.directory.network import AT, Mirror, Network, build_network
from rogatory.bootstrap.home.folder import NewHome, create_home
from rogatory.bootstrap.ports.register import HomeRegister, open_register
from rogatory.directory.ceremony.ceremony import change_state_keys
from rogatory.directory.ceremony.keys import DirectoryKey, new_directory_key
from rogatory.node.directory import missed_announcements

LATER = AT + timedelta(hours=1)


@dataclass
class Clock:
    at = LATER

    def now(self):
        return self.at


@dataclass
class Node:
    """The register of XB's node, as of XA's first version, with the other side of its line."""

    network: Network
    register: HomeRegister
    mirror: Mirror
    folder: object

    def copy(self):
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "accepted" in path.name
        }


@pytest.fixture
def node(tmp_path):
    network = build_network(tmp_path / "repository")
    home = create_home(
        tmp_path / "xb", NewHome("XB", network.founding.root, str(tmp_path / "repository"))
    )
    mirror = Mirror(network.folder)
    register = open_register(home, Clock(), mirror)
    register.refresh(AT)
    return Node(network, register, mirror, home.directory_cache)


def publish(network, *, keys, announce=None, add=(), revoke=()):
    """XA signs its next version with these keys, and the directory delegates to others than before."""
    submission = network.states["XA"].submit(keys=keys, announce=announce)
    if not add and not revoke:
        network.publisher.accept(submission, at=AT)
        return
    targets = change_state_keys(
        network.targets,
        "XA",
        add=[one.public for one in add],
        revoke=[one.keyid for one in revoke],
        at=AT,
    )
    network.targets = network.founding.signed_targets(targets)
    network.publisher.publish_targets(network.targets, [submission], at=AT)


def changed_key(network) -> DirectoryKey:
    """XA announces its next key (2), which is delegated beside the old one (3), and signs alone (4)."""
    old, new = network.states["XA"].key, new_directory_key()
    publish(network, keys=[old], announce=[old.keyid, new.keyid])
    publish(network, keys=[old, new], announce=[new.keyid], add=[new])
    publish(network, keys=[new], revoke=[old])
    return new


def test_a_node_that_missed_the_announcement_follows_the_versions_between(node):
    new = changed_key(node.network)
    view = node.register.refresh(LATER)
    assert (view.states, view.unconfirmed) == (("XA", "XB"), {})
    assert "metadata/2.xa.json" in node.mirror.requested
    assert node.register.view().listed["XA"].keyids == (new.keyid,)
    publish(node.network, keys=[new])
    assert node.register.refresh(LATER).states == ("XA", "XB"), "the new key signs from now on"


def test_two_changes_that_were_missed_are_followed_where_the_keys_are_delegated_still(node):
    second = changed_key(node.network)
    third = new_directory_key()
    publish(node.network, keys=[second], announce=[third.keyid])
    publish(node.network, keys=[third], add=[third])
    assert node.register.refresh(LATER).states == ("XA", "XB")


def held(node):
    """Refresh; XA must be held, and what was accepted of it be as before."""
    before = node.copy()
    view = node.register.refresh(LATER)
    assert [reason.code.id for reason in view.held["XA"]] == ["state-key-changed"]
    accepted = set(node.copy().values())
    assert accepted <= set(before.values()), "nothing new was accepted"


def test_a_version_that_is_missing_leaves_the_word_to_an_officer(node):
    changed_key(node.network)
    node.mirror.replaced = {"metadata/2.xa.json": None}
    held(node)
    node.mirror.replaced = {}
    assert node.register.refresh(LATER).states == ("XA", "XB"), (
        "asked for again at the next refresh"
    )


def test_a_line_that_is_cut_at_a_missed_version_leaves_the_rest_of_the_refresh(node):
    changed_key(node.network)

    def cut(path):
        if path == "metadata/3.xa.json":
            node.mirror.is_down = True
        return Mirror.__call__(node.mirror, path)

    node.register._missed._fetch = cut
    held(node)


def test_a_thief_of_the_directorys_keys_makes_versions_of_his_own(node):
    """He lists his key, and serves versions that announce it: none is signed by a key that XA announced."""
    network, thief = node.network, new_directory_key()
    old = network.states["XA"].key
    publish(network, keys=[old, thief], announce=[old.keyid], add=[thief])
    publish(network, keys=[thief], announce=[thief.keyid], revoke=[old])
    held(node)
    forged = network.states["XA"]
    forged.version = 1
    two = forged.submit(keys=[thief], announce=[thief.keyid])
    node.mirror.serve({"metadata/2.xa.json": two.metadata})
    held(node)


def test_a_second_signature_beside_the_announced_one_makes_no_successor(node):
    """The thief adds his key to the delegation, and his signature to what the State's new key signed."""
    network, thief = node.network, new_directory_key()
    new = changed_key(network)
    publish(network, keys=[new, thief], announce=[new.keyid], add=[thief])
    held(node)


def test_an_announcement_that_was_withdrawn_is_not_replayed(node):
    """XA announced a key (2), found it stolen and withdrew it (3); the thief signs the next version with it."""
    network, stolen = node.network, new_directory_key()
    old = network.states["XA"].key
    publish(network, keys=[old], announce=[old.keyid, stolen.keyid])
    announcement = (network.folder / "metadata/2.xa.json").read_bytes()
    publish(network, keys=[old], announce=[old.keyid])
    publish(network, keys=[stolen], announce=[stolen.keyid], add=[stolen], revoke=[old])
    held(node)
    node.mirror.serve({"metadata/3.xa.json": announcement})
    held(node)


def test_a_node_that_saw_the_withdrawal_is_not_led_by_the_old_announcement(node):
    network, stolen = node.network, new_directory_key()
    old = network.states["XA"].key
    publish(network, keys=[old], announce=[old.keyid, stolen.keyid])
    publish(network, keys=[old], announce=[old.keyid])
    assert node.register.refresh(LATER).states == ("XA", "XB")
    publish(network, keys=[stolen], announce=[stolen.keyid], add=[stolen], revoke=[old])
    held(node)


def test_versions_of_another_network_lead_nowhere(node, tmp_path):
    """XA has one key in two networks, and announced a key of a thief's choosing in the other."""
    network, other = node.network, new_directory_key()
    xa = network.states["XA"]
    elsewhere = build_network(tmp_path / "elsewhere").states["XA"]
    elsewhere.version = 1
    two = elsewhere.submit(keys=[xa.key], announce=[other.keyid])
    publish(network, keys=[xa.key])
    publish(network, keys=[other], announce=[other.keyid], add=[other], revoke=[xa.key])
    node.mirror.serve({"metadata/2.xa.json": two.metadata})
    held(node)


def test_a_thief_of_the_directorys_keys_lists_his_own_under_an_announced_id(node):
    """XA announced a key that it has not used. The thief puts his key into the targets metadata under that id, where no
    role names it, and signs a version with it that announces another key of his.
    """
    network, announced, thief = node.network, new_directory_key(), new_directory_key()
    old = network.states["XA"].key
    publish(network, keys=[old], announce=[old.keyid, announced.keyid])
    assert node.register.refresh(LATER).states == ("XA", "XB")
    two = network.states["XA"].submit(keys=[thief], announce=[thief.keyid])
    under_other_id = json.loads(two.metadata)
    [signature] = under_other_id["signatures"]
    signature["keyid"] = announced.keyid
    four = network.states["XA"].submit(keys=[thief], announce=[thief.keyid])
    targets = json.loads(
        change_state_keys(network.targets, "XA", add=[thief.public], revoke=[old.keyid], at=AT)
    )
    keys = targets["signed"]["delegations"]["keys"]
    keys[announced.keyid] = keys[thief.keyid]
    network.targets = network.founding.signed_targets(json.dumps(targets).encode())
    network.publisher.publish_targets(network.targets, [four], at=AT)
    node.mirror.serve({"metadata/3.xa.json": json.dumps(under_other_id).encode()})
    held(node)


def test_a_version_of_another_state_with_the_same_key_leads_nowhere(node):
    """XB has XA's key too, and announced a key of its own for itself."""
    network, other = node.network, new_directory_key()
    xa, xb = network.states["XA"], network.states["XB"]
    xb.version = 1
    two = xb.submit(keys=[xa.key], announce=[other.keyid])
    publish(network, keys=[xa.key])
    publish(network, keys=[other], announce=[other.keyid], add=[other], revoke=[xa.key])
    node.mirror.serve({"metadata/2.xa.json": two.metadata})
    held(node)


def test_more_versions_than_the_limit_are_not_fetched(node, monkeypatch):
    changed_key(node.network)
    monkeypatch.setattr(missed_announcements, "MOST_MISSED", 2)
    held(node)
    assert "metadata/2.xa.json" not in node.mirror.requested
    monkeypatch.setattr(missed_announcements, "MOST_MISSED", 3)
    assert node.register.refresh(LATER).states == ("XA", "XB")


def test_after_missed_announcements_without_the_field_those_that_signed_may_sign(node):
    """As after an officer's word: 18.8."""
    network = node.network
    old, new, third = network.states["XA"].key, new_directory_key(), new_directory_key()
    publish(network, keys=[old], announce=[new.keyid, third.keyid], add=[new])
    publish(network, keys=[new], announce=[new.keyid], revoke=[old])
    assert node.register.refresh(LATER).states == ("XA", "XB")
    publish(network, keys=[third], announce=[third.keyid], add=[third], revoke=[new])
    held(node)
