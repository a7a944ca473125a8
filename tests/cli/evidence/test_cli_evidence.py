# SPDX-License-Identifier: Apache-2.0
"""The evidence commands from end to end: exit statuses, JSON, words, and what they leave."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from casts.cli.commands import keys_of, listing, run
from casts.requests import bodies
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.requests.envelope import Links, MessageDraft, build_message, parse_message
from rogatory.wire.identifiers import parse_authority


def actions(folder):
    return [parse_event(entry.event).action.value for entry in Journal(folder)]


def test_from_the_source_to_the_opened_bag(tmp_path, source, xa, xb):
    bag, sealed, opened = (tmp_path / name for name in ("bag", "sealed", "opened"))
    result = run(
        "evidence", "collect", source, "--out", bag, "--key", xb, "--officer", "xb-0005",
        "--reason", "Searched under order 5", "--hash", "sha512", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert (result.json["files"], result.json["signed_by"]) == (2, "xb/central-authority")
    assert (bag / "manifest-sha512.txt").is_file()
    assert actions(tmp_path / "bag-custody") == ["collected"]
    assert run("evidence", "verify", bag).status == 0

    result = run(
        "evidence", "seal", bag, "--key", xb, "--to", xa / "recipient.json", "--out", sealed,
        "--officer", "xb-0005", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert {p.name for p in sealed.iterdir()} >= {"seal.json", "package.age", "segments.b3"}
    assert actions(sealed / "custody") == ["sealed"]
    assert (sealed / "custody" / "earlier-1.0001.json").is_file()
    assert run("evidence", "verify", sealed).status == 3  # its timestamp is pending

    result = run("evidence", "open", sealed, "--key", xa, "--out", opened, "--json")
    assert result.status == 0, result.err
    assert (opened / "data" / "disk.img").read_bytes() == (source / "disk.img").read_bytes()
    assert actions(tmp_path / "opened-custody") == ["sealed", "opened"]
    verified = run("evidence", "verify", opened, "--json")
    assert verified.status == 3
    undecided = [one["id"] for one in verified.json["checks"] if one["outcome"] == "undecided"]
    assert undecided == ["seal-stamped", "custody-logged"]
    assert verified.json["bag"] == result.json["bag"]


def test_recipients_are_reported_with_their_fingerprint_and_that_nothing_was_compared(
    tmp_path, source, xa, xb
):
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "sealed",
    )  # fmt: skip
    assert "To xa/central-authority of State XA" in result.out
    assert "Fingerprint" in result.out
    assert "not compared with a directory" in result.out


def test_the_sealing_authority_can_open_unless_excluded(tmp_path, source, sealed, xa, xb):
    assert run("evidence", "open", sealed, "--key", xb, "--out", tmp_path / "own").status == 0
    run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "theirs", "--no-self",
    )  # fmt: skip
    result = run(
        "evidence", "open", tmp_path / "theirs", "--key", xb, "--out", tmp_path / "x", "--json"
    )
    assert result.status == 1
    assert result.codes
    assert not (tmp_path / "x").exists()


def test_one_file_is_taken_out_and_that_is_recorded(tmp_path, source, sealed, xa):
    result = run(
        "evidence", "extract", sealed, "Mail/0001.eml", "--key", xa,
        "--out", tmp_path / "mail.eml", "--reason", "For the interview", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert "was not" in result.json["remark"]
    assert (tmp_path / "mail.eml").read_bytes() == (source / "Mail" / "0001.eml").read_bytes()
    assert actions(sealed / "custody")[-1] == "extracted"


def test_without_keys_a_bag_is_collected_unsigned_and_says_so(tmp_path, source):
    result = run(
        "evidence", "collect", source, "--out", tmp_path / "bag", "--authority", "xb/police"
    )
    assert result.status == 0
    assert "nobody" in result.out
    assert not (tmp_path / "bag-custody").exists()
    verified = run("evidence", "verify", tmp_path / "bag", "--json")
    assert verified.status == 0
    assert "The package is signed" in verified.json["not_checked"]
    assert run("evidence", "verify", tmp_path / "bag", "--strict").status == 3


def test_a_bag_moved_away_from_its_journal_holds_as_far_as_can_be_checked(tmp_path, source, xb):
    run("evidence", "collect", source, "--out", tmp_path / "bag", "--key", xb)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "bag").rename(tmp_path / "elsewhere" / "bag")
    result = run("evidence", "verify", tmp_path / "elsewhere" / "bag", "--json")
    assert result.status == 0
    assert "The package is signed" in result.json["not_checked"]
    ca = xb / "certificates" / "ca.p256.pem"
    both = tmp_path / "both.pem"
    both.write_bytes(ca.read_bytes() + (xb / "certificates" / "ca.mldsa65.pem").read_bytes())
    trusting = run("evidence", "verify", tmp_path / "elsewhere" / "bag", "--trust", both, "--json")
    assert trusting.status == 0
    assert "The package is signed" not in trusting.json["not_checked"]


def test_a_passphrase_opens_an_identity(tmp_path, source, xb):
    guarded = keys_of("xa/central-authority", tmp_path / "guarded", passphrase="correct horse")
    run(
        "evidence", "seal", source, "--key", xb, "--to", guarded / "recipient.json",
        "--out", tmp_path / "sealed",
    )  # fmt: skip
    word = tmp_path / "word"
    word.write_text("correct horse\n")
    result = run(
        "evidence", "open", tmp_path / "sealed", "--key", guarded, "--out", tmp_path / "opened",
        "--passphrase-file", word,
    )  # fmt: skip
    assert result.status == 0, result.err
    word.write_text("wrong\n")
    result = run(
        "evidence", "open", tmp_path / "sealed", "--key", guarded, "--out", tmp_path / "again",
        "--passphrase-file", word, "--json",
    )  # fmt: skip
    assert result.status == 1
    assert not (tmp_path / "again").exists()


def test_a_journal_is_shown_in_words(tmp_path, sealed, xa):
    run(
        "evidence",
        "open",
        sealed,
        "--key",
        xa,
        "--out",
        tmp_path / "opened",
        "--officer",
        "xa-0005",
    )
    result = run("custody", "show", tmp_path / "opened")
    assert result.status == 0
    for wanted in (
        "Evidence was collected",
        "The package was opened",
        "officer xa-0005",
        "claimed",
    ):
        assert wanted in result.out
    events = run("custody", "show", sealed, "--json").json["events"]
    assert [event["action"] for event in events] == ["collected", "sealed", "opened"]
    assert run("custody", "show", tmp_path, "--json").codes == ["workstation-no-journal"]


def test_a_node_that_is_not_there_leaves_the_work_done_and_the_journal_to_be_handed_in(
    tmp_path, source, xb
):
    result = run(
        "evidence", "collect", source, "--out", tmp_path / "bag", "--key", xb,
        "--node", tmp_path / "no-home", "--json",
    )  # fmt: skip
    assert result.status == 1
    assert result.codes == ["home-absent"]
    assert not (tmp_path / "bag").exists()
    result = run("custody", "submit", source, "--node", tmp_path / "no-home", "--json")
    assert result.status == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:4430", "ftp://node.xb.example", "://x"])
def test_a_node_is_reached_at_an_https_address_and_at_no_other(tmp_path, source, xb, address):
    """The folder of that name would not be there, either, and saying so would help nobody."""
    bag = tmp_path / "bag"
    collecting = ("evidence", "collect", source, "--out", bag, "--key", xb, "--json")
    result = run(*collecting, "--node", address)
    assert (result.status, result.codes) == (1, ["node-address"])
    assert not bag.exists()
    assert run(*collecting).status == 0
    for key in ((), ("--key", xb)):
        result = run("custody", "submit", bag, "--node", address, *key, "--json")
        assert (result.status, result.codes) == (1, ["node-address"])


@pytest.mark.parametrize("command", ["collect", "seal", "open", "verify", "extract", "bundle"])
def test_every_command_explains_itself_with_an_example(command):
    result = run("evidence", command, "--help")
    assert result.status == 0
    assert f"rogatory evidence {command} " in result.out
    assert "--json" in result.out


@pytest.mark.parametrize("command", ["submit", "show"])
def test_so_do_the_custody_commands(command):
    assert f"rogatory custody {command} " in run("custody", command, "--help").out


def test_sealing_a_small_file_loads_no_framework(tmp_path, source, xa, xb):
    program = (
        "import sys; sys.argv = ['rogatory', *sys.argv[1:]]\n"
        "from rogatory.main import main\n"
        "try: main()\n"
        "finally: print(sorted({'django','tuf','jsonschema','typst','urllib3','fido2'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [
            sys.executable, "-c", program, "evidence", "seal", source / "Mail" / "0001.eml",
            "--key", xb, "--to", xa / "recipient.json", "--out", tmp_path / "sealed",
        ],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_nothing_is_made_twice_and_nothing_is_replaced(tmp_path, source, sealed, xa, xb):
    before = listing(sealed)
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json", "--out", sealed,
        "--json",
    )  # fmt: skip
    assert result.status == 1
    assert result.codes == ["disk-exists"]
    assert listing(sealed) == before


@pytest.fixture
def answered(tmp_path):
    """The folder of a request that is answered."""
    folder = tmp_path / "asked"
    folder.mkdir()
    (folder / "message.json").write_bytes(MESSAGE)
    for name in ("message.json.p256.p7s", "message.json.mldsa65.p7s"):
        (folder / name).write_bytes(b"not looked at")
    return folder


MESSAGE = build_message(
    MessageDraft(
        network="7" * 64,
        kind="preservation",
        sender=parse_authority("xa/contact-point"),
        addressee=parse_authority("xb/contact-point"),
        thread="01938f3e-0000-7000-8000-000000000001",
        language="en",
        body=bodies.preservation(),
    ),
    Links(1, None, None),
    message_id="01938f3e-0000-7000-8000-000000000002",
    issued=datetime(2026, 11, 24, 3, tzinfo=UTC),
)


def test_the_request_that_is_answered_names_the_thread_and_the_network(
    tmp_path, source, answered, xa, xb
):
    made = run(
        *("evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json"),
        *("--request", answered, "--out", tmp_path / "sealed"),
    )
    assert made.status == 0, made.err
    assert "Not to be handed over" not in made.out
    seal = json.loads((tmp_path / "sealed" / "seal.json").read_bytes())
    assert (seal["thread"], seal["network"]) == (parse_message(MESSAGE).thread, "7" * 64)
    other = "01938f3e-0000-7000-8000-000000000009"
    made = run(
        *("evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json"),
        *("--request", answered, "--thread", other, "--out", tmp_path / "another"),
    )
    assert made.status == 2
    assert "--request is of the thread" in made.err
    assert not (tmp_path / "another").exists()


def test_a_package_that_no_node_will_take_is_said_to_be_one_when_it_is_sealed(
    tmp_path, source, xa, xb
):
    words = ("evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json")
    made = run(*words, "--out", tmp_path / "sealed")
    assert made.status == 0, made.err
    assert "Not to be handed over: the package names no network." in made.out
    made = run(*words, "--out", tmp_path / "second", "--json")
    assert made.json["network"] is None
    made = run(*words, "--out", tmp_path / "third", "--network", "7" * 64)
    assert "Not to be handed over" not in made.out
