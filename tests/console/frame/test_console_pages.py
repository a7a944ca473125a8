# SPDX-License-Identifier: Apache-2.0
"""Every page, in each language, with data behind it; and who sees it."""

import dataclasses
import re

import pytest
from django.test.utils import CaptureQueriesContext

from casts.console.story import story  # noqa: F401 - fixtures
from casts.console.world import bodies, requested
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore

WORDS = {
    "desk": {"en": "Needs our reply", "fr": "Réponse attendue de notre part"},
    "threads": {"en": "Request to preserve stored data", "fr": "Demande de conservation"},
    "thread": {"en": "The provider deletes log-in records", "fr": "Numéro d’affaire"},
    "compose": {"en": "the case number of the specific", "fr": "le numéro d’affaire de l’enquête"},
    "answer": {"en": "Information missing", "fr": "Informations manquantes"},
    "draft": {
        "en": "Digest of what is approved",
        "fr": "Empreinte numérique de ce qui est approuvé",
    },
    "packages": {"en": "Sealed packages that this node keeps", "fr": "Paquets scellés"},
    "package": {"en": "Evidence was collected", "fr": "Des preuves ont été recueillies"},
    "node": {"en": "The custody log", "fr": "Le registre de garde"},
    "profile": {"en": "24/7 contact point", "fr": "Point de contact 24/7"},
    "kinds": {"en": "Request to preserve stored data", "fr": "Demande de conservation"},
    "law": {"en": "Order of precedence of sources", "fr": "Ordre de priorité des sources"},
    "law-articles": {"en": "<bdi>article 40</bdi>", "fr": "<bdi>article 40</bdi>"},
    "law-terms": {"en": "mutual legal assistance", "fr": "entraide judiciaire"},
    "law-parties": {"en": "Source and certainty", "fr": "Source et certitude"},
    "law-bases": {
        "en": "Why the others do not apply",
        "fr": "Pourquoi les autres ne s’appliquent pas",
    },
    "law-offences": {"en": "<bdi>article 13</bdi>", "fr": "<bdi>article 13</bdi>"},
    "law-grounds": {"en": "closed list", "fr": "liste exhaustive"},
    "law-questions": {"en": "Before executing", "fr": "Avant d’exécuter"},
    "factors": {"en": "Passkeys", "fr": "Clés d’accès"},
}


def test_a_threads_clocks_show_the_local_time_of_both_states(story, officer):
    page = officer().get(story["thread"]).content.decode()
    shown = re.findall(r'<span class="local">([^<]+)</span>', page)
    assert shown
    assert len(shown) % 2 == 0
    assert all(one.endswith("UTC+3") for one in shown)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("page", WORDS)
def test_a_page_shows_its_data_in_the_officers_language(story, officer, page, language):
    answer = officer(language=language).get(story[page])
    assert answer.status_code == 200
    text = answer.content.decode()
    assert WORDS[page][language] in text.replace("&#x27;", "'")
    assert f'<html lang="{language}" dir="ltr">' in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_thread_shows_what_each_state_owes_the_other_the_same_to_page_and_script(story, officer):
    client = officer("xb-0001")
    page = client.get(story["thread"]).content.decode()
    ours, theirs = page.split('id="h-owed-xb"')[1].split('id="h-owed-xa"')
    theirs = theirs.split("</section>")[0]
    assert "Keep the preserved data" in ours
    assert "File the request for assistance before the hold ends" in theirs
    assert ours.index("Keep the preserved data") < ours.index("Met or ended")
    assert page.index('id="h-next"') < page.index('id="h-clocks"') < page.index('id="h-owed"')
    french = officer("xb-0001", language="fr")
    data = french.get(story["thread"], headers={"Accept": "application/json"}).json()["data"]
    found = {one["name"]: one for one in data["thread"]["obligations"]}
    assert (found["hold"]["owed_by"], found["hold"]["status"]) == ("XB", "lasting")
    assert (
        found["preservation"]["title"]
        == "Conserver les données sans délai, pendant au moins 60 jours"
    )


