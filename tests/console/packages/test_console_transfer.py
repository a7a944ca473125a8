# SPDX-License-Identifier: Apache-2.0
"""A package's page while it moves: how far, how fast, how long still, and when nothing comes."""

import pytest
from django_htmx.http import HTMX_STOP_POLLING

from casts.console.transfers import put
from casts.console.world import as_read, delivered_package, requested
from rogatory.node.repositories.messages import Direction
from rogatory.wire.statements import older

HTMX = {"HX-Request": "true"}


@pytest.fixture
def package(world):
    """Make a package of 100 MiB in Borealia's store, nothing of which has gone."""
    return delivered_package(world, requested(world).thread)


def text_of(client, package, part=""):
    answer = client.get(f"/evidence/{package.seal}/{part}")
    assert answer.status_code == 200
    return as_read(answer), answer


def test_the_sending_side_sees_what_the_other_state_has_fetched(world, officer, package):
    put(world, package)
    text, answer = text_of(officer(), package, "transfer")
    assert "30 of 100 segments were handed out" in text
    assert 'max="100" value="30"' in text
    assert "<bdi>30.0 MiB</bdi> / <bdi>100.0 MiB</bdi>" in text
    assert "1.0 MiB/s" in text
    assert "≈ 1 minute" in text
    assert answer.status_code == 200


def test_the_receiving_side_sees_what_is_here(world, officer, package):
    put(world, package, direction=Direction.IN)
    text, _answer = text_of(officer(), package, "transfer")
    assert "30 of 100 segments are here" in text
    assert "1.0 MiB/s" in text


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.IN, "Nothing has arrived since"),
        (Direction.OUT, "No request since"),
    ],
)
def test_a_stalled_transfer_says_since_when_and_why_and_promises_nothing(
    world, officer, package, direction, expected
):
    problem = "The node cannot be reached <b>."
    put(world, package, direction=direction, quiet=300, failures=3, problem=older(problem))
    text, _answer = text_of(officer(), package, "transfer")
    assert expected in text
    assert "cannot be reached &lt;b&gt;." in text
    assert "MiB/s" not in text
    assert "≈" not in text


@pytest.mark.parametrize("direction", list(Direction))
def test_what_has_arrived_is_asked_for_no_more(world, officer, package, direction):
    put(world, package, direction=direction, segments=100)
    text, answer = text_of(officer(), package, "transfer")
    assert answer.status_code == 200
    assert "MiB/s" not in text
    response = officer().get(f"/evidence/{package.seal}/transfer", headers=HTMX)
    assert response.status_code == HTMX_STOP_POLLING
    page, _answer = text_of(officer(), package)
    assert "htmx" not in page
    assert "hx-get" not in page


def test_the_page_asks_for_its_part_while_it_moves(world, officer, package):
    put(world, package)
    page, _answer = text_of(officer(), package)
    assert f'hx-get="/evidence/{package.seal}/transfer"' in page
    assert "htmx-2.min.js" in page
    assert officer().get(f"/evidence/{package.seal}/transfer", headers=HTMX).status_code == 200
    assert "30 of 100 segments" in page


def test_nobody_else_sees_it(world, officer, package):
    from django.test import Client

    put(world, package)
    assert Client().get(f"/evidence/{package.seal}/transfer").status_code in {302, 403}
    assert officer().get("/evidence/abcdef/transfer").status_code == 404
