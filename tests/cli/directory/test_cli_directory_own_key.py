# SPDX-License-Identifier: Apache-2.0
"""A State's own node takes its changed key by an act of its operator, and by nothing else: who holds the directory's
keys can list a key of his own, and no node relies on it.
"""

import shutil
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from casts.cli.commands import by, run
from casts.cli.founded import founded as founded_directory
from django_home import emptied
from rogatory.directory.ceremony.ceremony import change_state_keys, sign
from rogatory.directory.ceremony.keys import load_key, new_directory_key
from rogatory.directory.ceremony.metadata import write_metadata
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import parse_register
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.publish.repository_folder import RepositoryFolder
from rogatory.directory.submission.document import encode_submission
from rogatory.directory.submission.state_role import sign_entry
from rogatory.wire.spoken_digest import spoken

WHY = ("--reason", "The holder of the key read it out in my office")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    return founded_directory(tmp_path_factory.mktemp("network"), ("XA", "XB"))


@pytest.fixture
def network(founded, tmp_path):
    """The network with a repository, and the homes of both States, that a test may spoil."""
    emptied()
    shutil.copytree(founded.repository, tmp_path / "repository")
    for state in ("XA", "XB"):
        home = tmp_path / state.lower()
        shutil.copytree(founded.node(state), home)
        settings = home / "node.toml"
        settings.write_text(
            settings.read_text().replace(str(founded.repository), str(tmp_path / "repository"))
        )
        emptied()
        assert run("directory", "refresh", home).status == 0
    emptied()
    return tmp_path


def replaced_key(founded, network, *, version=2):
    """XB has a key that its former one never announced, as after a theft: the old one is revoked, and what the new
    one signed is published. Returns the key and the file that it signed.
    """
    repository = RepositoryFolder(network / "repository")
    published, new = repository.published(), new_directory_key()
    (old,) = (
        one.keyids
        for name, one in published.targets.signed.delegations.roles.items()
        if name == "xb"
    )
    targets = change_state_keys(
        write_metadata(published.targets),
        "XB",
        add=[new.public],
        revoke=list(old),
        at=datetime.now(UTC),
    )
    secretariat = founded.folder / "secretariat"
    for n in (1, 2):
        public = (secretariat / f"targets-{n}.public.json").read_bytes()
        targets = sign(targets, load_key(secretariat / f"targets-{n}.key", public))
    states = network / "repository/targets/states"
    (entry,) = states.glob("*.xb.json")
    (register,) = states.glob("*.xb.officers.json")
    submission = sign_entry(
        parse_entry(entry.read_bytes()),
        parse_register(register.read_bytes()),
        network=repository.network(),
        keys=[new],
        version=version,
        at=datetime.now(UTC),
    )
    Publisher(network / "repository", founded.online_key()).publish_targets(
        targets, [submission], at=datetime.now(UTC)
    )
    signed = network / f"{new.keyid[:8]}.submission"
    signed.write_bytes(encode_submission(submission))
    for state in ("xa", "xb"):
        emptied()
        assert run("directory", "refresh", network / state).status == 0
    emptied()
    return SimpleNamespace(keyid=new.keyid, signed=signed)


def taking(network, new, *, heard=None, signed=None, why=WHY):
    digits = spoken(new.keyid) if heard is None else heard
    return run(
        "directory",
        "own-key",
        network / "xb",
        signed or new.signed,
        "--heard",
        digits,
        *why,
        "--json",
    )


def shown(home):
    return run("directory", "show", "--home", home, "--json").json


def copy_bytes(home):
    folder = home / "directory"
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def node_of(network):
    from rogatory.bootstrap.home.folder import read_home
    from rogatory.bootstrap.node import build_node

    return build_node(read_home(network / "xb"))


def traces(network, keyid):
    """Return what custody log and audit say of a key."""
    from rogatory.custody.events.event import parse_event
    from rogatory.node.repositories.audit import AuditFilter, Source

    store = node_of(network).store
    events = [parse_event(one.event) for one in store.events_of(keyid)]
    return events, [
        one for one in store.audit_entries(Source.ACCESS, AuditFilter(), 100) if keyid in one.about
    ]


