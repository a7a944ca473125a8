# SPDX-License-Identifier: Apache-2.0
"""The logs of running nodes at their lowest level: both name a message by its digest, and nothing of a case."""

import contextlib
import json
import urllib.error
import urllib.request

import pytest

from casts.node.case_marks import marks_of
from casts.servers.desk import desk
from casts.steady.patience import PATIENCE, until
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.processes.background import background_node

pytestmark = pytest.mark.processes

PROCESSES = ("door", "worker", "console")
MARK = "Jane Roe of Arcadia"


def lines(home, **wanted):
    """Return the lines of all logs of a home that have these values."""
    found = []
    for path in home.logs.glob("*.log*"):
        found += [json.loads(one) for one in path.read_text().splitlines()]
    return [one for one in found if all(one.get(name) == wanted[name] for name in wanted)]


def visited(address):
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(address, timeout=PATIENCE).close()


def test_both_nodes_log_a_message_by_its_digest_and_nothing_of_its_case(federation):
    homes = {}
    for state in ("XA", "XB"):
        home = read_home(federation.node(state))
        put_new_store(home)
        with (home.path / SETTINGS_FILE).open("a") as settings:
            settings.write('\n[logs]\nlevel = "debug"\n')
            if state == "XB":
                settings.write("standard_error = true\n")
        homes[state] = read_home(home.path)
    with background_node(homes["XA"], PROCESSES), background_node(homes["XB"], PROCESSES):
        (digest,) = desk(homes["XA"], federation, "send", 1)
        desk(homes["XA"], federation, "receipted")
        # The line of a call to an officer has its urgency.
        marks = (marks_of(homes["XA"]) - {"urgent"}) | {MARK}
        (thread,) = [one for one in marks if one.count("-") == 4]
        # A fault of ours that quotes what it was given.
        odd = {"state": "XA", "thread": thread, "after": MARK}
        desk(homes["XB"], federation, "enqueue", "gap", f"gap/{thread}/{MARK}", json.dumps(odd))
        for address in (homes["XB"].console_url, homes["XB"].node_url):
            with contextlib.suppress(OSError):
                visited(f"{address}/threads/{thread}/{MARK.replace(' ', '%20')}")
        until(lambda: lines(homes["XB"], says="a job failed"))
    (sent,) = lines(homes["XA"], level="debug", says="message sending")
    assert (sent["process"], sent["fields"]["message"]) == ("worker", digest)
    assert sent["fields"]["peer"] == "XB"
    (taken,) = [
        one
        for one in lines(homes["XB"], level="debug", process="door", says="door request")
        if one["fields"].get("message") == digest
    ]
    assert (taken["fields"]["status"], taken["fields"]["caller"]) == (200, "XA")
    jobs = {one["fields"]["job"] for one in lines(homes["XB"], level="debug", says="job")}
    assert {"apply", "gap"} <= jobs
    (failed,) = lines(homes["XB"], says="a job failed")[:1]
    assert failed["trace"].endswith("ValueError")
    beside = (homes["XB"].logs / "supervisor.err").read_text().splitlines()
    assert {one["process"] for one in map(json.loads, beside)} == set(PROCESSES)
    assert json.dumps(taken, ensure_ascii=False) in beside
    assert (homes["XA"].logs / "supervisor.err").read_text() == ""
    for home in homes.values():
        text = "".join(one.read_text() for one in home.logs.iterdir() if one.is_file())
        assert not [mark for mark in marks if mark in text]
        assert not [mark for mark in marks if json.dumps(mark)[1:-1] in text]
