# SPDX-License-Identifier: Apache-2.0
"""The decisions of a witness (C2SP tlog-witness), and the proof that it keeps of a log that
lies.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.events import AT, Log, Witness
from rogatory.custody.log import tree
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint, write_hash
from rogatory.custody.log.epoch import opening_entry, parse_origin
from rogatory.custody.log.misbehaviour import (
    Contradiction,
    build_misbehaviour,
    check_misbehaviour,
    origin_of,
)
from rogatory.custody.log.witness import (
    LARGEST_REQUEST,
    AddCheckpoint,
    NotCosignedError,
    SeenCheckpoint,
    Verdict,
    judge_request,
    parse_add_checkpoint,
)
from rogatory.errors import Refused
from rogatory.seal.notes import parse_note
from rogatory.wire import canonical


@dataclass
class Watched:
    """A witness's knowledge: the keys listed, and what it saw of each epoch."""

    vkeys: dict = field(default_factory=dict)
    seen: dict = field(default_factory=dict)

    def judged(self, body):
        return judge_request(body, keys=lambda o: self.vkeys.get(o, ()), seen=self.seen)

    def shown(self, log, old=None, path=None, note=None):
        """The log shows its checkpoint; what is cosigned counts as seen."""
        self.vkeys.setdefault(str(log.origin), log.vkeys)
        last = self.seen.get(log.origin.epoch)
        old = (last.checkpoint.size if last else 0) if old is None else old
        if path is None:
            path = log.path(old) if old <= log.tree.size else ()
        note = note or log.note()
        checkpoint = self.judged(AddCheckpoint(old, path, note).encode())
        self.seen[log.origin.epoch] = SeenCheckpoint(checkpoint, note)
        return checkpoint

    def refused(self, *arguments, **named):
        before = dict(self.seen)
        with pytest.raises(NotCosignedError) as refused:
            self.shown(*arguments, **named)
        assert self.seen == before
        return refused.value


def codes(error):
    return error.verdict, error.codes, error.alarm


class TestHonestLog:
    @given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
    def test_it_is_cosigned_as_it_grows(self, steps):
        watched, log = Watched(), Log()
        for step in steps:
            assert watched.shown(log.grown(step)).size == log.tree.size

    def test_the_same_size_again(self):
        watched, log = Watched(), Log().grown(7)
        assert watched.shown(log) == watched.shown(log)

    def test_another_old_size_is_answered_with_what_was_seen(self):
        watched, log = Watched(), Log().grown(7)
        watched.shown(log)
        log.grown(5)
        for old in (0, 3, 12):
            error = watched.refused(log, old=old, path=log.path(old))
            assert codes(error) == (Verdict.OTHER_SIZE, ("witness-old-size",), False)
            assert error.size == 7
        assert watched.shown(log).size == 12

    def test_an_older_checkpoint_is_refused_and_accuses_nobody(self):
        watched, log = Watched(), Log().grown(7)
        old = log.note()
        watched.shown(log.grown(5))
        error = watched.refused(log, old=7, path=(), note=old)
        assert codes(error) == (Verdict.OTHER_SIZE, ("witness-old-size",), False)
        assert error.misbehaviour is None


class TestForms:
    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            (b"", "begin"),
            (b"old 0\n", "begin"),
            (b"old 00\n\n", "begin"),
            (b"old -1\n\n", "begin"),
            (b"old 0 \n\n", "begin"),
            (b"new 0\n\n", "begin"),
            (b"\xff\n\n", "UTF-8"),
            (b"old 0\nAAAA\n\n", "hash"),
            (b"old 0\n" + b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" * 64 + b"\n", "hash"),
            (b"old 0\n\n" + b"x" * LARGEST_REQUEST, "larger"),
        ],
    )
    def test_another_form_is_refused(self, body, problem):
        with pytest.raises(Refused) as refused:
            parse_add_checkpoint(body)
        assert refused.value.codes == ("witness-request",)
        assert problem in str(refused.value)

    @given(
        st.integers(0, 2**63 - 1),
        st.lists(st.binary(min_size=32, max_size=32), max_size=63),
    )
    def test_a_request_is_read_as_it_is_written(self, old, path):
        request = AddCheckpoint(old, tuple(path), Log().note())
        assert parse_add_checkpoint(request.encode()) == request

    def test_a_log_that_nobody_lists(self):
        watched = Watched()
        with pytest.raises(NotCosignedError) as refused:
            watched.judged(AddCheckpoint(0, (), Log().note()).encode())
        assert codes(refused.value) == (Verdict.UNKNOWN_LOG, ("witness-origin",), False)

    def test_a_checkpoint_that_the_log_did_not_sign(self):
        log, stranger = Log().grown(3), Log(seed=9).grown(3)
        watched = Watched({str(log.origin): log.vkeys})
        error = watched.refused(stranger)
        assert codes(error) == (Verdict.UNSIGNED, ("note-unsigned",), False)
        forged = log.note().replace("\n3\n", "\n4\n")
        assert watched.refused(log, note=forged).verdict is Verdict.UNSIGNED

    @pytest.mark.parametrize(
        "checkpoint",
        [
            Checkpoint(str(Log().origin), 1, bytes(32), ("extension",)),
            Checkpoint("another.example/log", 1, bytes(32)),
        ],
    )
    def test_what_no_log_of_ours_writes(self, checkpoint):
        log = Log()
        note = log.signer.sign(checkpoint.text())
        assert Watched().refused(log, note=note).verdict is Verdict.MALFORMED

    def test_an_old_size_beyond_the_checkpoint(self):
        watched, log = Watched(), Log().grown(3)
        assert codes(watched.refused(log, old=4)) == (
            Verdict.MALFORMED,
            ("witness-request",),
            False,
        )

    def test_a_path_from_nothing_or_to_the_same(self):
        watched, log = Watched(), Log().grown(3)
        assert watched.refused(log, path=(bytes(32),)).verdict is Verdict.INCONSISTENT
        watched.shown(log)
        error = watched.refused(log, path=(bytes(32),))
        assert codes(error) == (Verdict.INCONSISTENT, ("witness-request",), False)


