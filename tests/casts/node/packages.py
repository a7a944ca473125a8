# SPDX-License-Identifier: Apache-2.0
"""Packages sealed and delivered between nodes."""

import hashlib

import pytest

from casts.node.beginnings import begun
from casts.node.world import NETWORK, NOW, bodies, drawn, snapshot
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction, Event, build_event
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings, SealOptions
from rogatory.evidence.sealed.seal_document import Addressee, parse_seal
from rogatory.evidence.sealing.rewrap import Rewrapping, rewrap
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.evidence.trust.anchors import Trust
from rogatory.node.packages.hand_over import delivery_facts, hand_over
from rogatory.seal.age import HybridIdentity
from rogatory.seal.signatures import Anchors
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7

XA, XB, XT = (f"{state}/central-authority" for state in ("xa", "xb", "xt"))


OFFICER = "xb-0010"


SEGMENT = 1 << 20


@pytest.fixture
def thread(world):
    """A request for stored data that Borealia has accepted."""
    return begun(world, "accepted", lambda: accepted(world, XA))


def accepted(world, asker):
    request = world.sent(asker, XB, "mla_stored_data", bodies.mla_stored_data())
    world.settle()
    world.sent(XB, asker, "acceptance", bodies.acceptance(), thread=request.thread)
    world.settle()
    return request.thread


def sealed(world, folder, thread, *, sender="XB", to=XA, network=NETWORK, size=5 * SEGMENT // 2):
    source = folder / "disk.img"
    source.write_bytes(hashlib.shake_256(b"a disk").digest(size))
    out = folder / "sealed"
    office = f"{sender.lower()}/central-authority"
    seal_source(
        source,
        out,
        terms=CollectionTerms(acquisition=Acquisition(office)),
        sealing=SealingParameters(
            keys=world.states[sender].offices[office],
            recipients=[
                Addressee(one, identity_of(one).recipient.encode())
                for one in ((to,) if isinstance(to, str) else to)
            ],
            settings=RunSettings(clock=lambda: NOW, random=drawn("sealing")),
            options=SealOptions(network=network, thread=thread, segment_size=SEGMENT),
        ),
    )
    return out


@pytest.fixture
def folder(world, tmp_path, thread):
    begun(world, "sealed", lambda: sealed(world, tmp_path, thread), folder=tmp_path)
    return tmp_path / "sealed"


@pytest.fixture
def record(world, folder, thread):
    return handed_over(world, folder, thread)


def handed_over(world, folder, thread, *, name="handed over"):
    def begin():
        return hand_over(world.node("XB"), folder, thread=thread, officer=OFFICER)

    return begun(world, name, begin, folder=folder)


def delivered(world, record):
    body = {**bodies.delivery(), **delivery_facts(record)}
    world.sent(XB, XA, "delivery", body, thread=record.thread)


def requested_segments(world):
    return [path for *_, path in world.exchange.requests if path.startswith("segment")]


def refused(node, action):
    before = snapshot(node)
    with pytest.raises(Refused) as caught:
        action()
    assert snapshot(node) == before
    return set(caught.value.codes)


def event(
    world, state="XB", *, network=NETWORK, of=None, previous=None, action=CustodyAction.SEALED
):
    office = f"{state.lower()}/central-authority"
    data = build_event(
        Event(
            network=network,
            id=uuid7(NOW, bytes(10)),
            object=of or sha256(b"bag"),
            action=action,
            authority=parse_authority(office),
            officer=f"{state.lower()}-0010",
            act=act("sealed", recipients=["xa/central-authority"], replaced=None),
            basis=None,
            occurred=NOW,
            previous=previous,
        )
    )
    return data, world.states[state].offices[office].sign(data, NOW)


def bag_of(folder):
    return parse_seal((folder / "seal.json").read_bytes()).bag


def identity_of(authority):
    return HybridIdentity.generate(drawn(f"identity of {authority}"))


def wrapped_anew(world, folder, out, *, to):
    """The same payload under another seal, for another recipient."""
    anchors = world.node("XB").register.view().anchors("XB", NOW)
    there = (Addressee(to, identity_of(to).recipient.encode()),)
    keys = world.states["XB"].offices[XB]
    rewrap(
        folder,
        out,
        identities=[identity_of(XA)],
        trust=Trust(NOW, Anchors(anchors)),
        rewrapping=Rewrapping(keys, there, lambda: NOW, drawn("wrapped anew")),
    )
    return out
