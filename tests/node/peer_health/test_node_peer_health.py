# SPDX-License-Identifier: Apache-2.0
"""Silent nodes and clocks that differ: who is tried when, who is informed, and that nothing is
lost.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import NOW, SetClock, bodies
from rogatory.errors import Unreachable
from rogatory.node.peer_health.clock_difference import measure, note_clock, our_own_error
from rogatory.node.peer_health.contact import HICCUPS, is_silent, note_silence, watch_lines
from rogatory.node.peer_health.knock import ask_to_knock
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError
from rogatory.node.queue.end_job import PAUSES
from rogatory.node.repositories.messages import Delivery
from rogatory.node.repositories.peer_health import PeerLine
from rogatory.node.worker.work import run_until_idle
from rogatory.transport.door.urls import ENDPOINTS
from rogatory.transport.refusals import PEER_REFUSED, PEER_SILENT
from rogatory.wire.statements import LONGEST_STATEMENT, encode, older
from rogatory.wire.words import statement_of

XA, XB, XT = "xa/contact-point", "xb/contact-point", "xt/contact-point"


def requested(world, *, to=XB, level="routine"):
    urgency = {"level": level} | ({"reason": "A life."} if level != "routine" else {})
    return world.sent(XA, to, "preservation", bodies.preservation(urgency=urgency))


def tries(world, state="XB"):
    return sum(1 for asker, to, _ in world.exchange.requests if (asker, to) == ("XA", state))


def at_xa(world, message):
    return world.node("XA").store.message(message.digest)


@pytest.fixture
def dead(world):
    """Borealia's node is away; a message of Arcadia's has met it often enough to know."""
    world.exchange.nodes["away"] = world.exchange.nodes.pop("XB")
    first = requested(world)
    for _ in range(HICCUPS):
        world.work("XA")
        world.clock.forward(seconds=20)
    assert is_silent(world.node("XA").store.peer_line("XB"))
    return first


def return_of(world):
    world.exchange.nodes["XB"] = world.exchange.nodes.pop("away")


def test_of_many_messages_for_a_silent_node_one_at_a_time_is_tried(world, dead):
    more = [requested(world) for _ in range(12)]
    before = tries(world)
    world.work("XA")
    assert tries(world) - before <= 1
    world.clock.forward(minutes=2)
    before = tries(world)
    world.work("XA")
    assert tries(world) - before == 1
    assert {at_xa(world, one).delivery for one in more} == {Delivery.WAITING}


def test_a_silent_node_holds_up_no_message_to_another(world, dead):
    other = requested(world, to=XT)
    world.work("XA")
    assert at_xa(world, other).delivery is Delivery.RECEIPTED


def test_all_go_at_once_when_it_answers_again(world, dead):
    more = [requested(world) for _ in range(5)]
    world.work("XA")
    return_of(world)
    world.clock.forward(minutes=16)
    world.work("XA")
    assert {at_xa(world, one).delivery for one in (dead, *more)} == {Delivery.RECEIPTED}
    line = world.node("XA").store.peer_line("XB")
    assert (line.failures, line.silent_since, line.problem) == (0, None, None)


def test_all_go_at_once_when_it_knocks_here(world, dead):
    for _ in range(6):
        world.clock.forward(minutes=15)
        world.work("XA")
    return_of(world)
    world.work("XA")
    assert at_xa(world, dead).delivery is Delivery.WAITING
    note_clock(world.node("XA"), "XB", world.clock.now())
    world.work("XA")
    assert at_xa(world, dead).delivery is Delivery.RECEIPTED


def test_a_node_that_knocks_without_end_is_tried_ever_later(world, dead):
    """At once, and after as long as the knock was ago: with a new one each minute six times at the most."""
    for _ in range(6):
        world.clock.forward(minutes=15)
        world.work("XA")
    tried, before = [], tries(world)
    for second in range(120):
        note_clock(world.node("XA"), "XB", world.clock.now())
        world.work("XA")
        if tries(world) > before:
            tried.append(second)
        before = tries(world)
        world.clock.forward(seconds=1)
    assert tried == [0, 2, 4, 8, 16, 32, 60, 62, 64, 68, 76, 92]


def test_a_node_that_knocked_before_it_could_be_reached_is_tried_again_soon(world, dead):
    for _ in range(6):
        world.clock.forward(minutes=15)
        world.work("XA")
    note_clock(world.node("XA"), "XB", world.clock.now())
    world.work("XA")
    world.clock.forward(seconds=10)
    return_of(world)
    for _ in range(10):
        world.clock.forward(seconds=1)
        world.work("XA")
    assert at_xa(world, dead).delivery is Delivery.RECEIPTED


def test_a_question_before_the_door_is_open_is_no_knock(world, dead):
    for _ in range(6):
        world.clock.forward(minutes=15)
        world.work("XA")
    return_of(world)
    before, count = world.node("XA").store.peer_line("XB"), tries(world)
    node = world.node("XB")
    assert node.peers.last_cosigned("XA", node.log_origin) is None
    node.peers.exchange_since("XA", NOW, None)
    world.work("XA")
    line = world.node("XA").store.peer_line("XB")
    assert (line.heard, line.next_try, tries(world)) == (before.heard, before.next_try, count)
    assert (line.skew, line.measured) == (0, world.clock.now()), "its clock is known all the same"


def test_what_is_asked_before_the_door_is_open_is_marked_so_at_the_door():
    marked = {
        path for path, found in ENDPOINTS.items() if any(e.from_closed for e in found.values())
    }
    assert {path.split("/")[1] for path in marked} == {"exchange", "witness"}
    assert len(marked) == 3
    assert not any(path.endswith("add-checkpoint") for path in marked)


def test_all_go_at_once_when_its_door_is_open_and_it_knocks(world, dead):
    """Not a second passes between: what waits for it is asked for by the node that returned."""
    more = [requested(world) for _ in range(5)]
    for _ in range(6):
        world.clock.forward(minutes=15)
        world.work("XA")
    return_of(world)
    ask_to_knock(world.node("XB"))
    world.settle()
    assert {at_xa(world, one).delivery for one in (dead, *more)} == {Delivery.RECEIPTED}
    assert [to for asker, to, path in world.exchange.requests if path == "snapshots"] == [
        "XA",
        "XT",
    ]


def test_a_knock_that_nobody_hears_is_not_repeated_and_a_silent_node_is_spared(world, dead):
    world.exchange.nodes["far"] = world.exchange.nodes.pop("XT")
    ask_to_knock(world.node("XA"))
    world.work("XA")
    knocks = [to for _asker, to, path in world.exchange.requests if path == "snapshots"]
    assert knocks == ["XT"]
    assert world.node("XA").store.peer_line("XT") == PeerLine("XT"), (
        "a knock says nothing of the line"
    )
    assert not [job for job in world.node("XA").queue.waiting() if job.kind == "knock"]


def test_what_a_fast_clock_noted_of_a_line_holds_nothing_up(world, dead):
    """Arcadia's clock was a day ahead for some tries and a knock, and is corrected."""
    world.clock.forward(hours=25)
    for _ in range(4):
        world.clock.forward(minutes=16)
        world.work("XA")
    note_clock(world.node("XA"), "XB", world.clock.now())
    world.clock.forward(hours=-26)
    for key in [job.key for job in world.node("XA").queue.troubled()]:
        with world.node("XA").store.transaction():
            world.node("XA").queue.replay(key, world.clock.now())
    before = tries(world)
    world.work("XA")
    assert tries(world) == before + 1, "the try that a fast clock put off is due"
    return_of(world)
    note_clock(world.node("XA"), "XB", world.clock.now())
    world.work("XA")
    assert at_xa(world, dead).delivery is Delivery.RECEIPTED


