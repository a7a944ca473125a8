# SPDX-License-Identifier: Apache-2.0
"""`[syslog]` in node.toml: a running node's logs, and its audit, are on another machine at once."""

import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from casts.servers.syslog_served import syslog
from casts.steady.patience import PATIENCE
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.node_toml.syslog import syslog_problem
from rogatory.bootstrap.processes.background import background_node


@pytest.mark.processes
def test_what_is_tried_at_a_console_reaches_the_machine_for_logs(home, federation):
    keys = home.node_keys
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(keys / "tls.pem", keys / "tls.key")
    with syslog(context) as (received, port):
        authority = keys / "tls.pem"
        settings = f'\n[syslog]\nhost = "127.0.0.1"\nport = {port}\nca_file = "{authority}"\n'
        with (home.path / SETTINGS_FILE).open("a") as file:
            file.write(settings)
        with background_node(read_home(home.path), ("console",)):
            typed = 'xa-0001\n{"act": "logged-in"}'
            assert wrong_log_in(home.console_url, typed) == 200
            received.until(audited)
    (record,) = audited(received.records)
    assert json.loads(record["says"])["act"] == "log-in-failed"
    assert record["facility"] == 13
    assert record["origin"][1:] == ("rogatory-xa", "console")
    assert "a password that nobody has" not in json.dumps(received.records)
    log = (home.logs / "console.log").read_text()
    assert "log-in-failed" not in log


def audited(records):
    return [one for one in records if one["from"] == "rogatory.audit"]


def wrong_log_in(url, number):
    """The status of a try with a number and a password that nobody has."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with browser.open(f"{url}/accounts/login/", timeout=PATIENCE) as page:
        assert page.status == 200
    (token,) = [one.value for one in jar if "csrf" in one.name]
    form = {
        "login": number,
        "password": "a password that nobody has",
        "csrfmiddlewaretoken": token,
    }
    posted = urllib.request.Request(
        f"{url}/accounts/login/",
        urllib.parse.urlencode(form).encode(),
        {"Origin": url, "Referer": f"{url}/accounts/login/"},
    )
    with browser.open(posted, timeout=PATIENCE) as answer:
        return answer.status


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"host": "logs.xb.example"}, None),
        ({"host": "logs.xb.example", "port": 6514, "ca_file": "keys/logs/ca.pem"}, None),
        ({}, "host is missing"),
        ({"host": "a", "port": 0}, "port"),
        ({"host": "a", "port": "6514"}, "port"),
        ({"host": "a", "port": True}, "port"),
        ({"host": "a", "plain": True}, "plain"),
    ],
)
def test_the_table_is_judged_when_it_is_read(given, problem):
    found = syslog_problem(given)
    assert found is None if problem is None else problem in found
