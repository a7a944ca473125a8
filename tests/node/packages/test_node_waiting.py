# SPDX-License-Identifier: Apache-2.0
"""The work that waits at the node for an authority's workstation, and what is kept from the
connection.
"""

import pytest

from casts.node.packages import XA, XB, delivered, folder, record, sealed, thread  # noqa: F401
from casts.node.world import snapshot
from rogatory.errors import Refused
from rogatory.node.messages.take_out_message import take_out_message
from rogatory.node.packages.waiting import request_files, waiting
from rogatory.node.packages.waiting_form import decode_waiting, encode_waiting
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.wire import canonical

POINT = "xb/contact-point"


def test_an_open_request_waits_for_the_authority_in_charge_and_for_no_other(world, thread):
    node = world.node("XB")
    (found,) = waiting(node, XB).requests
    assert (found.thread, found.peer, found.kind) == (thread, "XA", "mla_stored_data")
    assert waiting(node, POINT).requests == ()
    assert waiting(world.node("XA"), XA).requests == (), "what was asked of others is no task here"
    with pytest.raises(Refused) as caught:
        request_files(node, POINT, thread)
    assert caught.value.codes == ("thread-unknown",)


def test_the_request_comes_byte_for_byte_and_the_audit_has_it(world, thread, tmp_path):
    node = world.node("XB")
    opening = node.store.transcript(thread)[0]
    files = request_files(node, XB, thread)
    take_out_message(node, opening.digest, tmp_path / "request")
    assert {path.name: path.read_bytes() for path in (tmp_path / "request").iterdir()} == files
    (noted,) = node.store.audit_entries(Source.ACCESS, AuditFilter(thread=thread), 9)
    assert (noted.officer, noted.action) == ("", "read")


def test_what_is_restricted_to_officers_does_not_exist_on_the_line(world, thread, record):
    node = world.node("XB")
    assert waiting(node, XB).packages
    with node.store.transaction():
        node.store.restrict(thread, ["xb-0010"])
    before = snapshot(node)
    found = waiting(node, XB)
    assert (found.requests, found.packages) == ((), ())
    with pytest.raises(Refused) as caught:
        request_files(node, XB, thread)
    assert caught.value.codes == ("thread-unknown",)
    assert snapshot(node) == before


def test_a_package_waits_for_whom_it_is_sealed_to_and_who_sealed_it_sees_his_own(world, record):
    delivered(world, record)
    world.settle()
    (there,) = waiting(world.node("XA"), XA).packages
    assert (there.seal, there.is_own, there.sender) == (record.seal, False, XB)
    assert there.present == there.segments == 3
    (here,) = waiting(world.node("XB"), XB).packages
    assert (here.seal, here.is_own) == (record.seal, True)
    assert waiting(world.node("XA"), "xa/contact-point").packages == ()
    assert waiting(world.node("XB"), POINT).packages == ()


def test_it_travels_in_one_form(world, record):
    found = waiting(world.node("XB"), XB)
    assert decode_waiting(encode_waiting(found)) == found


def row(kind, **changes):
    rows = {
        "packages": {
            "is_own": True, "package": "a", "present": 1, "received": "2026-11-24T03:00:00Z",
            "seal": "b", "segments": 1, "sender": "xb/c", "size": 1, "thread": None,
        },
        "requests": {
            "kind": "a", "needs_answer": True, "opened": "2026-11-24T03:00:00Z", "peer": "XA",
            "status": "b", "thread": "c", "urgency": "routine",
        },
    }  # fmt: skip
    return {"packages": [], "requests": [], kind: [rows[kind] | changes]}


@pytest.mark.parametrize(
    "document",
    [
        {"packages": []},
        {"packages": [], "requests": {}},
        {"packages": [1], "requests": []},
        row("packages", more=1),
        row("packages", size=-1),
        row("packages", size=True),
        row("packages", seal="0" * 1000),
        row("packages", received="yesterday"),
        row("requests", needs_answer=1),
        row("requests", peer=None),
        {"packages": [], "requests": row("requests")["requests"] * 201},
    ],
)
def test_what_is_not_in_its_form_is_refused(document):
    assert decode_waiting(canonical.encode(row("packages")))
    assert decode_waiting(canonical.encode(row("requests")))
    with pytest.raises(Refused):
        decode_waiting(canonical.encode(document))
