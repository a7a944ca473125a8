# SPDX-License-Identifier: Apache-2.0
"""Two real homes, a real door over TLS, real disks: killed at every step, nothing lost, nothing twice."""

import hashlib
import json
import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from casts.console.barriers import first_of_each
from casts.evidence.two_homes import MIB, SEGMENTS, two_homes
from casts.faults.fault_library import EVER, Fault
from casts.node.workstation import started
from casts.requests import bodies
from casts.steady import warm
from casts.steady.browser_programs import ENGINE
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.processes.background import background_node
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.exercises import case
from rogatory.exercises.cast import CENTRAL_AUTHORITY, EXAMINER
from rogatory.node.limits.operator_settings import Settings
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.wire.identifiers import parse_authority

pytestmark = pytest.mark.processes

AT_ONCE = Settings().segments_at_once


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    def limit(federation):
        toml = federation.node("XB") / "node.toml"
        toml.write_text(f"{toml.read_text()}\n[bandwidth.serve]\nXA = {12 * MIB}\n")

    with two_homes(tmp_path_factory.mktemp("transfer"), limit) as made:
        yield made


def end(process):
    process.kill()
    process.wait()


def test_the_whole_way_by_the_nodes_own_worker_keeps_the_limit_and_both_sides_report_it(network):
    """Delivered, fetched by the running node, no faster than Borealia allows."""
    facts = network.package()
    seal, begun = facts["seal"], time.monotonic()
    sql = "select 1 from storage_transfer where seal = ? and segments between 1 and 20"
    with background_node(network.homes["XA"], ("door", "worker")):
        network.say("XB", "XA", "delivery", case.delivery(facts), network.thread)
        until(lambda: network.rows("XB", sql, seal) and network.rows("XA", sql, seal))
        until(lambda: network.is_complete("XA", seal))
    took = time.monotonic() - begun
    assert took > (SEGMENTS - 12 - 2) / 12
    network.assert_same(facts["seal"])
    assert network.moved(facts["seal"]) == (SEGMENTS, facts["payload_size"])
    assert network.events("XA", facts["bag"]) == ["received"]
    words = ("transfers", facts["seal"], "--node")
    for state, way in (("XA", "in"), ("XB", "out")):
        (transfer,) = command(*words, network.homes[state].path)["transfers"]
        assert (transfer["direction"], transfer["whole"], transfer["bytes"]) == (
            way,
            True,
            facts["payload_size"],
        )


def rogatory(*words):
    """The status of `rogatory evidence WORDS`, and the codes of its reasons."""
    ran = warm.command("evidence", *words, "--json")
    document = json.loads(ran.stdout)
    return ran.returncode, [one["code"] for one in document.get("reasons", ())]


