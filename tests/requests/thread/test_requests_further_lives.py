# SPDX-License-Identifier: Apache-2.0
"""Messages that may follow a request besides the plain yes: each way from its first message to its
last.
"""

import pytest

from casts.law.provisions import cited, with_articles
from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from rogatory.errors import NO_ARTICLE
from rogatory.requests.kinds.families import ASSISTANCE, EXECUTED, INFORMING, LIVE, ORAL, REQUESTS
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.kind_places import PLACES
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.thread_facts import ENDED, ThreadStatus
from rogatory.requests.thread.transcript import MessageOutcome


def opened(kind, **changes):
    play = Play()
    play.send("XA", kind, {**bodies.one_of_each()[kind], **changes})
    return play


def outcome(play, envelope):
    return play.fold().entry(envelope.digest).outcome


def refused_with(play, envelope):
    entry = play.fold().entry(envelope.digest)
    assert entry.outcome is MessageOutcome.ILLEGAL
    (reason,) = with_articles(entry.reasons, play.at["XA"][0].kind)
    return reason.code.id, reason.sentence()


def test_every_request_has_an_end_that_can_be_reached_and_says_by_which_message():
    for kind in OPENING_KINDS:
        play = opened(kind)
        ending = {
            **dict.fromkeys(REQUESTS, ("XB", "refusal", bodies.refusal())),
            **dict.fromkeys(ORAL, ("XA", "written_confirmation", bodies.written_confirmation())),
            "drill": (
                "XB",
                "drill_acknowledgement",
                bodies.drill_acknowledgement(play.at["XA"][0].digest),
            ),
            "information_offered": (
                "XB",
                "offer_answered",
                bodies.offer_answered(play.at["XA"][0].digest),
            ),
        }.get(kind, ("XB", "acknowledgement", bodies.acknowledgement()))
        last = play.send(*ending)
        assert play.fold().standing.status in ENDED, kind
        assert play.fold().standing.ended_by == last.digest


@pytest.mark.law_line(17)
def test_an_oral_request_is_closed_by_its_written_confirmation_and_by_nothing_else():
    for kind in sorted(KINDS.keys() - OPENING_KINDS - {"written_confirmation", "repair"}):
        play = opened("oral_request")
        opening = play.fold().standing.opening.digest
        for state in ("XA", "XB"):
            body = bodies.one_of_each()[kind]
            play.send(state, kind, {**body, "request": opening} if "request" in body else body)
        assert play.fold().standing.status not in ENDED, kind
        assert owes_next_word(play.fold().standing, "XA"), kind
        confirmed = play.send("XA", "written_confirmation", bodies.written_confirmation())
        assert outcome(play, confirmed) is MessageOutcome.APPLIED
        assert play.fold().standing.status is ThreadStatus.COMPLETED
        assert not owes_next_word(play.fold().standing, "XA")


NOT_ORALLY = "no_urgency_or_agreement"


def test_an_oral_request_that_is_declined_as_such_has_ended():
    play = opened("oral_request")
    declined = play.send("XB", "refusal", bodies.refusal() | {"ground": NOT_ORALLY})
    standing = play.fold().standing
    assert (standing.status, standing.ended_by) == (ThreadStatus.REFUSED, declined.digest)
    assert not owes_next_word(standing, "XA")
    assert not owes_next_word(standing, "XB")
    late = play.send("XA", "written_confirmation", bodies.written_confirmation())
    assert refused_with(play, late)[0] == "thread-wrong-moment"
    assert play.fold().standing.status is ThreadStatus.REFUSED


def test_a_written_confirmation_that_crosses_the_decline_records_the_request():
    play = opened("oral_request")
    crossing = (
        play.write("XA", "written_confirmation", bodies.written_confirmation()),
        play.write("XB", "refusal", bodies.refusal() | {"ground": NOT_ORALLY}),
    )
    play.pass_on(*crossing)
    for state in ("XA", "XB"):
        assert play.fold(state).standing.status is ThreadStatus.COMPLETED


def test_only_an_oral_request_is_declined_as_such():
    play = opened("preservation")
    play.send("XB", "refusal", bodies.refusal() | {"ground": NOT_ORALLY})
    assert play.fold().standing.status is ThreadStatus.REFUSED
    play = opened("oral_request")
    play.send("XB", "refusal", bodies.refusal())
    assert play.fold().standing.status not in ENDED


