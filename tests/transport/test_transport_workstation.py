# SPDX-License-Identifier: Apache-2.0
"""A workstation at the door of its own node, over real TLS."""

import pytest

from casts.node.world import NETWORK
from casts.servers.at_the_door import answer_to, signed_head
from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import CustodyAction, Event, build_event
from rogatory.custody.journal.journal import Journal
from rogatory.custody.log.proof import verify_proof
from rogatory.errors import Refused, Unreachable
from rogatory.node.workstation.acting import submit_journal
from rogatory.seal.signatures import Signatures
from rogatory.transport.http_signatures import line_key
from rogatory.transport.workstation_client import WorkstationClient
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7

pytestmark = pytest.mark.processes

XB = "xb/central-authority"


@pytest.fixture
def workstation(served):
    pem = served.world.states["XB"].pems[XB, "authority", "p256"].key
    line = served.line()
    line.key = line_key(XB, pem)
    yield WorkstationClient(line, "XB")
    line.close()


def event(served, name, previous=None, officer="xb-0010"):
    at = served.world.clock.now()
    data = build_event(
        Event(
            network=NETWORK,
            id=uuid7(at, bytes(10)),
            object=sha256(name.encode()),
            action=CustodyAction.SEALED,
            authority=parse_authority(XB),
            officer=officer,
            act=act("sealed", recipients=["xa/central-authority"], replaced=None),
            basis=None,
            occurred=at,
            previous=previous,
        )
    )
    return data, served.world.states["XB"].offices[XB].sign(data, at)


def test_events_are_logged_and_come_back_proved(served, workstation):
    one = event(served, "a bag")
    (proof,) = workstation.submit_events([one])
    state = served.world.states["XB"]
    found = verify_proof(proof, one[0], origin=state.origin, vkeys=[state.log.vkey])
    assert found.event.officer == "xb-0010"
    assert workstation.submit_events([]) == []


def test_a_refusal_comes_back_with_its_codes(served, workstation):
    data, signatures = event(served, "another bag")
    with pytest.raises(Refused) as caught:
        workstation.submit_events([(data, Signatures(signatures.p256, None))])
    assert "signature-missing" in str(caught.value)


def test_a_journal_without_the_nodes_events_is_refused_over_the_line_with_what_to_do(
    served, workstation, tmp_path
):
    first = event(served, "a third bag")
    workstation.submit_events([first])
    journal = Journal.begin(tmp_path / "custody")
    journal.add(*event(served, "a third bag", officer="xb-0011"))
    size = served.world.node("XB").store.log_size()
    with pytest.raises(Refused) as caught:
        submit_journal(journal, "XB", workstation.submit_events)
    assert caught.value.codes == ("custody-event-chain",)
    assert "rogatory evidence fetch" in str(caught.value)
    assert served.world.node("XB").store.log_size() == size
    assert len(journal.not_logged()) == 1
    second = event(served, "a third bag", previous=sha256(first[0]), officer="xb-0011")
    assert len(workstation.submit_events([second])) == 1


def test_a_package_that_is_not_there_is_refused(workstation):
    with pytest.raises(Refused):
        workstation.put_documents("0" * 64, {"seal.json": b"{}"})
    with pytest.raises(Refused):
        workstation.put_segment(bytes(32), b"data")


def test_what_waits_is_listed_over_the_line(workstation):
    found = workstation.waiting()
    assert (found.packages, found.requests) == ((), ())


@pytest.mark.parametrize(
    "ask",
    [
        lambda station: station.request("01938f3e-0000-7000-8000-000000000000"),
        lambda station: station.acts("0" * 64),
    ],
    ids=["request", "acts"],
)
def test_what_is_not_there_is_refused_over_the_line(workstation, ask):
    with pytest.raises((Refused, Unreachable)) as caught:
        ask(workstation)
    assert "unknown" in str(caught.value)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/waiting",
        "/v1/threads/01938f3e-0000-7000-8000-000000000000/request",
        f"/v1/packages/{'0' * 64}/custody",
    ],
)
def test_another_state_does_not_learn_what_waits_for_a_workstation(served, path):
    assert answer_to(served, signed_head(served, "GET", path)).startswith(b"HTTP/1.1 404")


def test_a_workstation_cannot_use_the_doors_of_peers(served, workstation):
    body = b"{}"
    head = signed_head(served, "POST", "/v1/messages", body, key=workstation.line.key)
    assert answer_to(served, head + body).startswith(b"HTTP/1.1 404")


def test_an_authority_of_another_state_is_no_workstation_here(served):
    pem = served.world.states["XA"].pems["xa/central-authority", "authority", "p256"].key
    key = line_key("xa/central-authority", pem)
    body = b'{"events":[]}'
    head = signed_head(served, "POST", "/v1/custody", body, key=key)
    assert answer_to(served, head + body).startswith(b"HTTP/1.1 401")


def test_a_body_that_the_node_does_not_read_is_a_line_that_broke_or_a_refusal(workstation):
    """The node answers and closes, and its answer may be lost with the connection: a broken pipe,
    which the sender of a segment survives (`node.workstation.persistence`).
    """
    with pytest.raises((Refused, Unreachable)) as caught:
        workstation.put_segment(bytes(32), bytes(80 << 20))
    assert caught.value.codes in {("node-refused",), ("peer-silent",)}
