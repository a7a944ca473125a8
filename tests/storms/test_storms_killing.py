# SPDX-License-Identifier: Apache-2.0
"""The kill test's short form, and that its lines, its killer and its place are what they say."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.client import HTTPException, HTTPSConnection
from random import Random

import pytest
from click.testing import CliRunner

from casts.node.theatre import give_tables
from casts.steady.patience import PATIENCE
from django_home import new_home
from rogatory.bootstrap.home.folder import read_home
from rogatory.errors import Refused
from rogatory.seal.certificates.reading import pem_to_der, spki_sha256
from rogatory.transport.tls import client_context
from storms.__main__ import storms
from storms.killing import killer as killers
from storms.killing import line as lines
from storms.killing.folder import STATES, open_place
from storms.killing.killer import Killer
from storms.killing.line import TROUBLES, LineHandler, LineServer, Weather


@pytest.mark.processes
def test_killed_on_bad_lines_nothing_is_lost_and_nothing_done_twice(tmp_path):
    """The short form of `python -m storms kill --kills 1000`."""
    place = open_place(tmp_path / "siege", 2, resume=False)
    give_tables(place.federation.folder, STATES)
    words = ["kill", "--kills", "8", "--resume", "--pause", "1", "--home", tmp_path / "siege"]
    result = CliRunner().invoke(storms, [*map(str, words), "--json"])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert found["kills"] == sum(found["killed"].values()) == 8
    assert found["messages"]
    assert sum(found["line"].values()) >= found["messages"]
    assert all(size for size in found["logs"].values())


def test_a_place_is_gone_on_with_only_when_asked_and_never_taken_from_others(tmp_path):
    (tmp_path / "mine.txt").write_text("something else")
    with pytest.raises(Refused) as refused:
        open_place(tmp_path, 1, resume=False)
    assert refused.value.codes == ("exercise-home-not-ours",)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    place = open_place(tmp_path / "siege", 5, resume=False)
    before = (tmp_path / "siege" / "siege.json").read_bytes()
    with pytest.raises(Refused) as refused:
        open_place(tmp_path / "siege", 6, resume=False)
    assert refused.value.codes == ("exercise-siege-begun",)
    assert open_place(tmp_path / "siege", 6, resume=True).progress == place.progress
    assert (tmp_path / "siege" / "siege.json").read_bytes() == before
    for code in STATES:
        home = read_home(place.federation.node(code))
        assert home.door_address != home.address(home.node_url)


def test_the_same_seed_brings_the_same_weather_and_calm_brings_none():
    one, other = Weather(Random(3)), Weather(Random(3))
    assert [one.draw() for _ in range(9)] == [other.draw() for _ in range(9)]
    weather = Weather(Random(3))
    troubles = {weather.draw()[0] for _ in range(2000)}
    assert troubles == {"", *TROUBLES}
    assert weather.taken().total() >= 2000
    weather.calm = True
    assert {weather.draw()[0] for _ in range(500)} == {""}


class Door(LineHandler):
    """The receiver behind the connection: notes how much arrived, each time."""

    timeout = 5

    def do_POST(self):  # noqa: N802 - the base class names it so
        self.server.requested.append(len(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response_only(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 1000)


class DoorServer(LineServer):
    def __init__(self, home):
        super().__init__(home, Weather(Random(1)), address=home.door_address, handler=Door)
        self.requested = []


@contextmanager
def line_to_a_door(home):
    """A line as the kill test has it, to a door that counts."""
    weather = Weather(Random(1))
    door, line = DoorServer(home), LineServer(home, weather)
    with serving(door), serving(line):
        yield door, weather


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(home, body=b"b" * 2000):
    shown = pem_to_der((home.node_keys / "tls.pem").read_bytes())
    host, port = home.address(home.node_url)
    context = client_context([shown], frozenset({spki_sha256(shown)}))
    line = HTTPSConnection(host, port, timeout=PATIENCE, context=context)
    try:
        line.request("POST", "/v1/messages", body)
        return line.getresponse().read()
    finally:
        line.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    place = open_place(tmp_path_factory.mktemp("line") / "siege", 1, resume=False)
    return place.homes()["XA"]


def only(monkeypatch, trouble):
    monkeypatch.setattr(lines, "TROUBLES", {trouble: 1.0})
    monkeypatch.setattr(lines, "OUTAGE", 0.0)
    for name in ("LONGEST_HELD", "LONGEST_LATER", "SLOWEST_PIECE"):
        monkeypatch.setattr(lines, name, 0.2)


ARRIVES = {
    "cut before the door": (0, False),
    "cut before the answer": (1, False),
    "cut within the answer": (1, False),
    "held back": (1, True),
    "slowed": (1, True),
    "sent twice": (2, True),
    "sent again later": (2, True),
}


@pytest.mark.parametrize("trouble", ARRIVES)
def test_each_trouble_does_what_it_says(home, monkeypatch, trouble):
    only(monkeypatch, trouble)
    times, answered = ARRIVES[trouble]
    with line_to_a_door(home) as (door, weather):
        if answered:
            assert ask(home) == b"x" * 1000
        else:
            with pytest.raises((HTTPException, OSError)):
                ask(home)
        until = time.monotonic() + PATIENCE
        while len(door.requested) < times and time.monotonic() < until:
            time.sleep(0.02)
        assert door.requested == [2000] * times
        assert weather.taken() == {trouble: 1}


def test_a_request_cut_within_never_reaches_the_door_whole(home, monkeypatch):
    only(monkeypatch, "cut within the request")
    with line_to_a_door(home) as (door, _weather):
        with pytest.raises((HTTPException, OSError)):
            ask(home)
        time.sleep(0.2)
        assert all(size < 2000 for size in door.requested)


def test_an_outage_lets_nothing_pass_until_it_is_over_or_calm(monkeypatch):
    monkeypatch.setattr(lines, "OUTAGE", 1.0)
    weather = Weather(Random(1))
    assert weather.draw()[0] == "cut before the door"
    monkeypatch.setattr(lines, "OUTAGE", 0.0)
    monkeypatch.setattr(lines, "TROUBLES", {})
    assert weather.draw()[0] == "cut before the door"
    weather.down_until = 0.0
    assert weather.draw()[0] == ""


def sleeping(*words):
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)", *words])


def test_the_killer_kills_so_many_and_spares_strangers():
    """A process id that was written down may be somebody else's by now."""
    ours, stranger = [sleeping("rogatory") for _ in range(3)], sleeping()
    try:
        named = {f"XA worker{number}": one.pid for number, one in enumerate([*ours, stranger])}
        killer = Killer(lambda: named, Random(1), 3, 0.01)
        killer.start()
        killer.join(PATIENCE)
        assert killer.killed.total() == 3
        assert [one.wait(PATIENCE) for one in ours] == [-signal.SIGKILL] * 3
        assert stranger.poll() is None
    finally:
        for one in (*ours, stranger):
            one.kill()
            one.wait()


