# SPDX-License-Identifier: Apache-2.0
"""Hosts with some of a node's keys: a door and a worker that hold none of authorities, log and witness work by the signer
of another host. Homes with one database are hosts here.
"""

import json
import shutil

import pytest

from casts.servers.desk import desk
from casts.servers.home_on_postgresql import in_a_process
from casts.servers.postgresql_server import (
    own_postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.steady.patience import until
from rogatory.bootstrap.doctor import facts
from rogatory.bootstrap.doctor.findings import of_keys
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.keys import keys_for_signer, missing_keys
from rogatory.bootstrap.processes.background import background_node, start_node
from rogatory.errors import Refused, Unreachable

pytestmark = [pytest.mark.processes, pytest.mark.judge]


def host(home, name, *lines):
    """Make a home of its own for a host of a node, beside the one that the others share a database with."""
    place = home.path.with_name(f"{home.path.name}-{name}")
    shutil.copytree(home.path, place)
    settings = place / SETTINGS_FILE
    settings.write_text("\n".join([*lines, settings.read_text()]))
    return read_home(place)


def without_keys(home, *lines):
    """Remove from a home what only a signer needs, and name the settings for it."""
    for path in keys_for_signer(home):
        path.unlink()
    settings = home.path / SETTINGS_FILE
    settings.write_text("\n".join(['signer = "elsewhere"', *lines, settings.read_text()]))
    return read_home(home.path)


@pytest.fixture
def homes(federation, own_postgresql):
    """Both States on PostgreSQL; of each a host with the keys, and one that has neither those of the authorities nor of
    the log: Arcadia's works without a TLS key, too.
    """
    found = {}
    for state, process in (("XA", "worker"), ("XB", "door")):
        home = read_home(federation.node(state))
        settings = home.path / SETTINGS_FILE
        url = json.dumps(own_postgresql.create(state.lower()))
        settings.write_text(f"database_url = {url}\n{settings.read_text()}")
        signer = host(read_home(home.path), "signer", 'processes = ["signer"]')
        (signer.node_keys / "tls.key").unlink()
        found[state] = without_keys(home, f'processes = ["{process}"]'), signer
    (found["XA"][0].node_keys / "tls.key").unlink()
    return found


WAITING = "SELECT count(*) FROM storage_signingrequest"

ASK_FOR_ANOTHER_LOG = """
from rogatory.bootstrap.workstation.connections import node_at
from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.errors import RogatoryError
node = node_at(home.path)
size = node.store.log_size()
for origin, root in ((node.log_origin, bytes(32)), (node.log_origin[:-1] + "2", node.store.log_tree(size).root())):
    try:
        print(node.signer.sign_checkpoint(Checkpoint(origin, size, root).text()))
    except RogatoryError as error:
        print(*error.codes)
"""


def test_a_door_and_a_worker_without_these_keys_receive_and_send(homes, federation, own_postgresql):
    (xa, xa_signer), (xb, xb_signer) = homes["XA"], homes["XB"]
    assert not [path for home in (xa, xb) for path in keys_for_signer(home)]
    with (
        background_node(xa_signer, ("signer",)),
        background_node(xa, ("worker",)),
        background_node(xb_signer, ("signer",)),
        background_node(xb, ("door",)),
    ):
        sent = desk(xa, federation, "send", 2)
        desk(xa, federation, "receipted")
        here = desk(xa, federation, "known", *sent)
        assert here == [["receipted", digest] for digest in sent]
        assert own_postgresql.query("xb", "SELECT count(*) FROM storage_message") == "2"
        assert desk(xb, federation, "received") == 2
        # What is not in the database is not signed. A checkpoint of what arrived may still be.
        until(lambda: own_postgresql.query("xb", WAITING) == "0")
        before = own_postgresql.query("xb", "SELECT count(*) FROM storage_checkpoint")
        assert in_a_process(xb, ASK_FOR_ANOTHER_LOG) == ["signer-other-log"] * 2
        assert own_postgresql.query("xb", "SELECT count(*) FROM storage_checkpoint") == before
        until(lambda: own_postgresql.query("xb", WAITING) == "0")
        kinds = "SELECT string_agg(kind, ' ' ORDER BY kind) FROM storage_runningprocess"
        assert own_postgresql.query("xb", kinds) == "door signer"


def test_without_a_signer_a_message_waits_and_is_receipted_once_there_is_one(
    homes, federation, own_postgresql
):
    (xa, xa_signer), (xb, xb_signer) = homes["XA"], homes["XB"]
    with (
        background_node(xa_signer, ("signer",)),
        background_node(xa, ("worker",)),
        background_node(xb, ("door",)),
    ):
        desk(xa, federation, "send", 1)
        until(lambda: own_postgresql.query("xb", WAITING) != "0")
        assert own_postgresql.query("xb", "SELECT count(*) FROM storage_message") == "0"
        with background_node(xb_signer, ("signer",)):
            desk(xa, federation, "receipted")
    assert own_postgresql.query("xb", "SELECT count(*) FROM storage_message") == "1"


def test_a_host_names_each_key_that_its_processes_lack_and_those_that_it_need_not_have(
    homes, federation
):
    xb, xb_signer = homes["XB"]
    assert missing_keys(xb, ("door", "worker")) == []
    assert [one.code.id for one in missing_keys(xb_signer, ("signer", "door"))] == ["key-absent"]
    assert "tls.key" in missing_keys(xb_signer, ("door",))[0].sentence()
    settings = xb.path / SETTINGS_FILE
    settings.write_text(settings.read_text().replace('signer = "elsewhere"', 'signer = "here"'))
    with pytest.raises(Unreachable):
        start_node(read_home(xb.path), names=("door",))
    printed = (xb.logs / "supervisor.err").read_text()
    for name in ("log.key", "authorities/contact-point/p256.key"):
        assert name in printed
    # A host that asks another one, and has the keys nevertheless, is advised to remove them.
    settings.write_text(settings.read_text().replace('signer = "here"', 'signer = "elsewhere"'))
    shutil.copy(xb_signer.node_keys / "log.key", xb.node_keys / "log.key")
    found = facts.keys(read_home(xb.path))
    assert found["spare"] == ["keys/node/log.key"]
    assert "doctor-keys-spare" in [one.kind.id for one in of_keys(found)]
    assert "tls.key" not in str(facts.keys(xb_signer)["problems"])


def test_a_signer_elsewhere_takes_a_database_that_both_reach(federation):
    home = read_home(federation.node("XB"))
    settings = home.path / SETTINGS_FILE
    settings.write_text(f'signer = "elsewhere"\nprocesses = ["signer"]\n{settings.read_text()}')
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert refused.value.codes == ("home-setting", "home-setting")
