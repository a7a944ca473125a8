# SPDX-License-Identifier: Apache-2.0
"""A State upgrades and the other does not: their nodes exchange requests and evidence as before."""

import json
import shutil
from contextlib import ExitStack

import pytest

from casts.release.kept import RELEASES, home_of
from casts.release.program import present, released
from casts.requests import bodies
from casts.steady.patience import until
from rogatory.exercises.case import delivery
from rogatory.exercises.cast import CENTRAL_AUTHORITY, EXAMINER, HEAD_OF_LAW, LAWYER
from rogatory.exercises.federation import Federation
from rogatory.seal.approval_document import encode_approvals

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.version, scope="module"),
]

NAMES = ("door", "worker")


class Office:
    """A State's node, and the terminal of its officers; either may be of another version than the other State's."""

    def __init__(self, state, program, federation, stack):
        self.state, self._federation = state, federation
        home = home_of(federation.folder, state)
        stack.enter_context(program.node(home, *NAMES))
        self._desk = stack.enter_context(program.terminal(home))

    def say(self, to, kind, body, thread=None):
        """Draft, approve and send a message, and wait until the other State has receipted it; return its thread."""
        contents = {
            "kind": kind,
            "sender": f"{self.state.lower()}/{CENTRAL_AUTHORITY}",
            "addressee": f"{to.state.lower()}/{CENTRAL_AUTHORITY}",
            "language": "en",
            "body": body,
            "officer": LAWYER.known_as(self.state),
        }
        draft = self._desk.ask("draft", **contents, **({"thread": thread} if thread else {}))
        officer = HEAD_OF_LAW.known_as(self.state)
        key = self._federation.authenticator(self.state, HEAD_OF_LAW)
        approval = key.approve(officer, "approve", draft["content"])
        (given,) = json.loads(encode_approvals([approval]))["approvals"]
        self._desk.ask("approve", draft=draft["id"], approval=given)
        self._desk.ask("answer_law", draft=draft["id"], officer=LAWYER.known_as(self.state))
        digest = self._desk.ask("send", draft=draft["id"], officer=LAWYER.known_as(self.state))
        until(lambda: self._delivery(draft["thread"], digest) == "receipted")
        return draft["thread"]

    def _delivery(self, thread, digest):
        (found,) = (
            one for one in self._desk.ask("messages", thread=thread) if one["digest"] == digest
        )
        assert found["codes"] == [], "refused by the other State"
        return found["delivery"]

    def kinds(self, thread):
        return [one["kind"] for one in self._desk.ask("messages", thread=thread)]

    def status(self, thread):
        return self._desk.ask("standing", thread=thread)["status"]

    def hand_over(self, sealed, thread):
        officer = EXAMINER.known_as(self.state)
        return self._desk.ask("hand_over", folder=str(sealed), thread=thread, officer=officer)

    def has(self, seal, thread):
        return any(
            one["seal"] == seal and one["complete"]
            for one in self._desk.ask("packages", thread=thread)
        )


@pytest.fixture(scope="module")
def program(release, tmp_path_factory):
    return released(release.wheel, tmp_path_factory.mktemp("released") / "program")


def copied(network, place):
    """Copy the folder of stopped nodes; the named pipes at which their workers waited, a start makes anew."""
    shutil.copytree(network, place, ignore=shutil.ignore_patterns("bell"))


@pytest.fixture(scope="module")
def begun(release, program, tmp_path_factory):
    """A network in which both States ran the released program and Arcadia began a request: its folder, one in which it is
    kept as it then was, and the thread.
    """
    network = tmp_path_factory.mktemp("begun") / "network"
    program.run_file(release.founding, network)
    with ExitStack() as stack:
        requesting, requested = (
            Office(state, program, Federation(network), stack) for state in ("XA", "XB")
        )
        thread = requesting.say(requested, "mla_stored_data", bodies.mla_stored_data())
    kept = network.with_name("kept")
    copied(network, kept)
    return network, kept, thread


@pytest.fixture
def federation(begun):
    """The network where it was begun, as it was when both States were stopped."""
    network, kept, _thread = begun
    shutil.rmtree(network)
    copied(kept, network)
    return Federation(network)


@pytest.mark.parametrize("upgraded", ["XA", "XB"])
def test_a_request_begun_before_an_upgrade_is_answered_with_evidence_after_it(
    program, begun, federation, tmp_path, upgraded
):
    """Arcadia asks, Borealia delivers; what either of them sends, the other one takes."""
    *_folders, thread = begun
    programs = {state: present() if state == upgraded else program for state in ("XA", "XB")}
    sealed = seal(programs["XB"], federation, thread, tmp_path)
    with ExitStack() as stack:
        requesting, requested = (
            Office(state, programs[state], federation, stack) for state in ("XA", "XB")
        )
        requested.say(requesting, "acceptance", bodies.acceptance(), thread)
        facts = requested.hand_over(sealed, thread)
        requested.say(requesting, "delivery", delivery(facts), thread)
        until(lambda: requesting.has(facts["seal"], thread))
        assert requesting.kinds(thread) == requested.kinds(thread)
        assert requesting.status(thread) == requested.status(thread)
        other = requesting.say(requested, "preservation", bodies.preservation())
        assert requested.kinds(other) == ["preservation"]
    assert opened_at(programs["XA"], federation, facts["seal"], tmp_path) == ACCOUNTS


ACCOUNTS = b"account,opened\nshop,2026-10-01\n"


def seal(program, federation, thread, folder):
    """Seal a file at Borealia for Arcadia by the command line of one version; return the sealed folder."""
    source = folder / "accounts.csv"
    source.write_bytes(ACCOUNTS)
    done = program.run(
        "evidence", "seal", source,
        "--key", federation.workstation("XB", CENTRAL_AUTHORITY),
        "--to", federation.workstation("XA", CENTRAL_AUTHORITY) / "recipient.json",
        "--thread", thread, "--network", federation.network,
        "--out", folder / "sealed",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "sealed"


def opened_at(program, federation, seal, folder):
    """Fetch a package from Arcadia's node and open it, by the command line of one version; return the file in it."""
    node, officer = home_of(federation.folder, "XA"), EXAMINER.known_as("XA")
    fetched, bag = folder / "fetched", folder / "bag"
    for words in (
        ("evidence", "fetch", seal, "--node", node, "--officer", officer, "--out", fetched),
        (
            "evidence", "open", fetched, "--out", bag,
            "--key", federation.workstation("XA", CENTRAL_AUTHORITY),
        ),
    ):  # fmt: skip
        done = program.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    return (bag / "data" / "accounts.csv").read_bytes()
