# SPDX-License-Identifier: Apache-2.0
"""Checkpoints and epochs: signed by the log, of the log asked for, witnesses' lines unharmed."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.checkpoints import codes
from casts.custody.events import NETWORK, OTHER_NETWORK, Log
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import (
    Checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
    with_cosignatures,
)
from rogatory.custody.log.epoch import LogOrigin, opening_entry, parse_origin, verify_opening
from rogatory.custody.log.tiles import inclusion
from rogatory.errors import Refused
from rogatory.seal.notes import NoteSignature, NoteSigner

ROOT = bytes(range(32))


@given(
    st.from_regex(r"[a-z0-9/.]{1,80}", fullmatch=True),
    st.integers(1, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.from_regex(r"[ -~]{1,20}", fullmatch=True), max_size=3),
)
def test_a_checkpoint_is_read_back(origin, size, root, extensions):
    checkpoint = Checkpoint(origin, size, root, tuple(extensions))
    assert parse_checkpoint(checkpoint.text()) == checkpoint


def text(*lines):
    return "".join(f"{line}\n" for line in lines)


ROOT64 = b64encode(ROOT).decode()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", ("checkpoint-lines",)),
        (text("o", "5"), ("checkpoint-lines",)),
        (text("o", "5", ROOT64)[:-1], ("checkpoint-lines",)),
        (text("", "5", ROOT64), ("checkpoint-lines",)),
        (text("o", "5", ROOT64, "", "x"), ("checkpoint-lines",)),
        (text("o", "05", ROOT64), ("checkpoint-size",)),
        (text("o", "-5", ROOT64), ("checkpoint-size",)),
        (text("o", "5 ", ROOT64), ("checkpoint-size",)),
        (text("o", "٥", ROOT64), ("checkpoint-size",)),
        (text("o", str(2**63), ROOT64), ("checkpoint-size",)),
        (text("o", "9" * 5000, ROOT64), ("checkpoint-size",)),
        (text("o", "5", ROOT64[:-1]), ("checkpoint-root",)),
        (text("o", "5", b64encode(ROOT[:31]).decode()), ("checkpoint-root",)),
        # 32 bytes leave four bits of the last character unused; they are zero.
        (text("o", "5", ROOT64[:-2] + "9="), ("checkpoint-root",)),
        (text("o", "0", ROOT64), ("checkpoint-root",)),
        (text("o", "5", ROOT64, *"abcdefghijklmnopq"), ("checkpoint-extensions",)),
        (text("o", "x", "y"), ("checkpoint-size", "checkpoint-root")),
    ],
)
def test_another_form_is_refused_with_every_reason(written, expected):
    assert codes(parse_checkpoint, written) == expected


def test_an_empty_log_has_the_empty_root():
    empty = Checkpoint("o", 0, tree.EMPTY_ROOT)
    assert parse_checkpoint(empty.text()) == empty


def test_a_signed_checkpoint_holds(log):
    log.append(ROOT)
    found = verify_checkpoint(log.note(), origin=str(log.origin), vkeys=log.vkeys)
    assert found.checkpoint == log.checkpoint
    assert found.signers == (str(log.origin),)
    assert found.note == log.note()
    assert found.cosignatures == ()


@given(st.data())
def test_no_altered_checkpoint_holds(data):
    log = Log()
    log.append(ROOT)
    note = log.note().encode()
    at = data.draw(st.integers(0, len(note) - 1))
    altered = note[:at] + bytes([note[at] ^ data.draw(st.integers(1, 255))]) + note[at + 1 :]
    with pytest.raises(Refused):
        verify_checkpoint(altered, origin=str(log.origin), vkeys=log.vkeys)


def test_the_checkpoint_of_another_log_is_refused(log):
    other = Log("XB", seed=2)
    origin = str(log.origin)
    assert codes(verify_checkpoint, other.note(), origin=origin, vkeys=log.vkeys) == (
        "note-unsigned",
    )
    # Even by a key that the caller trusts for some other log.
    both = [*log.vkeys, *other.vkeys]
    assert codes(verify_checkpoint, other.note(), origin=origin, vkeys=both) == (
        "checkpoint-origin",
    )
    # Nor does a log's own key lend its name to another origin.
    foreign = Checkpoint(str(other.origin), 1, ROOT)
    note = log.signer.sign(foreign.text())
    assert codes(verify_checkpoint, note, origin=origin, vkeys=log.vkeys) == ("checkpoint-origin",)


def test_a_log_signs_under_its_own_name_only(log):
    with pytest.raises(ValueError, match="name of its origin"):
        sign_checkpoint(Checkpoint("another", 0, tree.EMPTY_ROOT), log.signer)


WITNESS = NoteSignature("witness.borealia.example", b"\x01\x02\x03\x04", b"time and signature" * 5)


def test_witnesses_lines_are_carried_through_unharmed(log):
    cosigned = with_cosignatures(log.note(), [WITNESS])
    assert cosigned == log.note() + WITNESS.line()
    found = verify_checkpoint(cosigned, origin=str(log.origin), vkeys=log.vkeys)
    assert found.note == cosigned
    assert found.cosignatures == (WITNESS,)
    assert found.signers == (str(log.origin),)
    post_quantum = NoteSignature("witness.meridia.example", b"\x06\x06\x06\x06", bytes(2428))
    assert with_cosignatures(cosigned, [WITNESS, post_quantum]) == cosigned + post_quantum.line()


def test_a_cosignature_alone_does_not_speak_for_the_log(log):
    witness = NoteSigner.generate("witness.borealia.example", bytes)
    note = witness.sign(log.checkpoint.text())
    assert codes(verify_checkpoint, note, origin=str(log.origin), vkeys=log.vkeys) == (
        "note-unsigned",
    )


# Epochs


@given(st.sampled_from(["XA", "XB", "EU"]), st.integers(1, 10**9 - 1))
def test_an_origin_is_read_back(state, epoch):
    origin = LogOrigin(NETWORK, state, epoch)
    assert parse_origin(str(origin)) == origin


@pytest.mark.parametrize(
    "written",
    [
        "",
        "xa/1",
        f"{NETWORK}/XA/1",
        f"{NETWORK}/xa/0",
        f"{NETWORK}/xa/01",
        f"{NETWORK}/xa/1\n",
        f"{NETWORK}/xa/٣",
        f"{NETWORK.upper()}/xa/1",
        f"{NETWORK}/xa/1/",
    ],
)
def test_another_way_to_write_an_origin_is_refused(written):
    assert codes(parse_origin, written) == ("log-origin",)


def next_epoch(before):
    after = Log(before.origin.state, before.origin.epoch + 1, before.origin.network, seed=9)
    after.append(tree.leaf_hash(opening_entry(after.origin, before.checkpoint)))
    after.append(ROOT, ROOT)
    return after, inclusion(0, after.tree, after.read_tile)


def test_an_epoch_is_bound_to_the_end_of_the_one_before(log):
    log.append(ROOT, ROOT)
    after, path = next_epoch(log)
    verify_opening(after.checkpoint, log.checkpoint, path)
    third, path = next_epoch(after)
    verify_opening(third.checkpoint, after.checkpoint, path)


def test_an_epoch_does_not_continue_another_end_of_the_log(log):
    log.append(ROOT, ROOT)
    after, path = next_epoch(log)
    log.append(ROOT)
    assert codes(verify_opening, after.checkpoint, log.checkpoint, path) == ("log-not-included",)


@pytest.mark.parametrize(
    ("state", "epoch", "network"),
    [("XB", 1, NETWORK), ("XA", 2, NETWORK), ("XA", 3, NETWORK), ("XA", 1, OTHER_NETWORK)],
)
def test_an_epoch_does_not_continue_another_log(log, state, epoch, network):
    after, path = next_epoch(log)
    other = Log(state, epoch, network).checkpoint
    assert codes(verify_opening, after.checkpoint, other, path) == ("log-epoch-before",)