@pytest.mark.law_line(27)
def test_an_extension_is_asked_before_the_hold_ends_and_for_a_later_end():
    play = held()
    hold = play.fold().standing.hold
    early = bodies.preservation_extension(hold.message, "2027-01-23T04:00:00Z")
    code, sentence = refused_with(play, play.send("XA", "preservation_extension", early))
    assert (code, "42(9)" in sentence) == ("thread-extension-no-later", True)
    other = bodies.preservation_extension(bodies.SEAL)
    assert (
        refused_with(play, play.send("XA", "preservation_extension", other))[0]
        == "thread-reference"
    )

    past = Play()
    past.send("XA", "preservation", bodies.preservation())
    gone = bodies.preservation_confirmed("2026-08-01T00:00:00Z", "2026-11-24T00:00:00Z")
    confirmed = past.send("XB", "preservation_confirmed", gone)
    late = past.send(
        "XA", "preservation_extension", bodies.preservation_extension(confirmed.digest)
    )
    code, sentence = refused_with(past, late)
    assert (code, "42(9)" in sentence) == ("thread-extension-too-late", True)


@pytest.mark.law_line(31)
def test_a_path_is_withheld_once_and_changes_no_status():
    play = held()
    opening = play.at["XA"][0].digest
    withheld = play.send("XB", "path_withheld", bodies.path_withheld(opening))
    standing = play.fold().standing
    assert (standing.withheld, standing.status) == (withheld.digest, ThreadStatus.HOLDING)
    repeated = play.send("XB", "path_withheld", bodies.path_withheld(opening))
    assert refused_with(play, repeated)[0] == "thread-reference"
    assert play.fold("XA").standing == play.fold("XB").standing == standing
    offered = [one.kind for one in may_come_next(play.fold(), "XB")]
    assert "path_withheld" not in offered
    assert "preserved_traffic_disclosure" in offered
    assert "path_withheld" not in [one.kind for one in may_come_next(play.fold(), "XA")]


def test_only_the_state_that_was_asked_withholds_the_path_of_that_request():
    play = held()
    opening = play.at["XA"][0].digest
    before = play.fold().standing
    own = play.send("XA", "path_withheld", bodies.path_withheld(opening))
    assert refused_with(play, own)[0] == "thread-wrong-side"
    other = play.send("XB", "path_withheld", bodies.path_withheld(bodies.SEAL))
    assert refused_with(play, other)[0] == "thread-reference"
    unheld = bodies.path_withheld(opening, consultation={"message": bodies.SEAL})
    assert refused_with(play, play.send("XB", "path_withheld", unheld))[0] == "thread-reference"
    assert play.fold().standing == before


def test_a_path_is_not_withheld_in_a_request_that_has_ended():
    play = opened("preservation")
    play.send("XB", "refusal", bodies.refusal())
    before = play.fold().standing
    late = play.send("XB", "path_withheld", bodies.path_withheld(play.at["XA"][0].digest))
    code, sentence = refused_with(play, late)
    assert (code, "43(2)" in sentence) == ("thread-wrong-moment", True)
    assert play.fold().standing == before


def test_an_extension_is_granted_by_name_or_by_reach_and_declined_once():
    for end, named, granted in (
        ("2027-03-24T04:00:00Z", False, True),
        ("2027-02-01T00:00:00Z", True, True),
        ("2027-02-01T00:00:00Z", False, False),
    ):
        play = held()
        hold = play.fold().standing.hold
        request = play.send(
            "XA", "preservation_extension", bodies.preservation_extension(hold.message)
        )
        body = bodies.preservation_confirmed(end=end)
        play.send(
            "XB",
            "preservation_confirmed",
            {**body, "answers_to": request.digest} if named else body,
        )
        (extension,) = play.fold().standing.extensions
        assert extension.is_granted is granted
        assert extension.is_open is not granted
    declined = play.send("XB", "extension_declined", bodies.extension_declined(request.digest))
    assert outcome(play, declined) is MessageOutcome.APPLIED
    second_answer = play.send("XB", "extension_declined", bodies.extension_declined(request.digest))
    assert refused_with(play, second_answer)[0] == "thread-reference"
    assert play.fold().standing.status is ThreadStatus.HOLDING