def proved(error, log):
    found = check_misbehaviour(error.misbehaviour, log.vkeys)
    assert origin_of(error.misbehaviour) == found.origin == str(log.origin)
    return found


class TestLiars:
    def test_a_fork_of_one_size(self):
        watched = Watched()
        watched.shown(Log().grown(8))
        fork = Log().grown(8, fork=b"other")
        for old in (None, 0, 3):
            error = watched.refused(fork, old=old, path=())
            assert codes(error) == (Verdict.INCONSISTENT, ("witness-fork",), True)
            found = proved(error, fork)
            assert found.contradiction is Contradiction.FORK
            assert found.contradiction.proves

    @given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 70))
    def test_a_rewritten_log_proves_it_by_its_own_path(self, size, more, common):
        """It altered an entry that was cosigned and shows how its new tree grew."""
        common = min(common, size - 1)
        watched = Watched()
        watched.shown(Log().grown(common).grown(size - common))
        liar = Log().grown(common).grown(size - common, fork=b"other").grown(more)
        error = watched.refused(liar)
        assert codes(error) == (Verdict.INCONSISTENT, ("witness-fork",), True)
        found = proved(error, liar)
        # Where the old tree is one perfect subtree the path leaves its root out.
        whole = size & (size - 1) == 0
        wanted = Contradiction.UNEXPLAINED if whole else Contradiction.REWRITTEN
        assert found.contradiction is wanted
        # With the log's tiles it is proved in either case.
        last, note = watched.seen[1].note, liar.note()
        explained = build_misbehaviour(last, note, liar.beginning(size))
        assert check_misbehaviour(explained, liar.vkeys).contradiction is Contradiction.REWRITTEN

    def test_a_wrong_path_proves_nothing(self):
        watched, log = Watched(), Log().grown(7)
        watched.shown(log)
        log.grown(6)
        path = (bytes(32), *log.path(7)[1:])
        error = watched.refused(log, path=path)
        assert error.verdict is Verdict.INCONSISTENT
        found = proved(error, log)
        assert found.contradiction is Contradiction.UNEXPLAINED
        assert not found.contradiction.proves
        # The log's tiles show that it is consistent after all.
        last = watched.seen[1].note
        data = build_misbehaviour(last, log.note(), log.beginning(7))
        assert check_misbehaviour(data, log.vkeys).contradiction is Contradiction.UNEXPLAINED

    def test_the_proof_keeps_what_the_witness_cosigned_and_when(self):
        witness, log = Witness(), Log().grown(8)
        watched = Watched({str(log.origin): log.vkeys})
        watched.seen[1] = SeenCheckpoint(log.checkpoint, witness.cosigned(log))
        error = watched.refused(Log().grown(8, fork=b"other"), old=0)
        found = proved(error, log)
        cosigned = [one for one in (found.first, found.second) if one.cosignatures]
        assert [one.checkpoint for one in cosigned] == [log.checkpoint]


