# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer` over a real home: keys, directory, database, as an officer on the machine runs it."""

import json
from datetime import UTC, datetime

import pytest

from casts.cli.commands import by, run
from casts.cli.founded import founded
from casts.requests import bodies as requests_bodies
from django_home import emptied

CENTRAL, XM = "xb/central-authority", "xm/ministry-of-justice"
LAWYER, HEAD = "xb-0003", "xb-0004"

MERIDIA = {
    "state": "XM",
    "name": "Meridia",
    "authorities": {XM: "Ministry of Justice of Meridia"},
    "channels": ["diplomatic", "post"],
    "languages": ["en"],
    "address": "1 Harbour Street, Port Meridia",
    "contacts": "Registry, +999 3 5550100",
    "source": "Note verbale 12/2026 of its embassy",
    "verified": "2026-11-02",
}


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    return founded(tmp_path_factory.mktemp("network"), ("XA", "XB"))


@pytest.fixture
def home(federation):
    from rogatory.bootstrap.workstation.connections import node_at

    emptied()
    home = federation.node("XB")
    node_at(home).register.refresh(datetime.now(UTC))
    return home


@pytest.fixture
def registered(home, tmp_path):
    """Enter Meridia in Borealia's register."""
    entry = tmp_path / "meridia.json"
    entry.write_text(json.dumps(MERIDIA), encoding="utf-8")
    made = run(
        *("peer", "counterpart", "propose", home, entry),
        *("--authority", CENTRAL, *by(home, LAWYER), "--json"),
    )
    assert made.status == 0, made.out
    result = run(
        *("peer", "counterpart", "confirm", home, made.json["id"]),
        *(*by(home, HEAD), "--reason", "Called back", "--json"),
    )
    assert result.json["accepted"] is True
    return home


def body(tmp_path, kind):
    path = tmp_path / "body.json"
    path.write_text(json.dumps(getattr(requests_bodies, kind)(), indent=2), encoding="utf-8")
    return path


def entered(home, tmp_path, *more, kind="preservation", original=b"%PDF- a scan"):
    scan = tmp_path / "note.pdf"
    scan.write_bytes(original)
    return run(
        *("peer", "transcribe", "enter", home, body(tmp_path, kind)),
        *("--kind", kind, "--from", XM, "--to", CENTRAL, "--channel", "diplomatic"),
        *("--reference", "Note 77/2026", "--written", "2026-11-20", "--arrived", "2026-11-23"),
        *("--original", scan, *by(home, LAWYER), "--json", *more),
    )


@pytest.mark.parametrize(
    "written", [b'{"a": 1.5}', b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 99_999]
)
def test_a_paper_s_contents_that_can_be_read_in_two_ways_are_refused(home, tmp_path, written):
    (tmp_path / "own.json").write_bytes(written)
    (tmp_path / "note.pdf").write_bytes(b"%PDF- a scan")
    result = run(
        *("peer", "transcribe", "enter", home, tmp_path / "own.json", "--kind", "preservation"),
        *("--from", XM, "--to", CENTRAL, "--channel", "post", "--reference", "7"),
        *("--written", "2026-11-20", "--arrived", "2026-11-23"),
        *("--original", tmp_path / "note.pdf", *by(home, LAWYER), "--json"),
    )
    assert (result.status, result.codes) == (1, ["json-file"])
    assert run("peer", "transcribe", "list", home, "--json").json["to_compare"] == []


