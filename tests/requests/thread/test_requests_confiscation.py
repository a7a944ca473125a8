# SPDX-License-Identifier: Apache-2.0
"""Confiscation: requested in two forms, reported in parts or as a whole, and the end of the measures before it."""

import itertools
import random

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents.body import check
from rogatory.requests.contents.targets import targets_of
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.prefill import beginning_of
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import fold

PART = {"complete": False, "outstanding": "The coins, of which the exchange has none."}
ORDER = bodies.asset_confiscation()["confiscation_sought"]


def requested(kind="asset_confiscation", measures=0):
    play = Play()
    play.send("XA", kind, bodies.one_of_each()[kind])
    sent = [play.send("XB", "measure_executed", bodies.measure_executed()) for _ in range(measures)]
    return play, *(one.digest for one in sent)


def confiscate(play, *replaced, **changes):
    return play.send(
        "XB", "confiscation_executed", bodies.confiscation_executed(*replaced, **changes)
    )


def codes_of(play, envelope):
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in play.fold().entry(envelope.digest).reasons]


def status(play):
    assert play.fold("XA") == play.fold("XB")
    return play.fold().standing.status


def sought(**parts):
    return [
        (one.code.id, one.fields["field"])
        for one in check("asset_confiscation", bodies.asset_confiscation(confiscation_sought=parts))
    ]


@pytest.mark.parametrize("part", ["order", "final", "notified", "extent"])
def test_an_order_is_enforced_only_with_all_that_is_stated_of_it(part):
    without = {key: value for key, value in ORDER.items() if key != part}
    assert sought(**ORDER) == []
    assert sought(**without) == [("content-part-missing", f"confiscation_sought.{part}")]


@pytest.mark.parametrize("part", ["order", "final", "notified", "extent"])
def test_where_an_order_is_to_be_obtained_none_is_stated(part):
    assert sought(way="obtain_order") == []
    found = sought(way="obtain_order", **{part: ORDER[part]})
    assert found == [("content-form", f"confiscation_sought.{part}")]


def test_an_order_that_is_not_final_is_stated_as_such():
    assert sought(**ORDER | {"final": False}) == []


def test_what_is_outstanding_is_stated_of_a_part_and_of_nothing_else():
    body = bodies.confiscation_executed()
    found = [one.code.id for one in check("confiscation_executed", body | {"complete": False})]
    assert found == ["content-part-missing-practice"]
    assert check("confiscation_executed", body | PART) == []
    more = body | {"outstanding": "Nothing"}
    assert [one.code.id for one in check("confiscation_executed", more)] == ["content-form"]


def test_coins_are_identified_in_the_request_and_in_the_report():
    coins = [{"sort": "virtual_asset", "description": "Coins"}]
    for kind in ("asset_confiscation", "confiscation_executed"):
        body = bodies.one_of_each()[kind] | {"property": coins}
        assert [one.code.id for one in check(kind, body)] == ["content-virtual-asset"]


def test_a_confiscation_of_what_was_frozen_is_seen_to_be_on_the_same_account():
    assert targets_of(bodies.asset_confiscation()) == targets_of(bodies.asset_freezing())


def test_a_whole_confiscation_answers_the_request():
    play, *_ = requested()
    assert owes_next_word(play.fold().standing, "XB")
    whole = confiscate(play)
    assert codes_of(play, whole) == []
    standing = play.fold().standing
    assert (standing.status, standing.ended_by) == (ThreadStatus.ANSWERED, whole.digest)
    assert standing.information_passed
    assert not owes_next_word(standing, "XB")
    assert codes_of(play, confiscate(play)) == ["thread-wrong-moment"]
    assert play.fold().standing == standing


def test_a_confiscation_in_part_leaves_the_rest_to_be_executed_or_refused():
    play, *_ = requested()
    confiscate(play, **PART)
    assert status(play) is ThreadStatus.ACCEPTED
    assert owes_next_word(play.fold().standing, "XB")
    assert codes_of(play, play.send("XB", "refusal", bodies.refusal())) == []
    assert status(play) is ThreadStatus.REFUSED


def test_the_measures_whose_property_was_confiscated_end_unheard():
    play, first, second = requested(measures=2)
    part = confiscate(play, first, **PART)
    assert codes_of(play, part) == []
    standing = play.fold().standing
    assert [one.ended_by for one in standing.measures] == [part.digest, None]
    assert standing.status is ThreadStatus.IN_FORCE
    whole = confiscate(play, second)
    assert codes_of(play, whole) == []
    assert status(play) is ThreadStatus.ANSWERED
    assert play.fold().standing.ended_by == whole.digest


def test_a_whole_confiscation_answers_nothing_while_a_measure_is_in_force():
    play, measure = requested(measures=1)
    confiscate(play)
    assert status(play) is ThreadStatus.IN_FORCE
    assert not owes_next_word(play.fold().standing, "XB")
    heard = play.send("XB", "lifting_hearing", bodies.lifting_hearing(measure))
    lifted = play.send("XB", "measure_lifted", bodies.measure_lifted(measure, heard.digest))
    standing = play.fold().standing
    assert (standing.status, standing.ended_by) == (ThreadStatus.ANSWERED, lifted.digest)


def test_a_confiscation_that_is_requested_is_owed_while_property_is_frozen_for_it():
    play, _ = requested(measures=1)
    assert status(play) is ThreadStatus.IN_FORCE
    assert owes_next_word(play.fold().standing, "XB")


