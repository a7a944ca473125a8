# SPDX-License-Identifier: Apache-2.0
"""The API of a running node, asked over TLS by programs that are not ours."""

import json
import shutil
import subprocess

import pytest
import schemathesis

from casts.servers.desk import desk
from casts.steady import warm
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.processes.background import background_node
from rogatory.transport.systems.description import systems_description

pytestmark = pytest.mark.processes

DOORS = ("door", "worker")


@pytest.fixture
def homes(federation):
    found = {state: read_home(federation.node(state)) for state in ("XA", "XB")}
    for home in found.values():
        put_new_store(home)
    settings = found["XB"].path / SETTINGS_FILE
    with settings.open("a", encoding="utf-8") as file:
        file.write(f'\n[api]\nlisten = "127.0.0.1:{free_port()}"\n')
    return found | {"XB": read_home(found["XB"].path)}


def token(home, *scopes, name="case-management"):
    words = [word for scope in scopes for word in ("--scope", scope)]
    made = warm.command("systems", "add", str(home.path), name, *words, "--json")
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)["token"]


def address(home):
    host, port = home.api_address
    return f"https://{host}:{port}"


def curl(home, path, *words):
    """Return the status and the document that curl receives; it trusts the node's own certificate alone."""
    done = subprocess.run(
        [
            shutil.which("curl"),
            *("--silent", "--show-error", "--cacert", str(home.api_certificate[0])),
            *("--tlsv1.3", "--write-out", "\n%{http_code} %{content_type}"),
            *words,
            address(home) + path,
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    body, _, end = done.stdout.rpartition("\n")
    status, _, media_type = end.partition(" ")
    return int(status), media_type, json.loads(body) if body else None


def test_a_node_without_the_table_runs_no_such_process(homes):
    assert homes["XA"].running_processes == ("door", "console", "worker")
    assert homes["XB"].running_processes == ("door", "console", "worker", "api")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_system_reads_a_request_over_tls_until_its_token_ends(homes, federation):
    home = homes["XB"]
    held = token(home, "requests:read")
    with background_node(homes["XA"], DOORS), background_node(home, (*DOORS, "api")):
        desk(homes["XA"], federation, "send", 1)
        desk(homes["XA"], federation, "receipted")
        bearer = ("--header", f"Authorization: Bearer {held}")
        status, media_type, page = curl(home, "/api/v1/requests", *bearer)
        assert (status, media_type) == (200, "application/json")
        (request,) = page["items"]
        assert (request["state"], request["role"]) == ("XA", "requested")
        messages = curl(home, f"/api/v1/requests/{request['id']}/messages", *bearer)[2]
        assert messages["items"][0]["receipt"] is None or messages["items"][0]["digest"]
        checked(home, held, request["id"])
        assert curl(home, "/api/v1/requests")[0] == 401
        assert curl(home, "/accounts/login/", *bearer)[0] == 404
        assert curl(home, "/api/v1/packages", *bearer)[0] == 403
        assert curl(home, "/api/v1/requests", "--request", "POST", *bearer)[0] == 405
        ended = warm.command("systems", "end", str(home.path), "case-management")
        assert ended.returncode == 0
        status, media_type, problem = curl(home, "/api/v1/requests", *bearer)
        assert (status, media_type) == (401, "application/problem+json")
        assert problem["reasons"][0]["code"] == "system-token-refused"
    log = "".join(one.read_text() for one in (home.path / "logs").glob("*"))
    assert held[-43:] not in log


def checked(home, held, request):
    """Have schemathesis ask every address, and check what comes back against the description."""
    description = schemathesis.openapi.from_dict(systems_description())
    values = {"request": request, "message": "ab" * 32, "seal": "5e" * 32, "draft": request}
    count = 0
    for methods in description.values():
        for operation in methods.values():
            names = [one["name"] for one in operation.definition.raw["parameters"]]
            case = operation.Case(
                path_parameters={k: values[k] for k in values if k in names},
                headers={"Idempotency-Key": "a-key-of-the-test"},
                **({"body": {}, "media_type": "application/json"} if operation.body else {}),
            )
            response = case.call(
                base_url=address(home),
                headers={"Authorization": f"Bearer {held}"},
                verify=str(home.api_certificate[0]),
            )
            operation.validate_response(response)
            count += 1
    assert count == len(systems_description()["paths"])