def test_it_is_tried_without_an_end_and_never_less_than_each_quarter_of_an_hour(world, dead):
    for _ in range(200):
        before = tries(world)
        world.clock.forward(seconds=PAUSES[-1].total_seconds() + 61)
        world.work("XA")
        assert tries(world) - before >= 1
    return_of(world)
    world.clock.forward(minutes=17)
    world.settle()
    assert at_xa(world, dead).delivery is Delivery.RECEIPTED


def test_a_human_is_called_early_and_once_for_all_messages(world, dead):
    for _ in range(10):
        requested(world)
    assert world.calls["XA"].pages == []
    for _ in range(40):
        world.clock.forward(minutes=1)
        world.work("XA")
        watch_lines(world.node("XA"))
    (call,) = world.calls["XA"].pages
    assert call.id.startswith("silent/XB/")
    assert "11 messages wait" in call.reason
    assert call.at - NOW <= timedelta(minutes=11)


def test_a_thread_in_emergency_calls_sooner(world):
    world.exchange.nodes["away"] = world.exchange.nodes.pop("XB")
    urgent = requested(world, level="emergency")
    for _ in range(6):
        world.work("XA")
        watch_lines(world.node("XA"))
        world.clock.forward(minutes=1)
    (call,) = world.calls["XA"].pages
    assert call.thread == urgent.thread
    assert call.at - NOW <= timedelta(minutes=3)


