# SPDX-License-Identifier: Apache-2.0
"""Traces: both nodes' spans of a message have its digest, nothing of its case is in them, and nothing is added to the line."""

import contextlib
import json
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from casts.node.case_marks import marks_of
from casts.servers.desk import desk
from casts.servers.otlp_served import collector
from casts.steady import warm
from casts.steady.patience import PATIENCE, until
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.node_toml.telemetry import telemetry_problem
from rogatory.bootstrap.processes.background import background_node

PROCESSES = ("door", "worker")
MARK = "Jane Roe of Arcadia"
SERVER, CLIENT, INTERNAL = 2, 3, 1


def traced_homes(federation, endpoint):
    homes = {}
    for state in ("XA", "XB"):
        home = read_home(federation.node(state))
        put_new_store(home)
        with (home.path / SETTINGS_FILE).open("a") as settings:
            settings.write(f'\n[telemetry]\nendpoint = "{endpoint}"\n')
        homes[state] = read_home(home.path)
    return homes


@pytest.mark.processes
def test_both_nodes_trace_a_message_by_its_digest_and_nothing_of_its_case(federation):
    with collector() as (taken, endpoint):
        homes = traced_homes(federation, endpoint)
        with background_node(homes["XA"], PROCESSES), background_node(homes["XB"], PROCESSES):
            (digest,) = desk(homes["XA"], federation, "send", 1)
            desk(homes["XA"], federation, "receipted")
            marks = marks_of(homes["XA"]) | {MARK}
            (thread,) = [one for one in marks if one.count("-") == 4]
            odd = {"state": "XA", "thread": thread, "after": MARK}
            desk(homes["XB"], federation, "enqueue", "gap", f"gap/{thread}/{MARK}", json.dumps(odd))
            until(lambda: taken.named("message sending", rogatory_message=digest))
            until(lambda: taken.named("POST v1/messages", rogatory_message=digest))
            until(lambda: taken.named("job apply"))
            until(lambda: taken.named("job gap"))
    (sent,) = taken.named("message sending", rogatory_message=digest)
    (job,) = taken.named("job deliver", rogatory_message=digest)
    (received,) = taken.named("POST v1/messages", rogatory_message=digest)
    assert (sent.service, sent.process, sent.kind) == ("rogatory-xa", "worker", CLIENT)
    assert (sent.trace, sent.parent) == (job.trace, job.id)
    assert (job.parent, job.kind) == (b"", INTERNAL)
    assert 0 < received.seconds <= sent.seconds <= job.seconds
    assert (received.service, received.process, received.kind) == ("rogatory-xb", "door", SERVER)
    # Each node begins its own trace: no header of the other one says which.
    assert received.parent == b""
    assert received.trace != sent.trace
    assert received.attributes == {
        "http.request.method": "POST",
        "http.route": "v1/messages",
        "http.response.status_code": 200,
        "rogatory.caller": "XA",
        "rogatory.message": digest,
    }
    assert all(one.is_error for one in taken.named("job gap"))
    assert not job.is_error
    for mark in marks - {"urgent"}:
        assert not [body for body in taken.bodies if mark.encode() in body]


def visited(address, *, token=None, authority=None):
    """Ask for an address and read its answer, whatever its status."""
    request = urllib.request.Request(address)
    if token is not None:
        request.add_header("Authorization", f"Bearer {token}")
    context = None if authority is None else ssl.create_default_context(cafile=authority)
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(request, timeout=PATIENCE, context=context).read()


