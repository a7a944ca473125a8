# SPDX-License-Identifier: Apache-2.0
"""A State's node goes on after its move: what was sent before it is receipted after it, there and back again."""

import json

import pytest

from casts.faults.fault_library import EVER, Fault
from casts.servers.desk import desk
from casts.servers.seaweed_server import KEY
from casts.steady import warm
from django_home import put_new_store
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.bootstrap.processes.background import background_node

pytestmark = [pytest.mark.processes, pytest.mark.judge]

DOORS = ("door", "worker")


def all_receipted(home, federation):
    """Wait for every receipt; attempts that failed while the other State was away need no minute until the next. The
    other State is there before the own worker: one that is silent at the fourth attempt is left alone for a minute.
    """
    desk(home, federation, "receipted_soon")


def test_a_request_sent_before_the_move_is_receipted_after_it(federation, servers, tmp_path):
    home, other = (read_home(federation.node(state)) for state in ("XA", "XB"))
    put_new_store(home)
    put_new_store(other)
    home.object_store_key.write_text(f"{KEY.access_key_id}:{KEY.secret_access_key}\n")
    home.object_store_key.chmod(0o600)
    to = tmp_path / "servers.toml"
    to.write_text(write_table(servers))
    with background_node(home, DOORS):
        sent = desk(home, federation, "send", 2)
    size = desk(home, federation, "log")

    moved = warm.command("node", "move", home.path, "--to", to)
    assert moved.returncode == 0, moved.stdout + moved.stderr
    assert "The move has ended." in moved.stdout

    home = read_home(home.path)
    assert (home.database_url, home.object_store.prefix) == (
        servers["database_url"],
        servers["object_store"]["prefix"],
    )
    assert desk(home, federation, "log") == size
    with background_node(other, DOORS), background_node(home, DOORS):
        sent += desk(home, federation, "send", 1)
        all_receipted(home, federation)
    grown = desk(home, federation, "log")
    assert grown[0] > size[0]

    back = warm.command("node", "move", home.path, "--to-home", "--json")
    assert back.returncode == 0, back.stdout + back.stderr
    assert json.loads(back.stdout)["place"] == str(home.database)

    home = read_home(home.path)
    assert desk(home, federation, "log") == grown
    with background_node(other, DOORS), background_node(home, DOORS):
        sent += desk(home, federation, "send", 1)
        all_receipted(home, federation)
        here = desk(home, federation, "known", *sent)
        assert desk(other, federation, "known", *sent) == here
    assert here == [["receipted", digest] for digest in sent]
    assert desk(other, federation, "received") == len(sent)


DISKS = [
    (Fault("write", "*/home/move/*", "ENOSPC", times=EVER), "disk-full"),
    (Fault("write", "*/home/move/*", "ENOSPC", first=9, times=EVER), "disk-full"),
    (Fault("fsync", "*/home/move/*", "EIO", first=20, times=EVER), "disk-failing"),
]


def test_a_full_disk_is_reported_and_the_same_command_goes_on(movable, servers, faults):
    before = movable.everything()
    command = ("node", "move", movable.home.path, "--to", movable.to(**servers), "--json")
    for rule, code in DISKS:
        ran = faults.run(*command, rules=[rule])
        assert ran.fired
        assert ran.status == 4, ran.err
        assert [one["code"] for one in json.loads(ran.out)["reasons"]] == [code]
        assert movable.everything() == before
    ended = warm.command(*command)
    assert ended.returncode == 0, ended.stdout
    assert (movable.rows(), movable.objects()) == before[:2]

    back = ("node", "move", movable.home.path, "--to-home", "--json")
    rule = Fault("pwrite", "*/home/books.sqlite3*", "ENOSPC", first=30, times=EVER)
    ran = faults.run(*back, rules=[rule])
    assert ran.fired
    assert [one["code"] for one in json.loads(ran.out)["reasons"]] == ["move-database-fails"]
    assert (movable.rows(), movable.objects()) == before[:2]
    ended = warm.command(*back)
    assert ended.returncode == 0, ended.stdout
    assert movable.everything() == before


def test_the_command_gives_up_a_move_and_refuses_two_ways_at_once(movable, servers, faults):
    before = movable.everything()
    command = ("node", "move", movable.home.path, "--to", movable.to(**servers))
    ran = faults.run(*command, rules=[Fault("write", "*/home/move/*", "kill", first=9)])
    assert ran.killed
    assert warm.command(*command, "--to-home").returncode == 2
    given_up = warm.command("node", "move", movable.home.path, "--abandon")
    assert given_up.returncode == 0, given_up.stderr
    assert "may start where it was" in given_up.stdout
    assert movable.everything() == before