@pytest.mark.law_line(35)
@pytest.mark.parametrize(
    ("decision", "status"), [("go_on", ThreadStatus.HOLDING), ("stop", ThreadStatus.WITHDRAWN)]
)
def test_after_a_warning_the_requesting_state_decides_before_anything_is_held(decision, status):
    play = opened("preservation")
    warning = play.send("XB", "preservation_warning", bodies.preservation_warning())
    assert owes_next_word(play.fold().standing, "XA")
    hasty = play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    code, sentence = refused_with(play, hasty)
    assert (code, "42(7)" in sentence) == ("thread-warning-undecided", True)
    assert play.fold().standing.hold is None
    decided = bodies.preservation_warning_answer(warning.digest, decision)
    play.send("XA", "preservation_warning_answer", decided)
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    assert play.fold().standing.status is status


def test_execution_that_was_postponed_goes_on_with_an_acceptance():
    play = accepted()
    play.send("XB", "postponement", bodies.postponement())
    assert play.fold().standing.status is ThreadStatus.POSTPONED
    play.send("XB", "acceptance", bodies.acceptance())
    assert play.fold().standing.status is ThreadStatus.ACCEPTED
    assert outcome(play, play.send("XB", "delivery", bodies.delivery())) is MessageOutcome.APPLIED


def test_a_part_is_delivered_while_the_rest_stays_postponed():
    play = accepted()
    play.send("XB", "postponement", bodies.postponement())
    part = play.send("XB", "partial_delivery", bodies.partial_delivery())
    assert outcome(play, part) is MessageOutcome.APPLIED
    assert play.fold().standing.status is ThreadStatus.POSTPONED
    confirmed = play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert outcome(play, confirmed) is MessageOutcome.APPLIED
    play.send("XB", "acceptance", bodies.acceptance())
    assert play.fold().standing.status is ThreadStatus.PARTLY_DELIVERED


def test_parts_come_before_the_whole_and_each_is_confirmed():
    play = accepted()
    play.send("XB", "partial_delivery", bodies.partial_delivery())
    assert play.fold().standing.status is ThreadStatus.PARTLY_DELIVERED
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert play.fold().standing.status is ThreadStatus.PARTLY_DELIVERED
    other = bodies.sha256(b"the rest")
    play.send("XB", "delivery", bodies.delivery(other))
    assert play.fold().standing.status is ThreadStatus.DELIVERED
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(other))
    assert play.fold().standing.status is ThreadStatus.COMPLETED
    assert [one.is_partial for one in play.fold().standing.deliveries] == [True, False]


def test_the_rest_may_be_refused_and_the_part_is_still_confirmed():
    play = accepted()
    play.send("XB", "partial_delivery", bodies.partial_delivery())
    play.send("XB", "refusal", bodies.refusal())
    assert play.fold().standing.status is ThreadStatus.REFUSED
    assert owes_next_word(play.fold().standing, "XA")
    confirmed = play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert outcome(play, confirmed) is MessageOutcome.APPLIED


@pytest.mark.law_line(24)
def test_an_emergency_is_answered_at_once_and_other_help_not_before_it_is_accepted():
    play = opened("emergency_data")
    play.send("XB", "answer", bodies.answer())
    assert play.fold().standing.status is ThreadStatus.ANSWERED
    for kind in ("mla_general", "joint_investigation"):
        play = opened(kind)
        code, sentence = refused_with(play, play.send("XB", "answer", bodies.answer()))
        assert (code, "24(4)" in sentence) == ("thread-wrong-moment", True)
        play.send("XB", "acceptance", bodies.acceptance())
        assert outcome(play, play.send("XB", "answer", bodies.answer())) is MessageOutcome.APPLIED


def test_an_answer_that_is_not_the_whole_one_leaves_the_request_open():
    play = opened("legal_information")
    play.send("XB", "answer", bodies.answer(complete=False))
    assert play.fold().standing.status is ThreadStatus.OPEN
    assert owes_next_word(play.fold().standing, "XB")
    play.send("XB", "answer", bodies.answer())
    assert play.fold().standing.status is ThreadStatus.ANSWERED
    assert not owes_next_word(play.fold().standing, "XB")


