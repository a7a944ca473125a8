# SPDX-License-Identifier: Apache-2.0
"""The pages on the law: sources and certainties, voices side by side, bases, corrections by two."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.api import document_of, post
from casts.console.law import LAWYER, SECOND, data, law, second  # noqa: F401 - fixtures
from casts.node.world import snapshot

RESERVED = {
    "id": "xa-dual-criminality",
    "state": "XA",
    "instrument": "un-cybercrime",
    "article": "42(5)",
    "made": "2026-06-01",
    "source": "depositary notification",
    "certainty": "seen",
}
FORM = {
    "section": "reservations",
    "row": json.dumps(RESERVED),
    "reason": "Notified on the first of June.",
    "source": "Depositary notification 12/2026",
    "certainty": "seen",
}


def test_every_statement_has_a_certainty_and_a_source(world, officer):
    client = officer()
    overview = data(client, "/law/")
    assert overview["version"] == law(world).version
    for one in (*overview["limits"], *overview["thresholds"], *overview["precedence"]):
        assert one["certainty"] in {"seen", "parallel", "reported", "memory", "practice"}
        assert one["source"]
    for chapter, articles in data(client, "/law/articles/")["chapters"]:
        assert all(one["certainty"] for one in (chapter, *articles))


def test_parties_are_shown_as_of_a_day_with_their_source(world, officer):
    client = officer()
    now = {
        row["status"]["state"]: row["status"]
        for row in data(client, "/law/parties/?instrument=un-cybercrime")["states"]
    }
    assert now["XA"]["status"] == "party"
    assert now["XM"]["status"] == "signed"
    before = {
        row["status"]["state"]: row["status"]["status"]
        for row in data(client, "/law/parties/?instrument=un-cybercrime&on=2026-05-31")["states"]
    }
    assert before["XA"] == "deposited"
    assert all(one["source"] for one in now.values())


@pytest.mark.parametrize(
    "query", ["?on=tomorrow", "?instrument=nonsense", "?on=2026-02-30", "?instrument=<b>"]
)
def test_what_cannot_be_asked_for_is_refused(world, officer, query):
    answer = officer().get(f"/law/parties/{query}")
    assert answer.status_code == 409
    assert "<b>" not in answer.content.decode()


def test_which_basis_serves_is_answered_with_limits_and_reasons(world, officer):
    found = data(officer(), "/law/bases/?from=XB&to=XA&kind=preservation&article=13&years=5")
    first, *rest = found["bases"]
    assert first["serves"] is True
    assert first["articles"]
    assert first["certainty"]
    refused = [one for one in rest if not one["serves"]]
    assert refused
    assert all(one["why_not"] for one in refused)
    assert found["serious"]["in_requesting"] is True
    assert found["serious"]["in_requested"] is None


def test_the_convention_is_no_basis_towards_a_state_for_which_it_is_not_in_force(world, officer):
    found = data(officer(), "/law/bases/?from=XB&to=XM&kind=preservation&article=13&years=5")
    (convention,) = [one for one in found["bases"] if one["instrument"] == "un-cybercrime"]
    assert convention["serves"] is False
    text = officer().get("/law/bases/?from=XB&to=XM&kind=preservation").content.decode()
    assert "article 64 and article 65" in text


def test_the_closed_list_for_a_preservation_has_no_ground_of_form(world, officer):
    found = data(officer(), "/law/grounds/?kind=preservation")
    refusal, _postponement, never = (one["grounds"] for one in found["lists"])
    assert {"essential_interests", "domestic_prohibition", "discrimination"} <= {
        one["id"] for one in refusal
    }
    assert "nonconforming" not in {one["id"] for one in refusal}
    assert never


def test_entry_into_force_says_what_is_missing_and_what_a_deposit_would_give(world, officer):
    found = data(officer(), "/law/entry-into-force/?on=2026-02-01")["forecast"]
    assert found["entry"]["missing"] == 1
    assert found["completes_today"] is True
    assert found["as_fortieth"] == "2026-05-02"
    text = officer().get("/law/entry-into-force/?on=2026-02-01").content.decode()
    assert "article 65, paragraph 1" in text
    assert "article 65, paragraph 2" in text


def test_the_contents_that_an_instrument_requires_are_shown_with_their_articles(world, officer):
    client = officer()
    found = data(client, "/law/grounds/?basis=ets-30&kind=mla_general")["required"]
    stated = {one["key"]: (one["citation"], one["condition"]) for one in found}
    assert stated["persons"] == ("14(1)(c)-(d) of ETS 30", "where possible")
    assert stated["purpose"] == ("14(1)(b) of ETS 30", None)
    text = client.get("/law/grounds/?basis=ets-30&kind=mla_general").content.decode()
    panel = text.partition("h-required")[2]
    assert "a summary of the relevant facts" in panel
    assert "service of documents" in panel
    assert "article 14, paragraph 2" in panel
    (only,) = data(client, "/law/grounds/?basis=comity&kind=mla_general")["required"]
    assert (only["key"], only["citation"], only["certainty"]) == ("reciprocity", "-", "practice")


def test_a_question_says_what_its_answer_blocks(world, officer):
    text = officer().get("/law/questions/?kind=mla_stored_data").content.decode()
    sending, _, executing = text.partition("h-executing")
    assert "“No” blocks sending." in sending
    assert "blocks execution" not in sending
    assert "“No” blocks execution." in executing
    assert "“Yes” blocks execution." in executing
    assert "blocks sending" not in executing


def test_the_voices_are_side_by_side_and_the_one_that_prevails_first(world, officer, second):
    client = officer()
    voices = data(client, "/law/parties/XA/un-cybercrime/")["voices"]
    assert [one["name"] for one in voices["heard"]] == ["package"]
    ended = {
        "state": "XA",
        "instrument": "un-cybercrime",
        "signed": "2025-10-25",
        "deposited": "2026-01-15",
        "in_force_from": "2026-06-01",
        "ended": "2026-11-01",
        "source": "note verbale",
        "certainty": "seen",
    }
    accepted(officer, FORM | {"section": "parties", "row": json.dumps(ended)})
    heard = data(client, "/law/parties/XA/un-cybercrime/")["voices"]
    assert [one["name"] for one in heard["heard"]] == ["ministry", "package"]
    assert heard["prevailing"]["status"]["status"] == "ended"
    assert heard["differ"]
    text = client.get("/law/parties/XA/un-cybercrime/").content.decode()
    assert text.index("the ministry&#x27;s correction") < text.index("the packaged data")
    assert "prevails" in text


# Corrections


def accepted(officer, form):
    proposed = officer(LAWYER).post("/law/corrections/new/", form)
    assert proposed.status_code == 302, proposed.content.decode()
    (waiting,) = data(officer(LAWYER), "/law/corrections/")["waiting"]
    at = f"/law/corrections/{waiting['record']['id']}"
    reviewed = officer(SECOND).post(f"{at}/review", {"accept": "yes", "reason": "I saw it."})
    assert reviewed.status_code == 302, reviewed.content.decode()
    return at


def test_a_correction_counts_only_once_a_second_person_accepted_it(world, officer, second):
    before = law(world)
    officer(LAWYER).post("/law/corrections/new/", FORM)
    assert law(world).version == before.version
    (waiting,) = data(officer(LAWYER), "/law/corrections/")["waiting"]
    at = f"/law/corrections/{waiting['record']['id']}"
    own = officer(LAWYER).post(f"{at}/review", {"accept": "yes", "reason": "It is mine."})
    assert own.status_code == 409
    assert law(world).version == before.version
    officer(SECOND).post(f"{at}/review", {"accept": "yes", "reason": "I saw the notification."})
    assert law(world).version != before.version
    assert any(one.id == "xa-dual-criminality" for one in law(world).reservations)
    text = officer().get(f"{at}/").content.decode()
    assert "I saw the notification." in text
    assert "Depositary notification 12/2026" in text


def test_a_reservation_is_shown_with_its_effect_objections_and_other_instruments(
    world, officer, second
):
    reserved = RESERVED | {
        "effect": "excludes",
        "articles": ["14", "15", "16"],
        "made_at": "signature",
        "objections": [{"state": "XB", "made": "2026-07-01", "precludes": True}],
    }
    officer(LAWYER).post("/law/corrections/new/", FORM | {"row": json.dumps(reserved)})
    (waiting,) = data(officer(LAWYER), "/law/corrections/")["waiting"]
    at = f"/law/corrections/{waiting['record']['id']}"
    officer(SECOND).post(f"{at}/review", {"accept": "yes", "reason": "I saw the notification."})
    text = officer().get("/law/parties/XA/un-cybercrime/?on=2026-11-24").content.decode()
    for words in (
        "made at signature, not yet confirmed",
        "excludes these articles",
        "the instrument is not in force between the two",
    ):
        assert words in text
    other = officer().get("/law/parties/XA/ets-185/?on=2026-11-24").content.decode()
    assert "/law/parties/XA/un-cybercrime/" in other


def test_a_declined_correction_stays_in_the_list_with_its_reason(world, officer, second):
    before = law(world).version
    officer(LAWYER).post("/law/corrections/new/", FORM)
    (waiting,) = data(officer(LAWYER), "/law/corrections/")["waiting"]
    at = f"/law/corrections/{waiting['record']['id']}/review"
    officer(SECOND).post(at, {"accept": "no", "reason": "There is no such notification."})
    (settled,) = data(officer(), "/law/corrections/")["settled"]
    assert settled["record"]["accepted"] is False
    assert "no such notification" in officer().get("/law/corrections/").content.decode()
    assert law(world).version == before


@pytest.mark.parametrize(
    "changes",
    [
        {"row": "{"},
        {"row": json.dumps(RESERVED | {"instrument": "nonsense"})},
        {"row": json.dumps(RESERVED | {"surplus": 1})},
        {"reason": ""},
        {"certainty": "sure"},
        {"section": "secrets"},
        {"row": "", "replaces": ""},
    ],
)
def test_a_correction_that_is_none_is_refused_and_changes_nothing(world, officer, changes):
    before = snapshot(world.node("XB"))
    answer = officer(LAWYER).post("/law/corrections/new/", FORM | changes)
    assert answer.status_code == 409
    assert snapshot(world.node("XB")) == before


def test_a_row_is_filled_in_to_be_changed(world, officer):
    text = officer(LAWYER).get("/law/corrections/new/?section=parties&row=XM/un-cybercrime")
    assert "&quot;signed&quot;: &quot;2025-10-26&quot;" in text.content.decode()


def test_a_table_of_parties_becomes_one_correction_a_row(world, officer):
    table = b"state,instrument,deposited\nXM,un-cybercrime,2026-11-20\n"
    form = FORM | {"row": "", "table": SimpleUploadedFile("parties.csv", table, "text/csv")}
    officer(LAWYER).post("/law/corrections/new/", form)
    (waiting,) = data(officer(), "/law/corrections/")["waiting"]
    assert waiting["key"] == "XM/un-cybercrime"
    assert waiting["correction"]["row"]["deposited"] == "2026-11-20"


def test_what_is_not_written_on_the_form_is_shown_by_its_label_all_at_once(world, officer):
    before = snapshot(world.node("XB"))
    answer = officer(LAWYER).post("/law/corrections/new/", FORM | {"reason": " ", "source": ""})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "“Reason” is empty." in text
    assert "“Source” is empty." in text
    assert "correction:" not in text
    assert snapshot(world.node("XB")) == before


def test_a_script_proposes_a_correction_as_its_document(world, officer):
    document = {
        "id": "xa-2026-12",
        "section": "reservations",
        "row": RESERVED,
        "reason": "Notified.",
        "source": "Depositary",
        "certainty": "seen",
        "dated": "2026-11-24",
    }
    found = document_of(post(officer(LAWYER), "/law/corrections/new/", {"body": document}), 201)
    (waiting,) = data(officer(), "/law/corrections/")["waiting"]
    assert waiting["record"]["id"] == found["created"]
    assert waiting["correction"]["reason"] == "Notified."


def test_a_correction_that_is_not_here_is_shown_as_not_here(world, officer):
    at = "/law/corrections/019aaf00-0000-7000-8000-00000000000a/"
    assert officer().get(at).status_code == 404
