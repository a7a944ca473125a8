# SPDX-License-Identifier: Apache-2.0
"""The delivery history of a thread's messages on its page, and that opening the page is noted."""

import re

from casts.console.world import held, requested
from rogatory.node.repositories.delivery_trace import StepKind


def test_the_page_and_its_json_show_the_delivery_history_of_each_message(world, officer):
    sent = requested(world)
    held(world, sent)
    client = officer()
    client.get(f"/threads/{sent.thread}/")
    page = client.get(f"/threads/{sent.thread}/").content.decode()
    assert page.count("Accepted by the receiving node") == 2
    assert "Read by an officer of this State" in page
    # A narrow page hides the label of a cell that is empty: with white space in it, it is not.
    assert re.search(r'<td data-name="By the other State[^"]+clock"></td>', page)
    assert re.search(r'<td data-name="By[^"]*">\s+</td>', page) is None
    document = client.get(f"/threads/{sent.thread}/", headers={"accept": "application/json"}).json()
    request, answer = document["data"]["road"]["messages"]
    assert [step["stage"] for step in request["steps"]][-1] == "read"
    assert [step["stage"] for step in answer["steps"]][:3] == ["written", "approved", "sent"]


def test_the_page_is_read_by_who_is_logged_in_and_a_second_look_writes_nothing(world, officer):
    sent = requested(world)
    node = world.node("XB")
    for number in ("xb-0001", "xb-0010", "xb-0001"):
        officer(number).get(f"/threads/{sent.thread}/")
    read = [one for one in node.store.delivery_steps(sent.thread) if one.kind is StepKind.READ]
    assert [(one.officer, one.times) for one in read] == [("xb-0001", 1), ("xb-0010", 1)]


def test_who_may_not_read_a_thread_has_not_read_it(world, officer):
    sent = requested(world)
    officer("xb-0099").get(f"/threads/{sent.thread}/")
    read = [one for one in world.node("XB").store.delivery_steps(sent.thread) if one.officer]
    assert read == []
