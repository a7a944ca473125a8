# SPDX-License-Identifier: Apache-2.0
"""A collection that was interrupted is taken up: nothing is lost, and what is safe is not repeated."""

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.evidence.states import NOW, clock, collect
from casts.faults.fault_library import EVER, Fault
from rogatory.errors import Refused, Unreachable
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting import journal as collect_journal
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.options import Contents

ACQUISITION = Acquisition("xb/central-authority", officer="xb-0003", case="Case 17/2026")

# The command, with batches as small as a test's folders: the sizes are all that is changed.
COLLECT = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from rogatory.errors import RogatoryError
from rogatory.evidence.collecting import journal as collect_journal
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings
collect_journal.BATCH_FILES = 5
source, out, resume = sys.argv[1:4]
try:
    who = Acquisition("xb/central-authority", officer="xb-0003", case="Case 17/2026")
    settings = RunSettings(lambda: datetime.now(UTC), os.urandom, resume=resume == "resume")
    done = collect(Path(source), Path(out), CollectionTerms(who, hashes=["sha512"]), settings)
    print(done.taken_over)
except RogatoryError as error:
    print(*error.codes)
    sys.exit(4)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    top = tmp_path / "source"
    for number in range(40):
        folder = top / f"folder-{number % 7}" / "deeper"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:03d}.eml").write_bytes(os.urandom(number * 701 % 9000))
    (top / "disk.img").write_bytes(os.urandom((5 << 20) + 3))
    (top / "empty").mkdir()
    (top / "odd|name").write_bytes(b"odd")
    return top


def _data(bag: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(bag)): p.read_bytes() for p in (bag / "data").rglob("*") if p.is_file()
    }


def _folders(bag: Path) -> set[str]:
    return {str(p.relative_to(bag)) for p in (bag / "data").rglob("*") if p.is_dir()}


def _whole(tmp_path: Path, source: Path) -> Path:
    """The bag of a collection that nothing interrupted."""
    given = {"acquisition": ACQUISITION, "clock": clock, "random": os.urandom, "hashes": ["sha512"]}
    collect(source, tmp_path / "whole", **given)
    return tmp_path / "whole"


def _same(bag: Path, whole: Path) -> None:
    assert _data(bag) == _data(whole)
    assert _folders(bag) == _folders(whole)
    for name in ("manifest-sha256.txt", "manifest-sha512.txt", "inventory.jsonl"):
        own_lines, expected = ((b / name).read_text().splitlines() for b in (bag, whole))
        if name == "inventory.jsonl":  # reading may have changed a time of access
            own_lines, expected = (
                [_without_atime(line) for line in lines] for lines in (own_lines, expected)
            )
        assert own_lines == expected
    assert not bag.with_name(bag.name + ".partial").exists()
    assert not bag.with_name(bag.name + ".collecting").exists()


def _without_atime(line: str) -> dict[str, object]:
    return {name: value for name, value in json.loads(line).items() if name != "atime_ns"}


def _acts(bag: Path) -> list[dict[str, object]]:
    graph = json.loads((bag / "case.jsonld").read_bytes())["@graph"]
    return [node for node in graph if node["@id"].startswith("kb:acquire")]


def _collect(faults, source, out, how, *rules, **more):
    return faults.python("-c", COLLECT, source, out, how, rules=rules, **more)


STEPS = [
    Fault("mkdir", "*/bag.partial", "kill-after"),
    Fault("open", "*/bag.partial/data/folder-0/deeper/*", "kill-after", first=2),
    Fault("write", "*/bag.partial/data/disk.img", "kill", first=1),
    Fault("write", "*/bag.partial/data/folder-3/*", "kill-after", first=3),
    Fault("syncfs", "*", "kill", first=2),
    Fault("write", "*/bag.collecting", "kill", first=4),
    Fault("write", "*/bag.collecting", "short", first=3),
    Fault("fdatasync", "*/bag.collecting", "kill", first=5),
    Fault("open", "*/bag.partial/inventory.jsonl", "kill-after"),
    Fault("open", "*/bag.partial/tagmanifest-sha256.txt", "kill-after"),
    Fault("rename", "*/bag", "kill"),
]


