# SPDX-License-Identifier: Apache-2.0
"""A State joins a network that runs: real nodes, a real directory, over real lines."""

import json
from datetime import UTC, datetime

import pytest

from casts.cli.joining import say_who_we_are, waits_at, write_card
from casts.console.accounts.enrolment_at_the_console import made_at_the_console
from casts.console.browser import chromium
from casts.node.theatre import give_tables
from casts.steady import warm
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.directory.ceremony import ceremony
from rogatory.directory.ceremony.keys import load_key
from rogatory.directory.entry.hours import DrillWindow
from rogatory.directory.publish.publisher import Publisher
from rogatory.exercises import entries
from rogatory.exercises.narrator import Silence
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.stage import ExerciseStage, found_network, raise_curtain

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.processes]

CODES = ("XA", "XT")
PASSWORD = "lanterns over the harbour"
OFFICERS = {
    "xm-0001": ("contact-point", "duty"),
    "xm-0002": ("contact-point", "approver"),
    "xm-0004": ("central-authority", "approver"),
}
LAWYER = {"xm-0005": ("central-authority", "lawyer")}


def printed(*words):
    done = warm.command(*words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def listed_by_the_ministry(folder, tmp_path, browser, console, officers):
    """Accounts for these people, a passkey of each at the real console, and their records in the draft."""
    wanted = tmp_path / "officers.json"
    wanted.write_text(json.dumps([{"number": one, "password": PASSWORD} for one in officers]))
    assert printed("officers", "open", folder / "node", wanted)["accounts"] == list(officers)
    for number, (office, role) in officers.items():
        file, digits = made_at_the_console(browser, console, number, PASSWORD)
        (tmp_path / "passkey.json").write_bytes(file)
        printed(
            "entry", "officers", "enrol", folder / "entry", number, "--authority", f"xm/{office}",
            "--role", role, "--passkey", tmp_path / "passkey.json", "--heard", digits,
        )  # fmt: skip


def at_any_hour(_start, _end, zone, per_month):
    """Drills at any hour: this test is run at any hour, and by the clock."""
    return DrillWindow("00:00", "00:00", zone, per_month)


def enrolled_by_the_secretariat(federation, state, public):
    """As two holders of targets keys and the publisher do it."""
    folder = federation.folder / "secretariat"
    newest = max(
        (federation.repository / "metadata").glob("*.targets.json"),
        key=lambda path: int(path.name.partition(".")[0]),
    )
    now = datetime.now(UTC)
    targets = ceremony.enrol(newest.read_bytes(), state, [public], at=now)
    for number in (1, 2):
        private = folder / f"targets-{number}.key"
        public_file = folder / f"targets-{number}.public.json"
        targets = ceremony.sign(targets, load_key(private, public_file.read_bytes()))
    Publisher(federation.repository, federation.online_key()).publish_targets(targets, at=now)


def test_a_state_joins_a_network_that_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(entries, "DrillWindow", at_any_hour)
    ports = (free_port(), free_port())
    with Ensemble(tmp_path / "logs") as ensemble:
        found_network(tmp_path, CODES, ports)
        give_tables(tmp_path / "network", CODES)
        stage = ExerciseStage(tmp_path, Silence(), ensemble, CODES, ports)
        with (stage.federation.node("XA") / "node.toml").open("a") as settings:
            settings.write("\n[limits]\ndirectory_beat = 2\n")
        raise_curtain(stage, ("door", "worker"))
        folder = tmp_path / "joining"
        (tmp_path / "passphrase").write_text("eight words that nobody knows\n")

        console = f"http://localhost:{free_port()}"
        begins = (
            "--state", "XM", "--directory", f"http://127.0.0.1:{ports[0]}",
            "--network", ceremony.network_id(stage.federation.first_root), "--peer", "XA",
            "--node-url", f"https://127.0.0.1:{free_port()}", "--console-url", console,
        )  # fmt: skip

        def join(*words):
            # A process of its own: this one may have opened another node's store before.
            passphrase = ("--passphrase-file", tmp_path / "passphrase")
            result = warm.command("join", folder, *words, *passphrase, "--json")
            assert result.returncode in (0, 4), result.stderr
            return json.loads(result.stdout)["steps"]

        join(*begins)
        say_who_we_are(folder, tmp_path)
        assert waits_at(join()) == "card"
        write_card(folder, tmp_path)
        assert waits_at(join()) == "enrolment"
        public = (folder / "state-key" / "public.json").read_bytes()
        enrolled_by_the_secretariat(stage.federation, "XM", public)
        assert waits_at(join()) == "running"
        with (folder / "node" / "node.toml").open("a") as settings:
            settings.write("\n[limits]\ncheckpoint_beat = 2\nwitness_beat = 2\n")
        ensemble.start(
            "node-xm",
            ["rogatory.bootstrap.processes.supervise", str(folder / "node")],
            "door",
            "console",
            "worker",
        )
        stage.wait("the node of XM answers", PATIENCE, lambda: waits_at(join()) != "running")
        assert waits_at(join()) == "officers"
        with chromium() as browser:
            listed_by_the_ministry(folder, tmp_path, browser, console, OFFICERS)
            steps = join()
            assert "publication" in [step["step"] for step in steps if step["done_now"]]
            (officers,) = [step for step in steps if step["step"] == "officers"]
            assert officers["done"]
            assert "has no lawyer" in officers["warning"]
            assert "has one officer" in officers["warning"]
            listed_by_the_ministry(folder, tmp_path, browser, console, LAWYER)
        (officers,) = [step for step in join() if step["step"] == "officers"]
        assert (officers["done"], officers["warning"]) == (True, "")
        stage.wait("XA knows XM", PATIENCE, lambda: waits_at(join()) != "first-peer")
        stage.wait("XA witnesses XM", PATIENCE, lambda: waits_at(join()) != "first-witness")
        assert waits_at(join()) == "first-drill"
        sent = printed("drill", "send", folder / "node", "XA", "--officer", "xm-0001")
        answer = ("drill", "acknowledge", stage.federation.node("XA"), sent["thread"])
        until(lambda: warm.command(*answer, "--officer", "xa-0001").returncode == 0)
        stage.wait("XM has the answer", PATIENCE, lambda: waits_at(join()) is None)
