# SPDX-License-Identifier: Apache-2.0
"""The second signature of a log, which a quantum computer cannot make: demanded once it is listed."""

from random import Random

import pytest

from casts.custody.checkpoints import codes
from casts.custody.events import AT, Log
from rogatory.custody.log.checkpoint import sign_checkpoint, verify_checkpoint, with_cosignatures
from rogatory.custody.log.cosignature import cosign, read_cosignatures
from rogatory.custody.log.subtree_message import TIME_SIZE
from rogatory.seal.cosigner import Cosigner, Cosigning
from rogatory.seal.notes import NoteSignature, parse_note, write_note

LOG = Log().grown(5)
ORIGIN = str(LOG.origin)
SECOND = Cosigner.generate(ORIGIN, Cosigning.MLDSA44, Random(7).randbytes)
BOTH = [*LOG.vkeys, SECOND.key.vkey]
NOTE = sign_checkpoint(LOG.checkpoint, LOG.signer, SECOND)


def verify(note, vkeys=BOTH):
    return verify_checkpoint(note, origin=ORIGIN, vkeys=vkeys)


def refusal(note, vkeys=BOTH):
    return codes(verify, note, vkeys)


def with_second(line):
    """The note with another line in the place of the log's second one."""
    parsed = parse_note(NOTE)
    return write_note(parsed.text, [parsed.signatures[0], *([] if line is None else [line])])


def test_a_checkpoint_signed_by_both_keys_is_taken():
    found = verify(NOTE)
    assert (found.checkpoint, found.signers, found.cosignatures) == (LOG.checkpoint, (ORIGIN,), ())


def test_one_who_broke_ed25519_cannot_speak_as_the_log():
    assert refusal(with_second(None)) == ("checkpoint-mldsa44-missing",)
    rewritten = sign_checkpoint(Log(seed=1).grown(5, fork=b"x").checkpoint, LOG.signer)
    assert refusal(rewritten) == ("checkpoint-mldsa44-missing",)


def test_one_who_broke_mldsa_cannot_speak_as_the_log_either():
    parsed = parse_note(NOTE)
    assert refusal(write_note(parsed.text, parsed.signatures[1:])) == ("note-unsigned",)


@pytest.mark.parametrize("place", [0, TIME_SIZE - 1, TIME_SIZE, TIME_SIZE + 100, -1])
def test_an_altered_second_signature_is_refused(place):
    line = parse_note(NOTE).signatures[1]
    value = bytearray(line.value)
    value[place] ^= 1
    altered = NoteSignature(line.name, line.key_id, bytes(value))
    assert refusal(with_second(altered)) == ("checkpoint-mldsa44",)


def test_the_second_signature_of_another_checkpoint_is_refused():
    other = sign_checkpoint(Log().grown(4).checkpoint, LOG.signer, SECOND)
    assert refusal(with_second(parse_note(other).signatures[1])) == ("checkpoint-mldsa44",)


def test_a_signature_with_a_moment_is_a_witnesses_and_not_the_logs():
    assert refusal(with_second(cosign(LOG.checkpoint, SECOND, AT))) == ("checkpoint-mldsa44",)
    assert codes(read_cosignatures, NOTE, [SECOND.key]) == ("cosignature-invalid",)


def test_a_log_without_a_listed_second_key_is_judged_by_the_first_alone():
    assert verify(NOTE, LOG.vkeys).checkpoint == LOG.checkpoint
    assert verify(LOG.note(), LOG.vkeys).checkpoint == LOG.checkpoint


def test_another_logs_second_key_does_not_count():
    other = Cosigner.generate(f"{ORIGIN}7", Cosigning.MLDSA44, Random(7).randbytes)
    assert refusal(NOTE, [*LOG.vkeys, other.key.vkey]) == ("checkpoint-mldsa44-missing",)
    with pytest.raises(ValueError, match="origin"):
        sign_checkpoint(LOG.checkpoint, LOG.signer, other)


def test_cosignatures_follow_both_lines():
    witness = Cosigner.generate("a/xb/witness", Cosigning.ED25519, Random(8).randbytes)
    note = with_cosignatures(NOTE, [cosign(LOG.checkpoint, witness, AT)])
    assert len(parse_note(note).signatures) == 3
    assert len(verify(note).cosignatures) == 1
    assert len(read_cosignatures(note, [witness.key])) == 1
