# SPDX-License-Identifier: Apache-2.0
"""`rogatory order etsi` and `rogatory order etsi-read`: a prosecutor's desk writes a message, a provider's legal desk reads it."""

import json
import shutil

import pytest

from casts.cli.commands import run
from casts.directory.provider_orders import NOW, borealia, contents, sign_anew, written
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders.document import AccountKind, OrderedAccount, parse_order


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("etsi")
    network, keys = borealia(folder / "network")
    order = written(
        network,
        keys,
        folder / "order",
        kind=OrderKind.PRODUCTION,
        scope="سجلات الدخول\n登录记录",
        accounts=(OrderedAccount(AccountKind.ACCOUNT, "账户 七"),),
    )
    return order, keys


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("rogatory.cli.options.evidence.now", lambda: NOW)


@pytest.fixture
def message(made, tmp_path):
    out = tmp_path / "order.xml"
    before = contents(made[0])
    done = run("order", "etsi", made[0], "--receiver", "XB/MAIL01", "--out", out)
    assert done.status == 0, done.out
    assert "Nothing in this file is signed." in done.out
    assert contents(made[0]) == before
    return out


def test_a_message_is_written_read_and_compared(made, message):
    shown = run("order", "etsi-read", message, "--order", made[0])
    assert shown.status == 0, shown.out
    assert "Every element is what is written from the order" in shown.out
    assert "CREATE LDTaskObject" in shown.out
    assert "账户 七" in shown.out
    assert "Call no number" in shown.out
    found = run("order", "etsi-read", message, "--order", made[0], "--json").json
    assert (found["schema"], found["version_validated"]) == ("rogatory/order-etsi/1", True)
    assert len(found["order_sha256"]) == 64
    plain = run("order", "etsi-read", message)
    assert plain.status == 0
    assert "Nothing here is proved" in plain.out
    assert "Every element is" not in plain.out


def test_an_account_that_was_put_in_is_refused_and_shown(made, message):
    message.write_bytes(message.read_bytes().replace("账户 七".encode(), "账户 八".encode()))
    refused = run("order", "etsi-read", message, "--order", made[0])
    assert refused.status == 1
    assert "order-etsi-differs" in refused.err
    assert "账户 八" in refused.err
    assert "账户 七" in refused.err


def test_another_version_ends_with_3_and_says_so(message):
    message.write_bytes(message.read_bytes().replace(b"V1.12.1", b"V1.22.1"))
    shown = run("order", "etsi-read", message)
    assert shown.status == 3
    assert "Version V1.22.1 was not validated, only V1.12.1 was" in shown.out


def test_a_text_cannot_steer_the_terminal(message):
    data = message.read_bytes().replace(b"Borealia Mail", "Mail\u202e\u0085&#10;  CREATE".encode())
    message.write_bytes(data)
    shown = run("order", "etsi-read", message)
    assert shown.status == 0
    assert "\u202e" not in shown.out
    assert "\u0085" not in shown.out
    assert "\n  CREATE\n" not in shown.out


def test_an_altered_or_ended_order_is_not_written(made, tmp_path, monkeypatch):
    folder, out = tmp_path / "order", tmp_path / "order.xml"
    shutil.copytree(made[0], folder)
    path = folder / "order.json"
    data = json.loads(path.read_bytes())
    data["reply_to"] = "orders@forger.example"
    path.write_text(json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    refused = run("order", "etsi", folder, "--receiver", "XB/MAIL01", "--out", out)
    assert refused.status == 1
    assert not out.exists()
    sign_anew(folder, parse_order((made[0] / "order.json").read_bytes()), made[1])
    ends = parse_order((made[0] / "order.json").read_bytes()).ends
    monkeypatch.setattr("rogatory.cli.options.evidence.now", lambda: ends)
    ended = run("order", "etsi", folder, "--receiver", "XB/MAIL01", "--out", out)
    assert ended.status == 1
    assert "order-ended" in ended.err
    assert not out.exists()


def test_a_taken_name_and_a_receiver_of_another_form_are_refused(made, message):
    before = message.read_bytes()
    assert run("order", "etsi", made[0], "--receiver", "XB/A", "--out", message).status == 1
    assert message.read_bytes() == before
    done = run("order", "etsi", made[0], "--receiver", "MAIL01", "--out", message)
    assert done.status == 1
    assert "order-etsi-endpoint" in done.err


def test_a_file_that_is_too_large_is_refused(tmp_path):
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(1 << 32)
    assert run("order", "etsi-read", large).status == 1
