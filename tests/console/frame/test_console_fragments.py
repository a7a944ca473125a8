# SPDX-License-Identifier: Apache-2.0
"""Parts of pages that the browser asks for by itself: no log-in page is placed inside another."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from casts.console.world import delivered_package, requested

HTMX = {"HX-Request": "true"}


@pytest.fixture
def parts(world):
    seal = delivered_package(world, requested(world).thread).seal
    return [
        reverse("desk-now"),
        reverse("package-transfer", args=[seal]),
        reverse("audit-verification"),
        reverse("threads"),
    ]


def test_who_is_logged_out_meanwhile_is_given_nothing_in_the_place_of_a_part(world, parts):
    for address in parts:
        answer = Client().get(address, headers=HTMX)
        assert (answer.status_code, answer.content) == (401, b"")
        assert Client().get(address).status_code == 302


def test_who_must_first_change_his_secret_is_given_no_part(world, officer, parts):
    client = officer()
    from django.contrib.auth import get_user_model

    get_user_model().objects.update(must_change_secret=True)
    for address in parts:
        answer = client.get(address, headers=HTMX)
        assert (answer.status_code, answer.content) == (401, b"")
        assert client.get(address).status_code == 302


def test_htmx_runs_no_code_from_a_page_and_keeps_no_page(world, officer):
    page = officer().get("/").content.decode()
    config = re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1]
    for each in (
        '"allowEval":false',
        '"allowScriptTags":false',
        '"historyCacheSize":0',
        '"selfRequestsOnly":true',
        '"includeIndicatorStyles":false',
    ):
        assert each in config
    assert "'unsafe" not in officer().get("/")["Content-Security-Policy"]
