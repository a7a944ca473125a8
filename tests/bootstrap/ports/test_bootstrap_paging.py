# SPDX-License-Identifier: Apache-2.0
"""`[paging]` in node.toml: what is refused, and which means a node calls by."""

import dataclasses
import logging
from datetime import UTC, datetime

import pytest

from django_home import new_home
from rogatory.bootstrap.home.folder import SETTINGS_FILE, read_home
from rogatory.bootstrap.node_toml.paging import paging_problem
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.bootstrap.ports.pager import ComposedPager
from rogatory.bootstrap.ports.paging import means_of
from rogatory.errors import Refused
from rogatory.node.repositories.duty import Notice, Rung, Sent, Urgency

NOTICE = Notice(
    call="ab12cd34",
    at=datetime(2026, 11, 24, 3, tzinfo=UTC),
    urgency=Urgency.URGENT,
    rung=Rung.ON_DUTY,
    step=0,
    officer="xb-0001",
    state="XB",
    mail=("duty@xb.example",),
)

WHOLE = """
[paging.mail]
host = "mail.xb.example"
security = "tls"
sender = "duty@xb.example"
user = "node"

[paging.webhooks.oncall]
url = "https://oncall.xb.example/hooks"
inside = true
"""


def home_with(path, text):
    new_home(path)
    with (path / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(text)
    return read_home(path)


def test_the_means_of_a_home(tmp_path):
    home = home_with(tmp_path / "xb", WHOLE)
    mail, hook = means_of(home.path, home.paging, home.console_url, SystemClock())
    assert (mail.server.host, mail.server.port, mail.name) == ("mail.xb.example", 465, "mail")
    assert (hook.name, hook.webhook.is_inside) == ("webhook oncall", True)


def test_without_the_table_a_call_is_on_the_desk_and_in_the_log(tmp_path, caplog):
    home = home_with(tmp_path / "xb", "")
    with caplog.at_level(logging.INFO, "rogatory.pager"):
        sent = ComposedPager(means_of(home.path, home.paging, "", SystemClock())).call(NOTICE)
    assert sent == [Sent("desk", "", delivered=True)]
    assert "call ab12cd34 (urgent)" in caplog.text


def test_a_means_that_breaks_keeps_no_other_from_being_tried():
    @dataclasses.dataclass
    class Means:
        name: str
        broken: bool

        def send(self, notice):
            if self.broken:
                raise RuntimeError("it broke")
            return [Sent(self.name, notice.officer, delivered=True)]

    sent = ComposedPager((Means("mail", True), Means("webhook oncall", False))).call(NOTICE)
    assert "(RuntimeError): it broke" in sent[0].problem
    assert [(one.means, one.delivered, one.problem and one.problem.codes) for one in sent] == [
        ("mail", False, ("call-failed",)),
        ("webhook oncall", True, None),
    ]


def test_a_secret_that_others_may_read_is_not_used(tmp_path):
    home = home_with(tmp_path / "xb", WHOLE)
    key = home.path / "keys" / "paging" / "oncall.key"
    key.parent.mkdir()
    key.write_text("whsec_" + "QUJD" * 8)
    key.chmod(0o644)
    _mail, hook = means_of(home.path, home.paging, "", SystemClock())
    (sent,) = hook.send(NOTICE)
    assert (sent.delivered, sent.problem.codes) == (False, ("key-readable",))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"fax": {}}, "unknown part"),
        ({"mail": {"host": "mail.xb.example"}}, "mail.sender is missing"),
        ({"mail": {"host": 1, "sender": "a@b"}}, "mail.host is not of the type str"),
        ({"mail": {"host": "m", "sender": "a b"}}, "no address for mail"),
        ({"mail": {"host": "m", "sender": "a@b", "port": 70000}}, "no port"),
        ({"mail": {"host": "m", "sender": "a@b", "security": "none"}}, "none of starttls"),
        ({"mail": {"host": "m", "sender": "a@b", "security": "plain"}}, "another machine"),
        (
            {"mail": {"host": "localhost", "sender": "a@b", "security": "plain", "user": "u"}},
            "does not go over a plain line",
        ),
        ({"mail": {"host": "m", "sender": "a@b", "password": "x"}}, "mail.password is not known"),
        ({"webhooks": {"a": {"url": "http://oncall.xb.example"}}}, "no plain https"),
        ({"webhooks": {"a": {"url": "https://u:p@oncall.xb.example"}}}, "no plain https"),
        ({"webhooks": {"A b": {"url": "https://oncall.xb.example"}}}, "is no name"),
        ({"webhooks": {"mail": {"url": "https://oncall.xb.example"}}}, "is no name"),
        ({"webhooks": {"a": "https://oncall.xb.example"}}, "is no table"),
        ({"webhooks": {str(n): {} for n in range(9)}}, "at most 4"),
    ],
)
def test_what_is_wrong_with_the_table_is_reported(given, expected):
    assert expected in paging_problem(given)


def test_a_home_with_a_wrong_table_is_refused(tmp_path):
    with pytest.raises(Refused) as caught:
        home_with(tmp_path / "xb", "[paging.mail]\nhost = 1\n[paging.fax]\n")
    assert caught.value.codes == ("home-setting",)
    assert "mail.sender is missing" in str(caught.value)
    assert "unknown part" in str(caught.value)
