# SPDX-License-Identifier: Apache-2.0
"""A node's copy of the directory from the command line: how old it is, brought by hand, confirmed."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import by, run
from casts.cli.founded import founded as founded_directory
from django_home import emptied
from rogatory.bootstrap.home.folder import read_home
from rogatory.directory.ceremony.ceremony import change_state_keys, sign
from rogatory.directory.ceremony.keys import load_key, new_directory_key
from rogatory.directory.ceremony.metadata import write_metadata
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import parse_register
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.publish.repository_folder import RepositoryFolder
from rogatory.directory.submission.state_role import sign_entry
from rogatory.wire.spoken_digest import spoken

LAWYER, DUTY = "xb-0003", "xb-0001"


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    return founded_directory(tmp_path_factory.mktemp("network"), ("XA", "XB"))


@pytest.fixture
def network(founded, tmp_path):
    """The network with a repository, and a home of XB, that a test may spoil."""
    emptied()
    shutil.copytree(founded.repository, tmp_path / "repository")
    shutil.copytree(founded.node("XB"), tmp_path / "xb")
    settings = tmp_path / "xb/node.toml"
    settings.write_text(
        settings.read_text().replace(str(founded.repository), str(tmp_path / "repository"))
    )
    assert run("directory", "refresh", tmp_path / "xb").status == 0
    return tmp_path


def changed_key(founded, network):
    """XA signs with a key that its old one never announced, as after a loss; the new key."""
    repository = RepositoryFolder(network / "repository")
    published, new = repository.published(), new_directory_key()
    secretariat = founded.folder / "secretariat"
    targets = change_state_keys(
        write_metadata(published.targets), "XA", add=[new.public], at=datetime.now(UTC)
    )
    for n in (1, 2):
        public = (secretariat / f"targets-{n}.public.json").read_bytes()
        targets = sign(targets, load_key(secretariat / f"targets-{n}.key", public))
    states = network / "repository/targets/states"
    (entry,) = states.glob("*.xa.json")
    (register,) = states.glob("*.xa.officers.json")
    submission = sign_entry(
        replace(parse_entry(entry.read_bytes()), languages=("fr",)),
        parse_register(register.read_bytes()),
        network=repository.network(),
        keys=[new],
        version=2,
        at=datetime.now(UTC),
    )
    Publisher(network / "repository", founded.online_key()).publish_targets(
        targets, [submission], at=datetime.now(UTC)
    )
    return new


def shown(network):
    result = run("directory", "show", "--home", network / "xb", "--json")
    assert result.status == 0, result.out
    return result.json


def copy_bytes(network):
    folder = network / "xb/directory"
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_how_old_the_view_is_and_how_long_it_serves_is_reported(network):
    view = shown(network)
    assert view["states"] == ["XA", "XB"]
    assert view["age_seconds"] < 60
    assert view["grace_hours"] == 24
    words = run("directory", "show", "--home", network / "xb").out
    assert "0 minutes old" in words
    assert "a grace of 24 hours" in words
    assert str(network / "repository") in words


def test_a_copy_older_than_the_grace_says_nothing(network):
    current = network / "xb/directory/current.json"
    old = (datetime.now(UTC) - timedelta(hours=25)).strftime("%Y-%m-%dT%H:%M:%SZ")
    refreshed = shown(network)["read_as_of"]
    current.write_text(current.read_text().replace(refreshed, old))
    result = run("directory", "show", "--home", network / "xb", "--json")
    assert result.status == 1
    assert result.codes == ["directory-too-old"]


def test_a_copy_that_somebody_brought_is_taken_when_the_line_is_cut(founded, network):
    shutil.copytree(network / "repository", network / "stick")
    shutil.rmtree(network / "repository")
    before = shown(network)["snapshot"]
    assert run("directory", "refresh", network / "xb").status == 4
    Publisher(network / "stick", founded.online_key()).tick(datetime.now(UTC))
    result = run("directory", "refresh", network / "xb", "--from", network / "stick", "--json")
    assert result.status == 0, result.out
    assert result.json["snapshot"] == before


def test_an_older_copy_that_somebody_brought_leaves_ours_as_it_was(founded, network):
    shutil.copytree(network / "repository", network / "stick")
    Publisher(network / "repository", founded.online_key()).tick(datetime.now(UTC))
    assert run("directory", "refresh", network / "xb").status == 0
    before = copy_bytes(network)
    result = run("directory", "refresh", network / "xb", "--from", network / "stick", "--json")
    assert result.status == 1
    assert result.codes == ["directory-rollback"]
    assert copy_bytes(network) == before


def test_a_changed_key_is_confirmed_by_an_officer_who_heard_it(founded, network):
    new = changed_key(founded, network)
    run("directory", "refresh", network / "xb")
    assert shown(network)["unconfirmed"] == {"XA": [new.keyid]}
    words_shown = run("directory", "show", "--home", network / "xb").out
    assert "XA is held" in words_shown
    assert spoken(new.keyid) not in words_shown, "that is for the State to read out"
    words = ("--reason", "Called the number of the card", "--json")
    result = run("directory", "confirm", network / "xb", "XA", *by(founded.node("XB"), LAWYER),
               "--heard", spoken(new.keyid), *words)  # fmt: skip
    assert result.status == 0, result.out
    assert result.json["confirmed"] == [new.keyid]
    assert shown(network)["held"] == {}
    assert run("directory", "refresh", network / "xb").status == 0
    assert shown(network)["states"] == ["XA", "XB"]
    (event,) = logged(network, new.keyid)
    assert (event.officer, event.action.value) == (LAWYER, "directory-accepted")
    assert "Called the number of the card" in event.words.text


def logged(network, digest):
    from rogatory.bootstrap.node import build_node
    from rogatory.custody.events.event import parse_event

    store = build_node(read_home(network / "xb")).store
    return [parse_event(one.event) for one in store.events_of(digest)]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"--heard": spoken("ab" * 32)}, ["state-key-differs"]),
        ({"--heard": "00000 " * 7}, ["state-key-differs"]),
        ({"--heard": "12"}, ["spoken-length"]),
        ({"--heard": "ab" * 32}, ["spoken-malformed"]),
        ({"--officer": DUTY}, ["officer-role"]),
        ({"--officer": "xb-0999"}, ["officer-not-listed"]),
        ({"state": "XB"}, ["state-key-none-waits"]),
    ],
)
def test_what_was_not_heard_by_who_may_is_not_confirmed(founded, network, change, codes):
    new = changed_key(founded, network)
    run("directory", "refresh", network / "xb")
    before = copy_bytes(network)
    given = {
        "--heard": spoken(new.keyid),
        "--officer": LAWYER,
        "--reason": "Called",
        "state": "XA",
    } | change
    state, own = given.pop("state"), by(founded.node("XB"), given.pop("--officer"))
    result = run("directory", "confirm", network / "xb", state, "--json",
               *own, *(word for pair in given.items() for word in pair))  # fmt: skip
    assert result.status == 1
    assert result.codes == codes
    assert copy_bytes(network) == before
    assert logged(network, new.keyid) == []


def test_a_changed_key_is_not_confirmed_under_a_typed_number(founded, network):
    new = changed_key(founded, network)
    run("directory", "refresh", network / "xb")
    result = run("directory", "confirm", network / "xb", "XA", "--officer", LAWYER, "--reason", "Called",
               "--heard", spoken(new.keyid), "--json")  # fmt: skip
    assert result.status == 2
    assert "XA" in shown(network)["held"]
    assert logged(network, new.keyid) == []


def test_a_misheard_group_says_so(founded, network):
    new = changed_key(founded, network)
    run("directory", "refresh", network / "xb")
    groups = spoken(new.keyid).split()
    groups[2] = f"{(int(groups[2]) + 1) % 99_991:05d}"
    result = run("directory", "confirm", network / "xb", "XA", *by(founded.node("XB"), LAWYER), "--reason", "Called",
               "--heard", " ".join(groups), "--json")  # fmt: skip
    assert result.codes == ["state-key-misheard"]
    assert "XA" in shown(network)["held"]


def test_the_directory_is_checked_from_a_folder(founded, network):
    result = run("directory", "check", network / "repository", "--json")
    assert result.status == 0
    assert result.json["failing"] == []
    words = run("directory", "show", network / "repository").out
    assert "targets version" in words
    assert "XB version 1" in words
    wrong = network / "other.root.json"
    wrong.write_bytes((network / "repository/metadata/1.root.json").read_bytes() + b" ")
    result = run("directory", "check", network / "repository", "--root", wrong, "--json")
    assert result.codes == ["directory-other-network"]
    late = run("directory", "check", network / "repository", "--at", "2099-01-01", "--json")
    assert late.codes == ["directory-expired"]
    assert run("directory", "check", network / "nowhere", "--json").status == 4
    assert run("directory", "show").status == 2
