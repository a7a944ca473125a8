# SPDX-License-Identifier: Apache-2.0
"""`rogatory timestamps` as the program that runs: its tokens judged by openssl, killed and started again."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from casts.cli.commands import run
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.errors import Unreachable
from rogatory.transport.timestamp_application import QUERY
from rogatory.transport.timestamps import post

pytestmark = pytest.mark.processes

PROGRAM = str(Path(sys.executable).with_name("rogatory"))


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    assert run("keys", "state-ca", "XB", "--out", folder / "ca").status == 0
    assert run("keys", "issue", "tsa", "--ca", folder / "ca", "--out", folder / "tsa").status == 0
    return folder


@contextlib.contextmanager
def serving(keys, tmp_path, *, path="/usr/bin:/bin"):
    """The program; yields its process, its address and the file of its lines."""
    port, lines = free_port(), tmp_path / "lines"
    with lines.open("wb") as errors:
        process = subprocess.Popen(
            [PROGRAM, "timestamps", keys / "tsa", "--listen", f"127.0.0.1:{port}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={"PATH": path, "LANG": "C.UTF-8"},
        )
    try:
        yield process, f"http://127.0.0.1:{port}/", lines
    finally:
        process.terminate()
        process.wait(PATIENCE)
    assert process.returncode == 0


def query(folder, data):
    """Return a request as openssl makes it."""
    (folder / "data").write_bytes(data)
    done = subprocess.run(
        ["openssl", "ts", "-query", "-data", folder / "data", "-sha256", "-cert"],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    (folder / "query").write_bytes(done.stdout)
    return done.stdout


def answered(address, body):
    def ask():
        with contextlib.suppress(Unreachable):
            return post(address, body, QUERY)

    return until(ask)


def by_openssl(*words):
    done = subprocess.run(
        ["openssl", "ts", *words], capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    return done.stdout + done.stderr


@pytest.mark.judge
def test_openssl_verifies_its_tokens_also_after_a_kill(keys, tmp_path):
    [ca] = (keys / "ca").glob("*p256.pem")
    with serving(keys, tmp_path) as (process, address, lines):
        for number in range(2):
            body = query(tmp_path, b"a seal")
            (tmp_path / "reply").write_bytes(answered(address, body))
            words = ("-verify", "-queryfile", tmp_path / "query", "-in", tmp_path / "reply")
            assert "Verification: OK" in by_openssl(*words, "-CAfile", ca, "-partial_chain")
            if number == 0:
                kill_child(process.pid)
        serials = [
            one["fields"]["serial"]
            for one in map(json.loads, filter(is_json, lines.read_text().splitlines()))
            if "fields" in one
        ]
    assert len(set(serials)) == len(serials) == 2


def kill_child(process):
    (child,) = children(process)
    os.kill(child, signal.SIGKILL)
    until(lambda: children(process) not in ((), (child,)))


def children(process):
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return tuple(map(int, found))


def is_json(line):
    return line.startswith("{")


def test_it_refuses_while_the_system_says_that_its_clock_is_not_kept(keys, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "timedatectl").write_text("#!/bin/sh\necho no\n")
    (tools / "timedatectl").chmod(0o755)
    with serving(keys, tmp_path, path=f"{tools}:/usr/bin:/bin") as (_process, address, lines):
        (tmp_path / "reply").write_bytes(answered(address, query(tmp_path, b"a seal")))
        shown = by_openssl("-reply", "-in", tmp_path / "reply", "-text")
        assert "time source is not available" in shown
        assert "no time server keeps the clock" in shown
        until(lambda: "no timestamps are given" in lines.read_text())


def test_a_folder_without_keys_or_with_those_of_another_use_is_refused(keys, tmp_path):
    found = run("timestamps", tmp_path)
    assert found.status == 1
    assert "timestamp-keys-missing" in found.err
    assert "p256.key, p256.pem" in found.err
    run("keys", "issue", "node-http", "--ca", keys / "ca", "--out", tmp_path / "other")
    found = run("timestamps", tmp_path / "other")
    assert found.status == 1
    assert "certificate-use" in found.err


def test_a_port_in_use_is_said(keys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = run("timestamps", keys / "tsa", "--listen", f"127.0.0.1:{taken.getsockname()[1]}")
    assert found.status == 4
    assert "service-port" in found.err
