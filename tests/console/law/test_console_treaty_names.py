# SPDX-License-Identifier: Apache-2.0
"""Pages name a treaty that was loaded from a file, and its own grounds, as a lawyer wrote them."""

from datetime import date

import pytest

from casts.console.world import as_read, bodies
from casts.law.cases import TREATY_FILE
from rogatory.node.corrections.correct_law import review
from rogatory.node.corrections.load_treaty import propose_treaty

CENTRAL_XA, CENTRAL_XB = "xa/central-authority", "xb/central-authority"
BASIS = {"instrument": "mlat-xa-xb", "articles": ["3"]}
NAME = "Treaty between Arcadia and Borealia on mutual legal assistance"
LABEL = "the offence concerns harbour dues"


def load(world, state):
    node, lawyer, head = world.node(state), f"{state.lower()}-0010", f"{state.lower()}-0011"
    given = {"reason": "In force.", "dated": date(2026, 11, 24)}
    record = propose_treaty(node, TREATY_FILE.encode(), lawyer, **given)
    review(node, record.id, head, accept=True, reason="Compared.")


@pytest.fixture
def page(world, officer):
    """The page of a request on the treaty that was refused on its own ground."""
    load(world, "XA")
    body = bodies.mla_stored_data(legal_basis=BASIS)
    sent = world.sent(CENTRAL_XA, CENTRAL_XB, "mla_stored_data", body)
    world.settle()
    refusal = bodies.refusal() | {"ground": "harbour_dues", "article": "5(1)(b)"}
    world.sent(CENTRAL_XB, CENTRAL_XA, "refusal", refusal, thread=sent.thread)
    world.settle()
    return lambda: as_read(officer().get(f"/threads/{sent.thread}/"))


def test_a_page_names_a_loaded_treaty_and_its_own_ground(world, page):
    before = page()
    assert NAME not in before
    assert LABEL not in before
    load(world, "XB")
    named = page()
    assert f'<bdi>{NAME}</bdi> <code class="faint">mlat-xa-xb</code>' in named
    assert f'<bdi>{LABEL}</bdi> <code class="faint">harbour_dues</code>' in named