def test_the_killer_spares_the_newborn_however_often_it_looks(monkeypatch):
    monkeypatch.setattr(killers, "SHORTEST_LIFE", 3600.0)
    newborn, looks, looked_often = sleeping("rogatory"), [], threading.Event()

    def victims():
        looks.append(newborn.pid)
        if len(looks) > 20:
            looked_often.set()
        return {"XA worker": newborn.pid}

    killer = Killer(victims, Random(1), 1, 0.001)
    try:
        killer.start()
        assert looked_often.wait(PATIENCE)
        killer.stop()
        assert not killer.killed
        assert newborn.poll() is None
    finally:
        killer.stop()
        newborn.kill()
        newborn.wait()


def test_a_killer_that_finds_nobody_stops_on_request():
    killer = Killer(lambda: {"XA worker": os.getpid() + 10_000_000}, Random(1), 1, 0.01)
    killer.start()
    killer.stop()
    assert not killer.is_alive()
    assert not killer.is_done


def test_no_storm_begins_in_the_home_of_a_real_node(tmp_path):
    new_home(tmp_path / "xb")
    before = {one: one.read_bytes() for one in (tmp_path / "xb").rglob("*") if one.is_file()}
    ended = CliRunner().invoke(storms, ["kill", "--kills", "1", "--home", str(tmp_path / "xb")])
    assert ended.exit_code == 1, ended.output
    assert "exercise-home-not-ours" in ended.output
    after = {one: one.read_bytes() for one in (tmp_path / "xb").rglob("*") if one.is_file()}
    assert after == before