@pytest.mark.law_line(39)
@pytest.mark.parametrize("kind", sorted(LIVE))
@pytest.mark.parametrize("part", ["scope", "until"])
def test_a_measure_in_real_time_is_not_accepted_without_scope_and_end(kind, part):
    play = opened(kind)
    authorisation = {key: value for key, value in bodies.AUTHORISATION.items() if key != part}
    body = {**bodies.acceptance(), "domestic_authorisation": authorisation}
    code, sentence = refused_with(play, play.send("XB", "acceptance", body))
    assert (code, "24(2)" in sentence) == ("thread-authorisation-unbounded", True)
    assert play.fold().standing.accepted is None
    assert (
        outcome(play, play.send("XB", "acceptance", bodies.acceptance())) is MessageOutcome.APPLIED
    )


@pytest.mark.law_line(42, 43)
@pytest.mark.parametrize(
    ("asks", "decides", "listed"),
    [
        ("use_consent_request", "use_consent", "consents"),
        ("onward_transfer_request", "onward_transfer_authorisation", "transfers"),
    ],
)
def test_leave_for_another_use_is_asked_of_the_state_that_gave(asks, decides, listed):
    play = accepted()
    early = play.send("XA", asks, bodies.one_of_each()[asks])
    assert refused_with(play, early)[0] == "thread-nothing-passed"
    play.send("XB", "delivery", bodies.delivery())
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    request = play.send("XA", asks, {**bodies.one_of_each()[asks], "seal": bodies.SEAL})
    assert owes_next_word(play.fold().standing, "XB")
    own = play.send("XA", decides, bodies.use_consent(request.digest))
    assert refused_with(play, own)[0] == "thread-wrong-side"
    play.send("XB", decides, bodies.use_consent(request.digest))
    (found,) = getattr(play.fold().standing, listed)
    assert found.is_granted
    changed = play.send("XB", decides, bodies.use_consent(request.digest, "declined"))
    assert refused_with(play, changed)[0] == "thread-reference"
    assert play.fold().standing.status is ThreadStatus.COMPLETED


@pytest.mark.law_line(43)
def test_what_came_unasked_is_given_leave_by_the_state_that_sent_it():
    play = opened("spontaneous_information")
    assert play.fold().standing.receiving == "XB"
    request = play.send("XB", "onward_transfer_request", bodies.onward_transfer_request())
    notice = play.send("XB", "exculpatory_notice", bodies.exculpatory_notice())
    play.send("XA", "onward_transfer_authorisation", bodies.use_consent(request.digest, "declined"))
    standing = play.fold().standing
    assert (standing.transfers[0].outcome, standing.exculpatory) == ("declined", (notice.digest,))
    wrong = play.send("XA", "exculpatory_notice", bodies.exculpatory_notice())
    assert refused_with(play, wrong)[0] == "thread-wrong-side"


def test_a_package_that_never_came_is_nothing_that_leave_can_be_asked_for():
    play = accepted()
    play.send("XB", "delivery", bodies.delivery())
    body = bodies.use_consent_request(seal=bodies.sha256(b"another"))
    assert refused_with(play, play.send("XA", "use_consent_request", body))[0] == "thread-reference"


@pytest.mark.law_line(44)
@pytest.mark.parametrize("kind", sorted(REQUESTS))
def test_that_secrecy_cannot_be_kept_is_reported_in_the_thread_of_any_request(kind):
    play = opened(kind)
    opening = play.fold().standing.opening
    message = play.send(
        "XB", "confidentiality_failure", bodies.confidentiality_failure(opening.digest)
    )
    assert outcome(play, message) is MessageOutcome.APPLIED
    assert play.fold().standing.secrecy_failures == (message.digest,)
    assert "confidentiality" in opening.body


