# SPDX-License-Identifier: Apache-2.0
"""Nothing is sealed with keys, or stamped by an authority, that the directory given has ended."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casts.cli.commands import PASSPHRASE, by, run
from casts.cli.founded import founded
from casts.cli.listed import ended, published, view_of
from django_home import emptied

CODES = ("XA", "XB")


@pytest.fixture
def federation(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("network"), CODES, minutes=5)


@pytest.fixture
def source(tmp_path):
    found = tmp_path / "found"
    found.mkdir()
    (found / "mail.eml").write_bytes(b"From: a\n")
    return found


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
    result = sealed(federation, source, tmp_path / "sealed")
    assert result.status == 0, result.out + result.err


def test_with_an_ended_key_nothing_is_sealed(federation, source, tmp_path):
    published(federation, ended("authority", "xb/central-authority"))
    result = sealed(federation, source, tmp_path / "sealed")
    assert result.status == 1, result.out
    assert "signing-key-ended" in result.out + result.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found"]


def test_with_a_key_that_was_never_listed_nothing_is_sealed(federation, source, tmp_path):
    """The State CA issued it; the State has not listed it."""
    from rogatory.node.workstation.keys.new_keys import new_authority_keys
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
    result = sealed(federation, source, tmp_path / "sealed", key=keys)
    assert result.status == 1, result.out
    assert "signing-key-not-listed" in result.out + result.err
    assert not (tmp_path / "sealed").exists()


def refused(result, code):
    assert result.status == 1, result.out
    assert code in result.out + result.err


def test_with_an_ended_key_no_bundle_is_written(federation, source, tmp_path):
    from rogatory.bootstrap.workstation.connections import node_at

    emptied()
    published(federation, ended("authority", "xb/central-authority"))
    home = federation.node("XB")
    node_at(home).register.refresh(datetime.now(UTC))
    words = ("--node", home, "--key", federation.workstation("XB", "central-authority"))
    result = run(
        "evidence", "bundle", source, *words, "--reason", "Order", "--out", tmp_path / "out"
    )
    refused(result, "signing-key-ended")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["found"]


def test_with_an_ended_key_nothing_is_stamped_anew(federation, source, tmp_path):
    assert sealed(federation, source, tmp_path / "sealed").status == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "sealed").rglob("*")}
    published(federation, ended("authority", "xb/central-authority"))
    key = federation.workstation("XB", "central-authority")
    words = ("--timestamp", "http://127.0.0.1:9/", "--key", key, "--trust", federation.repository)
    refused(run("evidence", "timestamp", tmp_path / "sealed", *words), "signing-key-ended")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "sealed").rglob("*")} == before


def certified(federation, source, folder, target):
    return run(
        *("evidence", "certify", source, "--officer-key", folder, "--form", "forensic-image"),
        *("--trust", federation.repository, "--out", target),
    )


def test_an_officer_whose_state_ca_is_not_listed_certifies_nothing(federation, source, tmp_path):
    from rogatory.node.workstation.keys.officer_keys import new_officer_keys
    from rogatory.node.workstation.keys.state_ca_folder import new_state_ca_folder

    now = datetime.now(UTC).replace(microsecond=0)
    new_state_ca_folder("XB", tmp_path / "ca", years=9, at=now, random=os.urandom)
    new_officer_keys(
        "xb-0003", tmp_path / "own", state_ca=tmp_path / "ca", passphrase=PASSPHRASE, at=now,
        random=os.urandom,
    )  # fmt: skip
    result = certified(federation, source, tmp_path / "own", tmp_path / "certificate")
    refused(result, "signing-key-not-listed")
    assert not (tmp_path / "certificate").exists()


def test_an_officer_whose_state_ca_was_stolen_certifies_nothing(federation, source, tmp_path):
    folder = by(federation.node("XB"), "xb-0003")[1]
    published(federation, ended("state-ca", "xb", "compromised"))
    refused(certified(federation, source, folder, tmp_path / "certificate"), "signing-key-ended")
    assert not (tmp_path / "certificate").exists()


class TestStamps:
    def stamp(self, federation):
        from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of

        folder = federation.state("XB")
        authority = TimestampAuthority(
            (folder / "tsa.key").read_bytes(), (folder / "tsa.pem").read_bytes()
        )
        return lambda digest: token_of(authority.reply(request(digest), datetime.now(UTC), 7))

    def listed(self, federation, view):
        from rogatory.node.workstation.keys.listed_keys import listed_stamp

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

    @pytest.mark.parametrize("kept", [True, False])
    def test_a_package_is_stamped_anew_by_a_listed_authority_only(
        self, federation, source, tmp_path, monkeypatch, kept
    ):
        assert sealed(federation, source, tmp_path / "sealed").status == 0
        if not kept:
            published(federation, ended("tsa", "xb"))
        stamp = self.stamp(federation)
        monkeypatch.setattr(
            "rogatory.bootstrap.workstation.connections.stamp_by", lambda url: stamp
        )
        words = ("--timestamp", "http://127.0.0.1:9/", "--trust", federation.repository)
        result = run("evidence", "timestamp", tmp_path / "sealed", *words)
        assert result.status == (0 if kept else 1), result.err
        assert kept or "workstation-timestamp-authority-ended" in result.err
        assert [path.name for path in (tmp_path / "sealed").glob("archive*.json")] == (
            ["archive.1.json"] if kept else []
        )
