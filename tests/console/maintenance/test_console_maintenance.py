# SPDX-License-Identifier: Apache-2.0
"""The console in maintenance: one page in the reader's language, a coded answer to scripts, and nothing done."""

import logging

import pytest
from django.test import Client

from rogatory.node.maintenance.mode import begin_maintenance, end_maintenance

TITLES = {
    "ar": "العقدة قيد الصيانة",
    "en": "The node is in maintenance",
    "es": "El nodo está en mantenimiento",
    "fr": "Le nœud est en maintenance",
    "ru": "Узел на техническом обслуживании",
    "zh-hans": "节点正在维护",
}


@pytest.fixture
def maintained(world):
    begin_maintenance(world.node("XB"), "operator@a")
    return world


@pytest.mark.parametrize("language", TITLES)
def test_an_officer_gets_the_page_in_their_language(maintained, officer, language):
    answer = officer(language=language).get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert answer["Cache-Control"] == "no-store"
    assert TITLES[language] in answer.content.decode()


def test_a_visitor_gets_the_page_in_the_language_of_the_browser(maintained):
    answer = Client().get("/accounts/login/", headers={"Accept-Language": "fr"})
    assert answer.status_code == 503
    assert TITLES["fr"] in answer.content.decode()


def test_a_script_gets_the_code(maintained, officer):
    answer = officer().get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    (reason,) = answer.json()["reasons"]
    assert reason["code"] == "maintenance"


def test_what_an_officer_sends_is_not_done(maintained, officer):
    store, client = maintained.node("XB").store, officer()
    assert client.post("/write/preservation/", {"next": "1"}).status_code == 503
    assert list(store.unfinished_of("xb-0001")) == []
    end_maintenance(maintained.node("XB"))
    assert client.get("/").status_code == 200


def test_a_probe_and_the_choice_of_a_language_answer_as_always(maintained):
    client = Client()
    assert client.get("/healthz").content == b"ok\n"
    assert client.post("/language", {"language": "es"}).status_code != 503


def test_no_page_of_maintenance_is_an_error_in_the_log(maintained, officer, caplog):
    caplog.set_level(logging.DEBUG)
    officer().get("/audit/")
    officer().get("/", headers={"Accept": "application/json"})
    found = [one for one in caplog.records if "maintenance" in one.getMessage()]
    assert [one.getMessage() for one in found] == ["a page in maintenance"] * 2
    assert {one.levelno for one in found} == {logging.INFO}
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
