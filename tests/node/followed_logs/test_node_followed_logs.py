# SPDX-License-Identifier: Apache-2.0
"""Other States' logs followed: honest ones hold, and each way to lie is found, shown and called."""

from dataclasses import replace

import pytest

from casts.node.world import IN_FORCE, NETWORK, TestSigner, bodies, drawn
from rogatory.custody.log.checkpoint import Checkpoint, parse_checkpoint
from rogatory.custody.log.epoch import LogOrigin, opening_entry
from rogatory.custody.log.misbehaviour import Contradiction, check_misbehaviour
from rogatory.custody.log.tiles import TileId, extend
from rogatory.custody.log.tree import CompactRange, leaf_hash
from rogatory.directory.entry.entry import LogRecord
from rogatory.errors import Refused, Unreachable
from rogatory.node.custody_log.log import publish_checkpoint, published
from rogatory.node.followed_logs.follow_schedule import log_watch, watch_log
from rogatory.node.misbehaviour.unlogged import (
    Unlogged,
    build_unlogged,
    check_unlogged,
    parse_unlogged,
)
from rogatory.node.threads.receipt import build_receipt, parse_receipt
from rogatory.node.worker.schedule import start_schedule
from rogatory.seal.notes import NoteSigner, parse_note
from rogatory.seal.signatures import Signatures
from rogatory.transport import in_process

XA, XB = "xa/contact-point", "xb/contact-point"


def ask(world, count=1):
    """Requests of XA to XB, each receipted and logged there."""
    sent = [world.sent(XA, XB, "preservation", bodies.preservation()) for _ in range(count)]
    world.settle()
    return sent


def publish(world, code="XB"):
    return publish_checkpoint(world.node(code))


def calls(world):
    return [page for page in world.calls["XA"].pages if page.id.startswith("log/")]


def rewrite(world, leaves, *, size=None):
    """XB's operator replaces the log: its rows say now whatever he likes, and his key signs it."""
    node = world.node("XB")
    tables, fresh = node.store.tables, [leaf_hash(each) for each in leaves]
    grown = extend(CompactRange(), lambda _tile: b"", fresh)
    tables.trees[1] = grown.tree
    tables.tiles = {(1, tile.level, tile.index): data for tile, data in grown.tiles}
    tables.checkpoints.clear()
    checkpoint = Checkpoint(node.log_origin, grown.tree.size, grown.tree.root())
    note = node.signer.sign_checkpoint(checkpoint.text())
    tables.checkpoints[1, grown.tree.size] = note
    return note


def shown(world):
    """Return what the proof that XA keeps shows."""
    node = world.node("XA")
    (log,) = node.store.followed_logs("XB")
    return check_misbehaviour(node.objects.get(log.proof), [world.states["XB"].log.vkey])


def test_an_honest_log_holds_and_has_each_receipt(world):
    ask(world, 3)
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing, watch.waiting, watch.holds) == (3, 0, 0, True)
    assert watch.unreached is None
    assert [log.size for log in watch.logs] == [3]
    ask(world, 2)
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.logs[0].size, calls(world)) == (5, 5, [])
    assert watch == log_watch(world.node("XA"), "XB")


def test_a_receipt_waits_for_the_published_checkpoint_and_then_is_found(world, monkeypatch):
    """Of a node that does not keep to the longest delay, which ours does by itself."""
    monkeypatch.setattr(in_process.log, "serve_checkpoint", published)
    ask(world)
    publish(world)
    watch_log(world.node("XA"), "XB")
    ask(world)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing, watch.waiting, watch.holds) == (1, 0, 1, True)
    world.clock.forward(hours=5)
    assert watch_log(world.node("XA"), "XB").holds
    world.clock.forward(hours=2)
    late = watch_log(world.node("XA"), "XB")
    assert not late.holds
    assert [page.id.rsplit("/", 1)[-1] for page in calls(world)] == ["log-receipt-withheld"]
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.waiting, watch.holds) == (2, 0, True)


def test_a_log_that_does_not_answer_is_reported_and_nothing_is_noted(world):
    ask(world)
    watch = watch_log(world.node("XA"), "XB")
    assert watch.unreached
    assert (watch.logs, watch.waiting, watch.holds, calls(world)) == ((), 1, True, [])
    publish(world)
    world.exchange.faults.lose_answers = 1
    assert watch_log(world.node("XA"), "XB").logs == ()
    assert watch_log(world.node("XA"), "XB").found == 1


def test_a_log_that_forks_is_found_and_shown_to_a_third_party(world):
    ask(world, 2)
    good = publish(world)
    watch_log(world.node("XA"), "XB")
    rewrite(world, [b"one", b"another"])
    for _ in range(2):
        watch = watch_log(world.node("XA"), "XB")
    assert not watch.holds
    assert len(calls(world)) == 1
    assert "not consistent with its earlier checkpoints" in calls(world)[0].reason
    assert shown(world).contradiction is Contradiction.FORK
    assert watch.logs[0].note == good