def test_no_page_has_inline_script_or_style(story, officer):
    client = officer()
    for address in story.values():
        text = client.get(address).content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
        for script in re.findall(r"<script([^>]*)>", text):
            assert "src=" in script or 'type="application/json"' in script


def test_a_language_written_from_right_to_left_turns_the_page(story, officer):
    from casts.console.world import console_settings

    with console_settings(LANGUAGES=[("en", "English"), ("ar", "العربية")]):
        text = officer(language="ar").get("/").content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert "أركاديا" in text


def test_the_desk_needs_no_more_queries_for_thirty_threads(world, officer, monkeypatch):
    from django.db import connection

    node = dataclasses.replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    world.exchange.nodes["XB"] = node
    client, counts = officer(), []
    for more in (1, 29):
        for _ in range(more):
            requested(world, level="routine")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text = client.get("/").content.decode()
        counts.append(len(queries))
    assert text.count('class="row-title"') == 30
    assert counts[0] == counts[1] <= 22, "the law is read once for the articles of all rows"


def test_the_desk_says_above_all_lists_how_many_alerts_are_active(world, officer):
    """On a telephone the alerts come after the requests: an officer who was called must not scroll for them."""
    client = officer()
    assert 'href="#h-calls"' not in client.get("/").content.decode()
    requested(world)
    top = client.get("/").content.decode().partition('id="h-waiting"')[0]
    assert '<a class="sum" href="#h-calls">1 active alert</a>' in top


# Who sees what


def test_an_account_without_a_place_in_the_register_sees_no_case(story, officer):
    seen_by_officer = officer("xb-0001").get(story["thread"]).content.decode()
    assert "AR-2026-0417" in seen_by_officer  # there is data that could leak
    client = officer("xb-0099")
    for page in ("desk", "node", "profile", "factors"):
        answer = client.get(story[page])
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "AR-2026-0417" not in text
        assert "preserv" not in text.lower()
    for page in ("threads", "thread", "compose", "kinds", "answer", "draft", "packages", "package"):
        answer = client.get(story[page])
        assert answer.status_code == 403
        assert "AR-2026-0417" not in answer.content.decode()
    assert client.get("/desk/now").status_code == 403


def test_who_is_not_logged_in_sees_nothing(story, client_without_account):
    for page, address in story.items():
        answer = client_without_account.get(address)
        assert answer.status_code == 302, page
        assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.fixture
def client_without_account(world):
    from django.test import Client

    return Client()


@pytest.mark.parametrize(
    ("number", "drafts", "approves", "sends"),
    [
        ("xb-0001", True, False, True),
        ("xb-0002", False, True, True),
        ("xb-0003", True, False, False),
        ("xb-0010", True, False, True),
    ],
)
def test_the_register_says_what_an_officer_may_do(story, officer, number, drafts, approves, sends):
    client = officer(number)
    assert (client.get(story["compose"]).status_code == 200) is drafts
    assert (client.post(f"{story['draft']}approve").status_code != 403) is approves
    assert (client.post(f"{story['draft']}send").status_code != 403) is sends


def test_roles_of_the_account_open_nothing_that_the_register_does_not(world, story, officer):
    from django.contrib.auth import get_user_model

    client = officer("xb-0099")
    get_user_model().objects.filter(number="xb-0099").update(
        roles=["duty", "approver", "lawyer"], authorities=["xb/contact-point"]
    )
    assert client.get(story["thread"]).status_code == 403


