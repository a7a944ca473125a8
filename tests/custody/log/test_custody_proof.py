# SPDX-License-Identifier: Apache-2.0
"""Proof files: checked offline, and refused whatever is altered in them or beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.events import EVENT, OTHER_NETWORK, Log, event
from rogatory.custody.events.event import build_event
from rogatory.custody.events.values import OfficerWords
from rogatory.custody.log.checkpoint import with_cosignatures
from rogatory.custody.log.proof import parse_proof, refuse_foreign, verify_proof, write_proof
from rogatory.errors import Refused
from rogatory.seal.notes import NoteSignature

SALT = bytes(range(32))
DATA = build_event(EVENT)
LOG = Log()
PROOF = LOG.enter(DATA, salt=SALT, before=300, after=77)
HEAD, _, NOTE = PROOF.partition(b"\n\n")
LINES = HEAD.split(b"\n")


def verify(proof=PROOF, data=DATA, *, log=LOG):
    return verify_proof(proof, data, origin=str(log.origin), vkeys=log.vkeys)


def codes(*arguments, **named):
    with pytest.raises(Refused) as refused:
        verify(*arguments, **named)
    return refused.value.codes


def with_lines(*lines, note=NOTE):
    return b"\n".join(lines) + b"\n\n" + note


def test_a_proof_is_verified_with_nothing_but_event_proof_and_key():
    logged = verify()
    assert logged.event == EVENT
    assert (logged.index, logged.checkpoint.checkpoint.size) == (300, 378)
    assert logged.checkpoint.signers == (str(LOG.origin),)


def test_the_file_is_read_back_byte_for_byte():
    read = parse_proof(PROOF)
    assert (read.salt, read.index, read.checkpoint) == (SALT, 300, NOTE.decode())
    assert write_proof(read.salt, read.index, read.path, read.checkpoint) == PROOF


@given(st.integers(0, 600), st.integers(0, 600))
def test_an_event_anywhere_in_a_log_is_proved(before, after):
    log = Log()
    logged = verify(log.enter(DATA, before=before, after=after), log=log)
    assert (logged.index, logged.checkpoint.checkpoint.size) == (before, before + 1 + after)


@given(st.data())
def test_no_bit_of_a_proof_or_its_event_can_be_altered(data):
    proof, written = PROOF, DATA
    part = data.draw(st.sampled_from(["proof", "event"]))
    target = bytearray(proof if part == "proof" else written)
    target[data.draw(st.integers(0, len(target) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Refused):
        verify(bytes(target), written) if part == "proof" else verify(proof, bytes(target))


def test_another_salt_event_index_or_hash_proves_nothing():
    other_salt = b"extra " + LINES[1][:6:-1].replace(b"=", b"") + b"="
    assert codes(with_lines(LINES[0], other_salt, *LINES[2:])) in {
        ("log-not-included",),
        ("log-proof-salt",),
    }
    assert codes(data=build_event(event(words=OfficerWords("another")))) == ("log-not-included",)
    assert codes(with_lines(*LINES[:2], b"index 299", *LINES[3:])) == ("log-not-included",)
    assert codes(with_lines(*LINES[:2], b"index 400", *LINES[3:])) == ("log-index-outside",)
    assert codes(with_lines(*LINES[:-1])) == ("log-path-length",)
    assert codes(with_lines(*LINES[:3], LINES[4], LINES[3], *LINES[5:])) == ("log-not-included",)


def test_the_checkpoint_of_another_size_of_the_same_log_proves_nothing():
    log = Log()
    log.enter(DATA, salt=SALT, before=300, after=10)
    shorter = log.note().encode()
    assert codes(with_lines(*LINES, note=shorter))[0] in {"log-path-length", "log-not-included"}


def test_a_checkpoint_signed_by_another_key_proves_nothing():
    forged = Log(seed=66)
    assert codes(forged.enter(DATA)) == ("note-unsigned",)


def test_an_event_of_another_network_is_not_proved_by_this_log():
    log, foreign = Log(), build_event(event(network=OTHER_NETWORK))
    assert codes(log.enter(foreign), foreign, log=log) == ("log-proof-network",)


def test_an_event_without_network_may_be_logged_anywhere():
    log, offline = Log(), build_event(event(network=None))
    assert verify(log.enter(offline), offline, log=log).event.network is None


def test_an_entry_that_is_no_event_is_not_proved_to_be_one():
    log = Log()
    assert codes(log.enter(b"{}"), b"{}", log=log) == ("custody-event-version",)


def test_every_reason_is_reported_at_once():
    foreign = build_event(event(network=OTHER_NETWORK))
    assert codes(PROOF, foreign) == ("log-proof-network", "log-not-included")
    assert codes(with_lines(LINES[0], b"extra AA==", b"index 01", b"hash")) == (
        "log-proof-salt",
        "log-proof-index",
        "log-proof-path",
    )


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        (b"", "log-proof-form"),
        (PROOF.replace(b"@v1", b"@v2"), "log-proof-form"),
        (PROOF.replace(b"\n", b"\r\n"), "log-proof-form"),
        (b"\xff" + PROOF, "log-proof-form"),
        (b"\n" + PROOF, "log-proof-form"),
        (HEAD + b"\n", "log-proof-form"),
        (with_lines(LINES[0], *LINES[2:]), "log-proof-salt"),
        (with_lines(LINES[0], b"extra  " + LINES[1][6:], *LINES[2:]), "log-proof-salt"),
        (with_lines(*LINES[:2], b"index +300", *LINES[3:]), "log-proof-index"),
        (with_lines(*LINES[:2], b"index 300 ", *LINES[3:]), "log-proof-index"),
        (with_lines(*LINES[:3], *[LINES[3]] * 64), "log-proof-path"),
        (with_lines(*LINES, b"x"), "log-proof-path"),
        (with_lines(*LINES, note=b""), "note-malformed"),
        (PROOF + b"\n", "note-malformed"),
        (PROOF + b"x" * 2_000_000, "log-proof-too-large"),
    ],
)
def test_a_file_of_another_form_is_refused(proof, code):
    assert code in codes(proof)


def test_a_proof_of_an_entry_without_neighbours_has_no_path():
    log = Log()
    proof = log.enter(DATA, before=0, after=0)
    assert parse_proof(proof).path == ()
    assert verify(proof, log=log).index == 0


def test_cosignatures_of_witnesses_survive_the_file():
    witness = NoteSignature("witness.meridia.example", b"\x0a\x0b\x0c\x0d", bytes(72))
    cosigned = with_lines(*LINES, note=with_cosignatures(NOTE.decode(), [witness]).encode())
    read = parse_proof(cosigned)
    assert write_proof(read.salt, read.index, read.path, read.checkpoint) == cosigned
    logged = verify(cosigned)
    assert logged.checkpoint.cosignatures == (witness,)
    assert logged.checkpoint.note.encode() == PROOF.partition(b"\n\n")[2] + witness.line().encode()


def test_whether_a_proof_is_of_an_event_is_decided_without_a_key():
    assert refuse_foreign(PROOF, DATA) == str(LOG.origin)
    with pytest.raises(Refused) as refused:
        refuse_foreign(PROOF, build_event(event(words=OfficerWords("another"))))
    assert refused.value.codes == ("log-not-included",)


def test_what_could_not_be_read_is_not_written():
    with pytest.raises(Refused) as refused:
        write_proof(b"short", 0, [], NOTE.decode())
    assert refused.value.codes == ("log-proof-salt",)
