# SPDX-License-Identifier: Apache-2.0
"""The condition of a directory: what fails, and what its keepers learn early."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.directory.network import AT, Network, make_state, stored_files
from rogatory.directory.ceremony.ceremony import enrol, renew_targets, sign
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.metadata import Metadata, write_metadata
from rogatory.directory.ceremony.network_field import name_network
from rogatory.directory.ceremony.replacing import replace_holders
from rogatory.directory.publish.repository_folder import read_beneath
from rogatory.directory.view.condition import condition
from rogatory.errors import Refused

DAY = timedelta(days=1)


def found_at(network: Network, at=AT):
    return condition(read_beneath(network.folder), network.founding.network, at)


def codes(reasons):
    return [reason.code.id for reason in reasons]


def test_a_good_directory_has_nothing_against_it(still: Network) -> None:
    found = found_at(still)
    assert (found.failing, found.warnings) == ((), ())
    assert [role.role for role in found.roles] == ["root", "targets", "snapshot", "timestamp"]
    assert [role.threshold for role in found.roles] == [2, 2, 1, 1]
    assert [state.signed_by for state in found.states] == [
        (still.states[name].key.keyid,) for name in ("XA", "XB")
    ]


def test_what_ends_soon_is_reported_before_it_does(network: Network) -> None:
    for days, roles in ((300, []), (310, ["targets"]), (340, ["targets", "xa", "xb"])):
        network.publisher.tick(AT + days * DAY)
        warnings = found_at(network, AT + days * DAY).warnings
        assert [reason.fields["role"] for reason in warnings] == roles


def test_a_publisher_that_stopped_is_reported_before_readers_stop(network: Network) -> None:
    warnings = found_at(network, AT + timedelta(hours=19)).warnings
    assert [reason.fields["role"] for reason in warnings] == ["timestamp"]
    with pytest.raises(Refused, match="directory-expired"):
        found_at(network, AT + timedelta(hours=25))


def test_a_role_without_a_spare_key_is_reported(network: Network) -> None:
    """No ceremony of ours makes one; metadata made by another program may."""
    metadata = Metadata.from_bytes(network.founding.root)
    metadata.signed.version = 2
    metadata.signed.roles["targets"].threshold = 3
    name_network(metadata.signed, network.founding.network)
    targets = sign_all(renew_targets(network.targets, at=AT), network.founding.targets_keys)
    root = sign_all(_unsigned(metadata), network.founding.root_keys[:2])
    network.publisher.publish_root(root, targets, at=AT)
    assert codes(found_at(network).warnings) == ["directory-no-spare"]


def _unsigned(metadata) -> bytes:
    metadata.signatures.clear()
    return write_metadata(metadata)


def test_a_state_that_never_submitted_is_reported(network: Network) -> None:
    targets = enrol(network.targets, "XM", [new_directory_key().public], at=AT)
    network.publisher.publish_targets(network.founding.signed_targets(targets), at=AT)
    found = found_at(network)
    assert codes(found.warnings) == ["directory-silent"]
    assert [state.version for state in found.states] == [1, 1, None]


def test_a_state_that_readers_hold_fails(network: Network) -> None:
    thief = make_state("XA", network.founding.network, key=new_directory_key())
    thief.version = 1
    false = thief.submit()
    network.publish_raw(stored_files(false.files), {"xa": false.metadata})
    found = found_at(network)
    assert codes(found.failing) == ["directory-not-signed"]
    assert [state.state for state in found.states if state.held] == ["XA"]


def test_a_root_below_its_threshold_is_refused_whole(network: Network) -> None:
    root = replace_holders(
        network.founding.root,
        "root",
        [new_directory_key().public for _ in range(3)],
        threshold=2,
        at=AT,
    )
    network.publisher._repository.write(
        "metadata/2.root.json", sign(root, network.founding.root_keys[0])
    )
    with pytest.raises(Refused, match="directory-unsigned"):
        found_at(network)


def test_another_network_is_not_the_one_asked_for(still: Network) -> None:
    other = replace(still.founding, root=b"{}")
    with pytest.raises(Refused, match="directory-other-network"):
        condition(read_beneath(still.folder), other.network, AT)