@pytest.mark.parametrize(
    "step", STEPS, ids=lambda step: f"{step.call}-{step.path[-12:]}-{step.first}"
)
def test_killed_at_a_named_step(faults, source, tmp_path, step) -> None:
    killed = _collect(faults, source, tmp_path / "bag", "new", step)
    assert killed.fired
    if step.outcome == "short":  # written to its end all the same
        assert killed.status == 0
        return
    assert killed.killed
    assert not (tmp_path / "bag").exists()
    ran = _collect(faults, source, tmp_path / "bag", "resume")
    if not (tmp_path / "bag").exists():  # nothing was begun
        assert (ran.out.split(), step.call) == (["resume-journal"], "mkdir")
        return
    assert ran.status == 0, ran.err
    _same(tmp_path / "bag", _whole(tmp_path, source))
    steps = [act["uco-core:name"] for act in _acts(tmp_path / "bag")]
    assert steps == ["acquire", "acquire-2"]


def test_killed_when_it_has_its_name_it_is_whole(faults, source, tmp_path) -> None:
    step = Fault("rename", "*/bag", "kill-after")
    assert _collect(faults, source, tmp_path / "bag", "new", step).killed
    (tmp_path / "bag.collecting").unlink()  # stays; nothing comes of it
    _same(tmp_path / "bag", _whole(tmp_path, source))


@settings(max_examples=5)
@given(moments=st.lists(st.integers(1, 60), min_size=1, max_size=4))
def test_killed_at_any_file_as_often_as_one_likes(faults, tmp_path_factory, moments) -> None:
    """Interrupted at random files, again and again: the end is the same, and of all the files
    each run reads only those that were not durable before.
    """
    top = tmp_path_factory.mktemp("resumed")
    source = top / "source"
    for number in range(60):
        folder = source / f"{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:03d}").write_bytes(bytes([number]) * (number * 97))
    how = "new"
    for moment in moments:
        rule = Fault("open", "*/bag.partial/data/*/*", "kill-after", first=moment)
        ran = _collect(faults, source, top / "bag", how, rule)
        if ran.killed:
            how = "resume"
        if not ran.killed:
            break
    else:
        ran = _collect(faults, source, top / "bag", how)
    assert ran.status == 0, ran.out
    _same(top / "bag", _whole(top, source))
    shutil.rmtree(top)


def _interrupted(faults, source: Path, out: Path) -> None:
    step = Fault("syncfs", "*", "kill", first=6)
    assert _collect(faults, source, out, "new", step).killed


def test_what_is_durable_is_not_read_again(faults, source, tmp_path) -> None:
    _interrupted(faults, source, tmp_path / "bag")
    lines = (tmp_path / "bag.collecting").read_text().splitlines()
    files = [json.loads(line)["file"][0] for line in lines if line.startswith('{"file"')]
    assert len(files) == 25
    # Reading any of them again would be noticed: each would fail.
    broken = [Fault("readv", f"*/source/{path}", "EIO", times=EVER) for path in files[:15]]
    ran = _collect(faults, source, tmp_path / "bag", "resume", *broken)
    assert (ran.status, int(ran.out), ran.fired) == (0, len(files), ())


def test_what_changed_since_is_read_again(faults, source, tmp_path) -> None:
    _interrupted(faults, source, tmp_path / "bag")
    lines = (tmp_path / "bag.collecting").read_text().splitlines()
    files = [json.loads(line)["file"][0] for line in lines if line.startswith('{"file"')]
    grown, rewritten, replaced, gone = (source / path for path in files[2:6])
    grown.write_bytes(b"longer than it was" * 1000)
    before = rewritten.stat()
    rewritten.write_bytes(os.urandom(before.st_size))  # in place, and the clock set back
    os.utime(rewritten, ns=(before.st_atime_ns, before.st_mtime_ns))
    replaced.unlink()
    replaced.write_bytes(b"another")
    shutil.rmtree(gone.parent)
    tampered = tmp_path / "bag.partial/data" / files[10]
    tampered.write_bytes(bytes(tampered.stat().st_size))
    (tmp_path / "bag.partial/data/planted").mkdir()
    (tmp_path / "bag.partial/data/planted/file").write_bytes(b"never collected")
    (tmp_path / "bag.partial/planted.txt").write_bytes(b"nor this")
    ran = _collect(faults, source, tmp_path / "bag", "resume")
    assert ran.status == 0, ran.out
    assert 0 < int(ran.out) < len(files)
    _same(tmp_path / "bag", _whole(tmp_path, source))


