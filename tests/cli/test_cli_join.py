# SPDX-License-Identifier: Apache-2.0
"""`rogatory join`: a new State comes into a network, interrupted and taken up at every step."""

import json
from datetime import UTC, datetime

import pytest

from casts.cli.commands import run
from casts.cli.joining import say_who_we_are, waits_at, write_card
from casts.seal.soft_tokens import PIN
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.directory.ceremony import ceremony
from rogatory.directory.ceremony.founding import found
from rogatory.directory.publish.copying import copy_repository
from rogatory.directory.publish.publisher import Publisher
from rogatory.exercises.services import serve
from rogatory.transport.directory_application import directory_application


class Secretariat:
    """The founder of the network and keeper of its directory."""

    def __init__(self, folder):
        self.at = datetime.now(UTC)
        self.founding = found(at=self.at)
        self.publisher = Publisher(folder, self.founding.online)
        self.publisher.create(self.founding.root, self.founding.targets, at=self.at)
        application = directory_application(folder, self.publisher, SystemClock())
        self.server = serve(application, 0)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def enrol(self, state, public):
        targets = ceremony.enrol(
            self.founding.targets, state, [public], at=self.at, network=self.founding.network
        )
        self.publisher.publish_targets(self.founding.signed_targets(targets), at=datetime.now(UTC))


@pytest.fixture
def secretariat(tmp_path):
    made = Secretariat(tmp_path / "repository")
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def join(tmp_path, secretariat):
    """Calls the command on one folder; the first call begins the joining."""
    (tmp_path / "passphrase").write_text("eight words that nobody knows\n")
    begins = (
        "--state", "XM", "--directory", secretariat.url, "--network", secretariat.founding.network,
        "--node-url", "https://127.0.0.1:1", "--console-url", "http://localhost:2", "--peer", "XA",
    )  # fmt: skip

    def call(*words):
        first = () if (tmp_path / "joining" / "plan.json").exists() else begins
        result = run(
            "join", tmp_path / "joining", *first, "--passphrase-file", tmp_path / "passphrase", *words, "--json"
        )  # fmt: skip
        assert result.status in (0, 4), result.err
        steps = result.json["steps"]
        assert all(step["done"] for step in steps[:-1])
        return steps

    call.folder = tmp_path / "joining"
    return call


def test_a_state_joins_step_by_step_and_learns_who_must_act(tmp_path, secretariat, join):
    folder = join.folder
    looked = join("--look")
    assert (waits_at(looked), looked[-1]["who"]) == ("network", "the ministry")
    assert sorted(path.name for path in folder.iterdir()) == ["plan.json"]

    steps = join()
    assert waits_at(steps) == "entry"
    assert "no name yet in ar, en, es, fr, ru, zh" in steps[-1]["found"]
    made = ["network", "state-key", "state-ca", "authorities", "node"]
    assert [step["step"] for step in steps if step["done_now"]] == made

    say_who_we_are(folder, tmp_path)
    assert waits_at(join()) == "card"
    write_card(folder, tmp_path)

    steps = join()
    assert (waits_at(steps), steps[-1]["who"]) == ("enrolment", "the Secretariat")
    assert "public.json" in steps[-1]["must"]
    secretariat.enrol("XM", (folder / "state-key" / "public.json").read_bytes())

    steps = join()
    assert waits_at(steps) == "running"
    assert [step["step"] for step in steps if step["done_now"]] == ["publication", "card-given"]
    assert f"rogatory node run {folder / 'node'}" in steps[-1]["must"]


