# SPDX-License-Identifier: Apache-2.0
"""Failed work is on the node's page with its reason, and runs again by one click."""

from casts.console.troubled import failed
from casts.console.world import requested


def test_what_was_set_aside_is_shown_and_runs_again(world, officer):
    answer = failed(world)
    client = officer()
    page = client.get("/node/").content.decode()
    assert f"deliver/{answer.digest}" in page
    assert "set aside" in page
    assert "MemoryError" in page
    answered = client.post("/node/replay", {"key": f"deliver/{answer.digest}"}, follow=True)
    assert "It runs again now." in answered.content.decode()
    assert world.node("XB").queue.troubled() == []


def test_who_may_not_let_it_run_again_sees_nothing_of_it_and_changes_nothing(world, officer):
    answer = failed(world)
    world.states["XB"].roles["xb-0003"] = ("auditor",)
    world.relist()
    auditor = officer("xb-0003")
    assert answer.digest not in auditor.get("/node/").content.decode()
    data = auditor.get("/node/", headers={"accept": "application/json"}).json()["data"]
    assert data["troubled"] == []
    assert auditor.post("/node/replay", {"key": f"deliver/{answer.digest}"}).status_code == 403
    assert [one.key for one in world.node("XB").queue.troubled()] == [f"deliver/{answer.digest}"]


def test_what_runs_meanwhile_is_refused_with_its_reason(world, officer):
    answered = officer().post("/node/replay", {"key": "deliver/nothing"})
    assert answered.status_code == 409
    assert "No job deliver/nothing was set aside" in answered.content.decode()


def test_the_lines_are_on_the_same_page(world, officer):
    requested(world)
    page = officer().get("/node/").content.decode()
    assert "Connections to the other nodes" in page
    data = officer().get("/node/", headers={"accept": "application/json"}).json()["data"]
    assert {one["line"]["state"] for one in data["lines"]["lines"]} >= {"XA"}
    assert data["troubled"] == []
