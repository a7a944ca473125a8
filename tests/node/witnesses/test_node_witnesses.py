# SPDX-License-Identifier: Apache-2.0
"""Nodes that witness each other's logs: who asks, who refuses whom, and what is kept of a liar."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.witnesses import (  # noqa: F401 - fixtures
    POLICY,
    calls,
    cast,
    forked,
    logged,
    path_of,
    shown,
    states_of,
    witnessed,
    world,
    xa,
)
from rogatory.custody.log.checkpoint import parse_checkpoint, verify_checkpoint
from rogatory.custody.log.cosignature import read_cosignatures
from rogatory.custody.log.misbehaviour import Contradiction, check_misbehaviour
from rogatory.custody.log.proof import parse_proof, verify_proof
from rogatory.errors import Refused
from rogatory.node.custody_log.log import (
    LONGEST_DELAY,
    prove,
    publish_checkpoint,
    signed_checkpoint,
)
from rogatory.node.misbehaviour.accuse import checked
from rogatory.node.repositories.witnesses import WitnessAnswer
from rogatory.node.witnesses.ask import checkpoint_for_proofs
from rogatory.node.witnesses.cosign import last_cosigned
from rogatory.node.witnesses.own_policy import witnessing_state
from rogatory.node.witnesses.trust import witness_policy
from rogatory.node.witnesses.witness_schedule import watch_witnesses
from rogatory.node.worker.schedule import start_schedule
from rogatory.node.worker.work import run_until_idle
from rogatory.seal.notes import parse_note
from rogatory.wire.digests import sha256
from rogatory.wire.witness_policy import parse_policy


def size_of(note):
    return parse_checkpoint(parse_note(note).text).size


class TestHonest:
    def test_witnesses_are_asked_on_the_beat_and_the_policy_is_met(self, world, xa):
        logged(xa, 5)
        start_schedule(xa)
        run_until_idle(xa, "worker")
        world.clock.forward(minutes=2)
        run_until_idle(xa, "worker")
        found = witnessing_state(xa)
        # On the first beat the node's own event about the directory came in; it is asked for since.
        assert found.is_met
        assert (found.size, found.covered) == (6, 6)
        assert found.cosigned == ("XB", "XM", "XT")
        assert {one.problem for one in found.contacts} == {None}
        assert [one.size for one in world.node("XB").store.witnessed("XA")] == [6]

    def test_the_log_grows_and_only_the_difference_is_shown(self, world, xa):
        logged(xa, 5)
        witnessed(xa, "XB")
        logged(xa, 70)
        witnessed(xa, "XB")
        assert len([one for one in world.exchange.requests if one[2] == "witness"]) == 2
        assert world.node("XB").store.witnessed("XA")[0].size == 75

    def test_nobody_is_asked_again_for_what_he_cosigned(self, world, xa):
        logged(xa)
        witnessed(xa, "XB", "XB")
        assert len([one for one in world.exchange.requests if one[2] == "witness"]) == 1

    def test_one_that_does_not_answer_is_asked_again_within_seconds(self, world, xa):
        """Nodes that start together know each other's keys a little later."""
        logged(xa, 3)
        publish_checkpoint(xa)
        away = world.exchange.nodes.pop("XB")
        with xa.store.transaction():
            xa.queue.enqueue("witnesses", "witnesses", {}, world.clock.now())
        run_until_idle(xa, "worker")
        assert witnessing_state(xa).cosigned == ("XM", "XT")
        world.exchange.join(away)
        world.clock.forward(seconds=3)
        run_until_idle(xa, "worker")
        assert witnessing_state(xa).cosigned == ("XB", "XM", "XT")

    def test_the_log_learns_again_what_it_forgot_of_its_witness(self, world, xa):
        logged(xa, 5)
        witnessed(xa, "XB")
        xa.store.tables.witness_contacts.clear()
        logged(xa, 5)
        witnessed(xa, "XB")
        assert world.node("XB").store.witnessed("XA")[0].size == 10
        assert calls(world, "XA") == calls(world, "XB") == []

    @pytest.mark.parametrize("fault", ["lose_requests", "lose_answers"])
    def test_a_request_or_an_answer_that_is_lost_is_made_up_for(self, world, xa, fault):
        logged(xa, 5)
        setattr(world.exchange.faults, fault, 1)
        witnessed(xa, "XB")
        assert witnessing_state(xa).contacts[0].problem is not None
        witnessed(xa, "XB")
        assert witnessing_state(xa).cosigned == ("XB",)
        assert witnessing_state(xa).contacts[0].problem is None

    def test_a_proof_given_out_carries_the_cosignatures_of_its_policy(self, world, xa):
        event = logged(xa)
        note = checkpoint_for_proofs(xa)
        proof = prove(xa, event, note)
        vkeys = [world.states["XA"].log.vkey]
        verified = verify_proof(proof, event.event, origin=xa.log_origin, vkeys=vkeys)
        assert verified.index == event.index
        found = states_of(world, parse_proof(proof).checkpoint)
        assert parse_policy(POLICY).met_by(found)
        # Two are enough, so the third was not asked while somebody waited.
        assert found == ["XB", "XM"]

    def test_a_witness_shows_what_it_cosigned(self, world, xa):
        logged(xa, 3)
        witnessed(xa, "XB")
        note = xa.peers.last_cosigned("XB", xa.log_origin)
        assert states_of(world, note) == ["XB"]
        assert xa.peers.last_cosigned("XM", xa.log_origin) is None

    def test_a_monitor_of_a_log_gets_what_its_witnesses_saw(self, world, xa):
        """C2SP tlog-witness: by the digest of the origin, and not by the log's own State alone."""
        logged(xa, 3)
        witnessed(xa, "XB")
        shown = world.node("XT").peers.last_cosigned("XB", xa.log_origin)
        assert states_of(world, shown) == ["XB"]
        assert last_cosigned(world.node("XB"), sha256(xa.log_origin.encode())) == shown
        assert last_cosigned(world.node("XB"), sha256(b"no log")) is None

    def test_the_published_checkpoint_comes_with_its_cosignatures(self, world, xa):
        logged(xa, 3)
        publish_checkpoint(xa)
        witnessed(xa, "XB")
        shown = world.node("XT").peers.log_checkpoint("XA", 1).decode()
        assert states_of(world, shown) == ["XB"]

    def test_an_entry_is_covered_in_time_though_the_schedule_stops(self, world, xa):
        publish_checkpoint(xa)
        logged(xa, 2)
        before = size_of(world.node("XT").peers.log_checkpoint("XA", 1))
        world.clock.forward(seconds=LONGEST_DELAY.total_seconds() + 1)
        assert before < xa.store.log_size()
        assert size_of(world.node("XT").peers.log_checkpoint("XA", 1)) == xa.store.log_size()

    def test_only_the_cosignatures_that_are_needed_are_kept(self, world, xa):
        for _each in range(4):
            logged(xa)
            witnessed(xa, "XB", "XM")
        assert {one.size for one in xa.store.cosignatures(xa.log_origin)} == {4}
        logged(xa)
        witnessed(xa, "XB")
        kept = [(one.size, one.state) for one in xa.store.cosignatures(xa.log_origin)]
        assert kept == [(5, "XB"), (4, "XB"), (4, "XM")]
        for _each in range(20):
            logged(xa)
            witnessed(xa, "XB")
        kept = [(one.size, one.state) for one in xa.store.cosignatures(xa.log_origin)]
        assert kept[-2:] == [(4, "XB"), (4, "XM")]
        assert len(kept) < 12


