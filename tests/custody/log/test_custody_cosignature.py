# SPDX-License-Identifier: Apache-2.0
"""Cosignatures of both kinds: the bytes of C2SP, by the key named, over this checkpoint alone."""

import base64
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.custody.events import AT, Log, Witness
from rogatory.custody.log.checkpoint import Checkpoint, verify_checkpoint
from rogatory.custody.log.cosignature import cosign, cosigned_message, read_cosignatures
from rogatory.errors import Refused
from rogatory.seal.cosigner import Cosigner, CosignerKey, Cosigning
from rogatory.seal.notes import NoteSignature, write_note

SECONDS = int(AT.timestamp())
WITNESS = Witness()
LOG = Log().grown(11)

kinds = pytest.mark.parametrize("kind", list(Cosigning))


def codes(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.codes


def public(kind):
    return WITNESS.cosigners[kind].key


@kinds
class TestKeys:
    def test_keys_are_read_as_they_are_written(self, kind):
        cosigner = WITNESS.cosigners[kind]
        assert Cosigner.parse(cosigner.encode()).key == cosigner.key
        assert CosignerKey.parse(cosigner.key.vkey) == cosigner.key

    def test_the_secret_is_not_shown(self, kind):
        cosigner = WITNESS.cosigners[kind]
        assert cosigner.encode() not in repr(cosigner)
        assert "PrivateKey" not in repr(cosigner)

    def test_a_key_of_another_form_is_refused(self, kind):
        vkey = public(kind).vkey
        name, key_id, material = vkey.split("+", 2)
        log_key = Log().signer.vkey
        for other in (
            "",
            vkey[:-4],
            f"{name}+00000000+{material}",
            f"x{vkey}",
            f"{name}+{key_id}+",
            log_key,
            f"PRIVATE+KEY+{vkey}",
        ):
            assert codes(CosignerKey.parse, other) == ("note-key",)
            assert codes(Cosigner.parse, other) == ("note-key",)


class TestBytes:
    """Written out by hand from C2SP tlog-cosignature."""

    def test_ed25519_signs_time_and_note_text(self):
        message = cosigned_message(public(Cosigning.ED25519), LOG.checkpoint, SECONDS)
        assert message == f"cosignature/v1\ntime {SECONDS}\n{LOG.checkpoint.text()}".encode()

    def test_mldsa_signs_names_times_sizes_and_root(self):
        key = public(Cosigning.MLDSA44)
        name, origin = key.name.encode(), str(LOG.origin).encode()
        assert cosigned_message(key, LOG.checkpoint, SECONDS) == (
            b"subtree/v1\n\0"
            + bytes([len(name)])
            + name
            + SECONDS.to_bytes(8)
            + bytes([len(origin)])
            + origin
            + bytes(8)
            + (11).to_bytes(8)
            + LOG.tree.root()
        )

    @kinds
    def test_a_line_has_the_time_and_the_signature(self, kind):
        line = cosign(LOG.checkpoint, WITNESS.cosigners[kind], AT)
        assert (line.name, line.key_id) == (public(kind).name, public(kind).key_id)
        assert line.value[:8] == SECONDS.to_bytes(8)
        assert len(line.value) == 8 + kind.signature_size

    def test_a_name_that_the_length_byte_cannot_hold(self):
        cosigner = Cosigner.generate("w" * 256, Cosigning.MLDSA44, bytes)
        assert codes(cosign, LOG.checkpoint, cosigner, AT) == ("cosignature-name",)


@kinds
class TestReading:
    def test_a_cosignature_holds_and_states_its_time(self, kind):
        note = WITNESS.cosigned(LOG, kinds=[kind])
        (found,) = read_cosignatures(note, [public(kind)])
        assert (found.key, found.at) == (public(kind), AT)
        assert (
            verify_checkpoint(note, origin=str(LOG.origin), vkeys=LOG.vkeys).checkpoint.size == 11
        )

    def test_one_over_another_checkpoint_is_refused(self, kind):
        line = cosign(Log().grown(12).checkpoint, WITNESS.cosigners[kind], AT)
        note = write_note(
            LOG.checkpoint.text(), [LOG.signer.signature(LOG.checkpoint.text()), line]
        )
        assert codes(read_cosignatures, note, [public(kind)]) == ("cosignature-invalid",)

    def test_another_time_is_refused(self, kind):
        line = cosign(LOG.checkpoint, WITNESS.cosigners[kind], AT)
        for time in (SECONDS + 1, 0, 2**63, 2**64 - 1):
            other = replace(line, value=time.to_bytes(8) + line.value[8:])
            note = write_note(LOG.checkpoint.text(), [other])
            assert codes(read_cosignatures, note, [public(kind)]) == ("cosignature-invalid",)

    def test_a_subtree_cosignature_without_a_time_does_not_count(self, kind):
        line = cosign(LOG.checkpoint, WITNESS.cosigners[kind], datetime.fromtimestamp(0, UTC))
        note = write_note(LOG.checkpoint.text(), [line])
        assert codes(read_cosignatures, note, [public(kind)]) == ("cosignature-invalid",)

    def test_an_unknown_key_means_nothing(self, kind):
        note = WITNESS.cosigned(LOG, kinds=[kind])
        stranger = Witness(seed=8).cosigners[kind].key
        assert read_cosignatures(note, [stranger]) == ()

    def test_a_signature_of_another_length_is_refused(self, kind):
        line = cosign(LOG.checkpoint, WITNESS.cosigners[kind], AT)
        for value in (line.value[:-1], line.value + b"\0", line.value[:8]):
            note = write_note(LOG.checkpoint.text(), [NoteSignature(line.name, line.key_id, value)])
            assert codes(read_cosignatures, note, [public(kind)]) == ("cosignature-invalid",)


def test_the_mldsa_kind_does_not_pass_under_another_name():
    """The Ed25519 kind would: so no key is listed under two names, see the quorum."""
    cosigner = WITNESS.cosigners[Cosigning.MLDSA44]
    line = cosign(LOG.checkpoint, cosigner, AT)
    other = replace(cosigner.key, name="somebody.else")
    note = write_note(LOG.checkpoint.text(), [NoteSignature(other.name, other.key_id, line.value)])
    assert codes(read_cosignatures, note, [other]) == ("cosignature-invalid",)


@settings(max_examples=60)
@given(st.data())
def test_no_altered_cosigned_note_holds_for_both_keys(data):
    note = WITNESS.cosigned(LOG).encode()
    at = data.draw(st.integers(0, len(note) - 1))
    altered = note[:at] + bytes([note[at] ^ data.draw(st.integers(1, 255))]) + note[at + 1 :]
    keys = [public(kind) for kind in Cosigning]
    try:
        found = read_cosignatures(altered, keys)
        verify_checkpoint(altered, origin=str(LOG.origin), vkeys=LOG.vkeys)
    except Refused:
        return
    # A line whose name or key id was altered is somebody else's.
    assert len(found) < 2


@pytest.mark.judge
@kinds
def test_openssl_verifies(kind, tmp_path):
    line = cosign(LOG.checkpoint, WITNESS.cosigners[kind], AT + timedelta(seconds=5))
    key = public(kind)
    raw = (
        ed25519.Ed25519PublicKey.from_public_bytes(key.public_key)
        if kind is Cosigning.ED25519
        else mldsa.MLDSA44PublicKey.from_public_bytes(key.public_key)
    )
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(raw.public_bytes(*form))
    (tmp_path / "message").write_bytes(cosigned_message(key, LOG.checkpoint, SECONDS + 5))
    (tmp_path / "signature").write_bytes(line.value[8:])
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    command += ["-in", "message", "-sigfile", "signature"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    (tmp_path / "message").write_bytes(cosigned_message(key, LOG.checkpoint, SECONDS + 6))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode != 0


def test_the_vkey_of_each_kind_begins_with_its_type():
    for kind in Cosigning:
        material = base64.b64decode(public(kind).vkey.split("+", 2)[2])
        assert material[0] == kind.value
        assert len(material) == 1 + kind.public_size


def test_extension_lines_are_under_the_ed25519_kind_only():
    plain, extended = Checkpoint("o", 1, bytes(32)), Checkpoint("o", 1, bytes(32), ("more",))
    for kind in Cosigning:
        same = cosigned_message(public(kind), plain, 5) == cosigned_message(
            public(kind), extended, 5
        )
        assert same is (kind is Cosigning.MLDSA44)