@pytest.mark.parametrize("count", [3, 8, 300])
def test_a_log_rewritten_and_grown_is_found_and_shown(world, count):
    ask(world, 2)
    good = publish(world)
    watch_log(world.node("XA"), "XB")
    rewrite(world, [b"%d" % n for n in range(count)])
    watch = watch_log(world.node("XA"), "XB")
    assert not watch.holds
    assert shown(world).contradiction is Contradiction.REWRITTEN
    assert (watch.logs[0].note, watch.logs[0].size) == (good, 2)


def test_a_proof_stays_though_the_log_goes_back_to_its_old_story(world):
    ask(world, 2)
    good = publish(world)
    watch_log(world.node("XA"), "XB")
    tables = world.node("XB").store.tables
    honest = dict(tables.trees), dict(tables.tiles)
    rewrite(world, [b"one", b"another"])
    watch_log(world.node("XA"), "XB")
    tables.trees, tables.tiles = honest
    tables.checkpoints.clear()
    tables.checkpoints[1, 2] = good
    watch = watch_log(world.node("XA"), "XB")
    assert watch.logs[0].followed == world.clock.now()
    assert not watch.holds
    assert shown(world).contradiction is Contradiction.FORK


def test_a_log_that_shrinks_is_reported_and_the_last_checkpoint_is_kept(world):
    ask(world, 2)
    publish(world)
    watch_log(world.node("XA"), "XB")
    node = world.node("XB")
    leaf = node.store.read_tile(0, 0, 1)
    kept = dict(node.store.tables.trees), dict(node.store.tables.tiles)
    notes = dict(node.store.tables.checkpoints)
    node.store.tables.trees[1] = CompactRange(1, (leaf,))
    node.store.tables.checkpoints.clear()
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.holds, watch.logs[0].size) == (False, 2)
    assert not shown(world).contradiction.proves
    assert len(calls(world)) == 1
    node.store.tables.trees, node.store.tables.tiles = kept
    node.store.tables.checkpoints = notes
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.holds, watch.logs[0].problem, watch.logs[0].proof) == (True, None, None)


def test_tiles_that_do_not_lead_to_the_checkpoint_count_for_nothing(world):
    ask(world, 2)
    publish(world)
    tiles = world.node("XB").store.tables.tiles
    honest = tiles[1, 0, 0]
    tiles[1, 0, 0] = bytes(64)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.holds, watch.found, watch.logs[0].note) == (False, 0, None)
    tiles[1, 0, 0] = honest
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.holds, watch.found) == (True, 2)


def test_a_checkpoint_of_another_key_is_no_word_of_the_log(world):
    ask(world)
    publish(world)
    node = world.node("XB")
    other = NoteSigner.generate(node.log_origin, drawn("a thief"))
    checkpoint = Checkpoint(node.log_origin, 1, bytes(32))
    node.store.tables.checkpoints[1, 1] = other.sign(checkpoint.text())
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.holds, watch.logs[0].note, watch.logs[0].proof) == (False, None, None)


def test_a_log_altered_before_it_was_ever_followed_contradicts_its_receipts(world):
    """The receipt brings a checkpoint of its own, signed when all was as it was."""
    ask(world, 2)
    rewrite(world, [b"%d" % n for n in range(5)])
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing, watch.holds) == (0, 2, False)
    assert shown(world).contradiction is Contradiction.REWRITTEN
    assert len(calls(world)) == 1


def forged_receipt(world, message, **changes):
    """XB's node signs a receipt for an entry that its log never had; XA holds it."""
    tables, node = world.node("XA").store.tables, world.node("XB")
    held = tables.messages[message.digest]
    receipt = parse_receipt(held.receipt)
    data = build_receipt(replace(receipt, log=replace(receipt.log, **changes)))
    signed = node.signer.sign_receipt(data, world.clock.now())
    tables.messages[message.digest] = replace(
        held, receipt=data, receipt_p256=signed.p256, receipt_mldsa65=signed.mldsa65
    )


