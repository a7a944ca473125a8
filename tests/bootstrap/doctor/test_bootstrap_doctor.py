# SPDX-License-Identifier: Apache-2.0
"""The doctor's facts: what is wrong with a home is among them, and looking changes nothing."""

import contextlib
import json
import os
import sqlite3
import ssl
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.law.cases import a_treaty
from casts.servers.syslog_served import syslog
from django_home import put_new_store
from rogatory.bootstrap.doctor import database_facts, facts
from rogatory.bootstrap.doctor.custody_logs import logs
from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.finding import FindingLevel
from rogatory.bootstrap.doctor.findings import of_guards
from rogatory.bootstrap.doctor.law_objects import law_objects, of_law_objects
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.doctor.machines import machines, of_machines
from rogatory.bootstrap.doctor.witnesses import witnesses
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.node import build_node
from rogatory.bootstrap.node_toml.breached_passwords import StolenPasswords
from rogatory.bootstrap.node_toml.scanner import ScannerCommand
from rogatory.bootstrap.node_toml.syslog import Syslog
from rogatory.bootstrap.processes.place import place_of, started
from rogatory.cli.output.plain import plain
from rogatory.custody import refusals as custody_refusals
from rogatory.errors import Refused
from rogatory.node.corrections.load_treaty import loading
from rogatory.node.packages import package_refusals
from rogatory.node.provisions.law_data import keep_law
from rogatory.treaty.corrections import correction_document
from rogatory.treaty.law import packaged_law
from rogatory.wire.statements import encode
from rogatory.wire.words import Statement


@pytest.fixture
def now(founded):
    return datetime.now(UTC)


@pytest.fixture
def migrated(home):
    """The home with tables."""
    put_new_store(home)
    return home


def test_the_facts_of_a_sound_home_are_json_and_show_nothing_wrong(migrated, now):
    build_node(migrated).register.refresh(now)
    found = json.loads(json.dumps(plain(examine(migrated, now, Look()))))
    assert found["database"] == {"silent": None, "check": "ok", "server": False, "pages": None}
    assert (found["failover"], found["closed"]) == ({"replication": None, "server": []}, [])
    assert found["queue"] == {
        "waiting": 0,
        "oldest": None,
        "tried": 0,
        "given_up": [],
        "backlog": [],
    }
    assert found["keys"] == {
        "problems": [],
        "home_mode": "0700",
        "home_closed": True,
        "spare": [],
    }
    assert found["directory"]["states"] == ["XA", "XB"]
    assert 0 <= found["directory"]["age"] < 60
    assert found["disk"]["free"] > 0
    assert found["disk"]["encryption"]
    assert found["versions"]["django"]
    assert set(found["processes"].values()) == {None}


def test_a_directory_past_its_grace_and_one_never_read_are_reported(home, now):
    assert facts.directory(home, now)["age"] is None
    build_node(home).register.refresh(now)
    late = now + home.directory_grace + timedelta(hours=1)
    assert facts.directory(home, late)["codes"] == ["directory-too-old"]


def test_a_key_that_is_missing_and_one_that_others_may_read_are_reported(home):
    (home.node_keys / "log.key").unlink()
    (home.authority_keys / "contact-point" / "p256.key").chmod(0o644)
    home.path.chmod(0o755)
    found = facts.keys(home)
    assert sorted(each.code.id for each in found["problems"]) == ["key-absent", "key-readable"]
    assert (found["home_mode"], found["home_closed"]) == ("0755", False)


def test_a_damaged_database_is_reported(migrated):
    connection = sqlite3.connect(migrated.database)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    with migrated.database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(20_000))
    assert database_facts.database(migrated)["check"] != "ok"


def test_a_home_without_database_is_reported(home, now):
    assert database_facts.database(home)["check"] == "absent"
    sqlite3.connect(home.database).close()
    assert database_facts.database(home)["check"] == "not migrated"
    for ask in (lambda: database_facts.duty(home, now), lambda: witnesses(home, now)):
        with pytest.raises(Refused) as raised:
            ask()
        assert raised.value.codes == ("database-without-tables",)
    found = judge(examine(home, now, Look()), now)
    (finding,) = [one for one in found if "duty" in one.fields.get("checks", ())]
    assert finding.kind.id == "doctor-not-checked"
    assert "rosters and alerts" in finding.what
    assert "does not have the tables of this version" in finding.what


