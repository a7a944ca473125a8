# SPDX-License-Identifier: Apache-2.0
"""Lost and stolen keys: new holders, a new publisher, and readers that follow."""

from datetime import timedelta
from pathlib import Path

import pytest

from casts.directory.network import AT, Network, Reader, make_reader
from casts.directory.publishing import killed_after, refused
from rogatory.directory.ceremony.ceremony import enrol, renew_targets
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.ceremony.metadata import (
    Metadata,
    Snapshot,
    Timestamp,
    meta_file,
    write_metadata,
)
from rogatory.directory.ceremony.network_field import name_network
from rogatory.directory.ceremony.replacing import renew_root, replace_holders, replace_publisher
from rogatory.directory.publish.publisher import Publisher
from rogatory.errors import Refused

LATER = AT + timedelta(hours=1)


def three():
    return [new_directory_key() for _ in range(3)]


def publics(keys):
    return [key.public for key in keys]


def test_a_lost_threshold_of_targets_keys_is_replaced_by_the_root(
    network: Network, reader: Reader
) -> None:
    """Nobody of the old targets holders signs anything; the States stay as they were."""
    new = three()
    root = replace_holders(network.founding.root, "targets", publics(new), threshold=2, at=AT)
    root = sign_all(root, network.founding.root_keys[:2])
    targets = sign_all(renew_targets(network.targets, at=AT), new[:2])
    refused(
        network,
        lambda: network.publisher.publish_root(root, at=AT),
        "directory-below-threshold",
    )
    network.publisher.publish_root(root, targets, at=AT)
    view = reader.directory.refresh(LATER)
    assert (view.states, view.held) == (("XA", "XB"), {})
    third = enrol(targets, "XM", [new_directory_key().public], at=AT)
    refused(
        network,
        lambda: network.publisher.publish_targets(
            sign_all(third, network.founding.targets_keys), at=AT
        ),
        "directory-below-threshold",
    )
    network.publisher.publish_targets(sign_all(third, new[1:]), at=AT)
    assert reader.directory.refresh(LATER).states == ("XA", "XB")


def test_targets_metadata_beside_a_root_are_judged_like_any_other(network: Network) -> None:
    """New holders of the targets keys cannot drop a State on that occasion."""
    new = three()
    root = sign_all(
        replace_holders(network.founding.root, "targets", publics(new), threshold=2, at=AT),
        network.founding.root_keys[:2],
    )
    metadata = Metadata.from_bytes(renew_targets(network.targets, at=AT))
    del metadata.signed.delegations.roles["xb"]
    dropped = sign_all(write_metadata(metadata), new[:2])
    refused(
        network,
        lambda: network.publisher.publish_root(root, dropped, at=AT),
        "directory-delegation-removed",
    )


def test_every_root_key_may_change_while_the_old_threshold_still_signs(
    network: Network, reader: Reader
) -> None:
    new = [new_directory_key() for _ in range(4)]
    root = replace_holders(network.founding.root, "root", publics(new), threshold=3, at=AT)
    refused(
        network,
        lambda: network.publisher.publish_root(
            sign_all(root, [*network.founding.root_keys[:2], *new[:2]]), at=AT
        ),
        "directory-below-threshold",
    )
    network.publisher.publish_root(
        sign_all(root, [*network.founding.root_keys[:2], *new[:3]]), at=AT
    )
    assert reader.directory.refresh(LATER).states == ("XA", "XB")


def test_a_role_keeps_a_threshold_and_a_spare_key(network: Network) -> None:
    root, new = network.founding.root, three()
    for role, keys, threshold, code in (
        ("targets", new, 1, "directory-threshold"),
        ("targets", new, 3, "directory-too-few-keys"),
        ("root", new[:2], 2, "directory-too-few-keys"),
        ("root", [new[0]] * 3, 2, "directory-too-few-keys"),
        ("timestamp", new, 2, "directory-not-offline"),
    ):
        with pytest.raises(Refused, match=code):
            replace_holders(root, role, publics(keys), threshold=threshold, at=AT)


