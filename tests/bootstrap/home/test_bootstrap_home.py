# SPDX-License-Identifier: Apache-2.0
"""A node's home: made once, closed to others, read back, refused with every reason."""

import re
import stat
from datetime import timedelta

import pytest

from rogatory.bootstrap.home.folder import NewHome, create_home, read_home
from rogatory.bootstrap.node import settings_of
from rogatory.bootstrap.node_toml.declared import declared, settings_to_write
from rogatory.bootstrap.node_toml.settings import NodeSettings
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS
from rogatory.errors import Refused
from rogatory.wire.foreign_files import read_toml


def create(path, **changes):
    given = {"state": "XB", "root": b"{}", "directory_url": "http://127.0.0.1:9"} | changes
    return create_home(path, NewHome(**given))


def test_a_home_is_read_back_as_it_was_created(tmp_path):
    made = create(
        tmp_path / "home",
        node_url="https://127.0.0.1:4430/",
        timestamp_urls=['http://127.0.0.1:9/"\\\x7f'],
        authorities=["xb/contact-point"],
        limits={"checkpoint_beat": 5},
    )
    assert made == read_home(tmp_path / "home")
    assert made.node_url == "https://127.0.0.1:4430"
    assert made.timestamp_urls == ('http://127.0.0.1:9/"\\\x7f',)
    assert made.limits == {"checkpoint_beat": 5}
    assert made.log_origin == f"{made.network}/xb/1"


def test_a_home_that_states_no_grace_has_the_one_of_every_reader(tmp_path):
    home = create(tmp_path / "home")
    assert "directory_grace_hours" not in (home.path / "node.toml").read_text()
    grace = timedelta(hours=OFFLINE_GRACE_HOURS)
    assert read_home(home.path).directory_grace == home.directory_grace == grace


def test_nobody_else_enters_a_home_or_reads_its_secret(tmp_path):
    home = create(tmp_path / "home")
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.django_key.stat().st_mode) == 0o600


def test_two_homes_have_two_secrets_and_four_ports(tmp_path):
    one, other = create(tmp_path / "one"), create(tmp_path / "other")
    assert one.django_key.read_bytes() != other.django_key.read_bytes()
    urls = {url for home in (one, other) for url in (home.node_url, home.console_url)}
    assert len(urls) == 4


def test_a_home_is_not_created_twice(tmp_path):
    home = create(tmp_path / "home")
    before = home.django_key.read_bytes()
    with pytest.raises(Refused) as refused:
        create(tmp_path / "home")
    assert refused.value.codes == ("home-exists",)
    assert home.django_key.read_bytes() == before


def test_a_folder_without_node_toml_is_no_home(tmp_path):
    with pytest.raises(Refused) as refused:
        read_home(tmp_path)
    assert refused.value.codes == ("home-absent",)


def test_every_wrong_setting_is_named(tmp_path):
    home = create(tmp_path / "home")
    (home.path / "node.toml").write_text(
        write_table(
            {
                "state": "Borealia",
                "network": "00",
                "node_url": "http://127.0.0.1:1",
                "console_url": "ftp://127.0.0.1",
                "authorities": ["XB/Contact"],
                "log_epoch": 0,
                "door_threads": "many",
                "door_listen": "nowhere",
                "secret": "x",
            }
        )
    )
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    named = {reason.fields["name"] for reason in refused.value.reasons}
    assert named == {
        "state",
        "network",
        "node_url",
        "console_url",
        "authorities",
        "log_epoch",
        "door_threads",
        "door_listen",
        "secret",
        "directory_url",
    }


@pytest.mark.parametrize("listen", ["10.0.0.5:8443", "[::1]:8443", "localhost:1"])
def test_the_door_may_listen_elsewhere_than_the_directory_says(tmp_path, listen):
    """Behind a filter that hands connections on; what is signed for stays the listed address."""
    home = create(tmp_path / "home", node_url="https://node.example")
    assert home.door_address == ("node.example", 443)
    settings = home.path / "node.toml"
    settings.write_text(f'door_listen = "{listen}"\n{settings.read_text()}')
    found = read_home(home.path)
    host, _, port = listen.rpartition(":")
    assert found.door_address == (host.strip("[]"), int(port))
    assert found.node_url == "https://node.example"
    assert not found.on_loopback


@pytest.mark.parametrize("listen", ["", "8443", "host:", "host:99999", "a@b:1", "b:1/x"])
def test_a_place_to_listen_at_is_a_host_and_a_port(tmp_path, listen):
    home = create(tmp_path / "home")
    settings = home.path / "node.toml"
    settings.write_text(f'door_listen = "{listen}"\n{settings.read_text()}')
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert [one.fields["name"] for one in refused.value.reasons] == ["door_listen"]