class TestSilentWitnesses:
    """Nothing stops; what is proved says so; a human is called after the grace."""

    def test_a_proof_is_given_all_the_same_and_completed_later(self, world, xa):
        del world.exchange.nodes["XB"], world.exchange.nodes["XM"]
        event = logged(xa)
        first = checkpoint_for_proofs(xa)
        assert states_of(world, first) == ["XT"]
        world.exchange.join(world.new_node(world.states["XB"]))
        # One that did not answer lately is not waited for.
        assert states_of(world, checkpoint_for_proofs(xa)) == ["XT"]
        world.clock.forward(seconds=31)
        later = checkpoint_for_proofs(xa)
        assert states_of(world, later) == ["XB", "XT"]
        assert prove(xa, event, later)

    def test_a_human_is_called_when_the_grace_is_over_and_once_a_day(self, world, xa):
        for code in ("XB", "XM"):
            del world.exchange.nodes[code]
        logged(xa)
        witnessed(xa, "XB", "XM", "XT")
        watch_witnesses(xa)
        assert calls(world, "XA") == []
        world.clock.forward(minutes=61)
        for _each in range(3):
            watch_witnesses(xa)
        (reason,) = calls(world, "XA")
        assert "any 2 of XB XM XT" in reason
        assert "XB, XM" in reason
        world.clock.forward(days=1)
        watch_witnesses(xa)
        assert len(calls(world, "XA")) == 2

    def test_a_quiet_log_waits_for_nobody(self, world, xa):
        logged(xa)
        witnessed(xa, "XB", "XM")
        world.clock.forward(days=9)
        watch_witnesses(xa)
        assert calls(world, "XA") == []

    def test_without_a_policy_nobody_is_asked(self, world):
        node = world.node("XM")
        logged(node)
        checkpoint_for_proofs(node)
        start_schedule(node)
        run_until_idle(node, "worker")
        assert "witness" not in {one[2] for one in world.exchange.requests}
        assert witnessing_state(node).policy is None
        assert not witnessing_state(node).is_met

    def test_the_operators_own_policy_goes_before_the_entrys(self, world, xa):
        node = replace(xa, settings=replace(xa.settings, witness_policy="all of XT\n"))
        logged(node)
        assert states_of(world, checkpoint_for_proofs(node)) == ["XT"]

    @pytest.mark.parametrize("text", ["any 1 of XA XB\n", "nonsense\n"])
    def test_a_policy_that_cannot_be_used_calls_a_human(self, world, xa, text):
        world.states["XA"].witness_policy = text
        world.relist()
        with pytest.raises(Refused):
            witness_policy(world.directory.view(), "XA")
        start_schedule(xa)
        run_until_idle(xa, "worker")
        assert any("witness policy" in reason for reason in calls(world, "XA"))
        assert witnessing_state(xa).problem


