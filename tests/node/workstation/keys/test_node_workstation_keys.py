# SPDX-License-Identifier: Apache-2.0
"""An authority's keys: whole or not at all, closed to others, and stated to the world."""

import base64
import json
import os
import re
import stat
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.errors import Refused
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.node.workstation.keys.recipient_file import compared_with, read_recipient_file
from rogatory.node.workstation.keys.recipients import Change
from rogatory.node.workstation.keys.state_ca_folder import new_state_ca_folder
from rogatory.seal.age import decrypt, encrypt
from rogatory.wire.canonical import decode_object, encode
from rogatory.wire.identifiers import parse_authority

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
AUTHORITY = parse_authority("xa/central-authority")


def make(folder, **changes):
    settings = {"state_ca": None, "passphrase": None, "at": NOW, "random": os.urandom} | changes
    return new_authority_keys(AUTHORITY, folder, **settings)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys") / "keys"
    return make(folder)


def test_the_folder_reads_back_as_the_authority(made):
    folder = open_authority_folder(made.folder)
    keys = folder.signing_keys()
    assert folder.authority == AUTHORITY
    assert keys.holder == "xa/central-authority"
    assert set(keys.certificates) == set(folder.state_ca()) == {"p256", "mldsa65"}


def test_what_is_sealed_to_the_recipient_opens_with_the_identity(made):
    stated = read_recipient_file((made.folder / "recipient.json").read_bytes(), "r", NOW)
    identities = open_authority_folder(made.folder).identities()
    recipient = identities[0].recipient
    assert stated.recipients == (recipient.encode(),)
    assert decrypt(encrypt(b"for XA", [recipient], os.urandom), identities) == b"for XA"


def test_secrets_are_closed_to_others(made):
    for path in made.folder.rglob("*"):
        if path.suffix == ".key" or path.name == "identity.txt":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700


def test_a_key_file_open_to_others_is_refused(tmp_path):
    folder = make(tmp_path / "keys").folder
    (folder / "signing" / "p256.key").chmod(0o640)
    (folder / "identity.txt").chmod(0o604)
    opened = open_authority_folder(folder)
    for attempt in (opened.signing_keys, opened.identities):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.codes == ("keys-file-open-to-others",)


def test_keys_are_never_written_over(made):
    before = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as refusal:
        make(made.folder)
    assert refusal.value.codes == ("disk-exists",)
    assert before == {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}


def test_the_states_own_ca_issues_where_it_is_named(tmp_path):
    ca = new_state_ca_folder("XA", tmp_path / "ca", years=20, at=NOW, random=os.urandom)
    made = make(tmp_path / "keys", state_ca=tmp_path / "ca")
    assert not made.made_state_ca
    assert not (made.folder / "state-ca").exists()
    assert open_authority_folder(made.folder).state_ca() == ca.certificates


def test_another_states_ca_makes_nothing(tmp_path):
    new_state_ca_folder("XB", tmp_path / "ca", years=20, at=NOW, random=os.urandom)
    with pytest.raises(Refused) as refusal:
        make(tmp_path / "keys", state_ca=tmp_path / "ca")
    assert refusal.value.codes == ("certificate-foreign-holder",)
    assert [path.name for path in tmp_path.iterdir()] == ["ca"]


def test_a_passphrase_protects_the_identity(tmp_path):
    made = make(tmp_path / "keys", passphrase="correct horse")
    folder = open_authority_folder(made.folder)
    assert b"AGE-SECRET-KEY" not in (made.folder / "identity.txt").read_bytes()
    assert folder.identities(lambda: "correct horse")[0].recipient.encode() == made.recipient
    for wrong in (None, lambda: "battery staple"):
        with pytest.raises(Refused):
            folder.identities(wrong)


