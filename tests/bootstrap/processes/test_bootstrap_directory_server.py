# SPDX-License-Identifier: Apache-2.0
"""The publisher as the program that runs: at once, on a beat, killed and started again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from casts.directory.network import Network, build_network
from casts.node.world import SetClock
from casts.seal.soft_tokens import PIN
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.ports.directory_line import hand_in, read_from
from rogatory.bootstrap.processes.directory_server import (
    Beat,
    DirectoryServer,
    run_directory_server,
)
from rogatory.bootstrap.processes.plain_server import THREADS
from rogatory.directory.ceremony.ceremony import first_root, first_targets
from rogatory.directory.ceremony.founding import sign_all
from rogatory.directory.ceremony.key_folder import PRIVATE, PUBLIC, new_key_folder
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.publish.repository_folder import read_beneath
from rogatory.directory.view.as_of import read_view
from rogatory.errors import Refused, Unreachable
from rogatory.seal.tokens import OnToken


def this_second():
    return datetime.now(UTC).replace(microsecond=0)


SECONDS = PATIENCE


@pytest.fixture
def network(tmp_path: Path) -> Network:
    made = build_network(tmp_path / "repository", at=this_second())
    folder = tmp_path / "publisher"
    folder.mkdir()
    (folder / PRIVATE).write_bytes(made.founding.online.private_pem())
    (folder / PUBLIC).write_bytes(made.founding.online.public)
    return made


@contextlib.contextmanager
def running(folder: Path, *more, begin="from rogatory.main import run; run()"):
    """The program itself; yields its process and its address once it answers."""
    port = free_port()
    command = [sys.executable, "-c", begin, "directory", "publisher",
               str(folder / "repository"), "--key", str(folder / "publisher"),
               "--listen", f"127.0.0.1:{port}", *map(str, more)]  # fmt: skip
    with (folder / "said").open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        answering(address, process)
        yield process, address
    finally:
        process.terminate()
        process.wait(SECONDS)


def answering(address, process):
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(Unreachable):
            read_from(address)("metadata/timestamp.json", 1 << 20)
            return
        time.sleep(0.1)
    raise AssertionError("the publisher does not answer")


def view_at(address, network):
    return read_view(read_from(address), network=network.founding.network, at=datetime.now(UTC))


@pytest.mark.processes
def test_what_a_state_signed_is_visible_at_once_everywhere_and_survives_a_kill(
    network: Network, tmp_path: Path
) -> None:
    xa = network.states["XA"]
    with running(tmp_path, "--copy-to", tmp_path / "web") as (process, address):
        hand_in(address, xa.submit(at=datetime.now(UTC)))
        assert view_at(address, network).snapshot_version == 4
        timestamp = tmp_path / "web/metadata/timestamp.json"
        until(lambda: timestamp.exists() and _snapshot(tmp_path / "web", network) == 4)
        # The child that holds the key is killed; another one takes its place.
        (child,) = _children(process.pid)
        os.kill(child, signal.SIGKILL)
        until(lambda: _children(process.pid) not in ((), (child,)))
        answering(address, process)
        hand_in(address, xa.submit(at=datetime.now(UTC)))
        assert view_at(address, network).snapshot_version == 5
        until(lambda: _snapshot(tmp_path / "web", network) == 5)
        before = network.files()
        thief = network.states["XB"].submit(at=datetime.now(UTC), keys=[xa.key])
        with pytest.raises(Refused, match="directory-submission-refused") as caught:
            hand_in(address, thief)
        assert "directory-not-signed" in str(caught.value)
        assert network.files() == before
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0


@pytest.mark.processes
def test_who_sends_little_and_late_holds_up_nobody_for_long(
    network: Network, tmp_path: Path
) -> None:
    """More connections than there are threads, each with half a head or a body that never comes."""
    halves = (b"GET /metadata/", b"PUT /submit/xa HTTP/1.1\r\nContent-Length: 9999\r\n\r\n{")
    begin = (
        "from rogatory.transport.bounded_plain_socket import PatientSocket; "
        "PatientSocket.patience = 0.5; from rogatory.main import run; run()"
    )
    with running(tmp_path, begin=begin) as (_process, address), contextlib.ExitStack() as held:
        host, port = address.removeprefix("http://").split(":")
        for n in range(THREADS * 2):
            line = held.enter_context(socket.create_connection((host, int(port))))
            line.sendall(halves[n % 2])
        begun = time.monotonic()
        assert view_at(address, network).states == ("XA", "XB")
        assert time.monotonic() - begun < SECONDS


def _snapshot(folder: Path, network: Network) -> int:
    return read_view(
        read_beneath(folder), network=network.founding.network, at=datetime.now(UTC)
    ).snapshot_version


def _children(pid: int) -> tuple[int, ...]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return tuple(map(int, found))


@pytest.mark.processes
def test_a_publisher_with_its_key_on_a_token(tmp_path: Path, soft_tokens) -> None:
    """It publishes; with a wrong PIN it does not start, and tries it once."""
    label = soft_tokens.add("the publisher")
    online = new_key_folder(
        tmp_path / "publisher",
        on_token=OnToken(str(soft_tokens.module), label, lambda _label: PIN),
    )
    keys = [new_key_folder(tmp_path / f"holder-{n}") for n in range(3)]
    publics = [key.public for key in keys]
    root = sign_all(
        first_root(root=publics, targets=publics, online=online.public, at=this_second()), keys[:2]
    )
    Publisher(tmp_path / "repository", online).create(
        root,
        sign_all(first_targets(at=this_second()), keys[:2]),
        at=this_second() - timedelta(hours=13),
    )
    soft_tokens.reload()
    for name, pin in (("pin", PIN), ("wrong", "0000")):
        (tmp_path / name).write_text(f"{pin}\n")
    with (
        pytest.raises(AssertionError, match="does not answer"),
        running(tmp_path, "--pin-file", tmp_path / "wrong"),
    ):
        pass
    assert "token-pin-wrong" in (tmp_path / "said").read_text()
    before = (tmp_path / "repository/metadata/timestamp.json").read_bytes()
    with running(tmp_path, "--pin-file", tmp_path / "pin"):
        assert (tmp_path / "repository/metadata/timestamp.json").read_bytes() != before, (
            "half of the timestamp's life was over"
        )


def test_the_beat_renews_in_time_and_brings_copies_up_to_date(network: Network, tmp_path) -> None:
    clock = SetClock(this_second())
    server = DirectoryServer(network.folder, "127.0.0.1", 1, copies=[tmp_path / "web"])
    beat = Beat(network.publisher, server, clock)
    beat.look()
    first = (network.folder / "metadata/timestamp.json").read_bytes()
    assert (tmp_path / "web/metadata/timestamp.json").read_bytes() == first
    clock.forward(hours=11)
    beat.look()
    assert (network.folder / "metadata/timestamp.json").read_bytes() == first
    clock.forward(hours=2)
    beat.look()
    second = (network.folder / "metadata/timestamp.json").read_bytes()
    assert second != first
    assert (tmp_path / "web/metadata/timestamp.json").read_bytes() == second


def test_a_copy_that_cannot_be_written_stops_neither_beat_nor_other_copies(
    network: Network, tmp_path, caplog
) -> None:
    (tmp_path / "file").write_text("no folder")
    copies = [tmp_path / "file", tmp_path / "web"]
    clock = SetClock(this_second() + timedelta(hours=13))
    Beat(network.publisher, DirectoryServer(network.folder, "", 1, copies=copies), clock).look()
    assert "could not be renewed" in caplog.text
    assert (tmp_path / "web/metadata/timestamp.json").exists()


def test_a_port_in_use_is_said(network: Network) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Unreachable, match="service-port"):
            run_directory_server(DirectoryServer(network.folder, "127.0.0.1", port))


def test_a_state_that_submits_without_an_answer_hears_of_it(network: Network) -> None:
    with pytest.raises(Unreachable, match="peer-silent"):
        hand_in("http://127.0.0.1:1", network.states["XA"].submit(at=this_second()))