def test_a_journal_that_was_torn_or_tampered_with_counts_up_to_there(faults, source, tmp_path):
    _interrupted(faults, source, tmp_path / "bag")
    journal = tmp_path / "bag.collecting"
    lines = journal.read_bytes().splitlines(keepends=True)
    ends = [n for n, line in enumerate(lines) if line.startswith(b'{"durable"')]
    lines[ends[2] + 2] = lines[ends[2] + 2].replace(b'"', b"'", 1)
    journal.write_bytes(b"".join(lines)[:-7] + b"\0\0\0")
    ran = _collect(faults, source, tmp_path / "bag", "resume")
    assert (ran.status, int(ran.out)) == (0, 15)
    _same(tmp_path / "bag", _whole(tmp_path, source))


def test_another_source_or_other_options_are_refused_with_reasons(faults, source, tmp_path):
    _interrupted(faults, source, tmp_path / "bag")
    partial = sorted((tmp_path / "bag.partial/data").iterdir())
    journal = (tmp_path / "bag.collecting").read_bytes()
    other = tmp_path / "other"
    shutil.copytree(source, other)
    with pytest.raises(Refused) as refused:
        collect(
            other,
            tmp_path / "bag",
            resume=True,
            acquisition=Acquisition("xb/contact-point", case="Case 18/2026"),
            contents=Contents(Conditions(secrecy=True)),
            hashes=["blake2b"],
            clock=clock,
            random=os.urandom,
        )
    assert set(refused.value.codes) == {"resume-differs"}
    fields = {reason.fields["field"] for reason in refused.value.reasons}
    assert fields == {"authority", "case", "set of conditions", "choice of digests", "source"}
    assert sorted((tmp_path / "bag.partial/data").iterdir()) == partial
    assert (tmp_path / "bag.collecting").read_bytes() == journal
    assert _collect(faults, source, tmp_path / "bag", "resume").status == 0


def test_nothing_to_resume(source, tmp_path) -> None:
    given = {"acquisition": ACQUISITION, "clock": clock, "random": os.urandom}
    with pytest.raises(Refused) as refused:
        collect(source, tmp_path / "bag", resume=True, **given)
    assert refused.value.codes == ("disk-nothing-unfinished",)
    assert list(tmp_path.iterdir()) == [source]


def test_an_interrupted_collection_is_not_begun_anew_by_accident(faults, source, tmp_path):
    _interrupted(faults, source, tmp_path / "bag")
    journal = (tmp_path / "bag.collecting").read_bytes()
    ran = _collect(faults, source, tmp_path / "bag", "new")
    assert ran.out.split() == ["collect-left"]
    assert (tmp_path / "bag.collecting").read_bytes() == journal
    given = {"acquisition": ACQUISITION, "clock": clock, "random": os.urandom, "hashes": ["sha512"]}
    collect(source, tmp_path / "bag", remove_leftover=True, **given)
    _same(tmp_path / "bag", _whole(tmp_path, source))


