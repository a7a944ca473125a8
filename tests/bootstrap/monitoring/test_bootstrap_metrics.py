# SPDX-License-Identifier: Apache-2.0
"""A node seen from outside: each metric moves, and nothing of a case is among them."""

import contextlib
import json
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import run
from casts.node.case_marks import marks_of
from casts.node.full_home import change, copied, row_of, set_in, stored
from casts.steady.patience import until
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.monitoring.exposition import exposition
from rogatory.bootstrap.monitoring.node_metrics import group_names, node_metrics
from rogatory.bootstrap.monitoring.server import MetricsServer
from rogatory.bootstrap.processes.background import background_node
from rogatory.bootstrap.refusals import KEY_ABSENT
from rogatory.wire.moments import format_moment
from rogatory.wire.statements import encode
from rogatory.wire.words import Statement

pytestmark = pytest.mark.processes


@pytest.fixture
def home(whole, tmp_path):
    return copied(whole[0], tmp_path / "home")


def values(home, now=None):
    """Return each value by its line without the number, as Prometheus reads them."""
    text = exposition(node_metrics(home, now or datetime.now(UTC))).decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_each_gauge_moves(home):
    before = values(home)
    for name in group_names():
        assert before[f'rogatory_read{{group="{name}"}}'] == 1
    now = datetime.now(UTC)
    row_of(
        home,
        "storage_asidejob",
        kind="deliver",
        key="deliver/1",
        payload="{}",
        problem=encode(Statement(KEY_ABSENT.because(path="/x"))),
        since=stored(hours=2),
    )
    row_of(home, "storage_job", kind="fetch", key="fetch/1", payload="{}", run_at=stored(hours=2))
    row_of(home, "storage_peerline", state="XT", failures=5, skew=0)
    hook = {"made": stored(days=9), "failures": 7, "paused": stored(hours=2)}
    row_of(home, "storage_systemhook", name="case-management", **hook)
    change(
        home,
        "UPDATE storage_message SET delivery = 'waiting', at = ? WHERE direction = 'out'",
        stored(hours=3),
    )
    change(home, "UPDATE storage_witnesscontact SET answered = ?", stored(hours=9))
    row_of(
        home,
        "storage_setting",
        name="maintenance",
        value=json.dumps({"since": format_moment(now - timedelta(hours=2)), "until": None}),
    )
    row_of(
        home,
        "storage_systemtoken",
        name="register",
        digest="ab" * 32,
        made=stored(days=70),
        expires=stored(days=-30),
    )
    change(home, "UPDATE storage_loghead SET size = size + 0")
    change(home, "DELETE FROM storage_checkpoint WHERE is_published")
    after = values(home, now + timedelta(hours=1))
    assert after['rogatory_jobs_given_up{kind="deliver"}'] == 1
    assert after['rogatory_jobs{kind="fetch"}'] == 1
    assert after['rogatory_job_oldest_seconds{kind="fetch"}'] >= 2 * 3600
    assert after['rogatory_line_failures{peer="XT"}'] == 5
    assert after['rogatory_hook_failures{system="case-management"}'] == 7
    assert after['rogatory_hook_paused{system="case-management"}'] == 1
    assert after['rogatory_backlog_messages{peer="XA"}'] >= 1
    assert after['rogatory_backlog_oldest_seconds{peer="XA"}'] >= 3 * 3600
    assert after["rogatory_log_entries"] == before["rogatory_log_entries"] > 300
    assert before["rogatory_log_checkpoint_entries"] > after["rogatory_log_checkpoint_entries"] == 0
    assert (
        after["rogatory_directory_age_seconds"] >= before["rogatory_directory_age_seconds"] + 3500
    )
    for kind in ("node-tls", "log", "authority"):
        name = f'rogatory_key_seconds_left{{kind="{kind}"}}'
        assert after[name] <= before[name] - 3500
        assert 0 < after[f'rogatory_key_share_left{{kind="{kind}"}}'] <= 1
    assert 0.29 < after['rogatory_key_share_left{kind="system-token"}'] < 0.31
    assert after['rogatory_witness_age_seconds{peer="XA"}'] > 9 * 3600
    assert before["rogatory_maintenance_seconds"] == 0
    assert round(after["rogatory_maintenance_seconds"]) in (3 * 3600, 3 * 3600 + 1)
    assert 0 < after["rogatory_disk_free_bytes"] < after["rogatory_disk_bytes"]


def test_what_cannot_be_read_is_said_and_hides_nothing_else(home):
    home.database.write_bytes(b"no database " * 1000)
    found = values(home)
    for name in ("queue", "peers", "log", "witnesses", "maintenance"):
        assert found[f'rogatory_read{{group="{name}"}}'] == 0
    for name in ("disk", "keys", "directory", "processes"):
        assert found[f'rogatory_read{{group="{name}"}}'] == 1
    assert not any(name.startswith("rogatory_jobs") for name in found)


@contextlib.contextmanager
def served(home):
    with MetricsServer(home, "127.0.0.1", 0, kept_for=0.0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_processes_of_a_running_node_measure_themselves_and_no_case_is_in_any_metric(home):
    """Marks of the case are in the home, and nowhere in what is served."""
    home = set_in(
        home,
        metrics_listen=f"127.0.0.1:{free_port()}",
        door_listen=f"127.0.0.1:{free_port()}",
        console_listen=f"127.0.0.1:{free_port()}",
        door_processes=2,
    )
    marks = marks_of(home)
    with background_node(home), served(home) as address:

        def text():
            with urllib.request.urlopen(f"{address}/metrics") as answer:
                assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
                return answer.read().decode()

        def count(line):
            return sum(
                float(one.rpartition(" ")[2]) for one in text().splitlines() if one.startswith(line)
            )

        until(lambda: count('rogatory_job_seconds_count{kind="checkpoint"') >= 1)
        until(lambda: count('rogatory_commit_seconds_count{process="worker"') >= 1)
        pids = {
            one
            for one in text().splitlines()
            if one.startswith('rogatory_commit_seconds_count{process="door"')
        }
        assert len(pids) == 2
        before = count("rogatory_commit_seconds_count")
        until(lambda: count("rogatory_commit_seconds_count") > before)
        found = text()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/other")
        assert refused.value.code == 404
        refused.value.close()
    assert not [mark for mark in marks if mark in found]
    # What ended is no longer served.
    assert "rogatory_commit_seconds_count" not in "".join(map(str, values(home)))
    assert list((home.run / "measures").iterdir()) == []


def test_metrics_are_off_unless_an_address_is_named(home):
    done = run("node", "metrics", home.path)
    assert (done.status, "metrics-off" in done.err) == (1, True)
    taken = free_port()
    with served(home) as address:
        taken = int(address.rpartition(":")[2])
        done = run("node", "metrics", set_in(home, metrics_listen=f"127.0.0.1:{taken}").path)
    assert (done.status, "metrics-address" in done.err) == (4, True)
