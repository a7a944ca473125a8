# SPDX-License-Identifier: Apache-2.0
"""A State joins a network that runs: real nodes, a real directory, over real lines."""

import json
from datetime import UTC, datetime

import pytest

from casts.cli.joining import enrol_officers, say_who_we_are, waits_at, write_card
from casts.steady import warm
from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.directory.ceremony import ceremony
from rogatory.directory.ceremony.keys import load_key
from rogatory.directory.publish.publisher import Publisher
from rogatory.exercises.narrator import Silence
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.stage import ExerciseStage, found_network, raise_curtain

pytestmark = pytest.mark.processes

CODES = ("XA", "XT")


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


def test_a_state_joins_a_network_that_runs(tmp_path):
    ports = (free_port(), free_port())
    with Ensemble(tmp_path / "logs") as ensemble:
        found_network(tmp_path, CODES, ports)
        stage = ExerciseStage(tmp_path, Silence(), ensemble, CODES, ports)
        with (stage.federation.node("XA") / "node.toml").open("a") as settings:
            settings.write("\n[limits]\ndirectory_beat = 2\n")
        raise_curtain(stage, ("door", "worker"))
        folder = tmp_path / "joining"
        (tmp_path / "passphrase").write_text("eight words that nobody knows\n")

        begins = (
            "--state", "XM", "--directory", f"http://127.0.0.1:{ports[0]}",
            "--network", ceremony.network_id(stage.federation.first_root), "--peer", "XA",
            "--node-url", f"https://127.0.0.1:{free_port()}", "--console-url", f"http://localhost:{free_port()}",
        )  # fmt: skip

        def join(*words):
            # A process of its own: this one may have opened another node's store before.
            passphrase = ("--passphrase-file", tmp_path / "passphrase")
            result = warm.command("join", folder, *words, *passphrase, "--json")
            assert result.returncode in (0, 4), result.stderr
            return json.loads(result.stdout)["steps"]

        join(*begins)
        say_who_we_are(folder, tmp_path)
        join()
        enrol_officers(folder, tmp_path)
        join()
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
            "worker",
        )
        stage.wait("the node of XM answers", PATIENCE, lambda: waits_at(join()) != "running")
        stage.wait("XA knows XM", PATIENCE, lambda: waits_at(join()) != "first-peer")
        stage.wait("XA witnesses XM", PATIENCE, lambda: waits_at(join()) != "first-witness")
        assert waits_at(join()) == "first-drill"