def test_a_database_that_a_move_closed_is_reported(migrated, now):
    with contextlib.closing(sqlite3.connect(migrated.database)) as store, store:
        store.execute(
            "INSERT INTO storage_move (id, phase, node, at, other, archive, parts)"
            " VALUES ('m1', 'left', 'n/xb', '2026-11-24 02:50:00', 'rogatory (db.example)', '', 0)"
        )
    found = examine(migrated, now, Look())
    assert [one.code.id for one in found["closed"]] == ["node-moved"]
    of_them = [one for one in judge(found, now) if one.kind.id == "node-moved"]
    assert [one.level for one in of_them] == [FindingLevel.WRONG]
    assert "rogatory (db.example)" in of_them[0].what
    with contextlib.closing(sqlite3.connect(migrated.database)) as store, store:
        store.execute("UPDATE storage_move SET phase = 'arriving'")
    assert [one.code.id for one in database_facts.closed(migrated)] == ["node-moving"]
    with contextlib.closing(sqlite3.connect(migrated.database)) as store, store:
        store.execute("UPDATE storage_move SET phase = 'here'")
    assert database_facts.closed(migrated) == []


def test_a_process_that_was_killed_is_reported_and_one_that_runs_is_not(migrated, now):
    with contextlib.closing(sqlite3.connect(migrated.database)) as store, store:
        store.executemany(
            "INSERT INTO storage_runningprocess (id, kind, machine, place, pid, ticks, begun, seen)"
            " VALUES (?, ?, 'a', ?, ?, ?, '2026-11-24 02:50:00', '2026-11-24 02:50:00')",
            [
                ("1", "door", place_of(migrated), os.getpid(), started(os.getpid())),
                ("2", "worker", place_of(migrated), os.getpid(), 7),
                ("3", "console", "0" * 64, os.getpid(), started(os.getpid())),
            ],
        )
    found = list(of_machines(machines(migrated)))
    assert [one.kind.id for one in found] == ["doctor-process-silent"] * 2
    assert ["worker" in found[0].what, "console" in found[1].what] == [True, True]


def test_a_file_that_is_no_database_is_reported(home):
    home.database.write_bytes(b"no database " * 1000)
    assert "not a database" in database_facts.database(home)["check"]


def test_a_doctor_reads_the_database_of_a_home_whose_own_keys_are_missing(migrated):
    """In a process of its own: nothing of the node's settings may be needed, and the key is one of them."""
    migrated.django_key.unlink()
    with contextlib.closing(sqlite3.connect(migrated.database)) as database, database:
        database.execute(
            "INSERT INTO storage_peerline (state, failures, silent_since, skew) "
            "VALUES ('XA', 5, '2026-11-24 02:00:00', 0)"
        )
    script = "import sys; from rogatory.main import run; run()"
    answer = subprocess.run(
        [sys.executable, "-c", script, "doctor", str(migrated.path), "--json"],
        capture_output=True,
        text=True,
        env={name: value for name, value in os.environ.items() if "ROGATORY" not in name},
    )
    found = json.loads(answer.stdout)
    assert [line["silent_since"] for line in found["facts"]["lines"]] == ["2026-11-24T02:00:00Z"]
    codes = {one["code"] for one in found["findings"]}
    assert {"doctor-line-silent", "key-absent"} <= codes


@pytest.mark.parametrize(
    ("devices", "crypt"),
    [
        ([{"name": "root", "type": "crypt", "children": [{"name": "sda2", "type": "part"}]}], True),
        ([{"name": "lv", "type": "lvm", "children": [{"name": "c", "type": "crypt"}]}], True),
        ([{"name": "sda", "type": "disk"}], False),
        ([], False),
    ],
)
def test_disk_encryption_is_found_wherever_it_is_in_the_stack(devices, crypt):
    assert facts._names_crypt(devices) is crypt


def test_looking_at_a_home_changes_nothing_in_it(migrated, now):
    def content():
        """Return every file, save the two that SQLite keeps for its readers."""
        return {
            path: path.read_bytes()
            for path in migrated.path.rglob("*")
            if path.is_file() and not path.name.endswith(("-shm", "-wal"))
        }

    before = content()
    examine(migrated, now, Look())
    assert content() == before


FORKED = Statement(custody_refusals.WITNESS_FORK.because(origin="9f/xa/1"))


def test_logs_that_lied_and_receipts_that_are_missing_are_reported(migrated, now):
    assert logs(migrated) == {"followed": [], "missing": {}}
    with contextlib.closing(sqlite3.connect(migrated.database)) as store:
        store.execute(
            "INSERT INTO storage_followedlog (origin, state, size, followed, problem)"
            " VALUES ('9f/xa/1', 'XA', 3, '2026-11-24 02:50:00', ?)",
            (encode(FORKED),),
        )
        store.executemany(
            "INSERT INTO storage_soughtreceipt VALUES (?, 'XA', '9f/xa/1', 0, '2026-11-24', ?, 0)",
            [("m1", "not there"), ("m2", None), ("m3", "not there")],
        )
        store.commit()
    found = examine(migrated, now, Look())["logs"]
    assert found["missing"] == {"XA": 2}
    assert [(log["state"], log["problem"]) for log in found["followed"]] == [("XA", FORKED)]


