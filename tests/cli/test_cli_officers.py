# SPDX-License-Identifier: Apache-2.0
"""`rogatory officers open`: accounts from a list, all or none, with everything that is wrong at once."""

import json

import pytest

from casts.cli.commands import run
from django_home import HOME, emptied

GOOD = {"number": "{low}-0001", "display_name": "A. Amara", "password": "seven quiet herons wade",
        "roles": ["duty", "administrator"], "authorities": ["{low}/contact-point"], "language": "fr"}  # fmt: skip


@pytest.fixture
def low():
    emptied()
    return HOME.state.lower()


def of_state(low, value):
    return json.loads(json.dumps(value).replace("{low}", low))


def opened(tmp_path, value):
    path = tmp_path / "officers.json"
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return run("officers", "open", HOME.path, path, "--json")


def accounts():
    from rogatory.storage.officers.accounts import Officer

    return {one.number: one for one in Officer.objects.all()}


def test_accounts_are_opened_and_brought_up_to_date(tmp_path, low):
    wanted = of_state(low, [GOOD, {"number": "{low}-0002"}])
    result = opened(tmp_path, wanted)
    assert (result.status, result.json) == (0, {"accounts": [f"{low}-0001", f"{low}-0002"]})
    first, second = accounts()[f"{low}-0001"], accounts()[f"{low}-0002"]
    assert first.check_password(GOOD["password"])
    assert (first.language, first.roles) == ("fr", ["duty", "administrator"])
    assert not second.has_usable_password()
    assert opened(tmp_path, [wanted[0] | {"language": "ru"}]).status == 0
    assert accounts()[f"{low}-0001"].language == "ru"


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_opened(tmp_path, low):
    wrong = [
        {"display_name": "nobody"},
        {"number": "1", "colour": "red"},
        {"number": "{low}-0003", "roles": ["king"], "language": "la"},
    ]
    result = opened(tmp_path, of_state(low, [GOOD, *wrong]))
    assert result.status == 1
    places = " ".join(reason["what"] for reason in result.json["reasons"])
    for place in (
        "accounts[1].number",
        "accounts[2].number",
        "accounts[2].colour",
        "accounts[3].roles",
        "accounts[3].language",
    ):
        assert place in places
    assert accounts() == {}


def test_another_states_number_a_weak_password_and_a_person_twice_are_refused_together(
    tmp_path, low
):
    other = {"number": "zz-0001", "authorities": ["zz/contact-point"]}
    weak = of_state(low, {"number": "{low}-0004", "password": "password1234"})
    good = of_state(low, GOOD)
    result = opened(tmp_path, [good, good, other, weak])
    assert set(result.codes) == {
        "account-number",
        "account-twice",
        "account-authority",
        "account-password",
    }
    assert "password1234" not in result.out
    assert accounts() == {}


@pytest.mark.parametrize("text", ["{", "{}", "[]", "7"])
@pytest.mark.usefixtures("low")
def test_what_is_no_list_is_refused(tmp_path, text):
    result = opened(tmp_path, text)
    assert result.status == 1
    assert len(result.codes) == 1
    assert accounts() == {}


def test_the_help_shows_what_a_list_looks_like():
    text = run("officers", "open", "--help").out
    assert '"number": "xb-0001"' in text