def test_a_decision_names_the_consultation_that_was_held_here_or_none():
    play = accepted()
    held_here = play.send("XB", "consultation", bodies.consultation())
    wrong = {**bodies.postponement(), "consultation": {"message": bodies.SEAL}}
    assert refused_with(play, play.send("XB", "postponement", wrong))[0] == "thread-reference"
    right = {**bodies.postponement(), "consultation": {"message": held_here.digest}}
    assert outcome(play, play.send("XB", "postponement", right)) is MessageOutcome.APPLIED


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - OPENING_KINDS))
def test_a_kind_has_its_place_and_is_refused_with_an_article_elsewhere(kind):
    """In a thread of a request that it does not follow, and before there is any request."""
    assert kind in PLACES
    play = Play()
    assert (
        outcome(play, play.send("XA", kind, bodies.one_of_each()[kind])) is MessageOutcome.ILLEGAL
    )
    for other in sorted(OPENING_KINDS - KINDS[kind].follows):
        play = opened(other)
        before = play.fold().standing
        for state in ("XA", "XB"):
            message = play.send(state, kind, bodies.one_of_each()[kind])
            reasons = play.fold().entry(message.digest).reasons
            assert "thread-wrong-request" in [reason.code.id for reason in reasons]
            assert {reason.fields.get("cites") for reason in reasons} >= {KINDS[kind].cites}
            article = cited(KINDS[kind].cites, other).article
            if article != NO_ARTICLE:
                assert all(article in reason.sentence() for reason in with_articles(reasons, other))
        assert play.fold().standing == before


def test_families_share_out_the_requests_between_them():
    assert EXECUTED >= ASSISTANCE >= LIVE
    assert {
        "oral_request",
        "information_offered",
        "spontaneous_information",
        "policy_notice",
        "drill",
    } == OPENING_KINDS - REQUESTS
    assert "technical_advice" not in INFORMING


def in_part(*then):
    """A request of which a part was delivered and confirmed, and what the requested State said then."""
    play = accepted()
    play.send("XB", "partial_delivery", bodies.partial_delivery())
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    for kind in then:
        play.send("XB", kind, bodies.one_of_each()[kind])
    return play


@pytest.mark.parametrize(
    ("then", "status"),
    [
        ((), ThreadStatus.PARTLY_DELIVERED),
        (("postponement",), ThreadStatus.POSTPONED),
        (("postponement", "acceptance"), ThreadStatus.PARTLY_DELIVERED),
    ],
)
def test_feedback_is_given_on_a_part_while_the_rest_is_awaited(then, status):
    play = in_part(*then)
    assert "feedback" in {one.kind for one in may_come_next(play.fold(), "XA")}
    given = play.send("XA", "feedback", bodies.feedback())
    assert outcome(play, given) is MessageOutcome.APPLIED
    standing = play.fold("XA").standing
    assert standing == play.fold("XB").standing
    assert (standing.status, standing.feedback) == (status, (given.digest,))


@pytest.mark.parametrize("then", [(), ("postponement",)])
def test_there_is_no_feedback_while_nothing_was_given(then):
    play = accepted()
    for kind in then:
        play.send("XB", kind, bodies.one_of_each()[kind])
    before = play.fold().standing
    assert "feedback" not in {one.kind for one in may_come_next(play.fold(), "XA")}
    given = play.send("XA", "feedback", bodies.feedback())
    assert refused_with(play, given)[0] == "thread-nothing-passed"
    assert play.fold().standing == before


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("partial_delivery", ThreadStatus.PARTLY_DELIVERED),
        ("delivery", ThreadStatus.DELIVERED),
        ("postponement", ThreadStatus.POSTPONED),
        ("refusal", ThreadStatus.REFUSED),
    ],
)
def test_feedback_on_a_part_that_crosses_what_comes_next_changes_none_of_it(kind, status):
    play = in_part()
    body = bodies.one_of_each()[kind]
    if "seal" in body:
        body = body | {"seal": "f" * 64}
    given = play.write("XA", "feedback", bodies.feedback())
    other = play.write("XB", kind, body)
    play.pass_on(given, other)
    standing = play.fold("XA").standing
    assert standing == play.fold("XB").standing
    assert (standing.status, standing.feedback) == (status, (given.digest,))
    assert {outcome(play, each) for each in (given, other)} == {MessageOutcome.APPLIED}


def test_the_state_that_delivered_gives_no_feedback():
    play = in_part()
    before = play.fold().standing
    assert refused_with(play, play.send("XB", "feedback", bodies.feedback()))[0] == (
        "thread-wrong-side"
    )
    assert play.fold().standing == before
