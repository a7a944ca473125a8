# SPDX-License-Identifier: Apache-2.0
"""Every page is given to scripts as JSON: the same data, permissions, refusals and rules of
posting.
"""

import pytest
from django.test import Client

from casts.console import pages_table
from casts.console.acts import WRITTEN, a_draft, approval_of, drafts, sent_by_us
from casts.console.api import JSON, document_of, post
from casts.console.story import story  # noqa: F401 - a fixture
from casts.console.world import requested
from casts.node.world import snapshot
from rogatory.console.frame.documents import document
from rogatory.errors import Code
from rogatory.requests.envelope import parse_message

BODY = {
    "authority": {"name": "24/7 contact point of Borealia"},
    "case_number": "BO-2026-0001",
    "offence": {
        "title": "Online fraud",
        "provision": "Criminal Code, section 12",
        "convention_article": None,
        "maximum_years": 5,
    },
    "facts": "Somebody was deceived.",
    "data": [
        {
            "description": "Log-in records",
            "category": "traffic",
            "identifiers": [{"type": "ip", "value": "192.0.2.17", "at": "2026-11-02T18:04:00Z"}],
        }
    ],
    "data_offence_link": "The account was used.",
    "custodian": {"known": False},
    "necessity": "Deletion is due.",
    "mla_intent": True,
    "confidentiality": {"secret": True, "do_not_notify_user": False},
    "legal_basis": {"instrument": "un-cybercrime", "articles": ["42"]},
    "urgency": {"level": "routine"},
}
REQUEST = {
    "sender": "xb/contact-point",
    "addressee": "xa/contact-point",
    "language": "en",
    "body": BODY,
}


def pages_of(story):
    """All but the log-in library's own page."""
    return [(name, address) for name, address in story.items() if name != "factors"]


def test_the_table_of_pages_is_up_to_date():
    text = pages_table.TABLE.read_text()
    assert pages_table.with_table(text) == text, "run `python tests/casts/console/pages_table.py`"


def test_every_page_is_available_as_json(story, officer):
    client = officer()
    for name, address in pages_of(story):
        found = document_of(client.get(address, headers=JSON))
        assert found["state"] == "XB"
        assert found["exercise"] is True
        assert found["data"], name


def test_a_browser_gets_the_page_whatever_else_it_accepts(story, officer):
    client = officer()
    for accepted in ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "text/plain", None):
        headers = {"accept": accepted} if accepted else {}
        answer = client.get("/threads/", headers=headers)
        assert answer["Content-Type"].startswith("text/html")


def test_a_thread_is_shown_with_its_articles_and_certainties(story, officer):
    thread = document_of(officer().get(story["thread"], headers=JSON))["data"]["thread"]
    (first, *_rest) = thread["messages"]
    assert first["envelope"]["body"]["case_number"] == "AR-2026-0417"
    assert first["envelope"]["from"] == "xa/contact-point"
    assert {"label": "Case number", "value": "AR-2026-0417", "level": 0, "is_heading": False} in (
        first["lines"]
    )
    for basis in thread["provisions"].values():
        assert basis["article"]
        assert basis["certainty"] in {"seen", "parallel", "reported", "memory", "practice"}
    assert thread["provisions"]["hold"] == {"article": "42(8)", "certainty": "parallel"}
    for one in (*thread["clocks"], *thread["actions"]):
        assert one["cites"] is None or one["cites"] in thread["provisions"]
    assert all({"kind", "title", "cites"} <= set(one) for one in thread["actions"])


def test_words_of_ours_are_in_the_readers_language_and_codes_are_not(story, officer):
    english = document_of(officer(language="en").get(story["thread"], headers=JSON))
    french = document_of(officer(language="fr").get(story["thread"], headers=JSON))
    assert (english["language"], french["language"]) == ("en", "fr")
    one, other = (found["data"]["thread"]["clocks"][0] for found in (english, french))
    assert one["title"] == "Answer by an officer"
    assert other["title"] != one["title"]
    assert one["name"] == other["name"]


def test_no_page_shows_what_opens_a_commitment_or_what_signs(story, officer, world):
    node, client = world.node("XB"), officer()
    events = node.store.events_since(0, 200)
    secrets = {event.salt.hex() for event in events}
    assert secrets
    for _name, address in pages_of(story):
        text = client.get(address, headers=JSON).content.decode()
        assert not [secret for secret in secrets if secret in text]
        for never in ("csrfmiddlewaretoken", "sessionid", '"salt"', '"p256"'):
            assert never not in text


def test_who_is_not_logged_in_learns_that_and_nothing_else(story, world):
    client = Client()
    for _name, address in pages_of(story):
        found = document_of(client.get(address, headers=JSON), 401)
        assert [one["code"] for one in found["reasons"]] == ["console-not-logged-in"]
        assert "data" not in found


def test_a_page_that_is_not_open_names_the_permission_it_takes(story, officer):
    found = document_of(officer("xb-0099").get(story["thread"], headers=JSON), 403)
    (reason,) = found["reasons"]
    assert reason["code"] == "console-page-not-allowed"
    assert reason["fields"]["permission"] == "desk:thread:read"
    assert "data" not in found


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/threads/019aaf00-0000-7000-8000-00000000000a/", "thread-unknown"),
        ("/nowhere/", "console-page-unknown"),
    ],
)
def test_what_is_not_here_is_reported_as_not_here(world, officer, address, code):
    found = document_of(officer().get(address, headers=JSON), 404)
    assert [one["code"] for one in found["reasons"]] == [code]


def test_an_account_without_a_second_factor_is_warned_outside_exercises(story, officer):
    from casts.console.world import console_settings

    client = officer()
    with console_settings(ROGATORY_EXERCISE=False):
        found = document_of(client.get(story["thread"], headers=JSON), 403)
    assert [one["code"] for one in found["reasons"]] == ["console-second-factor-missing"]