@pytest.mark.processes
def test_console_and_api_are_traced_by_their_routes_and_nothing_of_a_case(federation):
    with collector() as (taken, endpoint):
        homes = traced_homes(federation, endpoint)
        with (homes["XB"].path / SETTINGS_FILE).open("a") as settings:
            settings.write(f'\n[api]\nlisten = "127.0.0.1:{free_port()}"\n')
        home = read_home(homes["XB"].path)
        made = warm.command(
            *("systems", "add", str(home.path), "register", "--scope", "requests:read", "--json")
        )
        token = json.loads(made.stdout)["token"]
        names = (*PROCESSES, "console", "api")
        with background_node(homes["XA"], PROCESSES), background_node(home, names):
            desk(homes["XA"], federation, "send", 1)
            desk(homes["XA"], federation, "receipted")
            marks = marks_of(homes["XA"]) | {MARK, token[-43:]}
            (thread,) = [one for one in marks if one.count("-") == 4]
            mark = MARK.replace(" ", "%20")
            pages, api = home.console_url, "https://{}:{}/api/v1".format(*home.api_address)
            for path in (f"threads/{thread}/?q={mark}", f"{mark}/", "healthz"):
                visited(f"{pages}/{path}")
            authority = str(home.api_certificate[0])
            for path, given in (
                (f"requests/{thread}", token),
                (f"requests/{thread}", MARK),
                (f"requests?state={mark}", token),
                (f"{mark}", token),
            ):
                visited(f"{api}/{path}", token=given, authority=authority)
            until(lambda: taken.named("GET healthz"))
            until(lambda: [one for one in taken.named("other") if one.process == "api"])
    (page,) = taken.named("GET threads/<uuid:thread>/")
    assert (page.service, page.process, page.kind) == ("rogatory-xb", "console", SERVER)
    assert page.attributes == {
        "http.request.method": "GET",
        "http.route": "threads/<uuid:thread>/",
        "http.response.status_code": 302,
    }
    assert [one.process for one in taken.named("GET")] == ["console"]
    found = taken.named("GET api/v1/requests/(?P<request>[0-9a-f-]{36})")
    assert {(one.process, one.kind) for one in found} == {("api", SERVER)}
    seen = {one.attributes["http.response.status_code"]: one.attributes for one in found}
    assert seen[200]["rogatory.caller"] == "system:register"
    assert "rogatory.caller" not in seen[401]
    assert seen[401]["rogatory.codes"] == ["system-token-refused"]
    (listed,) = taken.named("GET api/v1/requests")
    assert listed.attributes["rogatory.codes"] == ["system-parameter"]
    assert not [one for one in taken.spans if one.process in {"console", "api"} and one.is_error]
    for mark in marks - {"urgent"}:
        assert not [body for body in taken.bodies if mark.encode() in body]


@pytest.mark.processes
def test_a_collector_that_is_away_delays_neither_messages_nor_the_end(federation):
    homes = traced_homes(federation, f"http://127.0.0.1:{free_port()}")
    with background_node(homes["XA"], PROCESSES), background_node(homes["XB"], PROCESSES):
        sent = desk(homes["XA"], federation, "send", 2)
        desk(homes["XA"], federation, "receipted")
        assert desk(homes["XB"], federation, "known", *sent) == [
            ["receipted", digest] for digest in sent
        ]
        begun = time.monotonic()
    assert time.monotonic() - begun < 30


def test_no_library_of_telemetry_is_loaded_unless_a_collector_is_named(federation):
    home = federation.node("XA")
    script = f"""
import sys
from pathlib import Path
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.tracing import begin_tracing
from rogatory.node import activity
import rogatory.bootstrap.processes.doors
begin_tracing(read_home(Path({str(home)!r})), "door")()
assert not activity._observers
print([name for name in sys.modules if name.startswith(("opentelemetry", "google"))])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"endpoint": "https://collector.xb.example:4318"}, None),
        ({"endpoint": "http://127.0.0.1:4318"}, None),
        ({"endpoint": "https://collector.xb.example", "ca_file": "keys/otel/ca.pem"}, None),
        ({}, "endpoint is missing"),
        ({"endpoint": "http://collector.xb.example:4318"}, "no https address"),
        ({"endpoint": "https://collector.xb.example/v1/traces"}, "is not https://HOST"),
        ({"endpoint": "https://user:secret@collector.xb.example"}, "is not https://HOST"),
        ({"endpoint": "http://[::1"}, "is no address"),
        ({"endpoint": "https://a.example", "headers": {}}, "headers"),
    ],
)
def test_the_table_is_judged_when_it_is_read(given, problem):
    found = telemetry_problem(given)
    assert (found is None) if problem is None else (problem in str(found))
