# SPDX-License-Identifier: Apache-2.0
"""The units of deploy/systemd: systemd reads them, and what they start runs as an account without privileges."""

import configparser
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.processes.supervisor import is_ready

pytestmark = pytest.mark.processes

ROOT = Path(__file__).parents[3]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
PROGRAM, STATE = "/opt/rogatory/.venv/bin/rogatory", "/var/lib/"
NOBODY = 65534

needs_root = pytest.mark.skipif(
    os.geteuid() != 0
    or shutil.which("setpriv") is None
    or Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text().strip() == "0",
    reason="another account is used, which may not open low ports",
)


def unit(path):
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str
    found.read(path)
    return found


def program():
    return str(Path(sys.executable).with_name("rogatory"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_with_a_unit(path, tmp_path):
    """The program is named where it lies here: systemd looks whether it is there."""
    copy = tmp_path / path.name
    copy.write_text(path.read_text().replace(PROGRAM, program()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_again_what_failed_and_gives_it_no_more_than_it_needs(path):
    service = unit(path)["Service"]
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == "1 2"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    wanted = "CAP_NET_BIND_SERVICE" if path.stem == "rogatory" else ""
    assert service["CapabilityBoundingSet"] == wanted
    assert service.get("AmbientCapabilities", "") == wanted


def low_port(taken=()):
    """A free port that an account without privileges may not open."""
    for port in range(1023, 600, -1):
        if port in taken:
            continue
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise AssertionError


@pytest.fixture
def home(federation):
    """XA's home, of another account, whose doors are at low ports as in the directory of a real network."""
    place = Path(tempfile.mkdtemp())
    try:
        place.chmod(0o755)
        shutil.copytree(federation.folder, place / "network", symlinks=True)
        home = place / "network" / federation.node("XA").relative_to(federation.folder)
        door = low_port()
        console = low_port({door})
        settings = home / SETTINGS_FILE
        settings.write_text(
            f'door_listen = "127.0.0.1:{door}"\nconsole_listen = "127.0.0.1:{console}"\n'
            f"{settings.read_text()}"
        )
        for each in (place / "network", *(place / "network").rglob("*")):
            os.lchown(each, NOBODY, NOBODY)
        yield read_home(home)
    finally:
        shutil.rmtree(place)


def start(home, capabilities):
    """The process of `ExecStart`, as systemd starts it: with these capabilities and no others."""
    words = unit(ROOT / "deploy" / "systemd" / "rogatory.service")["Service"]["ExecStart"]
    command = [
        program() if word == PROGRAM else str(home.path) if word.startswith(STATE) else word
        for word in shlex.split(words)
    ]
    given = ",".join(
        ["-all", *(f"+{each.removeprefix('CAP_').lower()}" for each in capabilities.split())]
    )
    account = ["--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", "--no-new-privs"]
    limits = [f"--{kind}-caps={given}" for kind in ("inh", "ambient")]
    return subprocess.Popen(
        ["setpriv", *account, *limits, f"--bounding-set={given}", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )


@needs_root
def test_what_the_unit_starts_opens_low_ports_as_an_account_without_privileges(home):
    service = unit(ROOT / "deploy" / "systemd" / "rogatory.service")["Service"]
    process = start(home, service["AmbientCapabilities"])
    try:
        until(lambda: process.poll() is not None or all(is_ready(home, n) for n in home.processes))
        assert process.poll() is None, process.stderr.read().decode()
        for address in (home.door_address, home.console_address):
            socket.create_connection(address, timeout=PATIENCE).close()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert not list(home.run.glob("*.ready"))


@needs_root
def test_without_the_capability_the_port_is_said_to_be_forbidden(home):
    process = start(home, "")
    _out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4
    assert b"port-forbidden" in err
    assert b"CAP_NET_BIND_SERVICE" in err
    assert not home.database.exists()