def test_another_publisher_takes_over(network: Network, reader: Reader) -> None:
    """Its key signs snapshot and timestamp anew, although the old snapshot had not expired."""
    online = new_directory_key()
    root = replace_publisher(network.founding.root, online.public, at=AT)
    root = sign_all(root, network.founding.root_keys[:2])
    refused(network, lambda: network.publisher.publish_root(root, at=AT), "directory-online-key")
    Publisher(network.folder, online).publish_root(root, at=AT)
    assert reader.directory.refresh(LATER).states == ("XA", "XB")
    refused(network, lambda: network.publisher.tick(AT), "directory-online-key")


def test_a_thief_of_the_online_key_who_ran_ahead_is_overtaken(
    network: Network, reader: Reader
) -> None:
    """He gave snapshot and timestamp versions that nobody could reach by publishing."""
    honest = network.files()
    published = network.publisher._repository.published()
    far = 10**9
    snapshot = Metadata(
        Snapshot(far, expires=AT + timedelta(days=5), meta=published.snapshot.signed.meta)
    )
    name_network(snapshot.signed, network.founding.network)
    snapshot.sign(network.founding.online.signer)
    meta = meta_file(far, write_metadata(snapshot))
    timestamp = Metadata(Timestamp(far, expires=AT + timedelta(days=1), snapshot_meta=meta))
    name_network(timestamp.signed, network.founding.network)
    timestamp.sign(network.founding.online.signer)
    reader.mirror.serve(
        {
            f"metadata/{far}.snapshot.json": write_metadata(snapshot),
            "metadata/timestamp.json": write_metadata(timestamp),
        }
    )
    assert reader.directory.refresh(AT).snapshot_version == far
    reader.mirror.serve(honest)
    with pytest.raises(Refused, match="directory-rollback"):
        reader.directory.refresh(AT)
    online = new_directory_key()
    root = replace_publisher(network.founding.root, online.public, at=AT)
    version = Publisher(network.folder, online).publish_root(
        sign_all(root, network.founding.root_keys[:2]), at=AT
    )
    reader.mirror.replaced = {}
    assert reader.directory.refresh(LATER).snapshot_version == version < far


def test_a_root_is_renewed_and_says_nothing_else(network: Network, reader: Reader) -> None:
    root = renew_root(network.founding.root, at=AT + timedelta(days=600))
    network.publisher.publish_root(sign_all(root, network.founding.root_keys[:2]), at=AT)
    old, new = (Metadata.from_bytes(one).signed for one in (network.founding.root, root))
    assert new.expires > old.expires
    assert new.roles == old.roles
    assert reader.directory.refresh(LATER).states == ("XA", "XB")


def test_a_change_of_holders_killed_at_any_write_is_repeated(
    network: Network, tmp_path: Path
) -> None:
    """Between the root and its timestamp readers keep what they have; then all of them follow."""
    reader = make_reader(network, tmp_path / "cache")
    before = reader.directory.refresh(AT)
    new, online = three(), new_directory_key()
    root = replace_holders(network.founding.root, "targets", publics(new), threshold=2, at=AT)
    root = replace_publisher(_back_to(root, 1), online.public, at=AT)
    root = sign_all(root, network.founding.root_keys[:2])
    targets = sign_all(renew_targets(network.targets, at=AT), new[:2])
    publisher = Publisher(network.folder, online)
    network.publisher = publisher
    seen = []
    for writes in range(20):
        ended = killed_after(writes, network, lambda: publisher.publish_root(root, targets, at=AT))
        try:
            seen.append(reader.directory.refresh(AT).snapshot_version)
        except Refused as error:
            seen.append(error.codes)
            assert reader.directory.view(AT) == before
        if ended:
            break
    # The targets metadata, the snapshot, the root; the timestamp last.
    old = before.snapshot_version
    # Two of those killed had written a snapshot: no version is signed twice, so theirs are passed over.
    assert seen == [old, old, old, ("directory-unsigned",), old + 3]
    assert network.view().states == ("XA", "XB")


def _back_to(root: bytes, version: int) -> bytes:
    """The same root as its own predecessor's version, so that one ceremony can do two things."""
    metadata = Metadata.from_bytes(root)
    metadata.signed.version = version
    return write_metadata(metadata)