def below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.law_line(42)
def test_evidence_goes_on_to_a_third_state_once_its_giver_authorised_it(network, tmp_path):
    """By every way that has a recipient, and only as far as the messages in the own node allow."""
    facts = network.hand_over(network.sealed(3))
    folder, key = tmp_path / "fetched", network.federation.workstation("XA", CENTRAL_AUTHORITY)
    with background_node(network.homes["XA"], ("door", "worker")):
        network.say("XB", "XA", "delivery", case.delivery(facts), network.thread)
        until(lambda: network.is_complete("XA", facts["seal"]))
        options = ("--node", network.homes["XA"].node_url, "--key", key)
        directory = ("--trust", network.federation.repository)
        assert rogatory("fetch", facts["seal"], *options, *directory, "--out", folder) == (0, [])
    third = tmp_path / "keys-xt"
    new_authority_keys(
        parse_authority("xt/central-authority"),
        third,
        state_ca=None,
        passphrase=None,
        at=datetime.now(UTC),
        random=os.urandom,
    )
    state_cas = tmp_path / "state-cas.pem"
    stations = [network.federation.workstation(code, CENTRAL_AUTHORITY) for code in ("XA", "XB")]
    state_cas.write_bytes(
        b"".join(
            path.read_bytes() for one in stations for path in one.glob("certificates/ca.*.pem")
        )
    )
    mine, by_cas = ("--key", key), ("--trust", state_cas)
    network_id = ("--network", network.homes["XA"].network)
    at_node = (*mine, "--node", network.homes["XA"].path, "--officer", EXAMINER.known_as("XA"))
    assert rogatory("open", folder, *at_node, *by_cas, "--out", tmp_path / "bag") == (0, [])
    to = ("--to", third / "recipient.json")
    ways = {
        "rewrap": ("rewrap", folder, *to, *by_cas),
        "seal": ("seal", tmp_path / "bag", *to, *network_id),
        "disclose": (
            *("disclose", tmp_path / "bag", "--item", "disk.img", "--recipient", "XT"),
            *("--reason", "As Borealia authorised", *by_cas),
        ),
    }
    refused = (1, ["law-onward-unauthorised"])

    def nothing_goes(*who):
        before = below(tmp_path)
        for name, words in ways.items():
            assert rogatory(*words, *who, "--out", tmp_path / f"{name}-out") == refused, name
        assert below(tmp_path) == before

    nothing_goes(*at_node)
    answers = (
        ("Their own case", {"decision": "declined", "reasons": "For your case alone."}),
        ("Identifying the relay", {}),
    )
    for purpose, changes in answers:
        asking = bodies.onward_transfer_request(purpose=purpose)
        with background_node(network.homes["XA"], ("door", "worker")):
            network.say("XA", "XB", "onward_transfer_request", asking, network.thread)
            options = network.messages("XB", network.thread)[-1]["digest"]
            body = bodies.onward_transfer_authorisation(options) | changes
            if changes:
                body.pop("conditions", None)
            network.say("XB", "XA", "onward_transfer_authorisation", body, network.thread)
        if changes:
            nothing_goes(*at_node)
    nothing_goes(*mine)  # without the node nobody knows of the authorisation
    for name, words in ways.items():
        assert rogatory(*words, *at_node, "--out", tmp_path / f"{name}-out") == (0, []), name
    opening = ("open", tmp_path / "rewrap-out", "--key", third, *by_cas)
    assert rogatory(*opening, "--out", tmp_path / "theirs") == (0, [])


@pytest.mark.law_line(47)
def test_killed_again_and_again_it_repeats_no_more_than_what_was_under_way(network):
    """Worker and door by SIGKILL at random moments: one segment a connection is asked for twice."""
    facts, draw = network.package(2 * SEGMENTS), random.Random(7)
    seal, kills, process = facts["seal"], 0, network.fetcher(facts["seal"])
    try:
        for number in range(8):
            before = network.present(seal)
            until(lambda: network.present(seal) > before or network.is_complete("XA", seal))  # noqa: B023
            time.sleep(draw.random() / 4)
            if network.is_complete("XA", seal):
                break
            if number % 3 == 2:
                os.kill(pid_of(network.homes["XB"], "door"), signal.SIGKILL)
            else:
                end(process)
                process = network.fetcher(seal)
            kills += 1
        until(lambda: network.is_complete("XA", seal))
    finally:
        end(process)
    assert kills >= 4
    network.assert_same(seal)
    assert network.events("XA", facts["bag"]) == ["received"]
    segments, moved = network.moved(seal)
    assert segments == facts["segments"]
    assert moved - facts["payload_size"] <= kills * AT_ONCE * MIB


STEPS = [
    ("link", "*.layout", 1),
    ("link", "*.age", 1),
    ("pwrite", "*.age", 2),
    ("fdatasync", "*.age", 3),
    ("pwrite", "*/books.sqlite3-wal", 9),
    ("fdatasync", "*/books.sqlite3-wal", 4),
]


