# SPDX-License-Identifier: Apache-2.0
"""Another State learns that an object store cannot serve it now, and nothing of its message is kept."""

from dataclasses import replace

import pytest
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from casts.node.world import bodies, new_state
from casts.servers.door_client import Door
from casts.servers.faulty_store import Fault
from casts.servers.line_to_store import SOON, line  # noqa: F401 - fixtures are handed on by name
from casts.servers.seaweed_server import seaweed  # noqa: F401 - likewise
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.messages.deliver import dispatch_of
from rogatory.storage import models
from rogatory.transport.door import door_urlpatterns
from rogatory.wire.digests import sha256

pytestmark = pytest.mark.judge

XA, XB = "xa/contact-point", "xb/contact-point"
DATA = b"what was asked for, in more words"


@pytest.fixture
def door(line):
    made = Door({code: new_state(code) for code in ("XA", "XB", "XT")})
    made.node = replace(made.node, objects=line.objects(SOON))
    made.urls = URLResolver(RegexPattern(r"^/"), door_urlpatterns(made.node))
    return made


@pytest.fixture
def dispatch(door):
    files = [NewAttachment("words.bin", "application/octet-stream", DATA)]
    sent = door.world.sent(XA, XB, "preservation", bodies.preservation(), attachments=files)
    return dispatch_of(door.world.node("XA"), sent)


@pytest.mark.parametrize("fault", [Fault.FAILS, Fault.HANGS])
def test_a_store_that_fails_or_hangs_takes_nothing_of_a_message(door, dispatch, line, fault):
    line.store.fault = fault
    refused = door.ask("POST", "/v1/messages", dispatch)
    assert (refused.status_code, refused.content) == (503, b'{"codes":[]}')
    assert models.Message.objects.count() == models.LogEvent.objects.count() == 0
    line.store.fault = Fault.NONE
    assert door.ask("POST", "/v1/messages", dispatch).status_code == 200
    assert models.Message.objects.count() == 1
    assert door.node.objects.get(sha256(DATA)) == DATA


def test_other_bytes_in_the_store_do_not_refuse_a_message_for_good(door, dispatch, line):
    """An intruder in the bucket could otherwise turn a State's message away by its digest."""
    name = f"objects/{sha256(DATA)[:2]}/{sha256(DATA)}"
    line.straight.create(name, b"other")
    refused = door.ask("POST", "/v1/messages", dispatch)
    assert (refused.status_code, refused.content) == (503, b'{"codes":[]}')
    assert models.Message.objects.count() == models.LogEvent.objects.count() == 0
    line.straight.remove(name)
    assert door.ask("POST", "/v1/messages", dispatch).status_code == 200
    assert door.node.objects.get(sha256(DATA)) == DATA