def test_lifting_every_measure_does_not_complete_a_request_to_confiscate():
    play, measure = requested(measures=1)
    heard = play.send("XB", "lifting_hearing", bodies.lifting_hearing(measure))
    play.send("XB", "measure_lifted", bodies.measure_lifted(measure, heard.digest))
    assert status(play) is ThreadStatus.OPEN
    assert owes_next_word(play.fold().standing, "XB")


def test_a_frozen_account_that_is_confiscated_completes_the_freeze():
    play, measure = requested("asset_freezing", measures=1)
    before = play.fold().standing
    assert codes_of(play, confiscate(play)) == ["thread-reference"]
    assert play.fold().standing == before
    whole = confiscate(play, measure)
    assert codes_of(play, whole) == []
    standing = play.fold().standing
    assert (standing.status, standing.ended_by) == (ThreadStatus.COMPLETED, whole.digest)


@pytest.mark.parametrize("named", [[], ["first", "first"], ["other"], ["first", "other"], "first"])
@pytest.mark.parametrize("kind", ["asset_freezing", "asset_confiscation"])
def test_only_measures_in_force_are_ended_each_once(kind, named):
    play, first = requested(kind, measures=1)
    before = play.fold().standing
    names = {"first": first, "other": play.at["XA"][0].digest}
    stated = [names[one] for one in named] if isinstance(named, list) else first
    body = bodies.confiscation_executed() | {"replaced": stated}
    sent = play.send("XB", "confiscation_executed", body)
    assert codes_of(play, sent) == ["thread-reference"]
    assert play.fold().standing == before


def test_a_measure_that_ended_is_not_ended_again():
    play, first, _ = requested(measures=2)
    confiscate(play, first, **PART)
    before = play.fold().standing
    assert codes_of(play, confiscate(play, first, **PART)) == ["thread-reference"]
    heard = play.send("XB", "lifting_hearing", bodies.lifting_hearing(first))
    assert codes_of(play, heard) == ["thread-reference"]
    assert play.fold().standing == before


def test_the_requesting_state_reports_no_confiscation():
    play, measure = requested(measures=1)
    before = play.fold().standing
    own = play.send("XA", "confiscation_executed", bodies.confiscation_executed(measure))
    assert codes_of(play, own) == ["thread-wrong-side"]
    assert play.fold().standing == before


def test_one_measure_in_force_is_filled_in_and_of_several_none():
    play, measure = requested(measures=1)
    assert beginning_of("confiscation_executed", play.fold().standing) == {"replaced": [measure]}
    play, *_ = requested(measures=2)
    assert beginning_of("confiscation_executed", play.fold().standing) == {}


def test_a_freeze_leads_to_the_request_to_confiscate():
    def leads(play, state):
        return [one.kind for one in may_come_next(play.fold(), state) if one.in_new_thread]

    play, *_ = requested("asset_freezing")
    assert "asset_confiscation" not in leads(play, "XA")
    assert "confiscation_executed" not in [one.kind for one in may_come_next(play.fold(), "XB")]
    play, *_ = requested("asset_freezing", measures=1)
    assert leads(play, "XA") == ["asset_confiscation"]
    assert leads(play, "XB") == []
    assert "confiscation_executed" in [one.kind for one in may_come_next(play.fold(), "XB")]


def crossed_withdrawal(*replaced, **changes):
    play, *measures = requested(measures=1)
    opening = play.at["XA"][0].digest
    body = bodies.confiscation_executed(*measures[: len(replaced)], **changes)
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    report = play.write("XB", "confiscation_executed", body)
    play.pass_on(withdrawn, report)
    return play, measures[0]


def test_what_was_confiscated_as_a_whole_prevails_over_a_withdrawal_that_crossed_it():
    play, measure = crossed_withdrawal()
    assert status(play) is ThreadStatus.IN_FORCE
    assert codes_of(play, play.send("XB", "measure_lifted", bodies.measure_lifted(measure))) == []
    assert status(play) is ThreadStatus.ANSWERED


def test_a_withdrawal_ends_the_rest_of_a_confiscation_in_part():
    play, _ = crossed_withdrawal("measure", **PART)
    assert status(play) is ThreadStatus.WITHDRAWN
    assert not owes_next_word(play.fold().standing, "XB")


@pytest.mark.parametrize("kind", ["asset_freezing", "asset_confiscation"])
def test_a_confiscation_in_any_order_of_arrival_twice_and_with_loss_is_one_state(kind):
    play, measure, other = requested(kind, measures=2)
    heard = play.send("XB", "lifting_hearing", bodies.lifting_hearing(measure))
    answer = bodies.lifting_hearing_answer(heard.digest)
    crossing = play.write("XA", "lifting_hearing_answer", answer)
    part = play.write("XB", "confiscation_executed", bodies.confiscation_executed(measure, **PART))
    play.pass_on(crossing, part)
    confiscate(play, other)
    whole = play.at["XA"]
    draw = random.Random(11)
    orders = [draw.sample(whole, len(whole)) for _ in range(200)]
    assert {fold(order) == play.fold("XB") for order in orders} == {True}
    for _ in range(20):
        twice = [*whole, *draw.sample(whole, 3)]
        draw.shuffle(twice)
        assert fold(twice) == play.fold("XB")
    for lost in itertools.chain.from_iterable(
        itertools.combinations(whole[1:], count) for count in (1, 2)
    ):
        held = [one for one in whole if one not in lost]
        assert fold(held) == fold(held[::-1])
