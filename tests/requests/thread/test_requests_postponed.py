# SPDX-License-Identifier: Apache-2.0
"""The State that postponed a request gives what it asks for when it is ready: in parts, whole, or in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.requests import bodies
from casts.requests.play import Play, accepted
from casts.requests.reach import body_for
from fuzz.threads.compare import differences
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import MessageOutcome

AUTHORISED = {"domestic_authorisation": bodies.AUTHORISATION}
FIRST, REST = bodies.sha256(b"first"), bodies.sha256(b"rest")


def postponed(kind="mla_stored_data", before=()):
    """Return a thread of a request that was postponed, after these messages of the requested State."""
    play = Play()
    play.send("XA", kind, bodies.one_of_each()[kind])
    for each in before:
        play.send("XB", each, bodies.one_of_each()[each])
    play.send("XB", "postponement", bodies.postponement())
    return play


def codes(play, envelope):
    return [reason.code.id for reason in play.fold().entry(envelope.digest).reasons]


def next_kinds(play, state="XB"):
    return [one.kind for one in may_come_next(play.fold(), state)]


def test_what_was_accepted_and_postponed_is_delivered_without_a_second_acceptance():
    play = accepted()
    play.send("XB", "postponement", bodies.postponement())
    assert {"acceptance", "delivery", "partial_delivery", "refusal"} <= {*next_kinds(play)}
    delivered = play.send("XB", "delivery", bodies.delivery())
    assert codes(play, delivered) == []
    standing = play.fold().standing
    assert (standing.status, standing.postponed) == (ThreadStatus.DELIVERED, None)
    assert owes_next_word(standing, "XA")
    assert not owes_next_word(standing, "XB")
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert play.fold().standing.status is ThreadStatus.COMPLETED


@pytest.mark.parametrize("before", [(), ("acknowledgement",)])
@pytest.mark.parametrize("kind", ["mla_stored_data", "joint_investigation", "evidence_collection"])
def test_what_was_never_accepted_is_delivered_under_an_authorisation_of_its_own(kind, before):
    play = postponed(kind, before)
    assert "delivery" in next_kinds(play)
    assert codes(play, play.send("XB", "delivery", bodies.delivery(REST, **AUTHORISED))) == []
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(REST))
    assert play.fold().standing.status is ThreadStatus.COMPLETED


@pytest.mark.parametrize("kind", ["delivery", "partial_delivery", "answer"])
@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"domestic_authorisation": None},
        {"domestic_authorisation": "B 12/2026"},
        {"domestic_authorisation": {}},
        *(
            {"domestic_authorisation": {**bodies.AUTHORISATION, part: blank}}
            for part in ("authority", "reference", "date")
            for blank in (None, "", " \t")
        ),
    ],
)
def test_nothing_is_given_on_a_request_that_nothing_authorises(kind, stated):
    play = postponed("mla_general")
    before = play.fold().standing
    body = {**getattr(bodies, kind)(), **stated}
    refused = play.send("XB", kind, body)
    assert codes(play, refused) == ["thread-not-accepted"]
    (reason,) = play.fold().entry(refused.digest).reasons
    assert "accept the request first" in reason.sentence()
    assert reason.fields["field"] == "domestic_authorisation"  # where the form links to
    assert play.fold().standing == before
    assert [*differences(play.written)] == []


@pytest.mark.parametrize("kind", ["delivery", "partial_delivery"])
@pytest.mark.parametrize("live", ["mla_realtime_traffic", "mla_interception"])
def test_what_was_collected_as_it_happened_names_scope_and_end_of_its_authorisation(live, kind):
    play = postponed(live)
    before = play.fold().standing
    for missing in (("scope",), ("until",), ("scope", "until")):
        stated = {k: v for k, v in bodies.AUTHORISATION.items() if k not in missing}
        body = getattr(bodies, kind)(REST, domestic_authorisation=stated)
        refused = play.send("XB", kind, body)
        assert codes(play, refused) == ["thread-authorisation-unbounded"] * len(missing)
    assert play.fold().standing == before
    assert codes(play, play.send("XB", kind, getattr(bodies, kind)(REST, **AUTHORISED))) == []


def test_a_part_leaves_the_rest_postponed_and_the_whole_ends_it():
    play = postponed()
    play.send("XB", "partial_delivery", bodies.partial_delivery(FIRST, **AUTHORISED))
    assert play.fold().standing.status is ThreadStatus.POSTPONED
    # The first part had its authorisation; that says nothing of the rest.
    bare = play.send("XB", "delivery", bodies.delivery(REST))
    assert codes(play, bare) == ["thread-not-accepted"]
    play.send("XB", "delivery", bodies.delivery(REST, **AUTHORISED))
    assert play.fold().standing.status is ThreadStatus.DELIVERED
    late = play.send("XB", "refusal", bodies.refusal())
    assert codes(play, late) == ["thread-wrong-moment"]
    for seal in (FIRST, REST):
        play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(seal))
    assert play.fold().standing.status is ThreadStatus.COMPLETED


def test_the_rest_of_what_was_postponed_is_refused_and_the_part_remains():
    play = postponed()
    play.send("XB", "partial_delivery", bodies.partial_delivery(FIRST, **AUTHORISED))
    play.send("XB", "refusal", bodies.refusal())
    assert play.fold().standing.status is ThreadStatus.REFUSED
    rest = play.send("XB", "delivery", bodies.delivery(REST, **AUTHORISED))
    assert codes(play, rest) == ["thread-wrong-moment"]
    confirmed = play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(FIRST))
    assert codes(play, confirmed) == []
    assert play.fold().standing.status is ThreadStatus.REFUSED


def test_conditions_that_nobody_answered_keep_back_what_was_postponed():
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    accepted_on = play.send("XB", "acceptance", bodies.acceptance(*bodies.TERMS))
    play.send("XB", "postponement", bodies.postponement())
    before = play.fold().standing
    slipped = play.send("XB", "delivery", bodies.delivery(FIRST, **AUTHORISED))
    assert codes(play, slipped) == ["thread-conditions-unanswered"]
    assert play.fold().standing == before
    play.send("XA", "conditions_answered", bodies.conditions_answered(accepted_on.digest))
    assert codes(play, play.send("XB", "delivery", bodies.delivery(REST))) == []


def test_an_emergency_that_was_postponed_is_delivered_at_once():
    play = postponed("emergency_data")
    assert codes(play, play.send("XB", "delivery", bodies.delivery())) == []


def test_a_request_in_words_that_was_postponed_is_answered():
    play = postponed("mla_general")
    play.send("XB", "answer", bodies.answer(complete=False, **AUTHORISED))
    assert play.fold().standing.status is ThreadStatus.POSTPONED
    play.send("XB", "answer", bodies.answer(**AUTHORISED))
    assert play.fold().standing.status is ThreadStatus.ANSWERED


def test_a_request_that_nobody_decided_is_not_given_by_an_authorisation_alone():
    """An attack on the rule: what is open or acknowledged is accepted or postponed first."""
    for before in ((), ("acknowledgement",)):
        for kind in ("delivery", "partial_delivery", "answer"):
            play = Play()
            play.send("XA", "mla_general", bodies.mla_general())
            for each in before:
                play.send("XB", each, bodies.one_of_each()[each])
            standing = play.fold().standing
            body = {**getattr(bodies, kind)(), **AUTHORISED}
            assert codes(play, play.send("XB", kind, body)) == ["thread-wrong-moment"]
            assert play.fold().standing == standing


def test_a_delivery_on_what_was_postponed_prevails_over_a_withdrawal_that_crossed_it():
    play = postponed()
    opening = play.fold().standing.opening.digest
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    delivered = play.write("XB", "delivery", bodies.delivery(REST, **AUTHORISED))
    play.pass_on(delivered, withdrawn)
    assert play.fold("XA") == play.fold("XB")
    assert play.fold().standing.status is ThreadStatus.DELIVERED
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(REST))
    assert play.fold().standing.status is ThreadStatus.COMPLETED


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("XA", "XB")),
        st.integers(0, 60),
        st.sampled_from(("keep", "keep", "deliver", "deliver all")),
        st.booleans(),
    ),
    min_size=3,
    max_size=14,
)
"""Each: who writes, which of the kinds that may come next, whether messages reach the other State, and
whether what is given names its authorisation."""


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(("mla_stored_data", "mla_interception", "mla_general", "emergency_data")),
    is_accepted=st.booleans(),
    steps=STEPS,
)
def test_both_ends_of_a_crossed_thread_that_was_postponed_come_to_the_same_state(
    kind, is_accepted, steps
):
    play = postponed(kind, ("acceptance",) if is_accepted else ())
    under_way = {"XA": [], "XB": []}
    for number, (state, choice, passing, is_named) in enumerate(steps):
        thread = play.fold(state)
        kinds = [one.kind for one in may_come_next(thread, state) if not one.in_new_thread]
        preferred = [one for one in kinds if "delivery" in one or one == "postponement"]
        chosen = (preferred or kinds) if choice % 3 == 0 else kinds
        if chosen:
            name = chosen[choice % len(chosen)]
            body = dict(body_for(name, thread.standing, number + 10))
            if "delivery" in name and name != "delivery_confirmed":
                body.pop("domestic_authorisation", None)
                body |= AUTHORISED if is_named else {}
            under_way[state].append(play.write(state, name, body))
        for each, waiting in under_way.items():
            if passing == "deliver all" or (passing == "deliver" and each == state):
                play.pass_on(*waiting)
                waiting.clear()
    for waiting in under_way.values():
        play.pass_on(*waiting)
    ours, theirs = play.fold("XA"), play.fold("XB")
    assert ours == theirs
    assert [*differences(play.written)] == []
    applied = [one for one in ours.entries if one.outcome is MessageOutcome.APPLIED]
    given_out = [one.envelope for one in applied if one.envelope.kind == "delivery"]
    if given_out:
        assert ours.standing.postponed is None
        assert ours.standing.status in {ThreadStatus.DELIVERED, ThreadStatus.COMPLETED}
    if kind != "emergency_data":
        accepted_at = [
            one.envelope.sequence for one in applied if one.envelope.kind == "acceptance"
        ]
        assert all(
            "domestic_authorisation" in one.body or min(accepted_at, default=99) < one.sequence
            for one in given_out
        )
