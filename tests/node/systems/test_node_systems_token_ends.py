# SPDX-License-Identifier: Apache-2.0
"""Tokens that end soon: announced once, and not those that ended or were made for a short time."""

from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token, end_token
from rogatory.node.worker.schedule import start_schedule
from rogatory.node.worker.work import run_until_idle

READ = [Scope.READ_REQUESTS]


def announced(node):
    return sorted(
        one.id.removeprefix("token-end/")
        for one in node.store.pages()
        if one.id.startswith("token-end/")
    )


def test_a_token_that_ends_soon_is_announced_once_by_the_worker(world):
    node = world.node("XB")
    start_schedule(node)
    for name, days in (("long", 100), ("soon", 30), ("ended", 30), ("short", 10)):
        add_token(node, name, READ, days)
    end_token(node, "ended")
    for days, expected in ((15, []), (1, ["soon"]), (1, ["soon"]), (40, ["soon"])):
        world.clock.forward(days=days)
        run_until_idle(node, "worker")
        assert announced(node) == expected
    (page,) = [one for one in node.store.pages() if one.id == "token-end/soon"]
    assert "soon" in str(page.reason)
    assert "2026-12-24T03:00:00Z" in str(page.reason)
