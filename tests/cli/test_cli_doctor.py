# SPDX-License-Identifier: Apache-2.0
"""The doctor: each thing that can be wrong is found, and says who must do what."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from rogatory.bootstrap.doctor.examination import Unread, judge
from rogatory.bootstrap.doctor.finding import FindingLevel
from rogatory.bootstrap.doctor.findings import of_machine
from rogatory.bootstrap.doctor.machines import NodeRuns, ProcessState
from rogatory.bootstrap.doctor.peers import of_lines
from rogatory.bootstrap.refusals import KEY_READABLE
from rogatory.cli.doctor import doctor
from rogatory.directory.entry.refusals import NO_CARD
from rogatory.node.maintenance.mode import Maintenance
from rogatory.storage.row_archive.refusals import MOVING
from rogatory.wire.moments import parse_moment
from rogatory.wire.statements import older
from rogatory.wire.words import P_

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def a_process(state):
    return {"name": "worker@db1 (7)", "silent": 90.0, "state": state}


def maintenance(since):
    return Maintenance(parse_moment(since), "operator@a")


WELL = {
    "keys": {"problems": [], "home_mode": "0700", "home_closed": True, "spare": []},
    "files": {
        "owner": 900,
        "by": 900,
        "others": [],
        "unreadable": [],
        "absent": [],
        "read_only": False,
    },
    "key_ends": {"warnings": [], "unreadable": [], "unlisted": []},
    "disk": {
        "free": 80 << 30,
        "total": 200 << 30,
        "inodes": 1000,
        "inodes_free": 900,
        "encryption": "dm-crypt",
    },
    "clock": {"now": "2026-11-24T03:00:00Z", "synchronized": True},
    "directory": {
        "age": 60.0,
        "state": "XB",
        "version": 7,
        "states": ["XA", "XB"],
        "held": [],
        "grace": 86400.0,
        "problem": None,
    },
    "database": {"silent": None, "check": "ok", "server": True, "pages": 0},
    "clocks": {"newest": None, "apart": 0.2},
    "failover": {"replication": None, "server": []},
    "closed": [],
    "maintenance": None,
    "backups": {
        "exercise": False,
        "every": 86400.0,
        "newest": parse_moment("2026-11-24T01:00:00Z"),
        "age": 7200.0,
        "is_known": True,
        "is_late": False,
        "problems": [],
    },
    "queue": {"waiting": 0, "oldest": None, "tried": 0, "given_up": [], "backlog": []},
    "answering": {"stopped": [], "doors": []},
    "own_log": {"entries": 3, "deep": False, "problems": []},
    "stored_objects": {
        "deep": True,
        "objects": 4,
        "packages": 1,
        "missing": [],
        "damaged": [],
        "broken": [],
    },
    "timestamps": {
        "named": 1,
        "exercise": False,
        "answers": [{"address": "https://tsa.example", "outcome": "given", "problem": ""}],
    },
    "fetching": [],
    "lines": [],
    "processes": {"supervisor": 1, "door": 2, "console": 3, "worker": 4},
    "machines": NodeRuns((a_process(ProcessState.HERE), a_process(ProcessState.ELSEWHERE))),
    "logs": {
        "followed": [
            {
                "origin": "9f/xa/1",
                "state": "XA",
                "followed": parse_moment("2026-11-24T02:50:00Z"),
                "problem": None,
            }
        ],
        "missing": {},
    },
    "duty": {
        "means": ["mail"],
        "rosters": {"xb/contact-point": {"ends": "2026-12-24T03:00:00Z", "over": False}},
        "calls": 0,
        "oldest": None,
    },
    "witness_keys": {"keys": True, "policy": "any 1 of XB XT\n"},
    "witnesses": {"silent": [], "proofs": []},
    "recovery": {"missing": [], "seen_more": [], "gone": 0},
    "hooks": [],
    "token_ends": [],
    "object_store": {"bucket": "evidence", "checked": True, "problems": []},
    "law_objects": {"checked": True, "missing": []},
    "guards": {
        "exercise": False,
        "syslog": "logs.xb.example",
        "syslog_problem": None,
        "scanner": True,
        "passwords": True,
    },
}
SYNCHRONOUS = {"commits": "on", "standbys": "b", "attached": 1, "in_sync": 1}
OPEN_KEY = KEY_READABLE.because(path="/home/tls.key", mode="0644")
RAN_OUT = {"xb/contact-point": {"ends": "2026-11-01T00:00:00Z", "over": True}}
TOOLS = {
    "openssl": "OpenSSL 3.5.9 29 Sep 2026",
    "bagit": "installed",
    "case_validate": "/x",
    "b3sum": "b3sum 1",
}


def levels(facts):
    return [finding.level for finding in judge(facts, NOW)]


def changed(group, **changes):
    return WELL | {group: WELL[group] | changes}


def a_proof(**changes):
    found = {"id": "ab" * 32, "of": "XT", "kind": "fork", "epoch": 1, "version": None}
    return found | {"past": False} | changes


def test_a_node_that_is_well_has_nothing_to_be_done():
    assert set(levels(WELL)) == {FindingLevel.WELL}
    assert {finding.level for finding in of_machine(TOOLS)} == {FindingLevel.WELL}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (changed("logs", missing={"XA": 3}), "Receipts of XA that are not in its log: 3."),
        (
            changed(
                "logs", followed=[WELL["logs"]["followed"][0] | {"problem": older("It forked.")}]
            ),
            "It forked.",
        ),
        (changed("keys", home_closed=False, home_mode="0755"), "chmod 700"),
        (changed("keys", problems=[OPEN_KEY]), "take their rights away"),
        (changed("disk", free=1 << 30), "free disk space"),
        (changed("directory", age=None, problem=older("no copy")), "no copy"),
        (changed("directory", age=7200.0), "2.0 hours ago and remains valid for 22.0 hours more"),
        (changed("directory", held=["XT"]), "XT is held"),
        (changed("database", check="row 4 missing"), "row 4 missing"),
        (WELL | {"closed": [MOVING.because(at="2026-11-24")]}, "rogatory node move again"),
        (changed("database", silent="no route to host", check=None), "no route to host"),
        (changed("database", check="absent"), "restore it from a backup"),
        (changed("database", check="not migrated"), "start the node"),
        (changed("database", pages=2), "damaged pages: 2"),
        (changed("clocks", newest=parse_moment("2026-11-25T03:00:00Z")), "set the clock"),
        (changed("clocks", apart=-90.0), "differ by 90 seconds"),
        (changed("files", others=["keys/a.key"]), "another account"),
        (changed("files", absent=["run"]), "run"),
        (changed("files", read_only=True), "cannot be written"),
        (changed("disk", inodes_free=3), "3 more can be created"),
        (changed("key_ends", unlisted=["keys/node/tls.pem"]), "must list it"),
        (changed("stored_objects", missing=["ab"]), "missing (1): ab"),
        (changed("stored_objects", damaged=["ab"]), "damaged or cannot be read (1): ab"),
        (changed("stored_objects", broken=["ab"]), "truncated or altered (1): ab"),
        (changed("answering", stopped=["worker"]), "kill -CONT"),
        (changed("failover", replication=SYNCHRONOUS | {"off": ["fsync"]}), "fsync"),
        (changed("failover", replication=SYNCHRONOUS | {"in_sync": 0}), "start the standby"),
        (
            changed("queue", waiting=9, oldest=parse_moment("2026-11-24T02:00:00Z")),
            "Jobs that wait: 9; the oldest has waited for 60 minutes.",
        ),
        (changed("processes", worker=None), "worker"),
        (
            WELL | {"maintenance": maintenance("2026-11-23T22:00:00Z")},
            "maintenance for 5.0 hours, since 2026-11-23T22:00:00Z; operator@a began it",
        ),
        (changed("backups", is_late=True), "2.0 hours ago; a backup is due every 24.0 hours"),
        (changed("backups", newest=None), "rogatory backup run HOME"),
        (changed("duty", rosters=RAN_OUT), "set the next one"),
        (
            changed("duty", calls=3, oldest=parse_moment("2026-11-22T03:00:00Z")),
            "Unanswered alerts: 3; the oldest has waited for 48.0 hours.",
        ),
        (changed("witnesses", proofs=[a_proof()]), "custody log of XT"),
        (changed("witnesses", proofs=[a_proof(of="XB")]), "rogatory witness new-epoch HOME"),
        (
            changed("witnesses", proofs=[a_proof(of=None, kind="split-view", version=7)]),
            "two contents of version 7",
        ),
        (changed("recovery", missing=["XT did not answer"]), "go on with rogatory node recover"),
        (changed("recovery", seen_more=["XT"]), "XT saw more entries in the log"),
        (changed("recovery", gone=2), "not here: 2."),
        (changed("guards", syslog_problem="TimeoutError"), "accepts nothing (TimeoutError)"),
    ],
)
def test_what_is_wrong_is_reported_with_its_remedy(facts, words):
    wrong = [finding for finding in judge(facts, NOW) if finding.level is FindingLevel.WRONG]
    assert len(wrong) == 1
    assert words in f"{wrong[0].what} {wrong[0].remedy}"
    assert wrong[0].remedy


@pytest.mark.parametrize(
    "facts",
    [
        changed("disk", encryption="not found"),
        changed("clock", synchronized=None),
        changed("directory", standing=[NO_CARD.because(state="XB")]),
        changed("directory", unverified=["XA"]),
        changed("witness_keys", keys=False),
        changed("witness_keys", policy=None),
        changed(
            "witnesses", silent=[{"state": "XT", "problem": older("[peer-silent] It is away.")}]
        ),
        changed("witnesses", proofs=[a_proof(kind="unexplained")]),
        changed("keys", spare=["keys/node/log.key"]),
        WELL | {"machines": NodeRuns((a_process(ProcessState.SILENT),))},
        WELL | {"processes": dict.fromkeys(WELL["processes"])},
        changed("duty", rosters={}),
        changed(
            "logs",
            followed=[
                WELL["logs"]["followed"][0] | {"followed": parse_moment("2026-11-23T02:50:00Z")}
            ],
        ),
        changed("duty", means=[]),
        WELL | {"maintenance": maintenance("2026-11-24T02:00:00Z")},
        changed("backups", every=None),
        changed("guards", syslog=None),
        changed("guards", scanner=False),
        changed("guards", passwords=False),
    ],
)
def test_what_only_a_person_can_judge_is_advice(facts):
    assert FindingLevel.ADVICE in levels(facts)
    assert FindingLevel.WRONG not in levels(facts)


def test_what_cannot_be_read_or_judged_is_not_checked_and_hides_nothing_else():
    """One finding for each reason, with every check that it kept from being made."""
    found = WELL | {
        "lines": Unread(P_("there is no database")),
        "duty": Unread(P_("there is no database")),
        "witnesses": Unread(older("It is damaged.")),
        "logs": {"followed": [{"origin": "no number"}], "missing": {}},
        "disk": WELL["disk"] | {"free": 1},
    }
    findings = list(judge(found, NOW))
    missing = [one for one in findings if one.level is FindingLevel.UNCHECKED]
    assert [one.fields["checks"] for one in missing] == [
        ("duty", "lines"),
        ("logs",),
        ("witnesses",),
    ]
    assert "rosters and alerts, nodes of other States" in missing[0].what
    assert "doctor-disk-full" in [one.kind.id for one in findings]


def test_what_is_past_stays_in_the_list_of_proofs_alone():
    """A later epoch has begun, or the root lists another key of the publisher."""
    past = [a_proof(past=True), a_proof(of="XB", past=True), a_proof(of=None, past=True)]
    assert set(levels(changed("witnesses", proofs=past))) == {FindingLevel.WELL}


def test_a_directory_that_the_publisher_split_is_not_current():
    split = a_proof(of=None, kind="split-view", version=7)
    found = [finding.kind.id for finding in judge(changed("witnesses", proofs=[split]), NOW)]
    assert "doctor-directory-split" in found
    assert "doctor-directory-current" not in found


def test_a_tool_that_lacks_is_named():
    findings = [f.what for f in of_machine(dict.fromkeys(TOOLS)) if f.level is FindingLevel.ADVICE]
    assert len(findings) == 4
    old = [
        f.what
        for f in of_machine(TOOLS | {"openssl": "OpenSSL 3.0.13"})
        if f.level is FindingLevel.ADVICE
    ]
    assert old == ["OpenSSL 3.0.13 cannot verify ML-DSA signatures."]


def test_the_command_looks_at_this_machine():
    answer = CliRunner().invoke(doctor, [])
    assert answer.exit_code == 0
    assert "rogatory 0." in answer.output


def test_a_folder_that_is_no_home_is_refused(tmp_path):
    answer = CliRunner().invoke(doctor, [str(tmp_path)])
    assert answer.exit_code == 1
    assert "[home-absent]" in answer.output


def a_line(**changes):
    line = {
        "state": "XA",
        "failures": 0,
        "silent_since": None,
        "skew": 1,
        "group": "X25519MLKEM768",
    }
    return line | changes


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        (a_line(), FindingLevel.WELL, "or were not asked yet: 1"),
        (
            a_line(failures=3, silent_since=parse_moment("2026-11-24T02:00:00Z")),
            FindingLevel.WRONG,
            "not answered since",
        ),
        (a_line(skew=45), FindingLevel.WRONG, "45 seconds ahead of"),
        (a_line(skew=-45), FindingLevel.WRONG, "45 seconds behind"),
        (a_line(group="x25519"), FindingLevel.ADVICE, "quantum computer"),
    ],
)
def test_what_is_wrong_with_a_line_is_reported(line, level, words):
    found = list(of_lines([line]))
    assert found[0].level is level
    assert words in f"{found[0].what} {found[0].remedy}"


def test_where_no_other_node_is_known_nothing_is_said_of_lines():
    assert list(of_lines([])) == []


def test_a_script_gets_the_code_and_the_fields_as_they_are():
    facts = changed("directory", age=7200.0) | {"disk": WELL["disk"] | {"free": 1 << 30}}
    findings = {one.kind.id: one.as_json() for one in judge(facts, NOW)}
    assert findings["doctor-directory-old"]["fields"] == {"age": 7200, "left": 79200}
    assert findings["doctor-disk-full"]["fields"] == {"free": 1 << 30, "total": 200 << 30}
    assert findings["doctor-disk-full"]["what"] == "Only 1.0 GiB of 200.0 GiB are free."
    assert findings["doctor-roster-holds"]["fields"]["ends"] == "2026-12-24T03:00:00Z"