def test_a_policy_is_proposed_confirmed_and_reported(home):
    made = run(
        *("peer", "policy", "propose", home, "xa", "--stance", "suspended"),
        *("--kind", "mla_stored_data", "--reason", "Three forged orders in a week"),
        *("--authority", CENTRAL, *by(home, LAWYER), "--json"),
    )
    assert made.status == 0, made.err
    assert made.json["since"] is None
    refused = run(
        *("peer", "policy", "confirm", home, made.json["id"]),
        *(*by(home, LAWYER), "--reason", "Agreed", "--json"),
    )
    assert refused.status == 1
    assert set(refused.codes) == {"officer-role", "second-person"}
    result = run(
        *("peer", "policy", "confirm", home, made.json["id"]),
        *(*by(home, HEAD), "--reason", "Agreed", "--json"),
    )
    assert result.status == 0
    assert result.json["policy"]["reviewed_by"] == HEAD
    assert result.json["notice"] is not None
    assert result.json["untold"] == []
    shown = run("peer", "show", home, "XA", "--json").json["states"][0]
    assert [one["stance"] for one in shown["counts"]] == ["suspended"]
    assert shown["reached"]["road"] == "line"
    assert {(one["article"], one["certainty"]) for one in shown["grounds"]} >= {
        ("40(12)", "parallel"),
        ("40(14)", "memory"),
    }
    assert "XA: on the line" in run("peer", "show", home).out


def test_a_policy_that_is_declined_counts_for_nothing(home):
    made = run(
        *("peer", "policy", "propose", home, "XA", "--stance", "review", "--reason", "To be sure"),
        *("--authority", CENTRAL, *by(home, LAWYER), "--json"),
    )
    result = run(
        *("peer", "policy", "decline", home, made.json["id"]),
        *(*by(home, HEAD), "--reason", "Not needed"),
    )
    assert result.status == 0
    assert "declined" in result.out
    assert run("peer", "show", home, "XA", "--json").json["states"][0]["counts"] == []


def test_a_review_without_anything_held_is_refused(home):
    result = run(
        *("peer", "policy", "review", home, "01938f3e-0000-7000-8000-000000000001", "--proceed"),
        *("--reason", "In order", "--authority", CENTRAL, *by(home, HEAD), "--json"),
    )
    assert result.status == 1
    assert result.codes == ["not-held"]


def test_nobody_reviews_under_a_number_that_is_only_typed(home):
    words = ("peer", "policy", "review", home, "01938f3e-0000-7000-8000-000000000001", "--proceed")
    typed = run(*words, "--reason", "In order", "--authority", CENTRAL, "--officer", HEAD)
    assert typed.status == 2
    assert "--own-key" in run("peer", "policy", "review", "--help").out


def test_a_listed_state_is_not_taken_into_the_register(home, tmp_path):
    entry = tmp_path / "arcadia.json"
    listed = {**MERIDIA, "state": "XS", "name": "ARCADIA", "authorities": {"xs/justice": "Justice"}}
    entry.write_text(json.dumps(listed), encoding="utf-8")
    result = run(
        *("peer", "counterpart", "propose", home, entry),
        *("--authority", CENTRAL, *by(home, LAWYER), "--json"),
    )
    assert result.codes == ["counterpart-listed"]
    assert run("peer", "counterpart", "list", home, "--json").json == {"register": []}


