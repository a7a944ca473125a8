# SPDX-License-Identifier: Apache-2.0
"""Two running nodes, of which one is in maintenance: nothing is lost, nobody is called, and it survives a restart."""

import json
import sqlite3
import ssl
import time
import urllib.error
import urllib.request
from contextlib import closing
from random import Random

import pytest
from running_offices import (
    command,
    offices,  # noqa: F401 (a fixture)
    until,
)

from casts.steady.patience import PATIENCE
from storms.traffic.clerk import Clerk

pytestmark = pytest.mark.processes


def rows(home, statement):
    with closing(sqlite3.connect(home.database, timeout=PATIENCE)) as store:
        return store.execute(statement).fetchall()


def maintenance(act, home, *more):
    status, out, err = command("node", "maintenance", act, home.path, "--json", *more)
    assert status == 0, err
    return json.loads(out)


def problem_of(home, digest):
    ((found,),) = rows(home, f"select problem from storage_message where digest = '{digest}'")
    return str(found or "")


def test_messages_wait_for_a_node_in_maintenance_and_arrive_after_it(offices):
    clerk, xa, xb = Clerk(offices, ("XA", "XB"), Random(3)), offices.home("XA"), offices.home("XB")
    first = clerk.open("XA", "preservation", "XB")
    offices.rest()
    assert maintenance("show", xb)["on"] is False

    began = maintenance("on", xb, "--wait", "30")
    assert (began["on"], began["jobs_under_way"]) == (True, 0)
    logs = {name: xb.logs / f"{name}.log" for name in ("door", "worker")}
    until(lambda: "in maintenance since" in logs["worker"].read_text())
    messages = rows(xb, "select count(*) from storage_message")
    waiting = rows(xb, "select key, attempts from storage_job order by key")

    sent = clerk.open("XA", "preservation", "XB")
    until(lambda: "peer-maintenance" in problem_of(xa, sent.digest))
    time.sleep(1)  # time in which a job that is due would run
    assert "in maintenance for XA" in logs["door"].read_text()
    assert not [one for one in logs["door"].read_text().splitlines() if '"ERROR"' in one.upper()]
    assert rows(xb, "select count(*) from storage_message") == messages
    assert rows(xb, "select key, attempts from storage_job order by key") == waiting
    assert rows(xa, "select failures from storage_peerline where state = 'XB'") in ([], [(0,)])

    # A stranger learns nothing of it.
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{xb.node_url}/v1/log/checkpoint", context=context)
    assert (caught.value.code, caught.value.read()) == (401, b"")

    # As in an upgrade that is taken back: stopped, copied, started, stopped, the copy put back.
    def stop():
        offices.nodes["XB"].stop()
        offices.terminals.pop("XB")

    stop()
    before = {path: path.read_bytes() for path in xb.path.glob("books.sqlite3*")}
    offices.start("XB")
    assert maintenance("show", xb)["on"] is True
    assert rows(xb, "select count(*) from storage_message") == messages
    stop()
    for path in xb.path.glob("books.sqlite3*"):
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)
    offices.start("XB")

    assert maintenance("off", xb)["since"] == began["since"]
    assert maintenance("off", xb)["since"] is None
    offices.rest()
    for code in ("XA", "XB"):
        kept = offices.ask(code, "account")["messages"]
        assert {first.digest, sent.digest} <= set(kept)
    called = rows(xa, "select id from storage_page")
    assert [one for (one,) in called if one.startswith(("undelivered/", "silent/"))] == []
