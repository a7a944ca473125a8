# SPDX-License-Identifier: Apache-2.0
"""The next messages, and the drafts that a thread gives for them."""

import pytest

from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from rogatory.requests.contents.body import check
from rogatory.requests.follow_ups.consequences import draft_led_to
from rogatory.requests.follow_ups.mla_from_preservation import draft_mla_stored_data
from rogatory.requests.follow_ups.third_state import draft_for_third_state
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.actions import may_come_next


def kinds(play, state):
    return [action.kind for action in may_come_next(play.fold(), state)]


def disclosed():
    play = held()
    opening = play.at["XA"][0]
    play.send(
        "XB",
        "preserved_traffic_disclosure",
        bodies.preserved_traffic_disclosure(opening.digest),
    )
    return play


def test_before_a_request_nothing_may_come_but_one():
    assert kinds(Play(), "XA") == []


def test_each_side_is_offered_what_it_may_send():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    assert kinds(play, "XA") == ["status_enquiry", "basis_proposed", "no_longer_required"]
    assert kinds(play, "XB") == [
        "acknowledgement",
        "preservation_confirmed",
        "preserved_traffic_disclosure",
        "additional_information",
        "consultation",
        "preservation_warning",
        "call_back",
        "path_withheld",
        "refusal",
        "confidentiality_failure",
        "basis_proposed",
    ]


def test_an_answer_is_offered_when_there_is_something_to_answer():
    play = held()
    opening = play.at["XA"][0]
    assert "status_answer" not in kinds(play, "XB")
    play.send("XA", "status_enquiry", bodies.status_enquiry(opening.digest))
    play.send("XB", "additional_information", bodies.additional_information())
    assert "status_answer" in kinds(play, "XB")
    assert "additional_information_supplied" in kinds(play, "XA")


def test_a_hold_offers_the_request_that_keeps_it_alive_to_its_requester():
    assert "mla_stored_data" in kinds(held(), "XA")
    assert "mla_stored_data" not in kinds(held(), "XB")
    offered = may_come_next(held().fold(), "XA")[0]
    assert (offered.kind, offered.in_new_thread, offered.cites) == (
        "mla_stored_data",
        True,
        "mla_stored_data",
    )


def test_what_the_other_state_waits_for_comes_first_and_is_marked():
    play = held()
    assert kinds(play, "XB")[0] == "preserved_traffic_disclosure"
    hold = play.fold().standing.hold.message
    play.send("XA", "preservation_extension", bodies.preservation_extension(hold))
    offered = may_come_next(play.fold(), "XB")
    assert [one.kind for one in offered if one.is_owed] == [
        "preservation_confirmed",
        "extension_declined",
    ]
    assert kinds(disclosed(), "XB")[0] == "additional_information"
    informing = Play()
    informing.send("XA", "spontaneous_information", bodies.spontaneous_information())
    assert kinds(informing, "XB")[0] == "acknowledgement"


@pytest.mark.parametrize(
    ("kind", "changes", "place"),
    [
        ("emergency_data", {}, 1),
        ("preservation", {"urgency": {"level": "emergency", "reason": "A life."}}, 1),
        ("preservation", {}, 6),
        ("mla_stored_data", {}, 4),
    ],
)
def test_a_call_back_is_listed_high_where_an_emergency_is_claimed(kind, changes, place):
    play = Play()
    play.send("XA", kind, {**bodies.one_of_each()[kind], **changes})
    assert kinds(play, "XB").index("call_back") == place


def test_who_asked_by_word_of_mouth_writes_it_down_and_then_confirms_it():
    play = Play()
    play.send("XA", "oral_request", bodies.oral_request())
    assert kinds(play, "XA")[:2] == ["preservation", "written_confirmation"]


def test_a_disclosure_offers_the_third_states_preservation():
    assert kinds(disclosed(), "XA")[:2] == ["mla_stored_data", "preservation"]
    assert "preservation" not in kinds(held(), "XA")


def test_every_action_cites_what_its_kind_does():
    for play in (held(), accepted(), disclosed()):
        for state in ("XA", "XB"):
            for action in may_come_next(play.fold(), state):
                assert action.cites == KINDS[action.kind].cites


def test_a_stranger_to_the_thread_is_offered_nothing():
    assert kinds(held(), "XT") == []


def test_the_third_states_draft_lacks_its_legal_basis_and_nothing_else():
    play = disclosed()
    opening, disclosure = play.at["XA"][0], play.at["XA"][-1]
    body = draft_for_third_state(disclosure, opening)
    (reason,) = check("preservation", body)
    assert reason.fields["field"] == "legal_basis"
    assert check("preservation", {**body, "legal_basis": bodies.BASIS}) == []


def test_the_third_states_draft_asks_for_the_disclosed_path():
    play = disclosed()
    body = draft_for_third_state(play.at["XA"][-1], play.at["XA"][0])
    (item,) = body["data"]
    assert item["category"] == "traffic"
    assert [one["value"] for one in item["identifiers"]] == ["192.0.2.17", "198.51.100.9"]
    assert item["period"] == {"from": "2026-11-02T18:04:11Z", "until": "2026-11-02T18:04:11Z"}
    assert body["custodian"] == {"known": True, "name": "Thalassia Relay"}
    assert body["case_number"] == bodies.preservation()["case_number"]


def test_a_marking_is_taken_over_by_the_state_that_chose_it_and_by_nobody_else():
    play = Play()
    marked = bodies.preservation() | {"classification": bodies.classification()}
    play.send("XA", "preservation", marked)
    opening = play.at["XA"][0]
    own = draft_led_to("mla_stored_data", opening, "XA")
    assert own["classification"] == bodies.classification()
    assert "classification" not in draft_led_to("mla_stored_data", opening, "XB")
    assert draft_mla_stored_data(opening, None)["classification"] == bodies.classification()


def test_a_path_of_names_gives_a_draft_without_addresses():
    play = held()
    answer_body = bodies.preserved_traffic_disclosure(play.at["XA"][0].digest)
    answer_body["provider"]["identifiers"] = [{"type": "domain", "value": "relay.example"}]
    answer_body["path"] = [
        {"source": "mail.example", "destination": "relay.example", "at": "2026-11-03T00:00:00Z"}
    ]
    disclosure = play.send("XB", "preserved_traffic_disclosure", answer_body)
    body = draft_for_third_state(disclosure, play.at["XA"][0])
    assert body["data"][0]["identifiers"] == [{"type": "domain", "value": "relay.example"}]
    answer_body["provider"].pop("identifiers")
    disclosure = play.send("XB", "preserved_traffic_disclosure", answer_body)
    assert "identifiers" not in draft_for_third_state(disclosure, play.at["XA"][0])["data"][0]


def test_a_preservation_fills_the_request_for_its_data_as_far_as_it_can():
    play = held()
    opening, confirmation = play.at["XA"][0], play.at["XA"][2]
    body = draft_mla_stored_data(opening, confirmation)
    assert body["preservation_ref"] == {
        "thread": opening.thread,
        "message": opening.digest,
        "hold_end": confirmation.body["hold_end"],
    }
    assert [reason.fields["field"] for reason in check("mla_stored_data", body)] == [
        "matter",
        "conducting_authority",
        "assistance",
        "purpose",
        "power",
        "legal_basis.articles",
    ]
    for key in ("case_number", "offence", "facts", "data", "data_offence_link"):
        assert body[key] == opening.body[key]


def test_a_preservation_that_is_not_confirmed_yet_fills_the_request_too():
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation())
    assert "hold_end" not in draft_mla_stored_data(opening)["preservation_ref"]
