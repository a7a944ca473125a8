# SPDX-License-Identifier: Apache-2.0
"""The head of a request's page: who asks whom, and that an offer asks nobody."""

import pytest

from casts.console.world import as_read, bodies

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.mark.parametrize(
    ("kind", "sender", "addressee", "head"),
    [
        ("preservation", XA, XB, "Asked by Arcadia"),
        ("preservation", XB, XA, "Asked of Arcadia"),
        ("information_offered", XA, XB, "Received from: Arcadia"),
        ("information_offered", XB, XA, "Recipient: Arcadia"),
        ("spontaneous_information", XA, XB, "Received from: Arcadia"),
    ],
)
def test_the_head_of_a_request_says_who_asks_and_of_an_offer_who_sent_it(
    world, officer, kind, sender, addressee, head
):
    sent = world.sent(sender, addressee, kind, bodies.one_of_each()[kind])
    world.settle()
    page = as_read(officer().get(f"/threads/{sent.thread}/"))
    assert head in page
    assert ("Asked" in page) == (kind == "preservation")
