# SPDX-License-Identifier: Apache-2.0
"""Attacks on the workstation's door: a visitor who was not let in gets nothing, and changes
nothing.
"""

import os
import re
from pathlib import Path

import pytest

from casts.cli.commands import keys_of
from casts.node.workstation import FIRST, PASSPHRASE, office, packed, raw, seized, started
from rogatory.bootstrap.workstation.door import TOKEN_SECONDS, WorkstationDoor


@pytest.fixture(scope="module")
def xb(tmp_path_factory):
    return keys_of("xb/central-authority", tmp_path_factory.mktemp("xb") / "keys")


@pytest.fixture(scope="module")
def desk(tmp_path_factory, xb):
    folder = tmp_path_factory.mktemp("door")
    state = office(folder)
    (folder / "packages").mkdir()
    packed(folder / "packages", seized(folder / "source"), xb, state / "keys/recipient.json")
    with started("--key", state / "keys", "--packages", folder / "packages") as desk:
        yield desk.enter()


@pytest.fixture(autouse=True)
def unchanged(desk):
    """Whatever is tried, the browser that was let in stays in, and the keys stay locked."""
    yield
    assert desk.ask("/").data["in_use"] is None


UNLOCKING = {"officer": FIRST, "reason": "Case 12/26", "passphrase": PASSPHRASE}

PAGES = ("/", "/evidence/0000/", "/evidence/0000/items/", "/evidence/0000/export", "/nothing")


def test_it_listens_on_loopback_and_nowhere_else(desk):
    listening = [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
    ]
    found = {one[1].split(":")[0] for one in listening
             if one[3] == "0A" and int(one[1].split(":")[1], 16) == desk.port}  # fmt: skip
    assert found == {"0100007F"}


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "evil.example:{port}", None, ""],
)
def test_a_name_made_to_point_here_opens_nothing(desk, host):
    given = host and host.format(port=desk.port)
    for form in (None, UNLOCKING):
        found = desk.ask("/" if form is None else "/unlock", form, Host=given)
        assert found.status in {400, 404}, found.text
        assert b"packages" not in found.body


def test_two_hosts_in_one_request_are_none(desk):
    headers = {"Host": [desk.host, "evil.example"], "Cookie": desk.cookie}
    assert raw(desk.port, "GET", f"{desk.prefix}/", headers).status == 404


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:{port}", "http://127.0.0.1:1", None],
)
def test_a_form_of_another_page_changes_nothing(desk, origin):
    given = origin and origin.format(port=desk.port)
    found = desk.ask("/unlock", UNLOCKING, Origin=given)
    assert found.status == 403
    assert "workstation-foreign-origin" in found.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_the_browser_says_another_site_asks_for_is_not_given(desk, site):
    for path in ("/", desk.door, "/static/console/console.css"):
        assert desk.ask(path, Sec_Fetch_Site=site).status == 403
    assert desk.ask("/", Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "cookie", [None, "rogatory-workstation=", "rogatory-workstation=" + "0" * 64]
)
def test_without_the_cookie_no_page_is_given(desk, path, cookie):
    found = desk.ask(path, Cookie=cookie)
    assert found.status == 403
    assert "workstation-not-entered" in found.text
    assert desk.ask("/unlock", UNLOCKING, Cookie=cookie).status == 403


def test_the_printed_address_lets_in_once(desk):
    response = desk.ask(desk.door, Cookie=None)
    assert response.status == 403
    assert "Set-Cookie" not in response.headers
    assert desk.ask(re.sub(r"\w{8}\Z", "0" * 8, desk.door), Cookie=None).status == 403


@pytest.mark.parametrize("path", ["/", "/unlock", "/enter/{token}", "//evil.example/", "/{other}/"])
def test_beside_the_random_path_there_is_nothing(desk, path):
    token = desk.door.rsplit("/", 1)[1]
    address = path.format(token=token, other="0" * 32)
    headers = {"Host": desk.host, "Cookie": desk.cookie, "Origin": desk.origin}
    for method in ("GET", "POST"):
        found = raw(desk.port, method, address, headers, b"" if method == "POST" else None)
        assert (found.status, found.body) == (404, b"There is nothing here.\n")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_none_of_ours(desk, method):
    headers = {"Host": desk.host, "Cookie": desk.cookie, "Origin": desk.origin}
    found = raw(desk.port, method, f"{desk.prefix}/", headers)
    assert found.status == 405
    assert "Access-Control-Allow-Origin" not in found.headers


def test_nothing_is_kept_by_the_browser_or_lent_to_another_site(desk):
    found = desk.ask("/", page=True)
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    policy = found.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|data:|https?:|\*", policy)
    assert "Access-Control-Allow-Origin" not in desk.ask("/static/console/console.css").headers


@pytest.mark.parametrize(
    "path",
    [
        "/evidence/..%2f..%2fetc/",
        "/evidence/%2e%2e/items/",
        "/static/..%2f..%2f..%2fwords.py",
        "/static/console/../../words.py",
        "/evidence/0000000000000000/items/1/",
    ],
)
def test_no_address_leads_out_of_what_is_shown(desk, path):
    found = desk.ask(path)
    assert found.status in {403, 404}
    assert b"import" not in found.body


def test_a_fault_of_a_request_ends_no_process(desk):
    for body in (b"\xff\xfe", b"{" * 5000, b"a=%00%ff" * 1000):
        found = raw(desk.port, "POST", f"{desk.prefix}/unlock", {
            "Host": desk.host, "Cookie": desk.cookie, "Origin": desk.origin,
            "Accept": "application/json", "Content-Type": "application/json",
        }, body)  # fmt: skip
        assert found.status in {400, 409}
    assert desk.process.poll() is None


def door(ticks):
    return WorkstationDoor(1234, os.urandom, ticks)


def test_the_token_is_good_for_ten_minutes():
    now = [0.0]
    old, fresh = door(lambda: now[0]), door(lambda: now[0])
    tokens = [one.address.rsplit("/", 1)[1] for one in (old, fresh)]
    now[0] = TOKEN_SECONDS
    assert fresh.enter(tokens[1])
    now[0] += 1
    assert old.enter(tokens[0]) is None
    now[0] = 0
    assert old.enter(tokens[0]) is None, "one that was tried too late is used"


def test_two_workstations_have_nothing_in_common():
    one, other = door(lambda: 0.0), door(lambda: 0.0)
    assert one.prefix != other.prefix
    token = one.address.rsplit("/", 1)[1]
    assert other.enter(token) is None
    cookie = one.enter(token)
    assert one.knows(cookie)
    assert not other.knows(cookie)
    assert cookie not in repr(one)
    assert token not in repr(one)