def test_a_paper_is_entered_compared_answered_and_dispatched(registered, federation, tmp_path):
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.exercises.cast import HEAD_OF_LAW
    from rogatory.exercises.stage import approval_of
    from rogatory.node.drafts.approve import approve
    from rogatory.node.drafts.draft import NewMessage, draft_message
    from rogatory.node.messages.send import send
    from rogatory.node.views.thread_view import thread

    home = registered
    made = entered(home, tmp_path)
    assert made.status == 0, made.out
    assert len(run("peer", "transcribe", "list", home, "--json").json["to_compare"]) == 1
    other = tmp_path / "another.pdf"
    other.write_bytes(b"%PDF- another scan")
    wrong = run(
        *("peer", "transcribe", "compare", home, made.json["id"], "--original", other),
        *(*by(home, HEAD), "--reason", "Compared", "--json"),
    )
    assert wrong.codes == ["transcription-compared"]
    result = run(
        *("peer", "transcribe", "compare", home, made.json["id"]),
        *("--original", tmp_path / "note.pdf", *by(home, HEAD), "--reason", "Compared"),
    )
    assert result.status == 0
    assert "not verified" in result.out
    node, thread_id = node_at(home), made.json["subject"]
    draft = draft_message(
        node,
        message=NewMessage(
            kind="acknowledgement",
            sender=CENTRAL,
            addressee=XM,
            language="en",
            body={"by_officer": LAWYER, "at": "2026-11-24T03:05:00Z"},
            thread=thread_id,
        ),
        officer=LAWYER,
    )
    approve(node, draft.id, approval_of(federation, "XB", HEAD_OF_LAW, draft.content))
    message = send(node, draft.id, LAWYER)
    waiting = run("peer", "dispatch", "list", home, "--json").json["to_dispatch"]
    assert [one["message"] for one in waiting] == [message.digest]
    gone = run(
        *("peer", "dispatch", "record", home, message.digest, "--channel", "post"),
        *("--on", node.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"), "--reference", "RR 1 XB"),
        *("--proof", tmp_path / "note.pdf", "--officer", LAWYER, "--json"),
    )
    assert gone.status == 0, gone.out
    assert gone.json["arrived"] is None
    shown = thread(node, thread_id)
    assert [one.delivery.value for one in shown.messages] == ["transcribed", "dispatched"]
    assert run("peer", "dispatch", "list", home).out == ""


def test_a_file_that_is_no_json_is_refused_by_name(registered, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    result = run(
        "peer",
        "counterpart",
        "propose",
        registered,
        broken,
        "--authority",
        CENTRAL,
        *by(registered, LAWYER),
    )
    assert result.status == 1
    assert "[json-file]" in result.err


def test_what_is_lacking_is_reported_with_all_its_codes(registered, tmp_path):
    result = entered(
        registered, tmp_path, "--thread", "01938f3e-0000-7000-8000-000000000001", original=b""
    )
    assert result.status == 1
    assert "transcription-original" in result.codes


def test_evidence_goes_to_the_recipient_that_the_counterpart_named_and_opens_there(
    registered, federation, tmp_path
):
    """The authority made its recipient with our program, on a machine that no network knows."""
    from rogatory.bootstrap.workstation.connections import node_at
    from rogatory.node.packages.hand_over import hand_over

    home, theirs = registered, tmp_path / "keys-xm"
    made = run("keys", "new", "XM/ministry-of-justice", "--out", theirs, "--json")
    assert made.status == 0, made.err
    request = entered(home, tmp_path, kind="mla_stored_data")
    run(
        *("peer", "transcribe", "compare", home, request.json["id"]),
        *("--original", tmp_path / "note.pdf", *by(home, HEAD), "--reason", "Compared"),
    )
    node, thread_id = node_at(home), request.json["subject"]
    source = tmp_path / "evidence"
    source.mkdir()
    (source / "mail.txt").write_text("what Meridia asked for", encoding="utf-8")
    sealed = run(
        *("evidence", "seal", source, "--key", federation.workstation("XB", "central-authority")),
        *("--to", theirs / "recipient.json", "--out", tmp_path / "sealed"),
        *("--network", node.network, "--thread", thread_id, "--officer", "xb-0005", "--json"),
    )
    assert sealed.status == 0, sealed.out + sealed.err
    record = hand_over(node, tmp_path / "sealed", thread=thread_id, officer="xb-0005")
    carried = run(
        *("evidence", "courier", "out", thread_id, "--node", home, "--to", tmp_path / "disk"),
        *("--officer", "xb-0005", "--json"),
    )
    assert carried.json["addressee"] == "XM"
    assert carried.json["packages"] == [record.seal]
    opened = run(
        *("evidence", "open", tmp_path / "sealed", "--key", theirs, "--out", tmp_path / "opened"),
        *("--officer", "xm-0001", "--json"),
    )
    assert opened.status == 0, opened.out + opened.err
    (found,) = (tmp_path / "opened").rglob("mail.txt")
    assert found.read_text(encoding="utf-8") == "what Meridia asked for"
