# SPDX-License-Identifier: Apache-2.0
"""Webhooks of a running node: deliveries that the end of the node interrupted, and no secret in any of its files."""

import json

import pytest

from casts.servers import hook_receiver as cast
from casts.servers.desk import desk
from casts.servers.hooked import notified, verified
from casts.steady import warm
from casts.steady.patience import until
from django_home import put_new_store
from rogatory.bootstrap.doctor.facts import processes
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.processes.background import background_node, start_node

pytestmark = pytest.mark.processes

DOORS = ("door", "worker")
SYSTEM = "case-management"


@pytest.fixture
def homes(federation):
    found = {state: read_home(federation.node(state)) for state in ("XA", "XB")}
    for home in found.values():
        put_new_store(home)
    settings = found["XB"].path / SETTINGS_FILE
    with settings.open("a", encoding="utf-8") as file:
        file.write('\n[logs]\nlevel = "debug"\n')
    return found | {"XB": read_home(found["XB"].path)}


def systems(home, *words):
    done = warm.command("systems", *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def hooked(home, receiver, file):
    systems(home, "add", str(home.path), SYSTEM, "--scope", "requests:read")
    options = ("--url", receiver.url, "--inside", "--ca-file", str(file))
    return systems(home, "hook", "add", str(home.path), SYSTEM, *options)["secret"]


def test_what_a_killed_node_was_delivering_it_delivers_when_it_runs_again(
    homes, federation, tmp_path
):
    home = homes["XB"]
    context, authorities = cast.certified(tmp_path)
    file = tmp_path / "ca.pem"
    file.write_text(authorities)
    with cast.hook_receiver(context) as receiver, background_node(homes["XA"], DOORS):
        secret = hooked(home, receiver, file)
        receiver.respond = cast.hang
        node = start_node(home, names=DOORS)
        desk(homes["XA"], federation, "send", 1)
        until(lambda: receiver.seen)
        node.kill()
        until(lambda: not any(processes(home)[name] for name in DOORS))
        before, first = len(receiver.seen), notified(receiver)[0]
        receiver.respond = cast.answer(204)
        with background_node(home, DOORS):
            until(lambda: len(receiver.seen) > before)
            assert systems(home, "hook", "test", str(home.path), SYSTEM)["delivered"]
            until(lambda: not systems(home, "hook", "list", str(home.path))["hooks"][0]["waiting"])
        # Under the same identifier, unless the request changed once more before the end.
        assert first in notified(receiver)[before:]
    kinds = {kind for kind, _id in notified(receiver)}
    assert kinds == {"request.changed", "ping"}
    for _path, headers, body in receiver.seen:
        assert verified(secret, headers, body)
    files = [*(home.path / "logs").glob("*"), *home.path.glob("*.sqlite*"), home.database]
    kept = b"".join(one.read_bytes() for one in files if one.is_file())
    assert b"case-management" in kept
    assert secret.removeprefix("whsec_").encode() not in kept
