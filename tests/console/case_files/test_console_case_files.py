# SPDX-License-Identifier: Apache-2.0
"""A case file's page: numbered, assigned, noted, referred, ordered; by those whose authority takes
part.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.api import JSON, document_of, post
from casts.console.world import requested
from casts.node.world import snapshot
from rogatory.node.case_files.journal import read_case_file


@pytest.fixture
def thread(world):
    return requested(world).thread


def case_file(world, thread):
    return read_case_file(world.node("XB"), thread)


def written(at):
    return at.strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def order(world):
    now = world.clock.now()
    return {
        "kind": "preservation",
        "custodian": "Borealia Mail",
        "presence": "in-territory",
        "reference": "Gs 12/26",
        "issuer": "District Court of Borealia",
        "issued": written(now),
        "ends": written(now + timedelta(days=60)),
        "scope": "Log-in records of one account",
        "categories": ["traffic"],
        "secret": "yes",
    }


def test_a_case_file_gets_its_number_its_officer_a_note_and_a_stage(world, officer, thread):
    client = officer()
    at = f"/threads/{thread}/matter"
    assert client.post(f"{at}/number", {"number": "BO-2026-77"}).status_code == 302
    client.post(f"{at}/assign", {"assignee": "xb-0001", "authority": "xb/contact-point"})
    client.post(f"{at}/note", {"text": "Ask <the court> tomorrow."})
    client.post(f"{at}/stage", {"stage": "at-court", "reason": "Filed today."})
    found = case_file(world, thread)
    assert (found.case_number, found.assignee, found.stage) == ("BO-2026-77", "xb-0001", "at-court")
    text = client.get(f"{at}/").content.decode()
    assert "BO-2026-77" in text
    assert "Ask &lt;the court&gt; tomorrow." in text
    assert "Before a court" in text


def test_a_domestic_order_is_recorded_renewed_and_ended_with_its_own_clock(
    world, officer, thread, order
):
    client, at = officer(), f"/threads/{thread}/matter"
    assert client.post(f"{at}/order", order).status_code == 302
    (recorded,) = case_file(world, thread).orders
    text = client.get(f"{at}/").content.decode()
    assert "60 days left" in text
    assert "article 25, paragraph 2" in text
    renewal = order | {
        "order": recorded.id,
        "reference": "Gs 13/26",
        "ends": written(world.clock.now() + timedelta(days=120)),
    }
    client.post(f"{at}/renew", renewal)
    (renewed,) = case_file(world, thread).orders
    assert renewed.renewals
    ending = {"order": recorded.id, "at": written(world.clock.now()), "reason": "No longer needed."}
    client.post(f"{at}/end", ending)
    (ended,) = case_file(world, thread).orders
    assert ended.ended.reason == "No longer needed."


@pytest.mark.parametrize(
    ("changes", "article"),
    [
        ({"days": 91}, "article 25, paragraph 2"),
        ({"kind": "interception"}, "article 24, paragraph 2"),
    ],
)
def test_an_order_that_the_law_does_not_allow_is_refused_with_its_article(
    world, officer, thread, order, changes, article
):
    days = changes.pop("days", None)
    if days:
        order["ends"] = written(world.clock.now() + timedelta(days=days))
    before = snapshot(world.node("XB"))
    answer = officer().post(f"/threads/{thread}/matter/order", order | changes)
    assert answer.status_code == 409
    assert article in answer.content.decode()
    assert snapshot(world.node("XB")) == before


def test_a_referral_goes_out_as_a_letter_and_its_result_comes_in(world, officer, thread):
    client, at = officer(), f"/threads/{thread}/matter"
    fields = {
        "name": "Cybercrime Unit of Borealia",
        "asked": "Serve the order on the provider.",
        "wanted_by": written(world.clock.now() + timedelta(days=14)),
        "language": "en",
    }
    client.post(f"{at}/refer", fields)
    (referral,) = case_file(world, thread).referrals
    text = client.get(f"{at}/").content.decode()
    assert "Cybercrime Unit of Borealia" in text
    assert "What is asked of you" in text
    result = {
        "referral": referral.id,
        "received": written(world.clock.now()),
        "brought_by": "courier",
        "summary": "Served.",
        "is_final": "yes",
        "files": SimpleUploadedFile("served.pdf", b"%PDF", "application/pdf"),
    }
    client.post(f"{at}/result", result)
    (referral,) = case_file(world, thread).referrals
    assert not referral.is_open
    assert referral.results[0].files[0].name == "served.pdf"
    assert "served.pdf" in client.get(f"{at}/").content.decode()


def test_a_script_does_the_same_and_gets_the_warnings(world, officer, thread, order):
    now = world.clock.now()
    late = order | {"issued": written(now - timedelta(days=9)), "secret": False}
    found = document_of(post(officer(), f"/threads/{thread}/matter/order", late), 201)
    assert found["created"] == case_file(world, thread).orders[0].id
    assert found["warnings"]
    data = document_of(officer().get(f"/threads/{thread}/matter/", headers=JSON))["data"]
    assert data["page"]["matter"]["orders"][0]["reference"] == "Gs 12/26"
    cites = data["page"]["clocks"][0]["cites"]
    assert data["page"]["provisions"][cites]["article"] == "25(2)"


def test_an_officer_of_another_authority_does_not_read_it(world, officer, thread):
    answer = officer("xb-0010").get(f"/threads/{thread}/matter/")
    assert answer.status_code == 409
    assert "BO-2026" not in answer.content.decode()
    before = snapshot(world.node("XB"))
    refused = officer("xb-0010").post(f"/threads/{thread}/matter/note", {"text": "Let me in."})
    assert refused.status_code == 409
    assert snapshot(world.node("XB")) == before


def test_what_is_no_moment_is_refused(world, officer, thread, order):
    answer = officer().post(f"/threads/{thread}/matter/order", order | {"ends": "tomorrow"})
    assert answer.status_code == 409
    assert "is not a date and time" in answer.content.decode()
    assert not case_file(world, thread).orders
