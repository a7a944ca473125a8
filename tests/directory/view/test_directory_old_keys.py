# SPDX-License-Identifier: Apache-2.0
"""Keys that were stolen or have retired, against readers that come again and readers that come first.

A reader that comes again is not deceived. One that comes first knows one root alone: what it can and cannot
notice is stated here, so that nobody promises more.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.directory.network import AT, Network, Reader, make_reader, stored_files
from rogatory.directory.ceremony.ceremony import enrol, first_targets, rotate_root
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
from rogatory.directory.ceremony.replacing import replace_holders, replace_publisher
from rogatory.directory.entry.period import PeriodEnd
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.view.as_of import read_view
from rogatory.directory.view.root_chain import vouched_roots, walked_roots
from rogatory.directory.view.split import build_split, check_split
from rogatory.errors import Refused

LATER = AT + timedelta(hours=1)


def old_resigned(network: Network, version: int) -> dict[str, bytes]:
    """Return what a thief of the publisher's key serves: XA's first entry in a snapshot of a
    version he chose.
    """
    published = network.publisher._repository.published()
    old = network.files()["metadata/1.xa.json"]
    signed = Snapshot(
        version,
        expires=AT + timedelta(days=5),
        meta=published.snapshot.signed.meta | {"xa.json": meta_file(1, old)},
    )
    snapshot = _online(network, signed)
    led = Timestamp(
        published.timestamp.signed.version + 1,
        expires=AT + timedelta(days=1),
        snapshot_meta=meta_file(version, snapshot),
    )
    return network.files() | {
        f"metadata/{version}.snapshot.json": snapshot,
        "metadata/timestamp.json": _online(network, led),
    }


def _online(network: Network, signed) -> bytes:
    name_network(signed, network.founding.network)
    metadata = Metadata(signed)
    metadata.sign(network.founding.online.signer)
    return write_metadata(metadata)


def compromised(network: Network) -> None:
    """XA ends its authority's key as compromised."""
    xa = network.states["XA"]
    ended = PeriodEnd(AT, "compromised")
    xa.entry = replace(
        xa.entry,
        certificates=tuple(
            replace(one, period=replace(one.period, ended=ended)) if one.use == "authority" else one
            for one in xa.entry.certificates
        ),
    )
    network.submit("XA")


def has_ended(view) -> bool:
    found = view.records("authority", "xa/contact-point")
    return all(one.period.ended is not None for one in found)


class TestOldSnapshotResigned:
    """The publisher's key brings back the entry in which a stolen key was still in force."""

    def test_a_reader_that_comes_again_refuses_it(self, network: Network, reader: Reader) -> None:
        compromised(network)
        view = reader.directory.refresh(AT)
        assert has_ended(view)
        before = reader.state()
        reader.mirror.serve(old_resigned(network, view.snapshot_version + 7))
        with pytest.raises(Refused, match="directory-rollback"):
            reader.directory.refresh(LATER)
        assert reader.state() == before
        assert has_ended(reader.directory.view(LATER))

    def test_so_does_one_that_followed_a_new_publisher(
        self, network: Network, reader: Reader
    ) -> None:
        """A new publisher's key has readers forget the snapshot; they remember each State."""
        compromised(network)
        reader.directory.refresh(AT)
        online = new_directory_key()
        root = sign_all(
            replace_publisher(network.founding.root, online.public, at=AT),
            network.founding.root_keys[:2],
        )
        Publisher(network.folder, online).publish_root(root, at=AT)
        network.founding = replace(network.founding, online=online)
        reader.mirror.serve(old_resigned(network, 99))
        view = reader.directory.refresh(LATER)
        assert "XA" not in view.states
        assert "directory-not-newer" in [reason.code.id for reason in view.held["XA"]]

    def test_one_that_comes_first_cannot_know(self, network: Network) -> None:
        """It is bound by the life of what XA signed, by what peers say of its snapshot, and no more."""
        compromised(network)
        files = old_resigned(network, 99)

        def read(path, limit):
            return files.get(path)

        view = read_view(read, network=network.founding.network, at=LATER)
        assert not has_ended(view)
        with pytest.raises(Refused, match="directory-expired"):
            read_view(read, network=network.founding.network, at=AT + timedelta(days=2))

    def test_under_a_version_that_others_saw_it_convicts_the_key(self, network: Network) -> None:
        compromised(network)
        honest = network.view()
        forged = old_resigned(network, honest.snapshot_version)
        theirs = forged[f"metadata/{honest.snapshot_version}.snapshot.json"]
        proof = build_split(network.founding.network, honest.published.data, theirs)
        found = check_split(proof, honest.published.keys, network.founding.network)
        assert found.keyids == (network.founding.online.keyid,)


