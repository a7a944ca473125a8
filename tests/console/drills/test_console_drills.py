# SPDX-License-Identifier: Apache-2.0
"""A drill on the desk: one click of an officer on duty, and the figures of a year."""

import pytest

from casts.node.world import NOW
from rogatory.directory.entry.hours import DrillWindow
from rogatory.node.drill_runs.send import send_drill
from rogatory.node.drills.record import DrillResult
from rogatory.node.statistics.drills import counted_drills


@pytest.fixture
def drill(world):
    world.states["XB"].drill_window = DrillWindow("00:00", "00:00", "Etc/GMT-3", per_month=10)
    world.relist()
    sent = send_drill(world.node("XA"), "XB", authority="xb/contact-point")
    world.settle()
    return sent.thread


def test_the_desk_calls_for_it_and_one_click_acknowledges(world, drill, officer):
    client = officer("xb-0001")
    assert "A drill: acknowledge it" in client.get("/").content.decode()
    assert "Acknowledge the drill" in client.get(f"/threads/{drill}/").content.decode()
    world.clock.forward(minutes=4)
    assert client.post(f"/threads/{drill}/drill").status_code == 302
    world.settle()
    (one,) = counted_drills(world.node("XA"), NOW, world.clock.now())
    assert (one.result, one.officer) == (DrillResult.ACKNOWLEDGED, "xb-0001")
    assert "Acknowledge the drill" not in client.get(f"/threads/{drill}/").content.decode()
    assert client.post(f"/threads/{drill}/drill").status_code == 409


def test_an_approver_sees_it_and_is_not_offered_the_click(drill, officer):
    client = officer("xb-0002")
    assert "Acknowledge the drill" not in client.get(f"/threads/{drill}/").content.decode()
    assert client.post(f"/threads/{drill}/drill").status_code == 403


def test_the_page_of_drills_has_the_figures_in_full_for_this_state(world, drill, officer):
    client = officer("xb-0001")
    world.clock.forward(minutes=6)
    client.post(f"/threads/{drill}/drill")
    world.settle()
    page = client.get("/drills/").content.decode()
    assert "acknowledged in time" in page
    assert "6.0" in page
    assert "agreed to drills at any hour, 10 times" in page
    assert "00:00" not in page.partition("By contact point")[0]
    data = client.get("/drills/", headers={"accept": "application/json"}).json()["data"]
    (point,) = data["statistics"]["points"]
    assert (point["authority"], point["median_minutes"]) == ("xb/contact-point", 6.0)


def test_the_hours_of_drills_are_shown_in_the_states_own_time(world, officer):
    world.states["XB"].drill_window = DrillWindow("08:00", "18:00", "Etc/GMT-3", per_month=10)
    world.relist()
    page = officer("xb-0001").get("/drills/").content.decode()
    assert "from 08:00 to 18:00" in page
    assert "Etc/GMT" not in page
    assert '<bdi dir="ltr">UTC+3</bdi>' in page
