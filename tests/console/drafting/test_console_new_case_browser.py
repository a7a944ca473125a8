# SPDX-License-Identifier: Apache-2.0
"""A new case in a real browser: an offer that is withdrawn, and a request on a treaty that demands more."""

import contextlib

import pytest

from casts.console import browser as browser_of
from casts.console.in_browser import chromium, console_at  # noqa: F401 - fixtures
from casts.driving.new_case import (
    DEMANDED,
    OfficerAtBrowser,
    offer_withdrawn,
    on_comity,
    supplemented,
)
from rogatory.node.law.annotations import annotations
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views.duty_desk import duty_desk
from rogatory.node.views.thread_view import thread as thread_view

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine"),
]


@pytest.fixture
def officer(chromium, console_at, world):
    """Sits an officer of a number down at a browser of their own."""
    with contextlib.ExitStack() as opened:
        wrong = []

        def sit(number):
            context = chromium.new_context(locale="en", viewport={"width": 1280, "height": 900})
            opened.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            return OfficerAtBrowser(page, console_at, world, number, lambda _: None)

        yield sit
    assert wrong == []


def waiting(world, state):
    return [one.summary.thread for one in duty_desk(world.node(state)).waiting]


def test_an_offer_is_withdrawn_before_it_is_answered(world, officer):
    thread = offer_withdrawn(world, officer("xb-0001"), officer("xb-0002"))
    for state in ("XA", "XB"):
        standing = browser_of.apart(lambda at=state: thread_state(world.node(at), thread)).standing
        assert standing.withdrawn is not None
        assert not [one for one in standing.offers if one.answer]
    node = world.node("XA")
    actions = browser_of.apart(lambda: [one.kind for one in thread_view(node, thread).actions])
    assert "offer_answered" not in actions
    assert thread not in browser_of.apart(lambda: waiting(world, "XA"))


def test_a_request_on_a_treaty_that_demands_more_states_it_with_the_change(world, officer):
    thread = browser_of.apart(lambda: on_comity(world))
    writer, approver = officer("xb-0010"), officer("xb-0011")
    kept = supplemented(world, writer, approver, thread)
    assert kept.count("article 4, paragraph 1") == len(DEMANDED)
    shown = writer.page.inner_text("main")
    for statement in DEMANDED.values():
        assert statement in shown
    standing = browser_of.apart(lambda: thread_state(world.node("XA"), thread)).standing
    (proposal,) = standing.proposals
    assert proposal.is_open
    added = proposal.message.body["supplements"]
    assert {one["item"]: one["statement"] for one in added} == DEMANDED
    remarked = browser_of.apart(lambda: annotations(world.node("XA"), thread))
    assert proposal.message.digest not in remarked
