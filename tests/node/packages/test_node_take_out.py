# SPDX-License-Identifier: Apache-2.0
"""A workstation takes packages and messages out of its node: whole, unchanged, with their journal."""

from dataclasses import replace

import pytest

from casts.node.packages import XA, XB, delivered, folder, record, thread  # noqa: F401 - fixtures are handed on by name
from casts.node.world import bodies
from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.custody.log.proof import verify_proof
from rogatory.errors import Refused
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import verify_sealed
from rogatory.node.messages.take_out_message import take_out_message
from rogatory.node.packages.take_out import take_out
from rogatory.seal.signatures import Anchors
from rogatory.storage.files.objects import LocalObjects


@pytest.fixture
def fetched(world, record, tmp_path):
    """Arcadia's node, its objects on a real disk, with the whole package."""
    home = tmp_path / "xa"
    for name in ("objects", "packages"):
        (home / name).mkdir(parents=True)
    node = replace(world.node("XA"), objects=LocalObjects(home / "objects", home / "packages"))
    world.exchange.nodes["XA"] = node
    delivered(world, record)
    world.settle()
    return node


def files_in(place):
    return {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_what_is_taken_out_is_what_was_sealed(world, fetched, folder, record, tmp_path):
    out = tmp_path / "out"
    take_out(fetched, record.seal, out)
    for name in ("package.age", "seal.json", "seal.json.p256.p7s", "segments.b3"):
        assert (out / name).read_bytes() == (folder / name).read_bytes()
    anchors = Anchors(tuple(world.states["XB"].ca.certificates.values()))
    found = verify_sealed(out, trust=Trust(world.clock.now(), anchors))
    assert not [check for check in found.checks if check.outcome == "fails"]


def test_the_age_file_is_linked_and_not_copied(fetched, record, tmp_path):
    take_out(fetched, record.seal, tmp_path / "out")
    assert (tmp_path / "out" / "package.age").samefile(
        tmp_path / "xa" / "packages" / f"{record.seal}.age"
    )


def test_the_journal_goes_on_with_what_this_node_did_and_proves_it(
    world, fetched, record, tmp_path
):
    take_out(fetched, record.seal, tmp_path / "out")
    own = list(Journal(tmp_path / "out" / "custody"))[-1]
    event, state = parse_event(own.event), world.states["XA"]
    assert (event.authority.state, event.action) == ("XA", CustodyAction.RECEIVED)
    logged = verify_proof(own.proof, own.event, origin=state.origin, vkeys=[state.log.vkey])
    assert logged.event == event


def test_taking_out_twice_is_refused_and_leaves_the_first(fetched, record, tmp_path):
    take_out(fetched, record.seal, tmp_path / "out")
    before = files_in(tmp_path / "out")
    with pytest.raises(Refused) as refusal:
        take_out(fetched, record.seal, tmp_path / "out")
    assert refusal.value.codes == ("disk-exists",)
    assert files_in(tmp_path / "out") == before


def test_a_package_that_is_not_whole_or_unknown_is_not_taken_out(fetched, record, tmp_path):
    with fetched.store.transaction():
        partly = replace(fetched.store.package(record.seal), complete=False, present=1)
        fetched.store.put_package(partly)
    for seal, code in ((record.seal, "package-incomplete"), ("0" * 64, "package-unknown")):
        with pytest.raises(Refused) as refusal:
            take_out(fetched, seal, tmp_path / "out")
        assert refusal.value.codes == (code,)
    assert not (tmp_path / "out").exists()


def test_a_message_is_taken_out_byte_for_byte(world, tmp_path):
    sent = world.sent(XA, XB, "mla_stored_data", bodies.mla_stored_data())
    world.settle()
    take_out_message(world.node("XB"), sent.digest, tmp_path / "request")
    assert (tmp_path / "request" / "message.json").read_bytes() == sent.message
    assert (tmp_path / "request" / "message.json.p256.p7s").read_bytes() == sent.p256
    assert (tmp_path / "request" / "approvals.json").read_bytes() == sent.approvals


def test_a_message_that_is_not_here_is_not_made_up(world, tmp_path):
    with pytest.raises(Refused) as refusal:
        take_out_message(world.node("XB"), "0" * 64, tmp_path / "request")
    assert refusal.value.codes == ("message-unknown",)
    assert not (tmp_path / "request").exists()
