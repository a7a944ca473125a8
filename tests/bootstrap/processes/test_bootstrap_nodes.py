# SPDX-License-Identifier: Apache-2.0
"""Two whole nodes over TLS: a message goes through, whichever process is killed on the way."""

import json
import os
import signal
import socket
import ssl
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from casts.servers.desk import desk
from casts.servers.postgresql_server import (
    own_postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.steady.patience import PATIENCE, until
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.processes.background import background_node, start_node
from rogatory.bootstrap.processes.supervisor import pid_of, ready_file
from rogatory.errors import Unreachable
from rogatory.node.queue.end_job import PAUSES

pytestmark = pytest.mark.processes

DOORS = ("door", "worker")


@pytest.fixture
def homes(federation):
    found = {state: read_home(federation.node(state)) for state in ("XA", "XB")}
    for home in found.values():
        put_new_store(home)
    return found


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def descendants(pid):
    """A process and all that it started, from /proc."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in descendants(int(child)))]


def test_a_message_is_delivered_though_every_process_is_killed_on_the_way(homes, federation):
    with background_node(homes["XA"], DOORS), background_node(homes["XB"], DOORS):
        os.kill(pid_of(homes["XB"], "door"), signal.SIGKILL)
        os.kill(pid_of(homes["XA"], "worker"), signal.SIGKILL)
        sent = desk(homes["XA"], federation, "send", 3)
        os.kill(pid_of(homes["XB"], "worker"), signal.SIGKILL)
        desk(homes["XA"], federation, "receipted")

        here = desk(homes["XA"], federation, "known", *sent)
        there = desk(homes["XB"], federation, "known", *sent)

    assert here == [["receipted", digest] for digest in sent]
    assert there == here
    assert desk(homes["XB"], federation, "received") == len(sent)


def test_a_node_that_returns_is_served_at_once(homes, federation):
    """The next try of the other one is a quarter of an hour off: the knock of the open door comes before."""
    with background_node(homes["XA"], DOORS):
        desk(homes["XA"], federation, "long_silent", "XB")
        sent = desk(homes["XA"], federation, "send", 2)
        begun = time.monotonic()
        with background_node(homes["XB"], DOORS):
            desk(homes["XA"], federation, "receipted")
            taken = time.monotonic() - begun
            here = desk(homes["XA"], federation, "known", *sent)
    assert here == [["receipted", digest] for digest in sent]
    assert taken < PAUSES[-1].total_seconds() / 2


def moved_to(home, url):
    """The home with its rows, of which there are none yet, on a server."""
    home.database.unlink()
    settings = home.path / SETTINGS_FILE
    settings.write_text(f"database_url = {json.dumps(url)}\n{settings.read_text()}")
    return read_home(home.path)


def test_a_node_on_postgresql_delivers_and_receives_though_its_server_is_restarted(
    homes, federation, own_postgresql
):
    """One State on a server, the other on its own disk: what is exchanged is the same on both."""
    homes["XB"] = moved_to(homes["XB"], own_postgresql.create("xb"))
    with background_node(homes["XA"], DOORS), background_node(homes["XB"], DOORS):
        sent = desk(homes["XA"], federation, "send", 2)
        own_postgresql.restart()
        sent += desk(homes["XA"], federation, "send", 1)
        desk(homes["XA"], federation, "receipted")

        here = desk(homes["XA"], federation, "known", *sent)
        there = desk(homes["XB"], federation, "known", *sent)

    assert here == [["receipted", digest] for digest in sent]
    assert there == here
    assert desk(homes["XB"], federation, "received") == len(sent)
    assert own_postgresql.query("xb", "SELECT count(*) FROM storage_message") == str(len(sent))


def probed(home, address):
    try:
        with urllib.request.urlopen(f"{home.console_url}{address}", timeout=PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return None


def test_a_console_whose_objects_or_directory_are_gone_lives_and_is_not_ready(homes):
    home = homes["XA"]
    with background_node(home, ("console", "worker")):
        until(lambda: probed(home, "/readyz") == (200, b"ready\n"))
        for part in (home.objects, home.directory_cache):
            away = part.with_name("away")
            part.rename(away)
            until(lambda: probed(home, "/readyz") == (503, b"not ready\n"))
            assert probed(home, "/healthz") == (200, b"ok\n")
            away.rename(part)
            until(lambda: probed(home, "/readyz") == (200, b"ready\n"))


def waits_for_database(home):
    errors = home.logs / "migrate.err"
    return errors.exists() and "database-away" in errors.read_text()


def test_a_node_waits_for_a_database_that_is_away_when_it_starts(homes, own_postgresql):
    home = moved_to(homes["XA"], own_postgresql.create("xa"))
    own_postgresql.stop()
    node = start_node(home, names=DOORS, wait=False)
    try:
        until(lambda: waits_for_database(home))
        assert node.process.poll() is None
        own_postgresql.start()
        until(node.is_ready)
    finally:
        assert node.stop() == 0
    assert own_postgresql.query("xa", "SELECT count(*) > 0 FROM storage_job") == "t"


def test_a_node_that_waits_for_its_database_can_be_stopped(homes, own_postgresql):
    home = moved_to(homes["XA"], own_postgresql.create("xa"))
    own_postgresql.stop()
    node = start_node(home, names=DOORS, wait=False)
    until(lambda: waits_for_database(home))
    assert node.stop() == 0


def test_a_door_that_hangs_when_its_master_is_killed_gives_its_port_free(homes):
    """The next one needs the port: without it a node that was only restarted would stay away."""
    home = homes["XA"]
    with background_node(home, ("door",)) as node:
        master = pid_of(home, "door")
        _master, worker = descendants(master)
        os.kill(worker, signal.SIGSTOP)
        ready_file(home, "door").unlink()
        os.kill(master, signal.SIGKILL)
        until(lambda: not is_running(worker))
        until(lambda: pid_of(home, "door") not in {None, master} and node.is_ready())


def test_a_node_whose_supervisor_is_killed_leaves_nothing_and_starts_again(homes):
    node = start_node(homes["XA"], names=DOORS)
    pids = descendants(node.process.pid)
    assert len(pids) >= 4
    node.kill()
    until(lambda: not any(is_running(pid) for pid in pids))
    with background_node(homes["XA"], DOORS) as restarted:
        assert restarted.is_ready()
    assert restarted.process.returncode == 0


def test_a_node_without_a_key_does_not_come_up_and_says_why(homes):
    (homes["XA"].node_keys / "log.key").unlink()
    with pytest.raises(Unreachable) as failed:
        start_node(homes["XA"], names=DOORS)
    assert failed.value.codes == ("node-not-up",)
    logs = "".join(path.read_text() for path in homes["XA"].logs.iterdir())
    assert "key-absent" in logs


def shake(home, version, body=b""):
    """A handshake of one TLS version, and the first line of the answer to a request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = version
    with (
        socket.create_connection(home.address(home.node_url), timeout=PATIENCE) as raw,
        context.wrap_socket(raw) as secured,
    ):
        secured.sendall(b"GET /v1/log/checkpoint HTTP/1.1\r\nHost: x\r\n\r\n" + body)
        return secured.version(), secured.recv(64).split(b"\r\n")[0]


def test_the_door_speaks_tls_1_3_and_nothing_to_strangers_and_logs_no_secret(homes):
    home = homes["XA"]
    with background_node(home, DOORS):
        assert shake(home, ssl.TLSVersion.TLSv1_3) == ("TLSv1.3", b"HTTP/1.1 401 Unauthorized")
        with pytest.raises(ssl.SSLError):
            shake(home, ssl.TLSVersion.TLSv1_2)
    logs = "".join(path.read_text() for path in home.logs.iterdir())
    assert home.django_key.read_text().strip() not in logs
    for path in (home.path / "keys").rglob("*.key"):
        for line in path.read_text().splitlines():
            assert line.startswith("-----") or len(line) < 20 or line not in logs


def test_a_running_node_cannot_be_started_twice(homes):
    with background_node(homes["XA"], DOORS) as node:
        with pytest.raises(Unreachable):
            start_node(homes["XA"], names=DOORS)
        assert node.process.poll() is None
        assert node.home.run.joinpath("supervisor.pid").exists()