class TestRetiredRootKeys:
    """Two of three holders whom a later root replaced sign another second root."""

    @pytest.fixture
    def chain(self, network: Network) -> tuple[bytes, bytes]:
        """The true second root, with other holders, and the one that the retired ones signed."""
        founding, holders = network.founding, [new_directory_key() for _ in range(3)]
        true = sign_all(
            replace_holders(
                founding.root, "root", [one.public for one in holders], threshold=2, at=AT
            ),
            [*founding.root_keys[:2], *holders[:2]],
        )
        network.publisher.publish_root(true, at=AT)
        thief = new_directory_key()
        forged = sign_all(
            rotate_root(founding.root, add=[thief.public], at=AT), founding.root_keys[:2]
        )
        return true, forged

    def forgery(self, network: Network) -> tuple[bytes, dict[str, bytes]]:
        """A whole directory in which the thief's key speaks for XA."""
        founding, theirs = network.founding, [new_directory_key() for _ in range(3)]
        root = founding.root
        root = replace_holders(root, "targets", [one.public for one in theirs], threshold=2, at=AT)
        metadata = Metadata.from_bytes(root)
        for role in ("snapshot", "timestamp"):
            metadata.signed.revoke_key(founding.online.keyid, role)
            metadata.signed.add_key(theirs[0].signer.public_key, role)
        root = sign_all(write_metadata(metadata), founding.root_keys[:2])
        targets = enrol(
            first_targets(at=AT), "XA", [theirs[1].public], at=AT, network=founding.network
        )
        targets = sign_all(targets, theirs[:2])
        xa = network.states["XA"]
        xa.version = 0
        false = xa.submit(keys=[theirs[1]])
        version = Metadata.from_bytes(targets).signed.version
        meta = {
            "targets.json": meta_file(version, targets),
            "xa.json": meta_file(1, false.metadata),
        }
        signed = Snapshot(1, expires=AT + timedelta(days=5), meta=meta)
        name_network(signed, founding.network)
        snapshot = sign_all(write_metadata(Metadata(signed)), theirs[:1])
        led = Timestamp(1, expires=AT + timedelta(days=1), snapshot_meta=meta_file(1, snapshot))
        name_network(led, founding.network)
        return root, stored_files(false.files) | {
            "metadata/1.root.json": founding.root,
            "metadata/2.root.json": root,
            f"metadata/{version}.targets.json": targets,
            "metadata/1.xa.json": false.metadata,
            "metadata/1.snapshot.json": snapshot,
            "metadata/timestamp.json": sign_all(write_metadata(Metadata(led)), theirs[:1]),
        }

    def test_a_reader_that_followed_the_true_root_is_not_led_away(
        self, network: Network, reader: Reader, chain
    ) -> None:
        view = reader.directory.refresh(AT)
        _root, files = self.forgery(network)
        before = reader.state()
        reader.mirror.serve(files)
        with pytest.raises(Refused):
            reader.directory.refresh(LATER)
        assert reader.state() == before
        assert reader.directory.view(LATER).entry_bytes("XA") == view.entry_bytes("XA")

    def test_one_that_has_only_the_first_root_follows_the_publisher_it_meets_first(
        self, network: Network, chain
    ) -> None:
        """Signatures of retired keys count for a reader who knows nothing newer: the first root
        names them.
        """
        _root, files = self.forgery(network)
        view = read_view(
            lambda path, limit: files.get(path), network=network.founding.network, at=LATER
        )
        assert view.states == ("XA",)

    def test_but_not_where_a_newer_root_is_at_hand(self, network: Network, chain) -> None:
        """A court that has the true second root, or a copy that has it, sees the forgery."""
        true, _forged = chain
        _root, files = self.forgery(network)
        name = network.founding.network
        walked = walked_roots(lambda path, limit: files.get(path), name)
        with pytest.raises(Refused, match="directory-root-other"):
            vouched_roots(walked, [true], name)

    def test_a_new_reader_beside_an_old_one_is_found_by_its_copy(
        self, network: Network, chain, tmp_path
    ) -> None:
        """Started with the true chain, it keeps to it whatever it is served later."""
        fresh = make_reader(network, tmp_path / "fresh")
        fresh.directory.refresh(AT)
        _root, files = self.forgery(network)
        fresh.mirror.serve(files)
        with pytest.raises(Refused):
            fresh.directory.refresh(LATER)
