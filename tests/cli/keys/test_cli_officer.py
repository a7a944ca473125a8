# SPDX-License-Identifier: Apache-2.0
"""`keys officer`: an officer's own keys, which sign nothing but what he vouches for himself."""

import os
import stat
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import run, this_moment
from rogatory.errors import Refused
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.seal.certificates.reading import certificate_name
from rogatory.seal.signatures import Anchors, verify_signatures

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def ca(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ca") / "ca"
    assert run("keys", "state-ca", "XB", "--out", folder).status == 0
    return folder


@pytest.fixture
def passphrase(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return file


def test_keys_are_made_for_a_number_and_kept_under_a_passphrase(tmp_path, ca, passphrase):
    made = run(
        "keys", "officer", "XB-0003", "--ca", ca, "--out", tmp_path / "keys",
        "--passphrase-file", passphrase, "--json",
    )  # fmt: skip
    assert (made.status, made.json["officer"]) == (0, "xb-0003")
    now = datetime.now(UTC)
    folder = open_officer_folder(tmp_path / "keys")
    secret = (tmp_path / "keys" / "keys.age").read_bytes()
    assert secret.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert b"PRIVATE KEY" not in secret
    assert stat.S_IMODE((tmp_path / "keys" / "keys.age").stat().st_mode) == 0o600
    keys = folder.keys_in_force(now, lambda: PASSPHRASE)
    names = {certificate_name(der) for der in keys.certificates.values()}
    assert {(one.use, one.holder) for one in names} == {("officer", "xb-0003")}
    for use, expected in (("officer", 2), ("authority", 0)):
        try:
            signed = verify_signatures(
                b"declared",
                keys.sign(b"declared", now),
                anchors=Anchors(tuple(folder.state_ca().values())),
                holder="xb-0003",
                at=now,
                require_mldsa65=True,
                use=use,
            )
        except Refused as refused:
            assert set(refused.codes) == {"certificate-use"}
            signed = ()
        assert len(signed) == expected


def test_a_wrong_passphrase_or_an_ended_certificate_signs_nothing(tmp_path, ca):
    new_officer_keys(
        "xb-0003",
        tmp_path / "keys",
        state_ca=ca,
        passphrase=PASSPHRASE,
        at=this_moment(),
        random=os.urandom,
    )
    folder = open_officer_folder(tmp_path / "keys")
    with pytest.raises(Refused, match="passphrase"):
        folder.keys_in_force(this_moment(), lambda: "another phrase")
    with pytest.raises(Refused) as refused:
        folder.keys_in_force(this_moment() + timedelta(days=4000), pytest.fail)
    assert refused.value.codes == ("keys-out-of-force",) * 2
    (tmp_path / "keys" / "keys.age").chmod(0o644)
    with pytest.raises(Refused, match="keys-file-open"):
        folder.keys_in_force(this_moment(), lambda: PASSPHRASE)


@pytest.mark.parametrize(
    ("number", "code"),
    [("xa-0003", "certificate-foreign-holder"), ("xb-3", "officer-number"), ("xb/x", "officer-number")],
)  # fmt: skip
def test_numbers_of_another_state_or_form_are_refused(tmp_path, ca, passphrase, number, code):
    result = run(
        "keys", "officer", number, "--ca", ca, "--out", tmp_path / "keys",
        "--passphrase-file", passphrase, "--json",
    )  # fmt: skip
    assert (result.status, result.codes) == (1, [code])
    assert not (tmp_path / "keys").exists()


def test_a_short_passphrase_is_refused(tmp_path, ca):
    (tmp_path / "short").write_text("1234\n")
    result = run(
        "keys", "officer", "xb-0003", "--ca", ca, "--out", tmp_path / "keys",
        "--passphrase-file", tmp_path / "short", "--json",
    )  # fmt: skip
    assert (result.status, result.codes) == (1, ["officer-passphrase-short"])
    assert not (tmp_path / "keys").exists()


@pytest.mark.judge
def test_openssl_verifies_the_certificates(tmp_path, ca, passphrase):
    words = ("--ca", ca, "--out", tmp_path / "keys", "--passphrase-file", passphrase)
    assert run("keys", "officer", "xb-0003", *words).status == 0
    for family in ("p256", "mldsa65"):
        subprocess.run(
            ["openssl", "verify", "-x509_strict", "-CAfile", ca / f"{family}.pem",
             tmp_path / "keys" / f"{family}.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
