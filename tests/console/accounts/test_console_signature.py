# SPDX-License-Identifier: Apache-2.0
"""The name and title of letters: entered once on the officer's page, replaced for one print."""

from casts.console.world import bodies
from rogatory.node.letters.of_node import values_of

NAME, TITLE = "Ana Prior", "Head of the 24/7 Contact Point"


def sent_from_here(world):
    sent = world.sent("xb/contact-point", "xa/contact-point", "preservation", bodies.preservation())
    world.settle()
    return sent


def test_an_officer_enters_name_and_title_once_and_letters_print_them(world, officer):
    sent = sent_from_here(world)
    approver = values_of(world.node("XB"), sent.digest).signed.officers[0]
    client, address = officer(approver), f"/letters/{sent.digest}/en/html/"
    assert "Name and title" in client.get(address).content.decode()
    posted = {"language": "en", "name": NAME, "title": TITLE}
    assert client.post("/profile/signature", posted).headers["Location"] == "/profile/"
    assert NAME in client.get("/profile/").content.decode()
    letter = client.get(address).content.decode()
    assert NAME in letter
    assert TITLE in letter
    assert "Name and title" not in letter


def test_what_cannot_be_printed_is_refused_on_the_page_and_changes_nothing(world, officer):
    answer = officer().post("/profile/signature", {"language": "en", "name": NAME, "title": ""})
    assert answer.status_code == 409
    assert "one of them is missing" in answer.content.decode()
    assert world.node("XB").store.signatories("xb-0001") == []


def test_another_signatory_is_printed_once(world, officer):
    sent = sent_from_here(world)
    client, address = officer(), f"/letters/{sent.digest}/en/html/"
    page = client.get(f"/threads/{sent.thread}/").content.decode()
    assert f'formaction="/letters/{sent.digest}/en/pdf/"' in page
    posted = {"signatory": "B. Deputy", "title": "Deputy"}
    assert "B. Deputy" in client.post(address, posted).content.decode()
    assert "B. Deputy" not in client.get(address).content.decode()
    refused = client.post(address, {"signatory": "B. Deputy", "title": ""})
    assert refused.status_code == 409