class TestPersistedFirst:
    def test_a_witness_killed_before_it_signs_has_promised_nothing(self, world, xa):
        """It persisted, and no signature left it: the log asks again and gets one."""
        logged(xa, 5)
        witness = world.node("XB")

        class KilledError(BaseException):
            pass

        class Killed:
            cosigns = True

            def cosign(self, checkpoint, at):
                (seen,) = witness.store.witnessed("XA")
                assert (seen.size, seen.root) == (checkpoint.size, checkpoint.root)
                raise KilledError

        world.exchange.join(replace(witness, signer=Killed()))
        with pytest.raises(KilledError):
            witnessed(xa, "XB")
        assert witness.store.witnessed("XA")[0].size == 5
        world.exchange.join(witness)
        witnessed(xa, "XB")
        assert witnessing_state(xa).cosigned == ("XB",)

    def test_what_another_process_persisted_meanwhile_counts(self, world, xa):
        """Two requests are judged by the same state; the slower one is judged anew."""
        logged(xa, 5)
        small = publish_checkpoint(xa)
        logged(xa, 4)
        large = publish_checkpoint(xa)
        witness = world.node("XB")
        put, raced = witness.store.put_witnessed, []

        def racing(record, *, seen):
            if not raced:
                raced.append(None)
                raced[0] = shown(world, large)
            return put(record, seen=seen)

        witness.store.put_witnessed = racing
        answer = shown(world, small)
        del witness.store.put_witnessed
        assert raced[0].status == 200
        assert (answer.status, answer.body) == (409, b"9\n")
        assert witness.store.witnessed("XA")[0].size == 9


