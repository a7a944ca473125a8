# SPDX-License-Identifier: Apache-2.0
"""Adding to a bag before it is sealed: whole or not at all, and what it was stays on record."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys

import pytest

from casts.cli.commands import run
from casts.evidence.case_judges import case_conforms
from casts.faults.fault_library import EVER, Fault


@pytest.fixture
def bag(tmp_path, source, xb):
    result = run(
        "evidence", "collect", source, "--out", tmp_path / "bag", "--key", xb,
        "--officer", "xb-0003", "--hash", "sha3-512", "--json",
    )  # fmt: skip
    assert result.status == 0, result.err
    return tmp_path / "bag"


@pytest.fixture
def second(tmp_path):
    folder = tmp_path / "second"
    (folder / "deep").mkdir(parents=True)
    for number in range(12):
        (folder / "deep" / f"{number:02d}").write_bytes(os.urandom(number * 500))
    (folder / "odd|name").write_bytes(b"odd")
    (folder / "link").symlink_to("deep")
    return folder


def _add(bag, second, xb, *more):
    return run("evidence", "add", bag, second, "--under", "M-second", "--key", xb, "--json", *more)


def _digest(bag):
    return hashlib.sha256((bag / "tagmanifest-sha256.txt").read_bytes()).hexdigest()


def _verified(path):
    result = run("evidence", "verify", path, "--json")
    return {check["name"]: check["outcome"] for check in result.json["checks"]}


def _holds(path):
    return "fails" not in _verified(path).values()


def _contents(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.is_symlink()
    }


def test_the_bag_grows_and_knows_what_it_was(bag, second, xb, tmp_path):
    before, old = _digest(bag), _contents(bag)
    result = _add(bag, second, xb, "--officer", "xb-0007", "--place", "Second office")
    assert result.status == 0, result.out
    assert result.json["bag"] == _digest(bag) != before
    assert _holds(bag)
    for path, data in old.items():
        now = bag / path
        kept = bag / "earlier/1" / path
        assert data in [p.read_bytes() for p in (now, kept) if p.exists()]
        assert not path.startswith("data/") or now.read_bytes() == data
    assert (bag / "data/M-second/deep/05").read_bytes() == (second / "deep/05").read_bytes()
    assert _digest(bag / "earlier/1") == before
    lines = [json.loads(line) for line in (bag / "inventory.jsonl").read_text().splitlines()]
    added = [line["path"] for line in lines if line["path"].startswith("M-second")]
    assert added[:2] == ["M-second", "M-second/deep"]
    assert "M-second/link" in added
    journal = bag.with_name("bag-custody")
    assert (journal / "earlier-1.0001.json").is_file()
    event = json.loads((journal / "0001.json").read_bytes())
    assert (event["action"], event["object"]) == ("collected", _digest(bag))
    assert event["fields"]["replaced"] == before
    acts = [n for n in _graph(bag) if n["@id"].startswith("kb:acquire")]
    assert [act["uco-core:name"] for act in acts] == ["acquire", "acquire-2"]
    assert not [p for p in tmp_path.iterdir() if p.name.endswith((".partial", ".collecting"))]


def _graph(bag):
    return json.loads((bag / "case.jsonld").read_bytes())["@graph"]


def test_added_to_again_sealed_and_opened(bag, second, xa, xb, tmp_path):
    states = [_digest(bag)]
    for under in ("M-second", "a-third", "z"):
        result = run("evidence", "add", bag, second, "--under", under, "--key", xb, "--json")
        assert result.status == 0, result.out
        states.append(_digest(bag))
        assert _holds(bag)
    result = run(
        "evidence", "seal", bag, "--key", xb, "--to", xa / "recipient.json",
        "--out", tmp_path / "sealed", "--json",
    )  # fmt: skip
    assert result.status == 0, result.out
    result = run(
        "evidence", "open", tmp_path / "sealed", "--key", xa, "--out", tmp_path / "opened", "--json"
    )
    assert result.status == 0, result.out
    opened = tmp_path / "opened"
    assert [_digest(opened / f"earlier/{n}") for n in (1, 2, 3, 4)] == states
    assert _holds(opened)
    result = _add(opened, second, xb)
    assert result.codes == ["add-sealed"]
    assert len(_graph(opened)) == len({node["@id"] for node in _graph(opened)})


@pytest.mark.judge
def test_stock_tools_take_it(bag, second, xb, tmp_path):
    assert _add(bag, second, xb, "--notes", "n", "--authorisation", "order 9").status == 0
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", str(bag)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", "--quiet", name], cwd=bag, capture_output=True
        )
        assert (done.returncode, done.stdout) == (0, b"")
    case_conforms(bag / "case.jsonld", tmp_path)


def _refused(result, before, tmp_path, *codes):
    assert result.status == 1
    assert tuple(result.codes) == codes
    assert _contents(tmp_path) == before


def test_what_is_refused_changes_nothing(bag, second, xb, tmp_path):
    before = _contents(tmp_path)
    _refused(run("evidence", "add", bag, second, "--under", "mail", "--key", xb, "--json"),
             before, tmp_path, "add-name")  # fmt: skip
    _refused(run("evidence", "add", bag, second, "--under", "a/b", "--key", xb, "--json"),
             before, tmp_path, "add-name")  # fmt: skip
    _refused(run("evidence", "add", bag, second, "--under", "new", "--json"),
             before, tmp_path, "add-unsigned")  # fmt: skip
    _refused(_add(bag, bag / "data", xb), before, tmp_path, "add-own")
    _refused(_add(bag, tmp_path, xb), before, tmp_path, "output-inside-source")
    _refused(_add(bag, tmp_path / "nothing", xb), before, tmp_path, "source-missing")
    assert run("evidence", "add", bag, second, "--under", "x", "--hash", "sha512").status == 2


@pytest.mark.parametrize("what", ["changed", "missing", "planted", "inventory", "signature"])
def test_a_bag_that_does_not_verify_is_not_added_to(bag, second, xb, tmp_path, what):
    if what == "changed":
        (bag / "data/disk.img").write_bytes(b"another")
    elif what == "missing":
        (bag / "data/Mail/0001.eml").unlink()
    elif what == "planted":
        (bag / "data/planted").write_bytes(b"x")
    elif what == "inventory":
        (bag / "inventory.jsonl").write_bytes(b"")
    else:
        signature = bag / "tagmanifest-sha256.txt.p256.p7s"
        data = signature.read_bytes()
        signature.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    before = _contents(tmp_path)
    result = _add(bag, second, xb)
    assert result.status == 1
    assert _contents(tmp_path) == before


@pytest.mark.parametrize("name", ["manifest-sha256.txt", "manifest-sha3512.txt", "inventory.jsonl"])
def test_something_taken_away_by_a_later_state_is_reported(bag, second, xb, name):
    """The holder of the keys can make all digests fit, but cannot hide that a line is gone."""
    assert _add(bag, second, xb).status == 0
    kept, tags = bag / "earlier/1" / name, bag / "earlier/1/tagmanifest-sha256.txt"
    old = hashlib.sha256(kept.read_bytes()).hexdigest()
    first, rest = kept.read_bytes().split(b"\n", 1)
    gone = first.replace(b"data/", b"data/A").replace(b'"path":"', b'"path":"A')
    kept.write_bytes(gone + b"\n" + first + b"\n" + rest)
    new = hashlib.sha256(kept.read_bytes()).hexdigest()
    tags.write_text(tags.read_text().replace(old, new))
    for path in tags.parent.glob("*.p7s"):
        path.unlink()
    rows = {str(p.relative_to(bag)): p for p in bag.rglob("*") if p.is_file()}
    listed = [line.split("  ", 1)[1] for line in _lines(bag / "tagmanifest-sha256.txt")]
    now = [f"{_sha256(rows[path])}  {path}\n" for path in listed if path in rows]
    (bag / "tagmanifest-sha256.txt").write_text("".join(now))
    for path in bag.glob("*.p7s"):
        path.unlink()
    result = run("evidence", "verify", bag, "--json")
    assert [r["code"] for c in result.json["checks"] for r in c["reasons"]][:1] == [
        "earlier-record"
    ]


def _sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lines(path):
    return path.read_text().splitlines()


STEPS = [
    Fault("link", "*/bag.partial/data/*", "kill-after"),
    Fault("open", "*/bag.partial/data/M-second/*", "kill-after", first=5),
    Fault("rename", "*/bag.partial/earlier/1/*", "kill-after", first=4),
    Fault("open", "*/bag.partial/tagmanifest-sha256.txt", "kill-after", first=2),
    Fault("link", "*/bag-custody.partial/0001.json", "kill-after"),
    Fault("rename", "*/bag", "kill"),
    Fault("rename", "*/bag", "kill-after"),
    Fault("unlink", "*/bag.partial/*", "kill-after", first=3),
    Fault("rename", "*/bag-custody", "kill"),
    Fault("rename", "*/bag-custody", "kill-after"),
    Fault("unlink", "*/bag-custody.partial/*", "kill-after"),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda s: f"{s.call}-{s.path[-14:]}-{s.outcome}")
def test_killed_at_a_named_step_it_is_the_old_bag_or_the_new(faults, bag, second, xb, step):
    before, data = _digest(bag), _contents(bag / "data")
    words = ("evidence", "add", bag, second, "--under", "M-second", "--key", xb, "--json")
    ran = faults.run(*words, rules=[step])
    assert ran.fired
    assert ran.killed
    after = _digest(bag)
    outcomes = _verified(bag)
    journal = outcomes.pop(
        "The custody events that are there are signed and follow one another", None
    )
    assert "fails" not in outcomes.values()
    ran = faults.run(*words, "--discard-unfinished")
    if after == before:
        assert journal != "fails"
        assert ran.status == 0, ran.out
    else:
        assert json.loads(ran.out)["reasons"][0]["code"] == "add-name"  # it is there already
    assert _holds(bag)
    assert _contents(bag / "data").items() >= data.items()
    assert len(_contents(bag / "data")) == len(data) + 13
    left = sorted(p.name for p in bag.parent.iterdir() if p.name.startswith("bag"))
    assert [name for name in left if "custody" not in name] == ["bag"]


def test_killed_at_any_moment(faults, bag, second, xb, tmp_path):
    shutil.copytree(bag, tmp_path / "kept")
    shutil.copytree(tmp_path / "bag-custody", tmp_path / "kept-custody")
    moments = random.Random(17)
    for _ in range(3):
        words = ("evidence", "add", bag, second, "--under", "M-second", "--key", xb)
        faults.run(*words, kill_after=0.25 + moments.random())
        outcomes = _verified(bag)
        outcomes.pop("The custody events that are there are signed and follow one another", None)
        assert "fails" not in outcomes.values()
        faults.run(*words, "--discard-unfinished")
        assert _holds(bag)
        assert (bag / "data/M-second/deep/07").is_file()
        for name in ("bag", "bag-custody"):
            shutil.rmtree(tmp_path / name)
            shutil.copytree(tmp_path / f"kept{name[3:]}", tmp_path / name)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (
            Fault("write", "*/bag.partial/data/M-second/*", "ENOSPC", first=3, times=EVER),
            "disk-full",
        ),
        (Fault("write", "*/bag.partial/inventory.jsonl", "EIO"), "disk-failing"),
        (Fault("write", "*/bag-custody.partial/*", "ENOSPC", first=2), "disk-full"),
        (Fault("fsync", "*/bag.partial/case.jsonld", "EIO"), "disk-failing"),
        (Fault("rename", "*/bag", "EIO"), "disk-failing"),
        (Fault("link", "*/bag.partial/data/*", "EPERM"), "add-links"),
        (Fault("rename", "*/bag", "EINVAL"), "disk-no-exchange"),
        (Fault("readv", "*/second/deep/05", "EIO"), "source-unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.call}-{value.outcome}",
)
def test_a_disk_that_fills_or_fails_leaves_the_bag_as_it_was(
    faults, bag, second, xb, tmp_path, rule, code
):
    before = _contents(tmp_path)
    words = ("evidence", "add", bag, second, "--under", "M-second", "--key", xb, "--json")
    ran = faults.run(*words, rules=[rule])
    assert ran.fired
    assert json.loads(ran.out)["reasons"][0]["code"] == code
    assert _contents(tmp_path) == before
    assert _add(bag, second, xb).status == 0
