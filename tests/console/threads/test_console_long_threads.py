# SPDX-License-Identifier: Apache-2.0
"""A long thread is shown in pages, and one message of very many lines by its first ones."""

import re

import pytest

from casts.console.world import bodies, requested
from rogatory.console.templatetags.message_lines import MOST_LINES
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads.pages import BYTES_A_PAGE, MESSAGES_A_PAGE, pages_of
from rogatory.requests.envelope import Links, MessageDraft, build_message
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7


def enquiries(world, thread, count, kind="status_enquiry", body=None):
    """Further messages of Arcadia's in a thread, as the node would have kept them."""
    node = world.node("XB")
    (first,) = node.store.transcript(thread)
    previous, digests = first.digest, []
    with node.store.transaction():
        for number in range(2, count + 2):
            content = MessageDraft(
                network=node.network,
                kind=kind,
                sender=parse_authority("xa/contact-point"),
                addressee=parse_authority("xb/contact-point"),
                thread=thread,
                language="en",
                body=body or bodies.status_enquiry(first.digest),
            )
            data = build_message(
                content,
                Links(number, previous, None),
                message_id=uuid7(first.at, number.to_bytes(10)),
                issued=first.at,
            )
            previous = sha256(data)
            digests.append(previous)
            node.store.add_message(
                StoredMessage(
                    digest=previous,
                    thread=thread,
                    sender_state="XA",
                    sequence=number,
                    kind=kind,
                    message=data,
                    p256=b"",
                    mldsa65=None,
                    approvals=first.approvals,
                    direction=Direction.IN,
                    peer="XA",
                    at=first.at,
                    delivery=Delivery.WAITING,
                )
            )
    return digests


def shown(page):
    return re.findall(r'<h3 id="m-([0-9a-f]{12})"', page)


def test_each_message_of_a_long_thread_is_on_one_page(world, officer):
    thread = requested(world).thread
    digests = enquiries(world, thread, 2 * MESSAGES_A_PAGE + 5)
    client, found = officer(), []
    for number in (1, 2, 3):
        page = client.get(f"/threads/{thread}/?page={number}").content.decode()
        assert f"Page {number} of 3" in page
        found += shown(page)
    opening = world.node("XB").store.transcript(thread)[0].digest
    assert found == [one[:12] for one in [*reversed(digests), opening]]


@pytest.mark.parametrize("number", ["0", "9999", "99999", "x", "-1", "٣"])
def test_a_page_that_there_is_not_becomes_one_that_there_is(world, officer, number):
    thread = requested(world).thread
    enquiries(world, thread, MESSAGES_A_PAGE)
    page = officer().get(f"/threads/{thread}/", {"page": number}).content.decode()
    assert re.search("Page [12] of 2", page)


def test_a_short_thread_has_no_pages(world, officer):
    thread = requested(world).thread
    assert "Pages of messages" not in officer().get(f"/threads/{thread}/").content.decode()


def test_what_an_older_page_shows_is_linked_from_a_newer_one(world, officer):
    thread = requested(world).thread
    enquiries(world, thread, MESSAGES_A_PAGE)
    opening = world.node("XB").store.transcript(thread)[0].digest
    page = officer().get(f"/threads/{thread}/").content.decode()
    assert opening[:12] not in shown(page)
    assert f'href="?page=2#m-{opening[:12]}"' in page


def test_a_script_is_given_the_same_page(world, officer):
    thread = requested(world).thread
    digests = enquiries(world, thread, MESSAGES_A_PAGE)
    response = officer().get(f"/threads/{thread}/?page=2", headers={"Accept": "application/json"})
    found = response.json()["data"]["thread"]
    assert (found["pages"]["number"], found["pages"]["count"]) == (2, 2)
    assert [one["digest"] for one in found["messages"]] != digests[-1:]
    assert len(found["messages"]) == 1


def test_a_message_of_very_many_lines_is_shown_by_its_first_ones(world, officer):
    thread = requested(world).thread
    many = bodies.preservation(**{f"line{n}": 1 for n in range(4_000)})
    enquiries(world, thread, 1, "preservation", many)
    page = officer().get(f"/threads/{thread}/").content.decode()
    assert 0 < len(re.findall(r"line[0-9]+: 1<", page)) <= MOST_LINES
    assert "further lines are in the letter" in page


def test_large_messages_make_more_pages():
    half = BYTES_A_PAGE // 2
    pages = pages_of([("a", half), ("b", half), ("c", 1), ("d", 2 * BYTES_A_PAGE), ("e", 1)], 1)
    assert pages.on == {"a": 1, "b": 1, "c": 2, "d": 3, "e": 4}
    assert (pages.newer, pages.older) == (None, 2)
