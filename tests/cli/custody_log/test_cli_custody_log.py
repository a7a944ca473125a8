# SPDX-License-Identifier: Apache-2.0
"""`rogatory log`: for a person and for a script."""

import json

import pytest

from casts.cli import case_file as case_file_cast
from casts.cli.commands import run
from casts.node.case_files import requested
from rogatory.custody.log.misbehaviour import check_misbehaviour
from rogatory.custody.log.tree import CompactRange
from rogatory.node.custody_log.log import publish_checkpoint


@pytest.fixture
def world(monkeypatch):
    found = case_file_cast.new_world()
    monkeypatch.setattr(
        "rogatory.bootstrap.workstation.connections.node_at", lambda home: found.node("XB")
    )
    requested(found)
    for node in found.exchange.nodes.values():
        publish_checkpoint(node)
    return found


def test_the_own_log_is_verified_whole(world, tmp_path):
    words = run("log", "verify", tmp_path)
    assert words.status == 0
    assert "Each signed checkpoint has the root of the entries: holds" in words.out
    result = run("log", "verify", tmp_path, "--json").json
    assert result["ok"]
    assert {check["outcome"] for check in result["logs"][0]["checks"]} == {"holds"}
    tables = world.node("XB").store.tables
    tables.tiles[1, 0, 0] = bytes(len(tables.tiles[1, 0, 0]))
    result = run("log", "verify", tmp_path, "--no-signatures", "--json")
    assert (result.status, result.json["ok"]) == (1, False)


def test_an_export_is_verified_where_there_is_no_node(world, tmp_path):
    out, vkey = tmp_path / "log", world.states["XB"].log.vkey
    words = run("log", "export", tmp_path, "--out", out, "--events")
    assert words.status == 0
    assert "keep this folder apart" in words.out
    assert run("log", "verify", out, "--vkey", vkey).status == 0
    assert "compare it" in run("log", "verify", out).out
    result = run("log", "verify", out, "--json")
    assert (result.status, result.json["logs"][0]["vkey"]) == (0, vkey)
    (out / "1/tile/0").rename(out / "1/tile/9")
    assert run("log", "verify", out, "--vkey", vkey).status == 1


def test_an_export_without_events_says_who_could_check_them(world, tmp_path):
    out = tmp_path / "log"
    document = run("log", "export", tmp_path, "--out", out, "--json").json
    assert [one["events"] for one in document["epochs"]] == [0]
    assert not (out / "1/events.jsonl").exists()
    assert run("log", "verify", out).status == 3


def test_a_key_for_a_home_is_a_wrong_argument(world, tmp_path):
    assert run("log", "verify", tmp_path, "--vkey", "any").status == 2


def test_the_logs_of_others_are_followed_and_reported(world, tmp_path):
    kept = run("log", "monitor", tmp_path, "XA", "--kept")
    assert (kept.status, "last followed" in kept.out) == (0, False)
    words = run("log", "monitor", tmp_path)
    assert words.status == 0
    assert "XA: holds" in words.out
    assert "last followed" in words.out
    world.exchange.faults.lose_requests = 1
    result = run("log", "monitor", tmp_path, "XA", "--json")
    assert (result.status, result.json["states"][0]["holds"]) == (4, True)
    assert result.json["states"][0]["unreached"]


def test_a_log_that_lied_ends_with_1_and_its_proof_is_a_file(world, tmp_path):
    run("log", "monitor", tmp_path, "XA")
    node = world.node("XA")
    size = node.store.log_size()
    node.store.tables.trees[1] = CompactRange().extend([bytes(32)] * size)
    node.store.tables.checkpoints.clear()
    publish_checkpoint(node)
    result = run("log", "monitor", tmp_path, "XA", "--proofs", tmp_path / "proofs", "--json")
    assert (result.status, result.json["ok"]) == (1, False)
    (path,) = result.json["proofs"]
    proof = (tmp_path / "proofs" / path.rsplit("/", 1)[-1]).read_bytes()
    assert json.loads(proof)["kind"] == "fork"
    check_misbehaviour(proof, [world.states["XA"].log.vkey])
    words = run("log", "monitor", tmp_path, "XA", "--kept")
    assert words.status == 1
    assert "DOES NOT KEEP TO WHAT IT SAID" in words.out
