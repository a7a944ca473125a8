# SPDX-License-Identifier: Apache-2.0
"""Two homes with one database: a machine with a door serves by the directory that the other one refreshed."""

import json
import shutil
from dataclasses import replace

import pytest

from casts.servers.postgresql_server import (
    own_postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.servers.recorded_peer import Peer
from casts.steady.patience import until
from django_home import emptied
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.node_keys import make_log_keys
from rogatory.bootstrap.node import build_node
from rogatory.bootstrap.processes.background import background_node
from rogatory.errors import Refused
from rogatory.storage.store import DatabaseStore

pytestmark = pytest.mark.processes


def test_a_machine_is_in_the_epoch_that_another_one_began_if_it_has_the_key(federation):
    """The database is the one of the tests; the settings of the second machine name the first epoch."""
    emptied()
    store = DatabaseStore()
    with store.transaction():
        store.begin_epoch(2, b"opening")
    home = replace(read_home(federation.node("XB")), database_url="postgresql://db.example/xb")
    with pytest.raises(Refused) as refused:
        build_node(home)
    assert refused.value.codes == ("key-absent",)
    make_log_keys(home, 2)
    node = build_node(home)
    assert node.log_origin == f"{home.network}/xb/2"
    assert build_node(read_home(home.path)).log_origin == f"{home.network}/xb/1"
    emptied()


def test_a_machine_with_a_door_alone_serves_by_what_another_one_refreshed(
    federation, own_postgresql
):
    """Its own line to the directory is dead, and it never had a copy."""
    first = read_home(federation.node("XB"))
    settings = first.path / SETTINGS_FILE
    url = json.dumps(own_postgresql.create("xb"))
    settings.write_text(f"database_url = {url}\n{settings.read_text()}")
    place = first.path.with_name("second")
    shutil.copytree(first.path, place)
    shutil.rmtree(place / "directory" / "generations", ignore_errors=True)
    (place / "directory" / "current.json").unlink(missing_ok=True)
    text = settings.read_text().replace(json.dumps(first.directory_url), '"/nowhere"')
    (place / SETTINGS_FILE).write_text(text)
    second = read_home(place)
    assert second.directory_url == "/nowhere"

    peer = Peer({"XA": read_home(federation.node("XA")), "XB": second})
    with background_node(read_home(first.path), ("worker",)):
        until(
            lambda: own_postgresql.query("xb", "SELECT count(*) FROM storage_directorycopy") == "1"
        )
        with background_node(second, ("door",)):
            assert peer.ask(peer.signed())[0] == 200
    assert (second.directory_cache / "current.json").exists()