def test_the_operator_takes_the_key_whose_digits_its_holder_read_out(founded, network):
    new = replaced_key(founded, network)
    assert shown(network / "xb")["unconfirmed"] == {"XB": [new.keyid]}
    running, before = node_of(network), copy_bytes(network / "xb")
    assert "XB" in running.register.view().held
    result = taking(network, new)
    assert result.status == 0, result.out
    assert result.json == {"state": "XB", "taken": [new.keyid]}
    assert "XB" not in running.register.view().held, "a running node sees it at its next look"
    assert shown(network / "xb")["held"] == {}
    after = copy_bytes(network / "xb")
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert (changed, before.keys() - after.keys()) == ({"accepted.json", "current.json"}, set())
    (event,), (row,) = traces(network, new.keyid)
    assert (event.officer, event.act.fields["state"]) == (None, "XB")
    assert WHY[1] in event.words.text
    assert "directory own-key" in row.about
    assert run("directory", "refresh", network / "xb").status == 0
    assert shown(network / "xb")["states"] == ["XA", "XB"]
    emptied()
    assert "XB" in shown(network / "xa")["held"], "each peer compares for itself"


def test_the_memory_against_rollback_outlives_the_act(founded, network):
    shutil.copytree(network / "repository", network / "older")
    new = replaced_key(founded, network)
    assert taking(network, new).status == 0
    before = copy_bytes(network / "xb")
    result = run("directory", "refresh", network / "xb", "--from", network / "older", "--json")
    assert result.codes == ["directory-rollback"]
    assert copy_bytes(network / "xb") == before


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"heard": spoken("ab" * 32)}, ["state-key-differs"]),
        ({"heard": "00000 " * 7}, ["state-key-differs"]),
        ({"heard": "ab" * 32}, ["spoken-malformed"]),
        ({"why": ("--reason", " ")}, ["reason-needed"]),
        (
            {"why": ("--reason", " "), "heard": spoken("ab" * 32)},
            ["state-key-differs", "reason-needed"],
        ),
    ],
)
def test_what_was_not_heard_is_not_taken(founded, network, given, codes):
    new = replaced_key(founded, network)
    before = copy_bytes(network / "xb")
    result = taking(network, new, **given)
    assert (result.status, result.codes) == (1, codes)
    assert copy_bytes(network / "xb") == before
    assert traces(network, new.keyid) == ([], [])


def test_a_thief_of_the_directorys_keys_lists_a_key_of_his_own_and_no_node_takes_it(
    founded, network
):
    """The true State signed another file with another key, and its holder reads out those digits."""
    true = replaced_key(founded, network)
    thief = replaced_key(founded, network, version=3)
    for state in ("xa", "xb"):
        emptied()
        assert shown(network / state)["unconfirmed"] == {"XB": [thief.keyid]}
    emptied()
    before = copy_bytes(network / "xb")
    for given, codes in (
        ({}, ["state-key-submission", "state-key-differs"]),
        ({"signed": thief.signed}, ["state-key-differs"]),
        ({"heard": spoken(thief.keyid)}, ["state-key-submission"]),
    ):
        result = taking(network, true, **given)
        assert (result.status, result.codes) == (1, codes)
    assert copy_bytes(network / "xb") == before
    assert "XB" in node_of(network).register.view().held
    assert traces(network, thief.keyid) == ([], [])


def test_an_older_file_of_the_same_key_is_not_what_the_directory_has(founded, network):
    new = replaced_key(founded, network)
    assert taking(network, new).status == 0
    second = replaced_key(founded, network, version=3)
    before = copy_bytes(network / "xb")
    result = taking(network, second, signed=new.signed)
    assert result.codes == ["state-key-submission"]
    assert "version 3, not 2" in result.out
    assert copy_bytes(network / "xb") == before


def test_an_officer_cannot_confirm_the_own_states_key_and_is_sent_to_the_operator(founded, network):
    new = replaced_key(founded, network)
    before = copy_bytes(network / "xb")
    result = run("directory", "confirm", network / "xb", "XB", *by(founded.node("XB"), "xb-0003"),
                 "--heard", spoken(new.keyid), *WHY, "--json")  # fmt: skip
    assert result.status == 1
    assert copy_bytes(network / "xb") == before


def test_where_no_key_changed_nothing_is_taken(founded, network):
    new = replaced_key(founded, network)
    assert taking(network, new).status == 0
    result = taking(network, new)
    assert (result.status, result.codes) == (1, ["state-key-none-waits"])
