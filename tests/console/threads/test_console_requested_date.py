# SPDX-License-Identifier: Apache-2.0
"""A request that asks for help by a date: its page and its case file cite where its instrument lets it."""

import pytest

from casts.console.world import bodies
from casts.node.law import bound
from rogatory.node.case_files.case_provisions import case_provisions
from rogatory.node.views import thread_view

CENTRAL = ("xa/central-authority", "xb/central-authority")
DEADLINE = {"date": "2027-02-01", "reason": "The trial begins then."}


@pytest.mark.law_line(30)
@pytest.mark.parametrize(
    ("instrument", "articles", "cited"),
    [
        ("un-cybercrime", ["44"], "40(26)"),
        ("untoc", ["18"], "18(24) of A/RES/55/25"),
        ("ets-30", ["3"], "-"),
    ],
)
def test_the_page_of_a_request_with_a_date_shows_it_with_the_article_of_its_instrument(
    world, officer, instrument, articles, cited
):
    if instrument != "un-cybercrime":
        bound(world, instrument)
    body = bodies.mla_stored_data(
        deadline=DEADLINE,
        offence=bodies.OFFENCE | {"maximum_years": 6},
        legal_basis={"instrument": instrument, "articles": articles},
    )
    thread = world.sent(*CENTRAL, "mla_stored_data", body).thread
    world.settle()
    page = officer("xb-0010").get(f"/threads/{thread}/")
    assert page.status_code == 200
    assert "Date asked for by the requesting State" in page.content.decode()
    for state in ("XA", "XB"):
        view = thread_view.thread(world.node(state), thread)
        (clock,) = [one for one in view.clocks if one.name == "deadline"]
        assert clock.basis(view.provisions).article == cited
        assert clock.basis(case_provisions(world.node(state), thread)).article == cited
