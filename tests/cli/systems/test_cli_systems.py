# SPDX-License-Identifier: Apache-2.0
"""`rogatory systems`: tokens and webhooks are printed once, listed without their secrets, and ended."""

from dataclasses import replace

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.servers.hooked import with_hook_line
from rogatory.node.systems import refusals
from rogatory.node.systems.tokens import token_of
from rogatory.wire.words import Statement

NAME = "case-management"


@pytest.fixture
def world(monkeypatch):
    found = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: found.node("XA")
    )
    return found


def add(folder, *more, name=NAME):
    return run("systems", "add", folder, name, "--scope", "requests:read", *more)


def test_a_token_is_printed_once_with_its_end_beside_it(world, tmp_path):
    made = add(tmp_path, "--days", "30")
    assert token_of(world.node("XA"), made.out.strip()).name == NAME
    assert "2026-12-24T03:00:00Z" in made.err
    listed = run("systems", "list", tmp_path)
    assert listed.out == f"{NAME}  valid, until 2026-12-24T03:00:00Z  requests:read\n"
    document = run("systems", "list", tmp_path, "--json")
    assert made.out.strip()[-43:] not in listed.out + document.out
    assert [one["valid"] for one in document.json["tokens"]] == [True]


def test_a_token_that_ended_stays_in_the_list(world, tmp_path):
    assert run("systems", "list", tmp_path).out == "There is no token.\n"
    add(tmp_path, "--json")
    assert run("systems", "end", tmp_path, NAME).out == f"The token {NAME} has ended.\n"
    assert "ended, until 2026-11-24T03:00:00Z" in run("systems", "list", tmp_path).out
    assert run("systems", "end", tmp_path, NAME, "--json").codes == ["system-token-unknown"]
    add(tmp_path, "--days", "1", name="statistics")
    world.clock.forward(days=2)
    assert "statistics  expired" in run("systems", "list", tmp_path).out


def test_what_is_no_token_is_refused_with_its_code(world, tmp_path):
    result = add(tmp_path, "--days", "1000", "--json", name="Not a name")
    assert (result.status, result.codes) == (1, ["system-token-name", "system-token-days"])
    assert run("systems", "add", tmp_path, NAME, "--scope", "approve").status == 2
    assert run("systems", "add", tmp_path, NAME).status == 2


URL = "https://cases.xa.example/rogatory"


@pytest.fixture
def hooked(world, tmp_path):
    """A token with a webhook to which nothing leads."""
    with_hook_line(world, "XA", seconds=0.2)
    add(tmp_path)
    return run(
        "systems", "hook", "add", tmp_path, NAME, "--url", "https://127.0.0.1:1/", "--inside"
    )


def test_the_secret_of_a_webhook_is_printed_once_and_its_state_is_listed(world, tmp_path, hooked):
    secret = hooked.out.strip()
    assert secret.startswith("whsec_")
    assert "not shown again" in hooked.err
    listed = run("systems", "hook", "list", tmp_path)
    assert listed.out == (
        f"{NAME}  https://127.0.0.1:1/  request.changed\n"
        "  nothing was delivered yet; deliveries that wait: 0\n"
    )
    assert "  webhook: nothing was delivered yet\n" in run("systems", "list", tmp_path).out
    document = run("systems", "hook", "list", tmp_path, "--json")
    tokens = run("systems", "list", tmp_path, "--json")
    assert [one["waiting"] for one in document.json["hooks"]] == [0]
    assert tokens.json["tokens"][0]["hook"]["url"] == "https://127.0.0.1:1/"
    renewed = run("systems", "hook", "secret", tmp_path, NAME, "--json").json["secret"]
    for text in (secret, renewed):
        assert text[6:] not in listed.out + document.out + tokens.out


def test_what_fails_and_what_was_paused_is_listed(world, tmp_path, hooked):
    node, now = world.node("XA"), world.clock.now()
    problem = Statement(refusals.HOOK_STATUS.because(status=503))
    failing = replace(node.store.hook(NAME), failures=7, failing=now, problem=problem)
    for state, words in (
        (failing, "failures since 2026-11-24T03:00:00Z: 7"),
        (replace(failing, paused=now), "paused since 2026-11-24T03:00:00Z"),
    ):
        with node.store.transaction():
            node.store.put_hook(state)
        listed = run("systems", "hook", "list", tmp_path)
        assert words in listed.out
        assert "status 503" in listed.out
    assert run("systems", "hook", "resume", tmp_path, NAME).status == 0
    assert node.store.hook(NAME).paused is None
    assert [one.kind for one in node.store.hook_deliveries(NAME, 9)] == ["changes.missed"]


def test_a_ping_that_does_not_arrive_has_its_reason_and_a_status_of_its_own(
    world, tmp_path, hooked
):
    result = run("systems", "hook", "test", tmp_path, NAME, "--json")
    assert (result.status, result.codes) == (4, ["system-hook-not-reached"])


def test_a_webhook_that_ended_is_not_listed(world, tmp_path, hooked):
    assert run("systems", "hook", "end", tmp_path, NAME).out == f"The webhook {NAME} has ended.\n"
    assert run("systems", "hook", "list", tmp_path).out == "There is no webhook.\n"
    wrong = run("systems", "hook", "end", tmp_path, NAME, "--json")
    assert wrong.codes == ["system-hook-unknown"]
    other = run(
        "systems", "hook", "add", tmp_path, NAME, "--url", URL, "--kind", "draft.changed", "--json"
    )
    assert other.codes == ["system-hook-kinds"]