def test_a_receipt_whose_entry_is_not_in_the_log_is_found_and_shown(world):
    first, second = ask(world, 2)
    forged_receipt(world, first, commitment="5a" * 32)
    publish(world)
    for _ in range(2):
        watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing, watch.holds) == (1, 1, False)
    assert [one.message for one in watch.not_found] == [first.digest]
    assert len(calls(world)) == 1
    node = world.node("XA")
    proof = node.objects.get(watch.logs[0].proof)
    view, at = node.register.view(), world.clock.now()
    found = check_unlogged(proof, view, at)
    assert (found.receipt.message, found.signed.checkpoint.size) == (first.digest, 2)

    read, _receipt = parse_unlogged(proof)
    honest = node.store.message(second.digest)
    wrong = Signatures(honest.receipt_p256, honest.receipt_mldsa65)
    thief = NoteSigner.generate(world.node("XB").log_origin, drawn("a thief"))
    others = ("signature-other-document",) * 2
    for altered, codes in (
        (
            replace(read, leaf=leaf_hash(bytes.fromhex("5a" * 32))),
            ("log-not-included", "log-unlogged-form"),
        ),
        (replace(read, leaf=bytes(32)), ("log-not-included",)),
        (replace(read, path=()), ("log-path-length",)),
        (replace(read, receipt=honest.receipt), (*others, "log-not-included")),
        (replace(read, signatures=wrong), others),
        (replace(read, checkpoint=read.checkpoint.replace("\n2\n", "\n3\n")), ("note-signature",)),
        (
            replace(read, checkpoint=thief.sign(parse_note(read.checkpoint).text)),
            ("note-unsigned",),
        ),
        (replace(read, checkpoint="no note", signatures=wrong), (*others, "note-malformed")),
    ):
        with pytest.raises(Refused) as refused:
            check_unlogged(build_unlogged(altered), view, at)
        assert refused.value.codes == codes
    with pytest.raises(Refused):
        check_unlogged(proof[:-1], view, at)


def test_who_keeps_to_his_receipts_is_accused_by_no_file(world):
    """A peer turns an honest receipt and log into a file of that kind, as far as it can."""
    (message,) = ask(world)
    note = publish(world)
    held = world.node("XA").store.message(message.digest)
    read = Unlogged(
        receipt=held.receipt,
        signatures=Signatures(held.receipt_p256, held.receipt_mldsa65),
        checkpoint=note,
        leaf=leaf_hash(bytes.fromhex(parse_receipt(held.receipt).log.commitment)),
        path=(),
    )
    with pytest.raises(Refused) as refused:
        check_unlogged(build_unlogged(read), world.node("XA").register.view(), world.clock.now())
    assert refused.value.codes == ("log-unlogged-form",)


def test_a_receipt_with_a_checkpoint_that_nobody_signed_is_not_found(world):
    first, second = ask(world, 2)
    forged_receipt(world, first, checkpoint="not a note")
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing) == (1, 1)
    assert watch.not_found[0].message == first.digest
    assert second.digest != first.digest


def test_a_receipt_of_a_log_that_nobody_can_follow_is_found_nowhere(world):
    first, second = ask(world, 2)
    forged_receipt(world, first, origin=f"{NETWORK}/xb/9")
    publish(world)
    for _ in range(2):
        watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing, watch.holds) == (1, 1, False)
    assert "lists no key" in watch.not_found[0].problem
    assert len(calls(world)) == 1
    assert world.node("XA").store.sought_receipts("XB", found=True)[0].message == second.digest


def test_many_receipts_that_wait_hold_up_none_that_can_be_found(world, monkeypatch):
    monkeypatch.setattr("rogatory.node.followed_logs.receipts.MOST_AT_ONCE", 1)
    first, second = ask(world, 2)
    begin_epoch_2(world, parse_checkpoint(parse_note(publish(world)).text))
    forged_receipt(world, first, origin=f"{NETWORK}/xb/2")
    assert watch_log(world.node("XA"), "XB").found == 0
    watch = watch_log(world.node("XA"), "XB")
    assert (watch.found, watch.missing, watch.waiting, watch.holds) == (1, 0, 1, True)
    (found,) = world.node("XA").store.sought_receipts("XB", found=True)
    assert found.message == second.digest


def test_a_job_for_a_state_that_was_struck_off_ends(world):
    start_schedule(world.node("XA"))
    world.work("XA")
    world.clock.forward(minutes=10)
    world.relist(without={"XT"})
    node = world.node("XA")
    now = world.clock.now()
    with node.store.transaction():
        node.queue.enqueue("follow-log", "follow-log/XT", {"state": "XT"}, now)
    world.work("XA")
    assert [job.kind for job in node.queue.waiting() if job.key == "follow-log/XT"] == []


def begin_epoch_2(world, last):
    """XB's log begins anew, after that checkpoint; the directory lists its key."""
    state, node = world.states["XB"], world.node("XB")
    origin = LogOrigin(NETWORK, "XB", 2)
    signer = NoteSigner.generate(str(origin), drawn("the second epoch"))
    with node.store.transaction():
        node.store.begin_epoch(2, opening_entry(origin, last))
    world.exchange.join(
        replace(
            node,
            log_origin=str(origin),
            signer=TestSigner(state.offices, state.receipts, signer),
        )
    )
    view = world.directory.newest
    listed = view.listed["XB"]
    logs = (*listed.entry.logs, LogRecord(str(origin), signer.vkey, IN_FORCE))
    renewed = replace(listed, entry=replace(listed.entry, logs=logs))
    world.directory.newest = replace(view, listed={**view.listed, "XB": renewed})