class TestLiars:
    @pytest.fixture
    def seen(self, world, xa):
        """Return what Borealia's witness saw, as it is before the attack."""
        logged(xa, 6)
        witnessed(xa, "XB")
        return world.node("XB").store.witnessed("XA")

    def unchanged(self, world, seen):
        assert world.node("XB").store.witnessed("XA") == seen

    def test_a_fork_is_refused_proved_and_reported_to_officers_of_both(self, world, xa, seen):
        liar = forked(world, 6)
        world.exchange.join(liar)
        witnessed(liar, "XB")
        (accusation,) = world.node("XB").store.accusations()
        assert (accusation.state, accusation.kind) == ("XA", "fork")
        found = check_misbehaviour(accusation.document, [world.states["XA"].log.vkey])
        assert found.contradiction is Contradiction.FORK
        assert any("contradicts itself" in reason for reason in calls(world, "XB"))
        assert any("refuses" in one.reason for one in liar.store.pages())
        assert liar.store.cosignatures(liar.log_origin) == []
        self.unchanged(world, seen)

    def test_a_rewritten_log_is_proved_by_its_own_path(self, world, xa, seen):
        liar = forked(world, 11, common=3)
        note = publish_checkpoint(liar)
        answer = shown(world, note, old=6, path=path_of(liar, 6, 11))
        assert answer.status == 422
        assert b"witness-fork" in answer.body
        (accusation,) = world.node("XB").store.accusations()
        assert accusation.kind == "rewritten"
        self.unchanged(world, seen)

    def test_where_the_path_shows_nothing_the_tiles_do(self, world, xa, seen):
        liar = forked(world, 11, common=3)
        world.exchange.join(liar)
        shown(world, publish_checkpoint(liar), old=6)
        assert [one.kind for one in world.node("XB").store.accusations()] == ["unexplained"]
        world.work("XB")
        kinds = [one.kind for one in world.node("XB").store.accusations()]
        assert kinds == ["unexplained", "rewritten"]
        assert any("changed or removed entries" in reason for reason in calls(world, "XB"))
        self.unchanged(world, seen)

    def test_an_honest_log_with_a_wrong_path_is_explained_by_its_tiles(self, world, xa, seen):
        logged(xa, 5)
        shown(world, publish_checkpoint(xa), old=6, path=(bytes(32),))
        world.work("XB")
        (accusation,) = world.node("XB").store.accusations()
        assert accusation.explained == world.clock.now()
        assert calls(world, "XB") == []
        self.unchanged(world, seen)

    def test_a_log_that_hides_its_tiles_stays_accused(self, world, xa, seen):
        liar = forked(world, 11, common=3)
        shown(world, publish_checkpoint(liar), old=6)
        del world.exchange.nodes["XA"]
        world.work("XB")
        (accusation,) = world.node("XB").store.accusations()
        assert (accusation.kind, accusation.explained) == ("unexplained", None)
        assert any("contradicts itself" in reason for reason in calls(world, "XB"))

    def test_the_same_proof_calls_once(self, world, xa, seen):
        note = publish_checkpoint(forked(world, 6))
        for _each in range(3):
            assert shown(world, note).status == 422
        assert len(world.node("XB").store.accusations()) == 1
        assert len(calls(world, "XB")) == 1

    def test_a_log_restored_from_a_backup_learns_what_its_witness_saw(self, world, xa, seen):
        """It shrank: nothing is cosigned, and its own officers are called."""
        restored = forked(world, 4, common=4)
        restored.store.tables.witness_contacts.clear()
        world.exchange.join(restored)
        witnessed(restored, "XB")
        assert restored.store.cosignatures(restored.log_origin) == []
        (reason,) = [one.reason for one in restored.store.pages()]
        assert "6 entries" in reason
        assert "backup" in reason
        self.unchanged(world, seen)

    def test_another_states_log_is_not_shown(self, world, xa, seen):
        """Nobody moves a witness's memory of a log but the State that keeps it."""
        logged(xa, 3)
        note = publish_checkpoint(xa)
        answer = shown(world, note, asker="XM", old=6, path=path_of(xa, 6, 9))
        assert answer.status == 404
        self.unchanged(world, seen)

    def test_a_log_key_that_is_no_longer_in_force(self, world, xa, seen):
        logged(xa, 3)
        note = publish_checkpoint(xa)
        world.clock.forward(days=365 * 30)
        assert shown(world, note, old=6, path=path_of(xa, 6, 9)).status == 404
        self.unchanged(world, seen)

    def test_a_state_that_is_held_is_not_cosigned(self, world, xa, seen):
        note = publish_checkpoint(xa)
        world.relist(without=["XA"])
        assert shown(world, note, old=6).status == 404
        self.unchanged(world, seen)

    def test_no_proof_against_a_log_whose_keys_nobody_lists(self, world, xa, seen):
        note = publish_checkpoint(forked(world, 6))
        shown(world, note)
        (accusation,) = world.node("XB").store.accusations()
        assert checked(world.node("XM"), accusation.document).origin == xa.log_origin
        world.relist(without=["XA"])
        with pytest.raises(Refused):
            checked(world.node("XM"), accusation.document)


