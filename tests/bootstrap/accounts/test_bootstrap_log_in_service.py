# SPDX-License-Identifier: Apache-2.0
"""The settings of a State's own log-in service in node.toml, and the place of its secret."""

import pytest

from rogatory.bootstrap.accounts.log_in_service import sign_in_of
from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.node_toml.oidc import oidc_problem
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.errors import Refused

TABLE = {
    "issuer": "https://id.xb.example",
    "client_id": "rogatory-xb",
    "officers": {"8f14e45f": "xb-0001", "c9f0f895": "xb-0002"},
}


@pytest.fixture
def home(tmp_path):
    path = tmp_path / "home"
    create_home(
        path, new=NewHome(state="XB", root=b'{"an":"example"}', directory_url=str(tmp_path))
    )
    settings = (path / "node.toml").read_text()

    def with_table(table):
        (path / "node.toml").write_text(settings + (write_table({"oidc": table}) if table else ""))
        return read_home(path)

    with_table.secret = path / "keys" / "oidc.secret"
    return with_table


def secret(path, mode=0o600, text="a secret\n"):
    path.write_text(text)
    path.chmod(mode)


def test_nothing_is_switched_on_where_the_settings_are_silent(home):
    assert sign_in_of(home(None)) is None


def test_the_service_is_what_the_settings_and_the_secret_say(home):
    secret(home.secret)
    found = sign_in_of(home(TABLE))
    assert (found.issuer, found.client, found.secret) == (
        "https://id.xb.example",
        "rogatory-xb",
        "a secret",
    )
    assert found.officers == {"8f14e45f": "xb-0001", "c9f0f895": "xb-0002"}
    assert found.callback.endswith("/accounts/oidc/callback/")


@pytest.mark.parametrize(("mode", "text"), [(0o640, "x"), (0o604, "x"), (0o600, ""), (0o600, "é")])
def test_a_secret_that_others_can_read_or_that_is_none_switches_nothing_on(home, mode, text):
    secret(home.secret, mode, text)
    with pytest.raises(Refused) as refused:
        sign_in_of(home(TABLE))
    assert refused.value.codes == ("oidc-secret",)


def test_without_a_secret_the_console_does_not_start(home):
    with pytest.raises(Refused) as refused:
        sign_in_of(home(TABLE))
    assert refused.value.codes == ("oidc-secret",)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"issuer": "http://id.xb.example"}, "no https"),
        ({"issuer": "https://id.xb.example?x=1"}, "no https"),
        ({"issuer": ""}, "no text"),
        ({"client_id": 7}, "no text"),
        ({"secret": "in the open"}, "not exactly"),
        ({"officers": {}}, "no officers"),
        ({"officers": {"a": "the head"}}, "no officer's number"),
        ({"officers": {"a": "xb-0001", "b": "xb-0001"}}, "twice"),
    ],
)
def test_a_table_of_another_form_is_refused(home, changes, problem):
    assert problem in oidc_problem(TABLE | changes)
    with pytest.raises(Refused) as refused:
        home(TABLE | changes)
    assert refused.value.codes == ("home-setting",)


def test_a_service_on_this_machine_needs_no_tls():
    assert oidc_problem(TABLE | {"issuer": "http://127.0.0.1:8080"}) is None
