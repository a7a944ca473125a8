# SPDX-License-Identifier: Apache-2.0
"""Nothing is sealed with keys, or stamped by an authority, that the directory given has ended."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cli_cast import run

CODES = ("XA", "XB")


@pytest.fixture
def federation(tmp_path_factory):
    from rogatory.exercises.cast import STATES
    from rogatory.exercises.federation import Addresses
    from rogatory.exercises.founding import found_federation

    folder = tmp_path_factory.mktemp("network")
    return found_federation(
        folder,
        [STATES[code] for code in CODES],
        Addresses(str(folder / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={code: [] for code in CODES},
        at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5),
        random=os.urandom,
    )


@pytest.fixture
def source(tmp_path):
    found = tmp_path / "found"
    found.mkdir()
    (found / "mail.eml").write_bytes(b"From: a\n")
    return found


def view_of(federation):
    from rogatory.directory.as_of import read_view
    from rogatory.directory.repository_folder import read_beneath

    read = read_beneath(federation.repository)
    return read_view(read, network=federation.network, at=datetime.now(UTC))


def published(federation, change):
    """XB signs a new entry, in which each certificate is as `change` makes it; None drops it."""
    from rogatory.directory.publisher import Publisher
    from rogatory.directory.state_role import sign_entry

    now, view = datetime.now(UTC).replace(microsecond=0), view_of(federation)
    entry = view.entry("XB")
    entry = replace(entry, certificates=tuple(map(change, entry.certificates)))
    signed = sign_entry(
        entry,
        view.register("XB"),
        network=federation.network,
        keys=[federation.state_key("XB")],
        version=2,
        at=now,
    )
    Publisher(federation.repository, federation.online_key()).accept(signed, at=now)


def ended(use, holder):
    from rogatory.directory.period import Ended

    end = Ended(datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1), "rotated")

    def change(record):
        if (record.use, record.holder) != (use, holder):
            return record
        return replace(record, period=replace(record.period, ended=end))

    return change


def sealed(federation, source, target, *, key=None):
    key = key or federation.workstation("XB", "central-authority")
    return run(
        "evidence",
        "seal",
        source,
        "--key",
        key,
        "--to",
        "xa/central-authority",
        "--out",
        target,
        "--trust",
        federation.repository,
        "--officer",
        "xb-0003",
    )


def test_with_listed_keys_it_is_sealed(federation, source, tmp_path):
    told = sealed(federation, source, tmp_path / "sealed")
    assert told.status == 0, told.out + told.err


def test_with_an_ended_key_nothing_is_sealed(federation, source, tmp_path):
    published(federation, ended("authority", "xb/central-authority"))
    told = sealed(federation, source, tmp_path / "sealed")
    assert told.status == 1, told.out
    assert "signing-key-ended" in told.out + told.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found"]


def test_with_a_key_that_was_never_listed_nothing_is_sealed(federation, source, tmp_path):
    """The State CA issued it; the State has not listed it."""
    from rogatory.node.workstation.keys_new import new_authority_keys
    from rogatory.wire.identifiers import parse_authority

    keys = tmp_path / "keys"
    new_authority_keys(
        parse_authority("xb/central-authority"),
        keys,
        state_ca=federation.state("XB") / "ca",
        passphrase=None,
        at=datetime.now(UTC),
        random=os.urandom,
    )
    told = sealed(federation, source, tmp_path / "sealed", key=keys)
    assert told.status == 1, told.out
    assert "signing-key-not-listed" in told.out + told.err
    assert not (tmp_path / "sealed").exists()


class TestStamps:
    def stamp(self, federation):
        from rogatory.seal.timestamps import TimestampAuthority, request, token_of

        folder = federation.state("XB")
        authority = TimestampAuthority(
            (folder / "tsa.key").read_bytes(), (folder / "tsa.pem").read_bytes()
        )
        return lambda digest: token_of(authority.reply(request(digest), datetime.now(UTC), 7))

    def listed(self, federation, view):
        from rogatory.node.workstation.listed_keys import listed_stamp

        return listed_stamp(self.stamp(federation), view, lambda: datetime.now(UTC))(bytes(32))

    def test_an_ended_authority_stamps_nothing(self, federation):
        from rogatory.errors import Refused

        published(federation, ended("tsa", "xb"))
        with pytest.raises(Refused) as caught:
            self.listed(federation, view_of(federation))
        assert caught.value.codes == ("workstation-timestamp-authority-ended",)

    def test_a_listed_one_and_one_that_no_directory_knows_stamp(self, federation):
        view = view_of(federation)
        assert self.listed(federation, view)
        assert self.listed(federation, None)
        without = replace(view, listed={"XA": view.listed["XA"]})
        assert self.listed(federation, without)
