# SPDX-License-Identifier: Apache-2.0
"""A command that names an officer acts for that officer: restricted requests are for those whom
they name, and what is read and done, or refused, is in the audit.
"""

import copy

import click
import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import by_cast, run
from casts.node.case_files import APPROVER, DUTY, LAWYER, requested
from casts.node.world import bodies, snapshot
from rogatory.cli.options.typed_number import UNPROVED
from rogatory.main import main
from rogatory.node.repositories.audit import AuditFilter, Source

REQUESTS = {"thread", "draft", "message"}
"""The names of arguments that name a request."""


@pytest.fixture(scope="module")
def made():
    return case_file_cast.new_world()


@pytest.fixture
def world(made, monkeypatch):
    world = case_file_cast.World({code: copy.copy(state) for code, state in made.states.items()})
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: world.node("XB")
    )
    return world


@pytest.fixture
def own(world, tmp_path):
    """By an officer's own key."""
    return lambda number: by_cast(world.states["XB"], tmp_path, number, world.clock.now())


@pytest.fixture
def restricted(world, own):
    """A request that only an approver of the contact point may know of."""
    thread, node = requested(world), world.node("XB")
    words = ("matter", "restrict", ".", thread, "--to", APPROVER, "--reason", "A suspect here")
    assert run(*words, *own(LAWYER)).status == 1  # his authority takes no part
    assert run(*words, *own(APPROVER)).status == 0
    assert node.store.closed_to(DUTY, [thread]) == {thread}
    return thread


def noted(world, officer):
    found = world.node("XB").store.audit_entries(Source.ACCESS, AuditFilter(officer=officer), 100)
    return [(one.action, one.about, one.thread) for one in reversed(found)]


def commands(group=main, path=()):
    """Every command of the tree, by its words."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def test_every_command_that_names_an_officer_and_a_request_asks_whether_he_needs_to_know():
    asking = set()
    for words, command in commands():
        names = {one.name: one for one in command.params}
        requests = REQUESTS.intersection(names)
        officer = names.get("officer") or names.get("own_key")
        if "home" in names and officer and officer.required and requests:
            requirements = getattr(command.callback, "rogatory_asks", frozenset())
            assert requests <= requirements, words
            asking.add(words)
    assert {"matter show", "matter similar", "emergency decide", "translate draft"} <= asking
    assert {"peer policy review", "peer dispatch record", "drill acknowledge"} <= asking


ACTS = {
    "matter show": (),
    "matter note": ("Rang the provider",),
    "matter number": ("12 Js 7/26",),
    "emergency call-back": (),
    "peer policy review": (
        *("--proceed", "--reason", "In order", "--authority", "xb/contact-point"),
    ),
}


SIGNED = {"peer policy review"}


@pytest.mark.parametrize("command", ACTS)
def test_what_is_restricted_to_others_is_refused_and_noted_and_nothing_changes(
    world, restricted, command, own
):
    before = snapshot(world.node("XB"))
    signed = command in SIGNED
    by = own(DUTY) if signed else ("--officer", DUTY)
    result = run(*command.split(), ".", restricted, *ACTS[command], *by, "--json")
    assert result.status == 1
    assert result.codes == ["matter-restricted"]
    about = f"{'signed' if signed else 'terminal'} {command} matter-restricted"
    assert noted(world, DUTY)[-1] == ("denied", about, restricted)
    assert snapshot(world.node("XB")) == before


def test_a_message_and_a_draft_belong_to_the_request_they_are_in(world, restricted):
    node = world.node("XB")
    body = {"by_officer": DUTY, "at": "2026-11-24T03:00:00Z"}
    draft = world.drafted(
        "xb/contact-point", "xa/contact-point", "acknowledgement", body, thread=restricted
    )
    (message,) = node.store.transcript(restricted)
    similar = run("matter", "similar", ".", draft.id, "--officer", DUTY, "--json")
    assert similar.codes == ["matter-restricted"]
    words = ("--channel", "post", "--on", "2026-11-25T09:00:00Z", "--reference", "R 1")
    sent = run(
        "peer", "dispatch", "record", ".", message.digest, *words, "--officer", DUTY, "--json"
    )
    assert sent.codes == ["matter-restricted"]


def test_what_an_officer_reads_and_does_at_the_terminal_is_in_the_audit(world, restricted):
    shown = run("matter", "show", ".", restricted, "--officer", APPROVER)
    assert shown.status == 0
    assert run("matter", "note", ".", restricted, "Mine", "--officer", APPROVER).status == 0
    assert noted(world, APPROVER) == [
        ("acted", "signed matter restrict", restricted),
        ("read", "terminal matter show", restricted),
        ("acted", "terminal matter note", restricted),
    ]


def test_who_names_no_officer_is_the_operator_who_reads_the_database_anyway(world, restricted):
    assert run("trace", ".", restricted).status == 0
    assert noted(world, DUTY) == []


def test_a_list_and_a_finding_leave_out_what_is_restricted(world, restricted):
    result = run("matter", "list", ".", "--officer", DUTY, "--json")
    assert result.json["matters"] == []
    draft = world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation", bodies.preservation()
    )
    found = run("matter", "similar", ".", draft.id, "--officer", DUTY)
    assert found.status == 0
    assert restricted not in found.out


RELEASING = {
    *("directory confirm", "emergency decide", "matter restrict", "peer policy review"),
    *("treaty review", "witness accept-epoch"),
}
"""Commands that lift what a check, a court or two officers hold back."""


def test_what_releases_is_signed_and_a_typed_number_says_that_it_proves_nobody():
    for words, command in commands():
        options = {one.name: one for one in command.params if isinstance(one, click.Option)}
        assert (words in RELEASING) <= ("own_key" in options), words
        if "officer" in options and words not in READING:
            assert UNPROVED in options["officer"].help, words


READING = {"duty export", "matter list"}
"""Where the number only chooses what is shown."""


def test_what_is_typed_without_a_request_is_in_the_audit_too(world):
    result = run("duty", "contact", ".", DUTY, "--mail", "d@xb.example", "--officer", DUTY)
    assert result.status == 0
    assert noted(world, DUTY)[-1] == ("acted", "terminal duty contact", "")