class TestEpochs:
    def opened(self, before, epoch=2, text=None):
        log = Log(epoch=epoch)
        last = parse_checkpoint(text) if text else before.checkpoint
        log.append(tree.leaf_hash(opening_entry(log.origin, last)))
        return log

    def test_an_opening_over_what_was_seen(self):
        watched, first = Watched(), Log().grown(9)
        watched.shown(first)
        second = self.opened(first)
        assert watched.shown(second).size == 1
        assert watched.shown(second.grown(5)).size == 6

    def test_the_epoch_before_is_over(self):
        watched, first = Watched(), Log().grown(9)
        watched.shown(first)
        watched.shown(self.opened(first))
        error = watched.refused(first.grown(1))
        assert codes(error) == (Verdict.INCONSISTENT, ("witness-epoch-over",), False)

    def test_a_witness_that_saw_no_epoch_before_begins_with_any(self):
        watched = Watched()
        assert watched.shown(self.opened(Log().grown(9)).grown(5)).size == 6

    def test_an_opening_over_an_older_end(self):
        """A node restored from a backup cannot drop what the witness saw since."""
        watched, first = Watched(), Log().grown(9)
        older = first.checkpoint.text()
        watched.shown(first.grown(3))
        error = watched.refused(self.opened(first, text=older))
        assert codes(error) == (Verdict.INCONSISTENT, ("witness-epoch-opening",), True)
        assert error.misbehaviour is None

    def test_entries_before_the_opening_was_seen(self):
        watched, first = Watched(), Log().grown(9)
        watched.shown(first)
        error = watched.refused(self.opened(first).grown(1))
        assert codes(error) == (Verdict.INCONSISTENT, ("witness-epoch-first",), False)

    def test_an_epoch_left_out(self):
        watched, first = Watched(), Log().grown(9)
        watched.shown(first)
        log = Log(epoch=3).grown(1)
        error = watched.refused(log)
        assert codes(error) == (Verdict.INCONSISTENT, ("witness-epoch-opening",), True)

    def test_what_an_officer_accepted_by_hand(self):
        watched, first = Watched(), Log().grown(9)
        watched.shown(first)
        log = self.opened(first.grown(3)).grown(4)
        watched.seen[2] = SeenCheckpoint(Checkpoint(str(log.origin), 0, tree.EMPTY_ROOT), None)
        assert watched.shown(log).size == 5


class TestProofOfMisbehaviour:
    LOG, FORK = Log().grown(6), Log().grown(6, fork=b"other")

    def refusal(self, data, vkeys=None):
        with pytest.raises(Refused) as refused:
            check_misbehaviour(data, self.LOG.vkeys if vkeys is None else vkeys)
        return refused.value.codes

    def fork(self):
        return build_misbehaviour(self.LOG.note(), self.FORK.note())

    def test_the_order_of_the_two_makes_no_difference(self):
        assert build_misbehaviour(self.FORK.note(), self.LOG.note()) == self.fork()

    def test_two_that_agree_accuse_nobody(self):
        for first, second in (
            (self.LOG, self.LOG),
            (Log(), self.LOG),
            (self.LOG, Log("XB").grown(6)),
        ):
            with pytest.raises(Refused):
                build_misbehaviour(first.note(), second.note())

    def test_a_forger_cannot_accuse_a_log(self):
        """Both checkpoints must have the signature of the accused."""
        stranger = Log(seed=5).grown(6, fork=b"other")
        data = build_misbehaviour(self.LOG.note(), stranger.note())
        assert self.refusal(data) == ("note-unsigned",)
        assert self.refusal(self.fork(), vkeys=[]) == ("note-unsigned", "note-unsigned")

    def test_nodes_that_show_the_true_beginning_prove_nothing(self):
        small = self.LOG.note()
        big = Log().grown(6).grown(5)
        data = canonical.decode_object(build_misbehaviour(small, big.note()), limit=1 << 20)
        nodes = [write_hash(node) for node in big.beginning(6)]
        claimed = dict(data) | {"kind": "rewritten", "nodes": nodes}
        assert self.refusal(canonical.encode(claimed)) == ("misbehaviour-none",)

    @pytest.mark.parametrize(
        "changes",
        [
            {"version": 2},
            {"kind": "theft"},
            {"kind": "rewritten"},
            {"kind": "unexplained"},
            {"first": 1},
            {"nodes": "x"},
            {"nodes": ["x"]},
            {"nodes": [1]},
            {"more": 1},
        ],
    )
    def test_another_form_is_refused(self, changes):
        data = canonical.decode_object(self.fork(), limit=1 << 20)
        assert self.refusal(canonical.encode(dict(data) | changes)) == ("misbehaviour-form",)

    @given(st.data())
    def test_no_altered_file_holds(self, data):
        proof = self.fork()
        at = data.draw(st.integers(0, len(proof) - 1))
        flipped = proof[at] ^ data.draw(st.integers(1, 255))
        with pytest.raises(Refused):
            check_misbehaviour(proof[:at] + bytes([flipped]) + proof[at + 1 :], self.LOG.vkeys)


def test_the_note_of_a_request_is_kept_as_it_came():
    log = Log().grown(2)
    note = Witness().cosigned(log, AT)
    assert parse_add_checkpoint(AddCheckpoint(0, (), note).encode()).note == note
    assert parse_note(note).text == log.checkpoint.text()
    assert parse_origin(log.checkpoint.origin) == log.origin