class TestLyingWitnesses:
    """A witness's answer is believed only if it verifies."""

    def answers(self, world, monkeypatch, answer):
        given = answer if isinstance(answer, list) else [answer] * 3
        node = world.node("XA")
        replies = iter(given)
        monkeypatch.setattr(
            type(node.peers),
            "add_checkpoint",
            lambda *_arguments: WitnessAnswer(*next(replies)),
        )
        logged(node, 3)
        witnessed(node, "XB")
        assert node.store.cosignatures(node.log_origin) == []
        return witnessing_state(node).contacts[0].problem

    @pytest.mark.parametrize(
        ("answer", "code"),
        [
            ((200, b""), "witness-answer"),
            ((200, b"\xff\n"), "witness-answer"),
            ((200, "— XB AAAAAAAA\n".encode()), "witness-incomplete"),
            ((409, b"many\n"), "witness-answer"),
            ((409, b"3"), "witness-answer"),
            ((409, b"0\n"), "witness-unsteady"),
            ((409, b"99\n"), "witness-saw-more"),
            ((422, b'{"codes":["witness-fork"]}'), "witness-refuses"),
            ((403, b"{}"), "witness-refuses"),
            ((401, b""), "witness-answer"),
            ((404, b'{"codes":["witness-origin"]}'), "witness-answer"),
            ((429, b"{}"), "witness-answer"),
            ((500, b"<html>"), "witness-answer"),
        ],
    )
    def test_no_cosignature(self, world, monkeypatch, answer, code):
        assert code in self.answers(world, monkeypatch, answer)

    def test_another_witnesss_lines(self, world, xa, monkeypatch):
        logged(xa, 3)
        note = publish_checkpoint(xa)
        answer = shown(world, note, witness="XM")
        found = self.answers(world, monkeypatch, (200, answer.body))
        assert "witness-incomplete" in found

    def test_one_kind_of_key_only(self, world, xa, monkeypatch):
        world.node("XB").signer.witness = world.node("XB").signer.witness[:1]
        try:
            logged(xa, 3)
            witnessed(xa, "XB")
        finally:
            world.node("XB").signer.witness = world.states["XB"].witness
        assert xa.store.cosignatures(xa.log_origin) == []
        assert "witness-incomplete" in witnessing_state(xa).contacts[0].problem

    def test_a_node_without_witness_keys_says_so(self, world, xa):
        witness = world.node("XB")
        world.exchange.join(replace(witness, signer=replace(witness.signer, witness=[])))
        logged(xa, 3)
        witnessed(xa, "XB")
        assert "witness-keyless" in witnessing_state(xa).contacts[0].problem
        assert calls(world, "XA") == []
        assert witness.store.witnessed() == []


def test_cosignatures_state_when(world, xa):
    logged(xa, 3)
    witnessed(xa, "XB")
    world.clock.forward(hours=1)
    (kept,) = xa.store.cosignatures(xa.log_origin)
    assert kept.at == world.clock.now() - timedelta(hours=1)
    note = world.node("XB").store.witnessed("XA")[0].note
    keys = [one.key for one in world.states["XB"].witness]
    assert {one.at for one in read_cosignatures(note, keys)} == {kept.at}
    signed = verify_checkpoint(note, origin=xa.log_origin, vkeys=[world.states["XA"].log.vkey])
    assert signed.checkpoint == parse_checkpoint(parse_note(signed_checkpoint(xa, 3)).text)
