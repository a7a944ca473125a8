# SPDX-License-Identifier: Apache-2.0
"""A package is opened on a disk that cannot hold some of its names, and stays checkable there."""

import json

import pytest

from casts.cli.commands import listing, run
from casts.faults.fault_library import EVER, Fault
from rogatory.disk import HeldNames, walk

LONG = "n" * 200
STRANGE = "日本語"


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / LONG).mkdir(parents=True)
    (folder / LONG / "inside.txt").write_bytes(b"in a folder of a long name")
    (folder / f"{STRANGE}.txt").write_bytes(b"in another character set")
    (folder / "zz").mkdir()
    (folder / "zz" / f"{LONG}.eml").write_bytes(b"a long name")
    (folder / "plain.txt").write_bytes(b"plain")
    return folder


RULES = [
    Fault("mkdir", f"*/out.partial/data/{LONG}", "ENAMETOOLONG", times=EVER),
    Fault("open", f"*/out.partial/data/zz/{LONG}.eml", "ENAMETOOLONG", times=EVER),
    Fault("open", f"*/out.partial/data/{STRANGE}.txt", "EINVAL", times=EVER),
]


def _open(faults, sealed, xa, out):
    ran = faults.run("evidence", "open", sealed, "--key", xa, "--out", out, "--json", rules=RULES)
    assert ran.fired
    return ran


def test_the_mapping_lies_beside_the_bag_which_still_verifies(
    faults, tmp_path, source, sealed, xa, xb
):
    out = tmp_path / "out"
    ran = _open(faults, sealed, xa, out)
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["held_names"] == 3
    names = json.loads((tmp_path / "out-names.json").read_bytes())["names"]
    assert set(names) == {
        f"data/{LONG}", f"data/zz/{LONG}.eml", f"data/{STRANGE}.txt",
    }  # fmt: skip
    assert (out / "data" / names[f"data/{LONG}"] / "inside.txt").is_file()
    found = {path.name for path in (out / "data").rglob("*")}
    assert not found & {LONG, f"{LONG}.eml", f"{STRANGE}.txt"}
    result = run("evidence", "verify", out, "--json")
    assert (result.status, result.json["counts"]["fails"]) == (3, 0)  # its timestamp is pending
    result = run(
        "evidence", "seal", out, "--key", xa, "--to", xb / "recipient.json",
        "--out", tmp_path / "onward",
    )  # fmt: skip
    assert result.status == 0, result.err
    result = run("evidence", "open", tmp_path / "onward", "--key", xb, "--out", tmp_path / "again")
    assert result.status == 0, result.err
    assert (tmp_path / "again/data/zz" / f"{LONG}.eml").read_bytes() == b"a long name"
    result = run(
        "evidence", "disclose", out, "--item", f"zz/{LONG}.eml", "--key", xa,
        "--reason", "By order 7", "--out", tmp_path / "some",
    )  # fmt: skip
    assert result.status == 0, result.err


def test_without_the_mapping_or_with_a_wrong_one_it_does_not_verify(
    faults, tmp_path, source, sealed, xa
):
    out, table = tmp_path / "out", tmp_path / "out-names.json"
    _open(faults, sealed, xa, out)
    names = json.loads(table.read_bytes())
    one, two = f"data/zz/{LONG}.eml", f"data/{STRANGE}.txt"
    table.rename(tmp_path / "kept")
    assert run("evidence", "verify", out).status == 1
    names["names"][two] = names["names"][f"data/{LONG}"]
    table.write_text(json.dumps(names))
    assert run("evidence", "verify", out).status == 1
    assert one in names["names"]


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"names":{"../x":"y"},"version":1}', '{"names":{"a":"../y"},"version":1}']
)
def test_a_table_of_another_form_is_refused(text, tmp_path, source, xb):
    run("evidence", "collect", source, "--key", xb, "--out", tmp_path / "bag")
    (tmp_path / "bag-names.json").write_text(text)
    assert run("evidence", "verify", tmp_path / "bag").status == 1


def test_nothing_is_left_when_opening_fails_after_a_name_was_changed(
    faults, tmp_path, source, sealed, xa
):
    before = [name for name in listing(tmp_path) if b"/custody/" not in name]
    ran = faults.run(
        "evidence", "open", sealed, "--key", xa, "--out", tmp_path / "out",
        rules=[*RULES, Fault("rename", "*/out", "EIO")],
    )  # fmt: skip
    assert ran.status == 4
    assert [name for name in listing(tmp_path) if b"/custody/" not in name] == before


def test_a_walk_yields_true_paths_in_their_true_order(tmp_path):
    for place in ("~1/b", "a", "m", "~2.txt"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(b"")
    held = HeldNames({b"k": b"~1", b"b.txt": b"~2.txt"})
    found = [(entry.path, entry.place) for entry in walk(tmp_path, known_as=held)]
    assert found == [
        (b"a", b"a"), (b"b.txt", b"~2.txt"), (b"k", b"~1"), (b"k/b", b"~1/b"), (b"m", b"m"),
    ]  # fmt: skip
    assert held.place(b"k/b") == b"~1/b"


def test_files_are_taken_out_to_such_a_disk_too(faults, tmp_path, sealed, xa):
    rules = [Fault("open", f"*/taken.partial/data/zz/{LONG}.eml", "ENAMETOOLONG", times=EVER)]
    ran = faults.run(
        "evidence", "extract", sealed, "zz", "plain.txt", "--key", xa, "--out", tmp_path / "taken",
        "--json", rules=rules,
    )  # fmt: skip
    assert ran.status == 0, ran.err
    assert json.loads(ran.out)["held_names"] == 1
    names = json.loads((tmp_path / "taken-names.json").read_bytes())["names"]
    held = names[f"data/zz/{LONG}.eml"]
    assert (tmp_path / "taken/data/zz" / held).read_bytes() == b"a long name"
    assert f"data/zz/{LONG}.eml" in (tmp_path / "taken/extracted-sha256.txt").read_text()