def test_interrupted_from_the_keyboard(source, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(collect_journal, "BATCH_FILES", 5)
    (source / "aaa.img").write_bytes(os.urandom(3 << 20))  # ends long before the last buffer
    given = {"acquisition": ACQUISITION, "random": os.urandom, "hashes": ["sha512"]}

    def interrupt(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(Unreachable) as stopped:
        collect(source, tmp_path / "bag", progress=interrupt, clock=clock, **given)
    assert stopped.value.codes == ("collect-unfinished",)
    later = NOW + timedelta(hours=2)
    done = collect(source, tmp_path / "bag", resume=True, clock=lambda: later, **given)
    assert done.taken_over == stopped.value.reasons[0].fields["files"]
    _same(tmp_path / "bag", _whole(tmp_path, source))
    first, second = _acts(tmp_path / "bag")
    assert first["uco-action:endTime"]["@value"] < second["uco-action:startTime"]["@value"]
    assert "interrupted" in first["uco-core:description"][0]


@pytest.mark.parametrize("outcome", ["ENOSPC", "EIO"])
def test_a_disk_that_fills_or_fails_loses_nothing(faults, source, tmp_path, outcome) -> None:
    rule = Fault("write", "*/bag.partial/data/folder-5/*", outcome, times=EVER)
    ran = _collect(faults, source, tmp_path / "bag", "new", rule)
    code = {"ENOSPC": "disk-full", "EIO": "disk-failing"}[outcome]
    assert (ran.status, ran.out.split()) == (4, [code, "collect-unfinished"])
    assert not (tmp_path / "bag").exists()
    assert _collect(faults, source, tmp_path / "bag", "resume").status == 0
    _same(tmp_path / "bag", _whole(tmp_path, source))


def test_a_sync_that_fails_is_believed(faults, source, tmp_path) -> None:
    """Data that a failed sync was to make durable are read again, though a second one succeeds."""
    ran = _collect(faults, source, tmp_path / "bag", "new", Fault("syncfs", "*", "EIO", first=3))
    assert (ran.status, ran.out.split()) == (4, ["disk-failing", "collect-unfinished"])
    ran = _collect(faults, source, tmp_path / "bag", "resume")
    assert (ran.status, int(ran.out)) == (0, 10)
    _same(tmp_path / "bag", _whole(tmp_path, source))


def test_a_journal_that_cannot_be_begun_leaves_nothing(faults, source, tmp_path) -> None:
    for first in (1, 2):
        rule = Fault("write", "*/bag.collecting", "ENOSPC", first=first)
        ran = _collect(faults, source, tmp_path / "bag", "new", rule)
        assert (ran.status, ran.out.split()) == (4, ["disk-full"])
        assert list(tmp_path.iterdir()) == [source]


# Memory: what a hundred thousand files need must not be what a million would need.

_PEAK = """
import os, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings
peak = 0
def watch():
    global peak
    while True:
        rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
        peak = max(peak, next(int(r.split()[1]) for r in rows if r.startswith("Pss_Anon")))
        if done.wait(0.02):
            return
done = threading.Event()
watching = threading.Thread(target=watch)
watching.start()
try:
    settings = RunSettings(lambda: datetime.now(UTC), os.urandom, resume=sys.argv[3] == "resume")
    collect(Path(sys.argv[1]), Path(sys.argv[2]), CollectionTerms(Acquisition()), settings)
finally:
    done.set()
    watching.join()
    print(peak)
"""


def test_memory_stays_flat_with_many_tiny_files_also_when_resumed(faults, tmp_path) -> None:
    peaks = {}
    for count in (500, 6_000):
        source = tmp_path / f"source-{count}"
        for number in range(count):
            folder = source / f"{number % 97:02d}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{number:06d}").write_bytes(b"" if number % 2 else b"tiny")
        out = tmp_path / f"bag-{count}"
        stop = Fault("rename", "*/bag-*", "kill")
        assert faults.python("-c", _PEAK, source, out, "new", rules=[stop], cold=True).killed
        ran = faults.python("-c", _PEAK, source, out, "resume", cold=True)
        assert ran.status == 0, ran.err
        peaks[count] = int(ran.out)
        shutil.rmtree(source)
        fresh = (out / "data").rglob("*")
        assert sum(path.is_file() for path in fresh) == count
    # Spools hold up to 4 MiB each, and as much again while they are read, before they are files.
    assert peaks[6_000] < peaks[500] + 36_000, peaks