def test_what_a_state_should_have_around_a_real_node_is_reported_and_an_exercise_needs_none(home):
    bare = facts.guards(replace(home, exercise=False))
    assert [one.level for one in of_guards(bare)] == [FindingLevel.ADVICE] * 3
    assert list(of_guards(facts.guards(replace(home, exercise=True)))) == []
    named = {
        "syslog": Syslog(host="127.0.0.1", port=free_port()),
        "scanner": ScannerCommand(command=("/bin/true",)),
        "passwords": StolenPasswords(breached="/dev/null"),
    }
    found = list(of_guards(facts.guards(replace(home, exercise=False, **named))))
    assert [one.level for one in found] == [
        FindingLevel.WRONG,
        FindingLevel.WELL,
        FindingLevel.WELL,
    ]
    assert "accepts nothing" in found[0].what


def test_a_machine_for_logs_that_answers_is_well(home):
    keys = home.node_keys
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(keys / "tls.pem", keys / "tls.key")
    with syslog(context) as (received, port):
        table = Syslog(host="127.0.0.1", port=port, ca_file="keys/node/tls.pem")
        found = facts.guards(replace(home, exercise=False, syslog=table))
    assert found["syslog_problem"] is None
    assert received.records == []


def test_a_new_home_has_no_account_at_all(migrated):
    with contextlib.closing(sqlite3.connect(migrated.database)) as store:
        assert store.execute("select count(*) from storage_officer").fetchone() == (0,)


def test_whose_evidence_waits_for_a_quota_is_read_from_the_database(migrated):
    from rogatory.bootstrap.doctor.fetching import fetching, of_fetching

    assert fetching(migrated) == []
    statement = encode(Statement(package_refusals.FETCH_DAY.because(state="XB", limit=9)))
    with contextlib.closing(sqlite3.connect(migrated.database)) as store, store:
        for table, given in (
            (
                "storage_transfer",
                {"seal": "ab" * 32, "peer": "XB", "direction": "in", "problem": statement},
            ),
            ("storage_package", {"seal": "ab" * 32, "complete": 0}),
        ):
            columns = store.execute(f"PRAGMA table_info({table})").fetchall()
            row = {
                name: given.get(name, 0 if "int" in kind or kind == "bool" else "[]")
                for _, name, kind, needed, _, key in columns
                if name in given or (needed and not key)
            }
            names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
            store.execute("PRAGMA ignore_check_constraints = 1")
            store.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
    assert fetching(migrated) == [{"state": "XB", "code": "fetch-quota-day"}]
    assert [one.kind.id for one in of_fetching(fetching(migrated))] == ["doctor-fetch-quota-day"]


def test_objects_of_the_law_that_are_lost_or_altered_are_named(migrated, now):
    """Of a decision its law, with each regime; and each correction, with the treaty that it loads."""
    node, law = build_node(migrated), packaged_law("federation")
    assert law_objects(migrated) == {"checked": False, "missing": []}
    correction = loading(a_treaty(), reason="In force.", dated=now.date())
    at = "2026-12-01 08:00:00"
    with contextlib.closing(sqlite3.connect(migrated.database)) as store, store:
        store.execute(
            "INSERT INTO storage_lawdecision VALUES "
            "('d', ?, 'xa-1', 'xa/central-authority', 'basis', 's', NULL, 'comity', '{}', ?, '{}')",
            (at, keep_law(node, law)),
        )
        store.execute(
            "INSERT INTO storage_lawcorrection VALUES "
            "('c', ?, 'treaties', 'xa/central-authority', 'xa-1', ?, NULL, NULL, NULL, NULL)",
            (node.objects.put(correction_document(correction)), at),
        )
    lost = law.regimes["ets-185"].digest
    (migrated.objects / lost[:2] / lost).unlink()
    altered = law.regimes["comity"].digest
    (migrated.objects / altered[:2] / altered).write_bytes(b"{}")
    treaty = a_treaty().loaded.document
    found = law_objects(migrated)
    assert sorted(found["missing"]) == [
        ("comity", altered),
        ("ets-185", lost),
        ("mlat-xa-xb", treaty),
    ]
    (finding,) = of_law_objects(found)
    assert (finding.level, finding.kind.id) == (FindingLevel.WRONG, "doctor-law-missing")
    assert f"(3): comity ({altered})" in finding.what
    assert "administrator must restore" in finding.remedy
    (migrated.objects / altered[:2] / altered).unlink()
    keep_law(node, law)
    node.objects.put(a_treaty().document)
    (finding,) = of_law_objects(law_objects(migrated))
    assert finding.kind.id == "doctor-law-whole"
    assert [*of_law_objects(law_objects(migrated, asks=False))] == []