# Posting


def test_a_request_posted_as_json_becomes_the_draft_that_the_form_makes(world, officer):
    answer = post(officer(), "/write/preservation/", REQUEST)
    found = document_of(answer, 201)
    (draft,) = drafts(world)
    assert found["created"] == draft.id
    assert answer["Location"] == found["next"] == f"/drafts/{draft.id}/"
    officer().post("/write/preservation/", WRITTEN | {"write": "yes", "body.facts": BODY["facts"]})
    assert [one.body for one in drafts(world)] == [draft.body, draft.body]


def test_checking_records_nothing_and_reports_all_that_is_missing(world, officer):
    lacking = {name: part for name, part in BODY.items() if name not in {"facts", "mla_intent"}}
    before = snapshot(world.node("XB"))
    found = document_of(
        post(officer(), "/write/preservation/", REQUEST | {"body": lacking, "check": True})
    )
    assert snapshot(world.node("XB")) == before
    missing = [one for one in found["data"]["progress"]["wanted"] if one["state"] == "missing"]
    assert {one["content"]["key"] for one in missing} == {"facts", "mla_intent"}
    for reason in found["reasons"]:
        assert reason["article"].startswith("42(3)")
        assert reason["certainty"] == "parallel"


def test_a_refused_draft_has_every_reason_with_its_field(world, officer):
    wrong = BODY | {"case_number": "", "nonsense": 1, "urgency": {"level": "now"}}
    found = document_of(post(officer(), "/write/preservation/", REQUEST | {"body": wrong}), 409)
    fields = {one["fields"].get("field") for one in found["reasons"]}
    assert {"case_number", "urgency.level"} <= fields
    assert any("nonsense" in str(one["fields"]) for one in found["reasons"])
    assert not drafts(world)


def test_a_draft_is_approved_and_sent_by_script(world, officer):
    thread = requested(world).thread
    draft = a_draft(world, thread)
    shown = document_of(officer("xb-0002").get(f"/drafts/{draft.id}/", headers=JSON))["data"][
        "view"
    ]
    assert shown["passkey"]["challenge"]
    assert shown["draft"]["content"] == draft.content
    document_of(post(officer("xb-0002"), f"/drafts/{draft.id}/approve", approval_of(world, draft)))
    found = document_of(post(officer("xb-0001"), f"/drafts/{draft.id}/send", {}), 201)
    assert found["next"] == f"/threads/{thread}/"
    message = parse_message(world.node("XB").store.message(found["created"]).message)
    assert message.kind == "preservation_confirmed"


def test_a_refused_act_is_shown_with_its_reasons_and_changes_nothing(world, officer):
    thread = requested(world).thread
    draft = a_draft(world, thread)
    before = snapshot(world.node("XB"))
    found = document_of(post(officer(), f"/drafts/{draft.id}/send", {}), 409)
    assert [one["code"] for one in found["reasons"]] == ["approvals-too-few"]
    assert snapshot(world.node("XB")) == before


def test_an_acknowledgement_takes_one_post(world, officer):
    thread = requested(world).thread
    document_of(post(officer(), f"/threads/{thread}/acknowledge", {}))
    assert sent_by_us(world, thread) == ["acknowledgement"]


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b'{"a": 1.5}',
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"\xff\xfe",
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b"[" * 100_000,
    ],
)
def test_json_that_cannot_be_taken_is_refused_and_changes_nothing(world, officer, data):
    before = snapshot(world.node("XB"))
    answer = officer().post("/write/preservation/", data, "application/json", headers=JSON)
    found = document_of(answer, 409)
    assert [one["code"] for one in found["reasons"]] == ["console-json-unreadable"]
    assert snapshot(world.node("XB")) == before


def test_a_script_without_the_token_changes_nothing(world, officer):
    thread = requested(world).thread
    client = Client(enforce_csrf_checks=True)
    client.cookies = officer().cookies
    before = snapshot(world.node("XB"))
    found = document_of(post(client, f"/threads/{thread}/acknowledge", {}), 403)
    assert [one["code"] for one in found["reasons"]] == ["console-form-from-elsewhere"]
    assert snapshot(world.node("XB")) == before


def test_a_script_logs_in_as_docs_say_and_posts_with_the_token_of_the_cookie(world):
    from django.conf import settings

    from casts.console.world import PASSWORD

    thread = requested(world).thread
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    form = {"csrfmiddlewaretoken": token, "login": "xb-0001", "password": PASSWORD}
    client.post("/accounts/login/", form)
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    address = f"/threads/{thread}/acknowledge"
    headers = JSON | {"x-csrftoken": token}
    answer = client.post(address, "{}", "application/json", headers=headers)
    document_of(answer)
    assert sent_by_us(world, thread) == ["acknowledgement"]


# The contents


def test_a_value_without_a_declared_form_is_not_written():
    class Key:
        secret = b"never"

    with pytest.raises(TypeError):
        document({"key": Key()})


def test_a_reason_gives_its_article_as_a_field_of_its_own():
    code = Code("example-rests", "A thing is missing.", "Add it.", "parallel", "42(3)(a), 42(3)(b)")
    found = document(code.because())
    assert (found["article"], found["certainty"]) == ("42(3)(a), 42(3)(b)", "parallel")
    named = document(Code("example-named-here", "A", "B").because(article="2", certainty="seen"))
    assert (named["article"], named["certainty"]) == ("2", "seen")
    silent = document(Code("example-silent", "The disk is full.", "Empty it.").because())
    assert (silent["article"], silent["certainty"]) == (None, None)