def test_without_a_directory_officers_read_and_learn_that_nobody_acts(world, story, officer):
    from django.contrib.auth import get_user_model

    from rogatory.directory import refusals
    from rogatory.errors import Refused

    def view():
        raise Refused(refusals.TOO_OLD.because(refreshed="2026-11-20T03:00:00Z", hours=24))

    get_user_model().objects.filter(number="xb-0001").update(roles=["duty"])
    client = officer("xb-0001")
    world.directory.view = view
    answer = client.get("/")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "The directory cannot be relied on at present" in text
    assert "which is more than 24 hours ago" in text
    assert "Request to preserve stored data" in text
    refused = client.post(f"{story['draft']}send")
    assert refused.status_code == 409


def test_an_administrator_reads_the_state_of_the_node_but_no_event(story, officer):
    shown = officer("xb-0001").get("/node/").content.decode()
    assert "(xa/contact-point): " in shown
    hidden = officer("xb-0099").get("/node/").content.decode()
    assert "Sent to xa/contact-point" not in hidden
    assert "Thalassia (XT)" in hidden


@pytest.mark.parametrize(
    "address",
    [
        "/threads/019aaf00-0000-7000-8000-00000000000a/",
        "/drafts/019aaf00-0000-7000-8000-00000000000a/",
        "/evidence/abcdef/",
        "/write/no_such_kind/",
        "/nowhere/",
    ],
)
def test_what_is_not_here_is_reported_as_not_here(world, officer, address):
    assert officer().get(address).status_code == 404


def test_text_of_others_is_text_and_no_markup(world, officer):
    sent = requested(world, facts="<script>alert(1)</script> & more")
    text = officer().get(f"/threads/{sent.thread}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in text
    assert "<script>alert" not in text


def test_what_a_message_names_is_a_link_and_not_a_digest(story, world, officer):
    transcript = world.node("XB").store.transcript(story["thread"].split("/")[2])
    text = officer().get(story["thread"]).content.decode()
    opening = transcript[0].digest
    assert f'<a href="#m-{opening[:12]}">Request to preserve stored data</a>' in text


def test_a_list_says_which_case_of_which_offence_each_row_is_about(story, officer):
    text = officer().get(story["threads"]).content.decode()
    title = bodies.preservation()["offence"]["title"]
    assert "<bdi>AR-2026-0999</bdi>" in text
    assert f'<bdi class="theirs" lang="en">{title}</bdi>' in text
    page_text = officer(language="fr").get(story["threads"]).content.decode()
    assert "(anglais)" in page_text


def test_a_claimed_time_is_beside_the_logged_one(story, officer):
    text = officer().get(story["package"]).content.decode()
    assert "When, as claimed" in text
    assert "When, as logged" in text
    assert 'datetime="2026-11-24T01:25:00Z"' in text
    assert "not yet in a checkpoint" in text


def test_the_health_page_shows_that_it_lives_and_nothing_else(story, client_without_account):
    answer = client_without_account.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_list_of_single_values_is_under_its_label_once():
    from rogatory.console.templatetags.message_lines import gathered
    from rogatory.requests.contents.plain_words import BodyLine, Heading

    lines = [
        BodyLine("Articles", "46", 1),
        BodyLine("Articles", "40", 1),
        BodyLine("Articles", "40"),
        BodyLine("Identifier", Heading(1)),
        BodyLine("Identifier", Heading(2)),
    ]
    values = [(one.label, one.values, one.level) for one in gathered(lines)]
    assert values == [
        ("Articles", ("46", "40"), 1),
        ("Articles", ("40",), 0),
        ("Identifier", ("1",), 0),
        ("Identifier", ("2",), 0),
    ]


def test_an_article_is_cited_as_the_language_cites_it():
    from django.template import Context
    from django.utils import translation

    from rogatory.console.templatetags.citations import article_of, rests_on

    assert article_of("42(1)") == "<bdi>article 42, paragraph 1</bdi>"
    with translation.override("zh-hans"):
        assert article_of("42(1)") == "<bdi>第四十二条第一款</bdi>"
        assert "<bdi>第四十二条第一款</bdi>" in rests_on(Context(), "42(1)", "seen")