def test_killed_at_every_step_of_a_fetch_it_is_whole_in_the_end(network, faults, tmp_path):
    facts = network.package()
    seal, fired = facts["seal"], []
    for number, (call, path, first) in enumerate(STEPS):
        marker = tmp_path / f"told-{number}"
        outcome = ("kill", "kill-after")[number % 2]
        environment = faults.environment([Fault(call, path, outcome, first)], marker)
        process = network.fetcher(seal, environment)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE / 2)
        end(process)
        fired += [path] if marker.exists() else []
        if network.is_complete("XA", seal):
            break
    process = network.fetcher(seal)
    try:
        assert process.wait(PATIENCE) == 0
    finally:
        end(process)
    assert len(fired) >= 5, fired
    network.assert_same(seal)
    assert network.events("XA", facts["bag"]) == ["received"]
    segments, moved = network.moved(seal)
    assert segments == facts["segments"]
    assert moved - facts["payload_size"] <= len(STEPS) * AT_ONCE * MIB


def test_killed_at_every_step_of_handing_over_it_is_handed_over_once(network, faults):
    """The officer does it again, as one does whose screen went away."""
    folder, fired = network.sealed(4), []
    home = network.homes["XB"]
    words = ["-c", HAND_OVER, home.path, folder, network.thread, EXAMINER.known_as("XB")]
    steps = (
        ("link", "*/objects/*", 1),
        ("link", "*.layout", 1),
        ("rename", "*.age", 1),
        ("fsync", "*/packages", 1),
        ("pwrite", "*/books.sqlite3-wal", 12),
        ("link", "*/custody/*", 2),
    )
    for number, (call, path, first) in enumerate(steps):
        fault = Fault(call, path, ("kill", "kill-after")[number % 2], first)
        fired += faults.python(*words, rules=[fault]).fired
    facts = network.hand_over(folder)
    assert len(fired) >= 5
    assert network.is_complete("XB", facts["seal"])
    assert network.events("XB", facts["bag"]) == ["dispatched"]
    name = f"{facts['seal']}.age"
    assert (home.packages / name).read_bytes() == (folder / "package.age").read_bytes()


HAND_OVER = """
import sys
from pathlib import Path
from rogatory.bootstrap.workstation.connections import node_at
node = node_at(Path(sys.argv[1]))
from rogatory.node.packages.hand_over import hand_over
hand_over(node, Path(sys.argv[2]), thread=sys.argv[3], officer=sys.argv[4])
"""


