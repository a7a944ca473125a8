# SPDX-License-Identifier: Apache-2.0
"""A listed peer learns that this node cannot serve now, and what its own faults cost it."""

import contextlib
from dataclasses import replace

import pytest
from django.db import connection
from django.test import RequestFactory
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from casts.node.world import bodies, new_state
from casts.servers.door_client import Door
from rogatory.node.messages.deliver import dispatch_of
from rogatory.storage import models
from rogatory.transport.door import door_urlpatterns

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def door(states):
    return Door(states)


@contextlib.contextmanager
def full_disk():
    """The database may not grow by a page: what SQLite says of a full disk is this."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA freelist_count")
        (free,) = cursor.fetchone()
        # What was freed before would be taken first.
        if free:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA page_count")
            (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


def fill_pages():
    """Use up the space of the last pages."""
    number = 0
    with contextlib.suppress(Exception):
        while number < 10_000:
            number += 1
            models.LogInCount.objects.create(
                key=f"{number:0250}", value=[0.5] * 40, until="2030-01-01T00:00:00Z"
            )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it fills a file of SQLite's")
def test_a_listed_peer_learns_that_a_full_disk_cannot_serve_it(door):
    sent = door.world.sent(XA, XB, "preservation", bodies.preservation())
    dispatch = dispatch_of(door.world.node("XA"), sent)
    with full_disk():
        fill_pages()
        refused = door.ask("POST", "/v1/messages", dispatch)
        assert (refused.status_code, refused.content) == (503, b'{"codes":[]}')
        assert models.Message.objects.count() == 0
    assert door.ask("POST", "/v1/messages", dispatch).status_code == 200


class Broken:
    """A store of which one part fails as a database does."""

    def __init__(self, store, name, error):
        self.store, self.name, self.error = store, name, error

    def __getattr__(self, name):
        if name != self.name:
            return getattr(self.store, name)

        def fail(*_given, **_named):
            raise self.error

        return fail


@pytest.mark.parametrize("name", ["seen_nonce", "message", "add_message", "add_receipt"])
def test_a_database_that_fails_anywhere_is_no_fault_of_the_peer(states, name):
    from django.db import OperationalError

    door = Door(states)
    sent = door.world.sent(XA, XB, "preservation", bodies.preservation())
    dispatch = dispatch_of(door.world.node("XA"), sent)
    whole = door.node.store
    door.node = replace(door.node, store=Broken(whole, name, OperationalError("disk is full")))
    door.urls = URLResolver(RegexPattern(r"^/"), door_urlpatterns(door.node))
    assert door.ask("POST", "/v1/messages", dispatch).status_code == 503


def test_a_store_that_fails_is_no_fault_of_the_peer(door):
    class Full:
        def put(self, data):
            raise OSError(28, "No space left on device")

    named = {"name": "order.pdf", "media_type": "application/pdf", "data": b"%PDF-1.4\n"}
    from rogatory.node.drafts.draft import NewAttachment

    sent = door.world.sent(
        XA, XB, "preservation", bodies.preservation(), attachments=[NewAttachment(**named)]
    )
    dispatch = dispatch_of(door.world.node("XA"), sent)
    door.node = replace(door.node, objects=Full())
    door.urls = URLResolver(RegexPattern(r"^/"), door_urlpatterns(door.node))
    assert door.ask("POST", "/v1/messages", dispatch).status_code == 503
    assert models.Message.objects.count() == 0


def test_wrong_bodies_under_signed_heads_cost_their_peer_its_allowance(states):
    door = Door(states, requests_per_minute=3)
    answers = [
        door.ask("POST", "/v1/messages", b"AAAA", body=b"BBBB").status_code for _ in range(5)
    ]
    assert answers == [401, 401, 401, 429, 429]


def test_a_stranger_learns_nothing_of_a_full_disk(door):
    request = RequestFactory().generic("POST", "/v1/messages", b"x")
    door.node = replace(
        door.node, store=Broken(door.node.store, "seen_nonce", OSError(28, "No space left"))
    )
    urls = URLResolver(RegexPattern(r"^/"), door_urlpatterns(door.node))
    assert urls.resolve("/v1/messages").func(request).status_code == 401