def test_a_new_epoch_is_followed_beside_the_old_one(world):
    ask(world, 2)
    last = parse_checkpoint(parse_note(publish(world)).text)
    watch_log(world.node("XA"), "XB")
    begin_epoch_2(world, last)
    ask(world, 2)
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert [(log.origin[-1], log.size) for log in watch.logs] == [("1", 2), ("2", 3)]
    assert (watch.found, watch.holds, calls(world)) == (4, True, [])


def test_a_new_epoch_that_forgets_the_old_one_is_found(world):
    ask(world, 2)
    last = parse_checkpoint(parse_note(publish(world)).text)
    watch_log(world.node("XA"), "XB")
    begin_epoch_2(world, replace(last, size=1))
    ask(world, 1)
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert [log.problem is None for log in watch.logs] == [True, False]
    assert watch.logs[1].note is None
    assert [page.id.rsplit("/", 1)[-1] for page in calls(world)] == ["log-opening-other"]


def test_a_new_epoch_without_its_opening_is_found(world):
    """An empty one first, so that nobody looks at what it begins with later."""
    ask(world, 2)
    last = parse_checkpoint(parse_note(publish(world)).text)
    watch_log(world.node("XA"), "XB")
    begin_epoch_2(world, last)
    node = world.node("XB")
    honest = node.store.tables.trees[2]
    node.store.tables.trees[2] = CompactRange()
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert [log.problem is None for log in watch.logs] == [True, False]
    assert watch.logs[1].note is None
    node.store.tables.trees[2] = honest
    publish(world)
    assert watch_log(world.node("XA"), "XB").holds


def test_an_epoch_that_was_restored_may_begin_with_what_only_others_saw(world):
    """XB had three entries, XA saw two of them, and a restore took the third."""
    ask(world, 2)
    publish(world)
    watch_log(world.node("XA"), "XB")
    ask(world, 1)
    last = parse_checkpoint(parse_note(publish(world)).text)
    node = world.node("XB")
    tables = node.store.tables
    tables.trees[1] = CompactRange().extend([tables.tiles[1, 0, 0][:32]] * 2)
    tables.tiles[1, 0, 0] = tables.tiles[1, 0, 0][:64]
    begin_epoch_2(world, last)
    publish(world)
    watch = watch_log(world.node("XA"), "XB")
    assert [(log.size, log.problem) for log in watch.logs] == [(2, None), (1, None)]
    assert watch.unreached
    assert calls(world) == []


def test_a_new_epoch_waits_for_the_old_ones_answer(world):
    ask(world, 2)
    publish(world)
    watch_log(world.node("XA"), "XB")
    ask(world, 1)
    begin_epoch_2(world, parse_checkpoint(parse_note(publish(world)).text))
    publish(world)
    world.exchange.faults.lose_requests = 1
    watch = watch_log(world.node("XA"), "XB")
    assert calls(world) == []
    assert watch.logs[0].size == 2
    watch = watch_log(world.node("XA"), "XB")
    assert ([log.size for log in watch.logs], watch.holds) == ([3, 1], True)


def test_the_beat_follows_all_others_by_itself_each_in_a_job_of_its_own(world):
    ask(world)
    for code in ("XA", "XB", "XT"):
        start_schedule(world.node(code))
        publish(world, code)
    world.settle()
    assert [log.state for log in world.node("XA").store.followed_logs()] == ["XB", "XT"]
    assert log_watch(world.node("XA"), "XB").found == 1
    requests = [entry for entry in world.exchange.requests if entry[2].startswith("checkpoint")]
    world.clock.forward(minutes=9)
    world.settle()
    assert len(requests) == 6
    world.clock.forward(minutes=1)
    world.settle()
    later_requests = [
        entry for entry in world.exchange.requests if entry[2].startswith("checkpoint")
    ]
    assert len(later_requests) == 12


def test_a_tile_beyond_what_is_published_is_given_to_nobody_of_any_epoch(world):
    ask(world, 2)
    last = parse_checkpoint(parse_note(publish(world)).text)
    ask(world, 1)
    peers = world.node("XA").peers
    assert peers.log_tile("XB", 1, TileId(0, 0, 2))
    for epoch, tile in ((1, TileId(0, 0, 3)), (2, TileId(0, 0, 1)), (3, TileId(0, 0, 1))):
        with pytest.raises(Unreachable):
            peers.log_tile("XB", epoch, tile)
    assert last.size == 2
