# SPDX-License-Identifier: Apache-2.0
"""A State's card on the console: to who does duty, with a warning once it is superseded."""

import pytest

from casts.console.api import JSON, document_of
from casts.console.contact_cards import put_card

DUTY, APPROVER, LAWYER = "xb-0001", "xb-0002", "xb-0010"


@pytest.fixture
def carded(world):
    put_card(world)
    return world


def test_who_does_duty_sees_whom_to_call(carded, officer):
    page = officer(DUTY).get("/peers/xa/card/")
    assert page.status_code == 200
    text = page.content.decode()
    assert 'href="tel:+99900000001"' in text
    assert 'href="tel:+99900000099"' in text, "the call-back's number too"
    assert "superseded" not in text
    known = document_of(officer(DUTY).get("/peers/xa/card/", headers=JSON))["data"]["known"]
    assert known["card"]["numbers"][0]["e164"] == "+99900000001"
    assert known["is_current"] is True


@pytest.mark.parametrize("number", [APPROVER, LAWYER])
def test_nobody_else_does(carded, officer, number):
    answer = officer(number).get("/peers/xa/card/")
    assert answer.status_code == 403
    assert b"+999" not in answer.content
    assert b"/card/" not in officer(number).get("/peers/xa/").content


def test_a_superseded_card_says_so(carded, officer):
    carded.states["XA"].card = "0" * 64
    carded.relist()
    assert "This card is superseded" in officer(DUTY).get("/peers/xa/card/").content.decode()


def test_a_state_without_a_card_here_is_shown_as_such(world, officer):
    page = officer(DUTY).get("/peers/xa/card/")
    assert page.status_code == 200
    assert "There is no card of this State here" in page.content.decode()


def test_the_page_of_a_state_shows_its_offices_and_flags_what_nobody_verified(carded, officer):
    text = officer(DUTY).get("/peers/xa/").content.decode()
    assert "Its offices, by its own entry" in text
    assert "never verified" in text
    assert "(xa/contact-point) has not been verified yet" in text
    assert "/peers/XA/card/" in text


def test_the_own_entrys_flags_are_where_the_directory_is_shown(world, officer):
    text = officer(DUTY).get("/node/").content.decode()
    assert "To fix in our own entry" in text
    assert "Borealia (XB) has no card" in text
