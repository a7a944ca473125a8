# SPDX-License-Identifier: Apache-2.0
"""The API of a running node, asked over TLS by programs that are not ours."""

import base64
import json
import shutil
import subprocess

import pytest
import schemathesis

from casts.requests.bodies import preservation
from casts.servers.desk import desk
from casts.steady import warm
from casts.steady.patience import until
from django_home import put_new_store
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.processes.background import background_node
from rogatory.exercises.cast import PLAYERS, Player
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
        # The message has its receipt before a worker has listed the request.
        until(lambda: curl(home, "/api/v1/requests", *bearer)[2]["items"])
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


SECOND_HEAD = Player(6, ("contact-point",), ("approver",), "second head of the contact point")
"""A system's draft takes two who approve; the exercises' contact points have one."""


@pytest.fixture
def homes_of_two(monkeypatch, request):
    """The same homes, with a second officer of each contact point who approves."""
    monkeypatch.setattr("rogatory.exercises.entries.PLAYERS", (*PLAYERS, SECOND_HEAD))
    return request.getfixturevalue("homes")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_a_systems_draft_is_sent_by_officers_and_its_answer_is_read_over_tls(homes_of_two, request):
    home, other = homes_of_two["XB"], homes_of_two["XA"]
    federation = request.getfixturevalue("federation")
    bearer = (
        "--header",
        f"Authorization: Bearer {token(home, 'drafts:write', 'requests:read')}",
    )
    draft = {
        "kind": "preservation",
        "from": "xb/contact-point",
        "to": "xa/contact-point",
        "language": "en",
        "body": preservation(),
    }
    handing = (
        *bearer,
        *("--header", "Content-Type: application/json"),
        *("--header", "Idempotency-Key: case-4711-preservation"),
        *("--data", json.dumps(draft)),
    )
    with background_node(other, DOORS), background_node(home, (*DOORS, "api")):
        status, _type, made = curl(home, "/api/v1/drafts", *handing)
        assert (status, made["state"], made["author"]) == (201, "waiting", "system:case-management")
        assert curl(home, "/api/v1/drafts", *handing)[2] == made
        assert curl(home, "/api/v1/requests", *bearer)[2]["items"] == []

        # One officer with a token is not two persons.
        codes = desk(home, federation, "refused_to_send", made["id"], "2")
        assert "draft-by-system" in codes
        digest = desk(home, federation, "approved_and_sent", made["id"], "6")
        desk(home, federation, "receipted")
        desk(other, federation, "confirm", made["request"])
        desk(other, federation, "receipted")

        sent = curl(home, f"/api/v1/drafts/{made['id']}", *bearer)[2]
        assert (sent["state"], sent["message"], sent["approvals"]) == ("sent", digest, 2)
        (listed,) = curl(home, "/api/v1/requests", *bearer)[2]["items"]
        assert (listed["id"], listed["role"]) == (made["request"], "requesting")
        path = f"/api/v1/requests/{made['request']}"
        asks, answers = curl(home, f"{path}/messages", *bearer)[2]["items"]
        assert (asks["digest"], asks["delivery"]) == (digest, "receipted")
        assert (asks["receipt"]["node"], asks["receipt"]["verdict"]) == ("XA", "kept")
        assert (answers["kind"], answers["direction"]) == ("preservation_confirmed", "in")
        receipt = curl(home, f"{path}/messages/{digest}/receipt", *bearer)[2]
        assert receipt["message"] == digest
        assert digest.encode() in base64.b64decode(receipt["bytes"])
        deadlines = curl(home, f"{path}/deadlines", *bearer)[2]["items"]
        assert listed["hold_end"] in {one["due"] for one in deadlines}


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
    assert count == sum(map(len, systems_description()["paths"].values()))