def test_a_second_silence_calls_again(world, dead):
    for _ in range(20):
        world.clock.forward(minutes=1)
        world.work("XA")
        watch_lines(world.node("XA"))
    return_of(world)
    world.clock.forward(minutes=16)
    world.settle()
    world.exchange.nodes["away"] = world.exchange.nodes.pop("XB")
    requested(world)
    for _ in range(20):
        world.work("XA")
        watch_lines(world.node("XA"))
        world.clock.forward(minutes=1)
    calls = [one.id for one in world.calls["XA"].pages if one.id.startswith("silent/")]
    assert len(calls) == len(set(calls)) == 2


def test_four_workers_that_meet_one_broken_line_are_one_failure(world):
    node = world.node("XA")
    began = world.clock.now()
    for _ in range(4):
        world.clock.forward(seconds=1)
        with node.store.transaction():
            note_silence(node, "XB", older("no answer"), began=began)
    assert node.store.peer_line("XB").failures == 1


def test_one_message_that_the_other_node_cannot_take_holds_up_no_other(world):
    bad, node = requested(world), world.node("XA")

    class Choosy:
        def deliver(self, state, dispatch):
            if bad.digest.encode() in dispatch or bad.message in _message_of(dispatch):
                raise AnsweredError(PEER_REFUSED.because(address=state, codes="dispatch-malformed"))
            return node.peers.deliver(state, dispatch)

    choosy = replace(node, peers=Choosy())
    for _ in range(6):
        run_until_idle(choosy, "worker")
        world.clock.forward(minutes=1)
    good = requested(world)
    run_until_idle(choosy, "worker")
    assert at_xa(world, good).delivery is Delivery.RECEIPTED
    assert at_xa(world, bad).delivery is Delivery.WAITING
    assert not is_silent(node.store.peer_line("XB"))
    for _ in range(10):
        world.clock.forward(minutes=1)
        run_until_idle(choosy, "worker")
        watch_lines(choosy)
    assert [one.id for one in world.calls["XA"].pages] == [f"undelivered/{bad.digest}"]


def _message_of(dispatch):
    from rogatory.node.threads.dispatch import parse_dispatch

    return parse_dispatch(dispatch).message


