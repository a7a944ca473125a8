# SPDX-License-Identifier: Apache-2.0
"""Which changes are written down for which webhook: in the transaction of the change, and never of a restricted request."""

from dataclasses import replace

import pytest

from casts.servers.hooked import with_hook_line
from casts.storage.rows import a_draft, a_package
from rogatory.node.hooks import changes
from rogatory.node.hooks.changes import (
    job_of,
    notify_of_draft,
    notify_of_missed,
    notify_of_package,
    notify_of_request,
)
from rogatory.node.systems.hooks import add_hook
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token

REQUEST = "019aaf00-0000-7000-8000-000000000001"
OTHER = "019aaf00-0000-7000-8000-000000000002"


@pytest.fixture
def node(world):
    node = with_hook_line(world)
    for name, scopes in (("all", tuple(Scope)), ("drafts", [Scope.WRITE_DRAFTS])):
        add_token(node, name, scopes, 30)
        add_hook(node, name, f"https://{name}.xb.example/")
    return node


def waiting(node, name="all"):
    return [(one.kind, one.subject) for one in node.store.hook_deliveries(name, 99)]


def jobs(node):
    return sorted(one.key for one in node.queue.waiting())


def test_a_change_is_written_down_with_the_job_that_delivers_it(node):
    assert jobs(node) == []
    with node.store.transaction():
        notify_of_request(node, REQUEST)
        notify_of_package(node, a_package(thread=None))
    assert waiting(node) == [("request.changed", REQUEST), ("package.changed", a_package().seal)]
    assert waiting(node, "drafts") == []
    assert jobs(node) == [job_of("all")]


def test_what_is_rolled_back_leaves_nothing(node):
    def broken_off():
        with node.store.transaction():
            notify_of_request(node, REQUEST)
            raise LookupError

    with pytest.raises(LookupError):
        broken_off()
    assert (waiting(node), jobs(node)) == ([], [])


@pytest.mark.parametrize("readers", [["xb-0010"], []])
def test_nothing_of_a_restricted_request_is_written_down(node, readers):
    draft = a_draft(thread=REQUEST, drafted_by="system:all")
    with node.store.transaction():
        node.store.restrict(REQUEST, readers)
        node.store.add_draft(draft)
        notify_of_request(node, REQUEST)
        notify_of_package(node, a_package(thread=REQUEST))
        notify_of_draft(node, draft.id)
    assert (waiting(node), jobs(node)) == ([], [])


def test_neither_is_a_draft_whose_text_alone_was_begun_with_one(node):
    draft = a_draft(drafted_by="system:all", body={"preservation_ref": {"thread": REQUEST}})
    with node.store.transaction():
        node.store.restrict(REQUEST, [])
        node.store.add_draft(draft)
    with node.store.transaction():
        notify_of_draft(node, draft.id)
    assert waiting(node) == []


def test_a_draft_is_written_down_for_the_system_that_handed_it_in(node):
    for number, by in enumerate(("xb-0001", "system:drafts", "system:other", "system:all"), 1):
        with node.store.transaction():
            node.store.add_draft(a_draft(number, drafted_by=by))
            notify_of_draft(node, a_draft(number).id)
    assert waiting(node, "drafts") == [("draft.changed", a_draft(2).id)]
    assert waiting(node) == [("draft.changed", a_draft(4).id)]


def test_a_hook_that_is_paused_gets_nothing(world, node):
    with node.store.transaction():
        node.store.put_hook(replace(node.store.hook("all"), paused=world.clock.now()))
        notify_of_request(node, REQUEST)
    assert (waiting(node), jobs(node)) == ([], [])


def test_the_same_thing_is_there_once_with_a_new_identifier(node):
    found = []
    for _ in range(2):
        with node.store.transaction():
            notify_of_request(node, REQUEST)
        found += node.store.hook_deliveries("all", 99)
    assert [one.subject for one in found] == [REQUEST] * 2
    assert len({one.delivery for one in found}) == 2


def test_what_would_be_too_many_is_one_that_says_that_changes_were_missed(node, monkeypatch):
    monkeypatch.setattr(changes, "MOST_WAITING", 2)
    with node.store.transaction():
        for thread in (REQUEST, OTHER):
            notify_of_request(node, thread)
    assert len(waiting(node)) == 2
    with node.store.transaction():
        notify_of_package(node, a_package(thread=None))
    assert waiting(node) == [("changes.missed", "all")]
    with node.store.transaction():
        notify_of_request(node, REQUEST)
        notify_of_missed(node, node.store.hook("all"))
    assert waiting(node) == [("changes.missed", "all")]
