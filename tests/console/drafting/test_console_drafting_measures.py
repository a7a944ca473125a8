# SPDX-License-Identifier: Apache-2.0
"""Measures on property that a message names: chosen by what was reported of them, never by a digest that is typed."""

import re

import pytest
from written_forms import at, hidden, save, texts

from casts.console.world import bodies

ASKING, ANSWERING = "xa/contact-point", "xb/contact-point"


@pytest.fixture
def frozen(world):
    """Return the thread in which two properties are frozen, and the two measures."""
    thread = world.sent(ASKING, ANSWERING, "asset_freezing", bodies.asset_freezing()).thread
    world.settle()
    found = []
    for item in bodies.PROPERTY:
        body = bodies.measure_executed(property=[item])
        sent = world.sent(ANSWERING, ASKING, "measure_executed", body, thread=thread)
        found.append(sent.digest)
        world.settle()
    return thread, found


def offered(page, kind, name):
    """Return the digests that a field offers, with whether each is chosen."""
    form = {
        "checkbox": rf'<input type="checkbox" name="body\.{name}" value="([0-9a-f]{{64}})"( checked)?>',
        "select": r'<option value="([0-9a-f]{64})"( selected)?',
    }[kind]
    return {value: bool(chosen) for value, chosen in re.findall(form, page)}


def test_measures_that_end_by_a_confiscation_are_ticked(world, officer, frozen):
    (thread, (first, second)), client = frozen, officer()
    address = f"/threads/{thread}/write/confiscation_executed/?page=all"
    answer = client.get(address)
    page = answer.content.decode()
    assert offered(page, "checkbox", "replaced") == {first: False, second: False}
    assert re.search(r"24 Nov[^<]*: The account to which the buyers paid", page)
    assert re.search(r"24 Nov[^<]*: Coins bought with the payments", page)
    form = {"text": hidden(answer, "text"), "revision": "0", "save": "yes"}
    client.post(address, form | {"body.replaced": [second]})
    (text,) = texts(world)
    assert text.body["replaced"] == [second]
    page = client.get(at(text, "all")).content.decode()
    assert offered(page, "checkbox", "replaced") == {first: False, second: True}


def test_the_measure_to_be_lifted_is_chosen(world, officer, frozen):
    (thread, (first, second)), client = frozen, officer()
    page = client.get(f"/threads/{thread}/write/lifting_hearing/?page=all").content.decode()
    assert offered(page, "select", "executed") == {first: False, second: True}


def test_what_is_no_measure_in_force_any_more_stays_in_the_text_until_it_is_unticked(
    world, officer, frozen
):
    (thread, (first, second)), client = frozen, officer()
    address = f"/threads/{thread}/write/confiscation_executed/?page=all"
    form = {"text": hidden(client.get(address), "text"), "revision": "0", "save": "yes"}
    client.post(address, form | {"body.replaced": [first]})
    body = bodies.confiscation_executed(first)
    world.sent(ANSWERING, ASKING, "confiscation_executed", body, thread=thread)
    world.settle()
    (text,) = texts(world)
    page = client.get(at(text, "all")).content.decode()
    assert offered(page, "checkbox", "replaced") == {second: False, first: True}
    save(client, text, "all", {})
    (text,) = texts(world)
    assert not text.body.get("replaced")