def test_a_copy_that_lags_behind_the_publisher_is_waited_for(tmp_path, secretariat):
    """An entry that is published already is not signed and submitted again."""
    folder, mirror = tmp_path / "joining", tmp_path / "mirror"
    copy_repository(tmp_path / "repository", mirror)
    (tmp_path / "passphrase").write_text("eight words that nobody knows\n")

    def join(*words):
        result = run("join", folder, *words, "--passphrase-file", tmp_path / "passphrase", "--json")
        assert result.status in (0, 4), result.err
        return result.json["steps"]

    join("--state", "XM", "--directory", mirror, "--publisher", secretariat.url, "--network",
         secretariat.founding.network, "--node-url", "https://127.0.0.1:1", "--console-url",
         "http://localhost:2", "--peer", "XA")  # fmt: skip
    say_who_we_are(folder, tmp_path)
    write_card(folder, tmp_path)
    secretariat.enrol("XM", (folder / "state-key" / "public.json").read_bytes())
    copy_repository(tmp_path / "repository", mirror)

    first, second = join(), join()
    for steps in (first, second):
        assert waits_at(steps) == "publication"
        assert "nothing is to be signed anew" in steps[-1]["must"]
        assert f"the copy at {mirror} does not have it yet" in steps[-1]["found"]
    assert not [step for step in second if step["done_now"]]
    published = secretariat.publisher._repository.published()
    assert published.snapshot.signed.meta["xm.json"].version == 1

    copy_repository(tmp_path / "repository", mirror)
    steps = join()
    assert waits_at(steps) == "running"
    assert [step["step"] for step in steps if step["done_now"]] == ["card-given"]


def test_another_network_than_the_one_that_was_read_out_is_not_joined(tmp_path, secretariat):
    result = run(
        "join", tmp_path / "joining", "--state", "XM", "--directory", secretariat.url, "--network", "0" * 64,
        "--node-url", "https://127.0.0.1:1", "--console-url", "http://localhost:2", "--peer", "XA", "--json",
    )  # fmt: skip
    assert result.status == 4
    assert waits_at(result.json["steps"]) == "network"
    assert "directory-other-network" in result.json["steps"][-1]["found"]
    assert sorted(path.name for path in (tmp_path / "joining").iterdir()) == ["plan.json"]


def test_a_key_that_the_directory_does_not_name_is_not_taken_for_enrolled(
    tmp_path, secretariat, join
):
    join()
    say_who_we_are(join.folder, tmp_path)
    write_card(join.folder, tmp_path)
    secretariat.enrol("XM", found(at=secretariat.at).online.public)
    steps = join()
    assert waits_at(steps) == "enrolment"
    assert "another key" in steps[-1]["found"]


@pytest.mark.parametrize("interrupted", ["before the keys", "after the keys"])
def test_an_interrupted_step_is_taken_up_again(join, interrupted):
    join()
    before = json.loads((join.folder / "listing.json").read_bytes())
    (join.folder / "listing.json").unlink()
    if interrupted == "before the keys":
        for key in (join.folder / "node" / "keys" / "node").rglob("*.*"):
            key.unlink()
    steps = join()
    assert waits_at(steps) == "entry"
    (node,) = [step for step in steps if step["step"] == "node"]
    assert node["done_now"]
    after = json.loads((join.folder / "listing.json").read_bytes())
    assert (after == before) is (interrupted == "after the keys")


def test_a_joining_begins_with_what_only_its_ministry_knows(tmp_path):
    result = run("join", tmp_path / "joining", "--state", "XM")
    assert result.status == 2
    assert "--directory, --network" in result.err
    assert not (tmp_path / "joining").exists()


def test_a_state_key_on_a_token_speaks_for_the_state(tmp_path, secretariat, join, soft_tokens):
    """The key never leaves the token: what is in its folder is where it lies, and its public half."""
    soft_tokens.add("XM State")
    (tmp_path / "pin").write_text(PIN + "\n")
    result = run(
        "directory", "key", tmp_path / "on-token", "--pkcs11", soft_tokens.module, "--token", "XM State",
        "--pin-file", tmp_path / "pin",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert not list((tmp_path / "on-token").glob("private*"))
    join("--key", tmp_path / "on-token")
    say_who_we_are(join.folder, tmp_path)
    write_card(join.folder, tmp_path)
    secretariat.enrol("XM", (tmp_path / "on-token" / "public.json").read_bytes())
    steps = join("--pin-file", tmp_path / "pin")
    assert waits_at(steps) == "running"
    assert "publication" in [step["step"] for step in steps if step["done_now"]]
    soft_tokens.reload()