def test_text_that_is_no_toml_is_refused(tmp_path):
    home = create(tmp_path / "home")
    (home.path / "node.toml").write_text("state = ")
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert refused.value.codes == ("home-setting",)


@pytest.mark.parametrize(
    ("url", "loopback"),
    [("https://127.0.0.1:1", True), ("https://localhost", True), ("https://node.example", False)],
)
def test_only_a_node_on_loopback_may_have_peers_on_loopback(tmp_path, url, loopback):
    assert create(tmp_path / "home", node_url=url).on_loopback is loopback


def test_bandwidth_is_read_back_by_state_and_for_all_others(tmp_path):
    limits = {"serve": {"XA": 1_000_000, "other": 5_000_000}, "fetch": {"XB": 1024}}
    found = create(tmp_path / "home", bandwidth=limits).bandwidth
    assert found.limit("serve", "XA") == 1_000_000
    assert found.limit("serve", "XT") == 5_000_000
    assert found.limit("fetch", "XB") == 1024
    assert found.limit("fetch", "XA") is None


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"upload": {"XA": 5000}}, "upload"),
        ({"serve": {"xa": 5000}}, "xa"),
        ({"serve": {"XA": 0}}, "at least 1024"),
        ({"fetch": {"XA": -5}}, "at least 1024"),
        ({"fetch": {"XA": "fast"}}, "fast"),
    ],
)
def test_a_bandwidth_that_cannot_be_meant_is_named(tmp_path, table, problem):
    with pytest.raises(Refused) as refusal:
        create(tmp_path / "home", bandwidth=table)
    assert refusal.value.codes == ("home-setting",)
    assert problem in str(refusal.value)


def with_drills(tmp_path, text):
    home = create(tmp_path / "home")
    place = home.path / "node.toml"
    place.write_text(f"{place.read_text()}\n[drills]\n{text}\n")
    return read_home(home.path)


def test_a_node_drills_others_unless_its_settings_forbid_it(tmp_path):
    assert settings_of(create(tmp_path / "silent")).drills.send
    found = settings_of(with_drills(tmp_path, "send = false\nminutes = 10")).drills
    assert (found.send, found.minutes) == (False, 10)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("send = 3", "send"),
        ("minutes = 0", "minutes"),
        ("minutes = 1441", "minutes"),
        ("minutes = true", "minutes"),
        ('window = "always"', "window"),
    ],
)
def test_drills_that_cannot_be_meant_are_named(tmp_path, text, problem):
    with pytest.raises(Refused) as refusal:
        with_drills(tmp_path, text)
    assert refusal.value.codes == ("home-setting",)
    assert problem in str(refusal.value)


@pytest.mark.parametrize(
    ("line", "name", "problem"),
    [
        ("[limits]\ncheckpoint_beats = 5", "limits", "checkpoint_beats"),
        ("[limits]\ncheckpoint_beat = 0", "limits", "checkpoint_beat"),
        ('[limits]\ncheckpoint_beat = "5"', "limits", "checkpoint_beat"),
        ("[limits]\nlaw = 1", "limits", "law"),
        ("[syslog]\nport = 6514", "syslog", "host is missing"),
        ('[scanner]\ncommand = ["/x"]\nseconds = 121', "scanner", "1 to 120"),
    ],
)
def test_a_limit_that_no_one_reads_or_that_cannot_be_meant_is_named(tmp_path, line, name, problem):
    home = create(tmp_path / "home")
    place = home.path / "node.toml"
    place.write_text(f"{place.read_text()}\n{line}\n")
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert [one.fields["name"] for one in refused.value.reasons] == [name]
    assert problem in str(refused.value)


def test_addresses_of_timestamp_authorities_are_texts(tmp_path):
    home = create(tmp_path / "home")
    place = home.path / "node.toml"
    place.write_text(re.sub(r"timestamp_urls = .*", "timestamp_urls = [1]", place.read_text()))
    with pytest.raises(Refused) as refused:
        read_home(home.path)
    assert [one.fields["name"] for one in refused.value.reasons] == ["timestamp_urls"]


def test_a_home_has_the_defaults_of_the_settings_that_are_not_set(tmp_path):
    home = create(tmp_path / "home")
    written = read_toml((home.path / "node.toml").read_text())
    absent = [one for one in declared(NodeSettings) if one.name not in written]
    assert absent
    assert all(getattr(home, one.field) == one.default for one in absent)


def test_what_no_class_declares_is_not_written():
    with pytest.raises(ValueError, match="statee"):
        settings_to_write(NodeSettings, {"statee": "XB"})