def command(*words):
    ran = warm.command("evidence", *words, "--json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(ran.stdout)


def out_words(network, facts, disk, *more):
    return (
        *("evidence", "courier", "out", facts["seal"], "--node", network.homes["XB"].path),
        *("--to", disk, "--officer", EXAMINER.known_as("XB"), *more),
    )


def in_words(network, disk):
    return ("evidence", "courier", "in", disk, "--node", network.homes["XA"].path)


def test_a_courier_takes_over_from_a_killed_fetch_beside_running_nodes(network, tmp_path):
    facts = network.package(SEGMENTS)
    seal = facts["seal"]
    process = network.fetcher(seal)
    until(lambda: network.present(seal) >= 3)
    end(process)
    disk, want = tmp_path / "disk", tmp_path / "want.txt"
    missing = command("courier", "want", seal, "--node", network.homes["XA"].path, "--out", want)
    assert 0 < missing["missing"] <= SEGMENTS - 3
    written = command(*out_words(network, facts, disk, "--only", want)[1:])
    assert written["segments"] == missing["missing"]
    (brought,) = command(*in_words(network, disk)[1:])["packages"]
    assert brought == {
        "complete": True,
        "missing": 0,
        "seal": seal,
        "taken": missing["missing"],
    }
    network.assert_same(seal)
    assert network.events("XA", facts["bag"]) == ["received"]
    assert network.events("XB", facts["bag"]) == ["dispatched", "dispatched"]


FULL = [Fault("write", "*/disk/segments/*", "ENOSPC", 3, EVER)]
GONE = [Fault("read", "*/disk/segments/*", "EIO", 3, EVER)]


def test_a_disk_that_fills_or_is_pulled_out_or_a_killed_command_loses_nothing(
    network, faults, tmp_path
):
    facts, disk = network.package(6), tmp_path / "disk"
    full = faults.run(*out_words(network, facts, disk, "--json"), rules=FULL)
    assert (full.status, bool(full.fired)) == (4, True)
    assert json.loads(full.out)["reasons"][0]["code"] == "disk-full"
    assert not (disk / "courier.json").exists()
    assert not list(disk.rglob(".rogatory-new-*"))
    for call, path in (("rename", "*/disk/segments/*"), ("rename", "*/disk/courier.json")):
        for outcome in ("kill", "kill-after"):
            ran = faults.run(*out_words(network, facts, disk), rules=[Fault(call, path, outcome)])
            if not ran.killed:
                assert ran.status == 0, ran.err
    assert faults.run(*out_words(network, facts, disk)).status == 0
    assert not list(disk.rglob(".rogatory-new-*"))
    assert network.events("XB", facts["bag"]) == ["dispatched", "dispatched"]

    gone = faults.run(*in_words(network, disk), "--json", rules=GONE)
    assert (gone.status, bool(gone.fired)) == (4, True)
    assert {one["code"] for one in json.loads(gone.out)["reasons"]} == {"disk-failing"}
    assert network.present(facts["seal"]) >= 1
    assert not network.is_complete("XA", facts["seal"])
    for outcome in ("kill", "kill-after"):
        killed = faults.run(
            *in_words(network, disk), rules=[Fault("fdatasync", "*.age", outcome, 2)]
        )
        assert killed.killed or network.is_complete("XA", facts["seal"])
    assert faults.run(*in_words(network, disk)).status == 0
    network.assert_same(facts["seal"])
    assert network.events("XA", facts["bag"]) == ["received"]


@pytest.fixture
def station(network, tmp_path):
    """Borealia's workstation with a sealed package, over the line to its node; the keys unlocked."""
    packages = tmp_path / "packages"
    packages.mkdir()
    network.sealed(3).rename(packages / "sealed")
    federation = network.federation
    words = ("--key", federation.workstation("XB", CENTRAL_AUTHORITY), "--packages", packages,
             "--node", network.homes["XB"].node_url, "--trust", federation.repository)  # fmt: skip
    with started(*words) as desk:
        desk.enter()
        assert desk.unlock(EXAMINER.known_as("XB"), passphrase="").status == 200
        yield desk, packages


def refused(desk, seal):
    """The answer that refuses a fetch; until then, on a busy machine, the page says it is on its way."""

    def refusal():
        answer = desk.ask("/node/fetch", {"seal": seal})
        return answer if answer.status != 200 else None

    return until(refusal)


def test_a_workstation_hands_over_takes_a_request_and_fetches_from_its_pages(network, station):
    desk, packages = station
    found = desk.ask("/node/").data
    assert found["why_not"] == []
    (request,) = [one for one in found["requests"] if one["thread"] == network.thread]
    assert (request["peer"], request["kind"]) == ("XA", "mla_stored_data")
    taken = desk.ask("/node/request", {"thread": network.thread})
    assert taken.status == 201, taken.text
    names = sorted(path.name for path in (packages / taken.json["created"]).iterdir())
    assert names[:2] == ["approvals.json", "message.json"]

    handed = desk.ask(f"{desk.evidence('sealed')}/hand-over", {})
    door = network.homes["XB"].logs / "door.log"
    assert handed.status == 200, f"{handed.text}\n{door.read_text()[-2000:]}"
    until(lambda: desk.ask("/node/transfers/now").data["transfers"][0]["is_settled"])
    (transfer,) = desk.ask("/node/transfers/now").data["transfers"]
    assert transfer["reasons"] == []
    assert (transfer["way"], transfer["is_whole"], transfer["there"], transfer["segments"]) == (
        "hand-over", True, 3, 3,
    )  # fmt: skip
    seal = hashlib.sha256((packages / "sealed/seal.json").read_bytes()).hexdigest()
    assert network.is_complete("XB", seal)
    (mine,) = [one for one in desk.ask("/node/").data["packages"] if one["seal"] == seal]
    assert mine["is_own"]
    assert mine["here"] == desk.evidence("sealed").rpartition("/")[2]

    fetched = desk.ask("/node/fetch", {"seal": seal})
    assert fetched.status == 200, fetched.text
    until(
        lambda: all(one["is_settled"] for one in desk.ask("/node/transfers/now").data["transfers"])
    )
    folder = packages / f"sealed-{seal[:16]}"
    assert (folder / "package.age").read_bytes() == (packages / "sealed/package.age").read_bytes()
    entries = list(Journal(folder / "custody"))
    assert [parse_event(entry.event).action.value for entry in entries][-1] == "dispatched"
    assert all(entry.proof for entry in entries)
    files = sorted(packages.rglob("*"))
    result = refused(desk, seal)
    transfer = desk.ask("/node/transfers/now").data["transfers"][0]
    assert (result.status, result.codes) == (409, ["disk-exists"])
    assert [one["code"] for one in transfer["reasons"]] == ["disk-exists"]
    assert sorted(packages.rglob("*")) == files
    for language in ("en", "ar"):
        page = desk.ask("/node/", page=True, Accept_Language=language).text
        assert network.thread in page
        assert "disk-exists" in page


def test_what_does_not_wait_and_who_is_locked_out_gets_nothing(network, station):
    desk, packages = station
    files, sql = sorted(packages.rglob("*")), "select count(*) from storage_logevent"
    logged = network.rows("XB", sql)
    assert desk.ask("/node/fetch", {"seal": "../../etc"}).codes == ["viewer-not-waiting"]
    assert desk.ask("/node/request", {"thread": "x" * 36}).codes == ["viewer-not-waiting"]
    unknown = "01938f3e-0000-7000-8000-000000000000"
    assert "thread-unknown" in desk.ask("/node/request", {"thread": unknown}).text
    assert refused(desk, "0" * 64).status == 409
    (transfer,) = desk.ask("/node/transfers/now").data["transfers"]
    assert not transfer["is_whole"]
    assert "package-unknown" in json.dumps(transfer)
    place = desk.evidence("sealed")
    desk.lock()
    assert desk.ask("/node/").codes == ["viewer-locked"]
    for path, form in (
        ("/node/fetch", {"seal": "0" * 64}),
        ("/node/request", {"thread": network.thread}),
        (f"{place}/hand-over", {}),
    ):
        assert "viewer-locked" in desk.ask(path, form).codes
    assert sorted(packages.rglob("*")) == files
    assert network.rows("XB", sql) == logged


@pytest.mark.browser
@pytest.mark.skipif(not ENGINE.exists(), reason="no Chromium on this machine")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_of_the_own_node_in_a_browser_without_a_barrier(station, language):
    from playwright.sync_api import sync_playwright

    desk, _packages = station
    name, value = desk.cookie.split("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ENGINE, args=["--no-sandbox"])
        context = browser.new_context(locale=language)
        context.add_cookies(
            [{"name": name, "value": value, "domain": "127.0.0.1", "path": desk.prefix}]
        )
        page, wrong = context.new_page(), []
        page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
        page.goto(f"{desk.origin}{desk.prefix}/")
        page.click("a.row-title")
        page.click("form[action$='/hand-over'] button")
        page.wait_for_selector(".transfers .tag.good")
        assert page.locator("progress").get_attribute("value") == "3"
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert page.evaluate(wide)
            wanted = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
            assert first_of_each(page, runOnly=wanted) == []
        assert wrong == []
        browser.close()