class TestRecipientFile:
    def test_it_says_whose_it_is(self, made):
        stated = read_recipient_file((made.folder / "recipient.json").read_bytes(), "r", NOW)
        assert stated.authority == AUTHORITY
        assert stated.fingerprint == made.fingerprint

    @pytest.mark.parametrize(
        "change",
        [
            lambda d: d["statement"].update(authority="xb/central-authority"),
            lambda d: d["statement"].update(issued="2026-11-24T03:00:01Z"),
            lambda d: d["statement"].update(recipients=[]),
            lambda d: d["statement"].update(version=2),
            lambda d: d["statement"]["recipients"][0].update(recipient="age1qqqq"),
            lambda d: d["signatures"].update(mldsa65=None),
            lambda d: d["signatures"].update(p256=d["signatures"]["mldsa65"]),
            lambda d: d["certificates"].update(p256=d["certificates"]["p256"][:1]),
            lambda d: d.update(more=1),
            lambda d: d.pop("signatures"),
        ],
    )
    def test_a_changed_file_is_refused(self, made, change):
        document = json.loads(
            json.dumps(decode_object((made.folder / "recipient.json").read_bytes()))
        )
        change(document)
        with pytest.raises(Refused):
            read_recipient_file(encode(document), "recipient.json", NOW)

    def test_a_version_that_is_no_number_is_refused_though_it_is_signed(self, made):
        document = dict(decode_object((made.folder / "recipient.json").read_bytes()))
        statement = document["statement"] | {"version": True}
        signed = open_authority_folder(made.folder).signing_keys().sign(encode(statement), NOW)
        signatures = {"p256": signed.p256, "mldsa65": signed.mldsa65}
        texts = {name: base64.b64encode(one).decode() for name, one in signatures.items()}
        with pytest.raises(Refused) as refusal:
            read_recipient_file(
                encode(document | {"statement": statement, "signatures": texts}), "r", NOW
            )
        assert refusal.value.codes == ("recipient-malformed",)

    def test_base64_has_one_spelling(self, tmp_path):
        """Bits that say nothing are set: most readers pass over them, so two files would be one."""
        folders = (make(tmp_path / str(number)).folder for number in range(20))
        files = ((folder / "recipient.json").read_bytes() for folder in folders)
        data = next(file for file in files if b'="' in file)
        assert read_recipient_file(data, "r", NOW)
        ending = re.search(rb"([AQgwEIMUYckos048])(==?\")", data)
        loose = bytes([ending[1][0] + 1]) + ending[2]
        with pytest.raises(Refused) as refusal:
            read_recipient_file(data.replace(ending[0], loose, 1), "r", NOW)
        assert refusal.value.codes == ("recipient-malformed",)

    def test_another_authoritys_certificate_does_not_speak_for_it(self, made, tmp_path):
        theirs = decode_object(
            make(tmp_path / "theirs").folder.joinpath("recipient.json").read_bytes()
        )
        ours = decode_object((made.folder / "recipient.json").read_bytes())
        with pytest.raises(Refused):
            read_recipient_file(encode(ours | {"certificates": theirs["certificates"]}), "r", NOW)

    def test_it_ends_with_its_certificate(self, made):
        with pytest.raises(Refused) as refusal:
            read_recipient_file(
                (made.folder / "recipient.json").read_bytes(), "r", NOW + timedelta(days=4000)
            )
        assert "certificate-expired" in refusal.value.codes

    def test_it_is_compared_with_the_directory(self, made):
        stated = read_recipient_file((made.folder / "recipient.json").read_bytes(), "r", NOW)
        network = "a" * 64
        assert not compared_with(stated, stated.state_ca, network, "r")
        (reason,) = compared_with(stated, stated.state_ca[:1], network, "r")
        assert reason.code.id == "recipient-anchor"

    def test_it_counts_in_no_network_but_the_one_it_was_signed_for(self, tmp_path):
        folder = make(tmp_path / "named", network="a" * 64).folder
        stated = read_recipient_file((folder / "recipient.json").read_bytes(), "r", NOW)
        assert not compared_with(stated, stated.state_ca, "a" * 64, "r")
        (reason,) = compared_with(stated, stated.state_ca, "b" * 64, "r")
        assert reason.code.id == "recipient-network"

    def test_a_workstation_of_another_network_does_not_join_the_list(self, tmp_path):
        ca = new_state_ca_folder(
            "XA", tmp_path / "ca", years=9, at=NOW - timedelta(days=1), random=os.urandom
        )
        assert ca
        here = make(tmp_path / "here", state_ca=tmp_path / "ca", network="a" * 64).folder
        there = make(
            tmp_path / "there", state_ca=tmp_path / "ca", network="b" * 64, label="lab-2"
        ).folder
        before = (here / "recipient.json").read_bytes()
        with pytest.raises(Refused) as refusal:
            Change(open_authority_folder(here), NOW).joined(
                (there / "recipient.json").read_bytes(), "r"
            )
        assert refusal.value.codes == ("recipient-network",)
        assert (here / "recipient.json").read_bytes() == before
