# SPDX-License-Identifier: Apache-2.0
"""The page on the network: every State, who is open, who answers, whose log holds; no case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from casts.console.access_world import drill
from casts.console.api import JSON, document_of
from casts.console.world import requested
from casts.node.world import NOW
from rogatory.directory.entry.hours import DrillWindow, OpeningHours
from rogatory.node.repositories.followed_logs import FollowedLog, SoughtReceipt
from rogatory.node.repositories.peer_health import PeerLine
from rogatory.node.statistics.suppression import FEWEST_SHOWN
from rogatory.node.views.network_view import MOST_DRILLS, network_view
from rogatory.storage import models
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.wire.statements import older

AT = "/network/"


def network(client):
    found = document_of(client.get(AT, headers=JSON))["data"]["network"]
    return found, {one["state"]: one for one in found["states"]}


def with_office(world, state, **changes):
    """The directory lists the State's contact point otherwise."""
    view = world.directory.newest
    entry = view.listed[state].entry
    first, *rest = entry.authorities
    entry = replace(entry, authorities=(replace(first, **changes), *rest))
    listed = {**view.listed, state: replace(view.listed[state], entry=entry)}
    world.directory.newest = replace(view, listed=listed)


def test_every_state_of_the_directory_is_shown_its_own_first(world, officer):
    found, states = network(officer())
    assert list(states) == ["XB", "XA", "XT"]
    assert found["directory"]["read_as_of"] == "2026-11-24T03:00:00Z"
    text = officer().get(AT).content.decode()
    assert "3 States are listed in the directory" in text
    assert "Thalassia (XT)" in text
    assert "takes 1" in text or "kinds of request" in text


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ((), True),
        ((OpeningHours(("tue",), "05:00", "07:00"),), True),
        ((OpeningHours(("tue",), "07:00", "17:00"),), False),
        ((OpeningHours(("mon",), "22:00", "07:00"),), True),
    ],
)
def test_an_office_is_open_by_the_clock_on_its_own_wall(world, officer, hours, expected):
    """It is six on a Tuesday morning there."""
    with_office(world, "XA", hours=hours)
    (arcadia,) = (one for one in network_view(world.node("XB")).states if one.state == "XA")
    assert arcadia.offices[0].is_open is expected
    assert f"{arcadia.offices[0].local:%H:%M}" == "06:00"
    assert '<bdi dir="ltr">06:00</bdi>' in officer().get(AT).content.decode()


def test_an_office_whose_time_zone_is_unknown_here_is_neither_open_nor_closed(world, officer):
    with_office(world, "XA", time_zone="Nowhere/At_All")
    (arcadia,) = (one for one in network_view(world.node("XB")).states if one.state == "XA")
    assert arcadia.offices[0].is_open is None
    assert officer().get(AT).status_code == 200


def test_a_silent_node_and_a_log_that_does_not_hold_are_said(world, officer):
    node = world.node("XB")
    with node.store.transaction():
        node.store.put_peer_line(
            PeerLine(
                "XA", failures=9, silent_since=NOW - timedelta(hours=2), problem=older("no route")
            )
        )
        node.store.put_followed_log(
            FollowedLog("n/xt/1", "XT", 9, problem=older("It shrank."), problem_since=NOW)
        )
        node.store.put_sought_receipt(
            SoughtReceipt("0" * 64, "XA", "n/xa/1", 3, NOW, problem=older("It is not there."))
        )
    _found, states = network(officer())
    assert states["XA"]["line"]["is_silent"] is True
    assert (states["XT"]["log_holds"], states["XA"]["log_holds"]) == (False, False)
    assert states["XA"]["missing"] == 1
    text = officer().get(AT).content.decode()
    assert "silent" in text
    assert "not consistent with its earlier checkpoints" in text
    assert "It shrank." in text


def test_drills_are_shown_in_full_of_ones_own_and_of_others_only_in_number(world, officer):
    for state in world.states.values():
        state.drill_window = DrillWindow("00:00", "00:00", "Etc/GMT-3", per_month=60)
    world.relist()
    drill(world, "XB", 4)
    for minutes in (3,) * (FEWEST_SHOWN - 1):
        drill(world, "XA", minutes)
    states = network(officer())[1]
    (own,), (other,) = states["XB"]["points"], states["XA"]["points"]
    assert (own["median_minutes"], other["median_minutes"]) == (4.0, None)
    drill(world, "XA", 3)
    (other,) = network(officer())[1]["XA"]["points"]
    assert (other["drills"], other["median_minutes"]) == (FEWEST_SHOWN, 3.0)
    assert 'class="bar"' in officer().get(AT).content.decode()


def test_who_may_not_read_of_drills_or_cases_sees_the_network_and_neither(world, officer):
    requested(world)
    drill_less = officer("xb-0099").get(AT)
    assert drill_less.status_code == 200
    text = drill_less.content.decode()
    assert "Thalassia (XT)" in text
    assert "Who answers drills" not in text
    assert "/peers/" not in text
    assert "AR-2026-0417" not in text
    assert network(officer("xb-0099"))[0]["drills_since"] is None


def test_without_a_directory_the_page_says_so_and_shows_the_lines(world, officer):
    from rogatory.directory import refusals
    from rogatory.errors import Refused

    node = world.node("XB")
    with node.store.transaction():
        node.store.put_peer_line(PeerLine("XA", answered=NOW))

    def view():
        raise Refused(refusals.TOO_OLD.because(refreshed="2026-11-20T03:00:00Z", hours=24))

    client = officer()
    world.directory.view = view
    answer = client.get(AT)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "which is more than 24 hours ago" in text
    assert "(XA)" in text or "XA" in text


def test_an_old_view_is_said_to_be_old(world, officer):
    world.directory.newest = replace(world.directory.newest, read_as_of=NOW - timedelta(hours=3))
    text = officer().get(AT).content.decode()
    assert "The view is older than it should be" in text
    assert "3 hours ago" in text


def test_the_page_queries_as_often_for_very_many_drills_as_for_ten(world, officer, monkeypatch):
    from django.db import connection

    node = replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    client, counts = officer(), []
    for numbers in (range(10), range(10, 1000)):
        models.Thread.objects.bulk_create(a_drill(number) for number in numbers)
        with CaptureQueriesContext(connection) as queries:
            found = client.get(AT, headers=JSON).json()["data"]["network"]
        counts.append(len(queries))
    assert counts[0] == counts[1]
    began = NOW - timedelta(minutes=MOST_DRILLS - 1)
    assert found["drills_since"] == f"{began:%Y-%m-%dT%H:%M:%SZ}"


def a_drill(number):
    """The row of a drill as lists have it."""
    opened = NOW - timedelta(minutes=number)
    return models.Thread(
        thread=f"01938f3e-0000-7000-8000-{number:012}", peer="XA", kind="drill", title="Drill",
        status="acknowledged", role="requested", urgency="urgent", opened=opened,
        last_activity=opened, needs_answer=False, related=[],
    )  # fmt: skip