def test_what_failed_before_the_line_was_known_to_be_silent_still_counts_as_one_answer(world):
    """An answer of any kind ends a silence, a refusal too."""
    node = world.node("XA")
    for _ in range(HICCUPS):
        world.clock.forward(seconds=30)
        with node.store.transaction():
            note_silence(node, "XB", older("no answer"), began=world.clock.now())
    behind = replace(world.node("XB"), clock=SetClock(NOW - timedelta(minutes=8)))
    world.exchange.nodes["XB"] = behind
    requested(world)
    world.clock.forward(minutes=2)
    world.work("XA")
    assert node.store.peer_line("XB").failures == 0


@pytest.mark.parametrize("seconds", [-240, 90])
def test_each_side_measures_the_others_clock(world, seconds):
    other = replace(world.node("XB"), clock=SetClock(NOW + timedelta(seconds=seconds)))
    world.exchange.nodes["XB"] = other
    message = requested(world)
    world.work("XA")
    assert at_xa(world, message).delivery is Delivery.RECEIPTED
    assert world.node("XA").store.peer_line("XB").skew == seconds
    assert other.store.peer_line("XA").skew == -seconds
    calls = [one.id for one in world.calls["XB"].pages if one.id.startswith("clock-skew/")]
    assert len(calls) == (abs(seconds) >= 120)


def test_a_clock_that_stays_as_it_is_is_not_written_down_with_every_request(world):
    node = world.node("XB")
    written = []
    node = replace(node, store=Counting(node.store, written))
    for second in range(50):
        note_clock(node, "XA", world.clock.now() + timedelta(seconds=second % 2))
        measure(node.store, "XA", world.clock.now(), "X25519MLKEM768", world.clock.now())
        world.clock.forward(seconds=1)
    assert len(written) == 2


class Counting:
    def __init__(self, store, written):
        self._store = store
        self._written = written

    def put_peer_line(self, line):
        self._written.append(line)
        self._store.put_peer_line(line)

    def __getattr__(self, name):
        return getattr(self._store, name)


@pytest.mark.parametrize(
    ("skews", "ours"),
    [
        ((60, 62, 58), -60),
        ((-3600, -3590, -3601, 5), 3595),
        ((0, 1, 900), None),
        ((60, 62), None),
        ((), None),
    ],
)
def test_our_own_clock_is_the_wrong_one_where_most_others_agree(skews, ours):
    lines = [PeerLine(f"X{number}", skew=skew) for number, skew in enumerate(skews)]
    assert our_own_error([*lines, PeerLine("XZ")]) == ours


def test_a_message_ahead_of_the_other_clock_waits_for_it_and_a_human_is_called(world):
    slow = SetClock(NOW - timedelta(minutes=6))
    world.exchange.nodes["XB"] = replace(world.node("XB"), clock=slow)
    message = requested(world)
    world.work("XA")
    found = at_xa(world, message)
    assert (found.delivery, found.receipt) == (Delivery.WAITING, None)
    assert "message-clock" in found.problem
    calls = [one.id for one in world.calls["XA"].pages if one.id.startswith("clock-refused/")]
    assert calls == [f"clock-refused/{message.digest}"]
    for _ in range(3):
        slow.forward(seconds=30)
        world.clock.forward(seconds=30)
        world.work("XA")
    assert at_xa(world, message).delivery is Delivery.RECEIPTED
    assert len(world.node("XB").store.transcript(message.thread)) == 1


def test_a_peer_that_claims_an_absurd_clock_is_asked_again_within_a_quarter_of_an_hour(world):
    absurd = SetClock(NOW - timedelta(days=10))
    world.exchange.nodes["XB"] = replace(world.node("XB"), clock=absurd)
    requested(world)
    world.work("XA")
    before = tries(world)
    world.clock.forward(minutes=15)
    world.work("XA")
    assert tries(world) - before == 1


def test_why_a_node_is_silent_is_kept_in_few_words(world):
    node = world.node("XA")
    error = Unreachable(PEER_SILENT.because(address="x" * 5000, problem="y"))
    with node.store.transaction():
        line = note_silence(node, "XB", statement_of(error), began=NOW)
    assert len(encode(line.problem)) <= LONGEST_STATEMENT
