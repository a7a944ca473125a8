# SPDX-License-Identifier: Apache-2.0
"""The benchmarks run, and report every row: its figure, or why there is none. No figure is
asserted: a busy machine is no fault of the code's.
"""

import json
import os
import shutil
import stat
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import document, load, results, watching
from bench.demo import played
from bench.growth import of_items
from bench.growth.__main__ import FASTER
from bench.growth.curves import Curve, curves_of
from bench.growth.of_events import batches_of
from bench.growth.picture import picture
from bench.odd_folder import NAMES, make_odd_folder
from bench.rows import Found, Row, SkippedError, as_json, at_least, at_most
from bench.scales import SCALES, quick
from bench.soak import Memory
from bench.studies.table import ROWS, STUDIES
from bench.workplace import Workplace

ROOT = Path(__file__).parents[2]


WITH_A_DEMO = {"court-check", "memory-sending"}
"""Rows that play a demo of their own. `tests/exercises/demo/test_exercises_demo.py` plays one already: it measures the
first on the bundle of that, and holds the limit of the second."""

MEASURED = [row.id for row in ROWS if row.id not in WITH_A_DEMO]


SHARES = 6
"""Parts of the rows. Each gate measures one."""


@pytest.fixture(scope="module", params=range(SHARES))
def rows_of_share(request):
    """Return the rows of one part, of those that are measured here."""
    return MEASURED[request.param :: SHARES]


@pytest.fixture(scope="module")
def run_document(rows_of_share, tmp_path_factory):
    """Return what the smallest run prints."""
    out = tmp_path_factory.mktemp("bench") / "results.json"
    rows = [word for row in rows_of_share for word in ("--row", row)]
    answer = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--scale", "tiny", "--out", out, *rows],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return json.loads(out.read_text())


@pytest.mark.processes
@pytest.mark.judge
def test_every_row_is_reported_and_listed_in_the_document(run_document, rows_of_share, tmp_path):
    assert [row["id"] for row in run_document["rows"]] == rows_of_share
    written = tmp_path / "benchmarks.md"
    written.write_text(f"before\n{document.BEGIN}\nold\n{document.END}\nafter\n")
    document.write_document(run_document, written)
    text = written.read_text()
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    for row in run_document["rows"]:
        assert row["figure"] is not None or row["why_not"], row
        assert row["goal"]
        assert 0 <= row["foreign_share"] <= 1
        assert row["what"] in text


def test_no_two_rows_share_a_name():
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_a_goal_is_met_in_its_own_direction():
    assert at_least(5).met(5)
    assert not at_least(5).met(4.9)
    assert at_most(2).met(2)
    assert not at_most(2).met(2.1)


def test_the_median_of_the_rounds_counts():
    row = Row("a", "what", "against", at_most(2))
    document = as_json(row, Found([9.0, 1.0, 2.0]), None)
    assert (document["figure"], document["met"]) == (2.0, True)


def test_a_row_without_a_figure_says_why():
    document = as_json(ROWS[0], None, "the program x is not installed")
    assert (document["figure"], document["met"]) == (None, None)
    assert "not installed" in document["why_not"]


def test_quick_measures_less_and_no_scale_measures_more_by_it():
    for scale in SCALES.values():
        less = quick(scale)
        assert less.rounds <= 3
        assert less.leaves <= 1_000_000
        assert less.rounds <= scale.rounds


def test_workers_are_skipped_without_a_database(tmp_path):
    (study,) = (study for study in STUDIES if study.rows[0].id == "workers")
    with pytest.raises(SkippedError, match="PostgreSQL"):
        study.measure(Workplace(tmp_path, SCALES["tiny"]))


def test_memory_of_a_child_is_seen():
    held = 60 << 20
    code = f"import sys; a = b'x' * {held}; sys.stdin.read()"
    child = [sys.executable, "-c", code]
    outer = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; subprocess.run({child!r})"],
        stdin=subprocess.PIPE,
    )
    with watching.Watch(outer.pid, every=0.02) as watch:
        while watch.peaks.tree < held and outer.poll() is None:
            pass
        outer.communicate(b"")
    assert held < watch.peaks.tree < 3 * held
    assert len(watch.peaks.rss) == 2


def test_memory_that_is_shared_with_others_is_counted_once_and_whole():
    held = 60 << 20
    code = f"import os, sys; a = b'x' * {held}; os.write(1, b'%d\\n' % os.fork()); sys.stdin.read()"
    outer = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    forked = max(int(outer.stdout.readline()) for _ in range(2))
    with watching.Watch(forked, lambda _command: "XA worker", every=0.02) as watch:
        while not watch.peaks.groups:
            pass
        outer.communicate(b"")
    assert watch.peaks.tree < 0.9 * held < held < watch.peaks.groups["XA"] < 2 * held
    pages = [
        watching.Pages(pss=9, private=1, shared=10),
        watching.Pages(pss=9, private=2, shared=12),
    ]
    assert watching.without_others(pages) == 15
    assert watching.without_others([]) == 0


@pytest.mark.parametrize("is_watched", [True, False])
def test_the_memory_of_a_demo_is_watched_where_it_is_asked_for(tmp_path, is_watched):
    demo = played(tmp_path / "home", tmp_path / "nothing", is_watched=is_watched)
    assert demo.status == 1
    assert "[exercise-no-evidence]" in demo.output
    assert bool(demo.peaks.tree) is is_watched


def test_our_own_work_is_not_the_load_of_others():
    before = load.now()
    subprocess.run([sys.executable, "-c", "sum(range(10**7))"])
    took = load.now()
    assert took.own - before.own > 0.05
    assert 0 <= load.foreign_share(before) <= 1


def test_the_odd_folder_has_everything_odd(tmp_path):
    folder = tmp_path / "odd"
    count = make_odd_folder(folder, 3 * len(NAMES))
    kinds, names, files = set(), set(), 0
    for root, folders, found in os.walk(os.fsencode(folder)):
        for name in (*folders, *found):
            mode = os.lstat(root + b"/" + name).st_mode
            kinds.add(stat.S_IFMT(mode))
            names.add(name)
            files += stat.S_ISREG(mode)
    assert kinds == {stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFSOCK}
    assert names.issuperset(NAMES)
    assert files > count  # hard links count twice
    assert count >= 3 * len(NAMES)
    shutil.rmtree(folder)


def test_a_program_that_is_not_installed_now_keeps_the_version_that_older_rows_were_measured_with():
    def versions(age, openssl, *rows):
        programs = {"age": age, "openssl": openssl}
        return {"machine": {"programs": programs}, "rows": [{"id": row} for row in rows]}

    found = results.merged(
        versions("1.2.1", "3.5.8", "seal-big", "append-one"),
        versions(results.NOT_INSTALLED, "3.5.9", "append-one", "console-pages"),
    )
    assert found["machine"]["programs"] == {"age": "1.2.1", "openssl": "3.5.9"}
    assert [row["id"] for row in found["rows"]] == ["seal-big", "append-one", "console-pages"]


@pytest.mark.processes
def test_growth_is_measured_and_drawn(tmp_path):
    out, drawn = tmp_path / "growth.json", tmp_path / "growth.svg"
    command = [sys.executable, "-m", "bench.growth", "--most", "1000", "--looks", "1"]
    answer = subprocess.run(
        [*command, "--of", "events", "--out", out, "--picture", drawn],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    found = json.loads(out.read_text())["found"]["events"]["1000"]
    assert found["append_ms"] > 0
    assert found["database_MiB"] > 1
    assert ET.parse(drawn).getroot().tag.endswith("svg")


@pytest.mark.processes
def test_packages_of_several_sizes_are_measured_one_after_another(tmp_path, monkeypatch):
    monkeypatch.setattr(of_items, "sizes_to", lambda _most: [3, 7])
    found = of_items.measure(Workplace(tmp_path, SCALES["tiny"]), 7)
    assert [*found] == [3, 7]
    assert all(figure > 0 for figures in found.values() for figure in figures.values())


def test_measuring_appends_leaves_a_log_of_about_its_size():
    assert [batches_of(size, 15) for size in (1_000, 10_000, 100_000, 1_000_000)] == [1, 1, 10, 15]


def test_what_grows_faster_than_its_number_is_seen():
    curves = curves_of({1_000: {"list_ms": 2, "fold_ms": 1}, 10_000: {"list_ms": 2, "fold_ms": 90}})
    steps = {curve.name: curve.exponent() for curve in curves}
    assert steps["list"] == 0
    assert steps["fold"] > FASTER
    assert curves_of({1_000: {"list_ms": 2}})[0].exponent() is None


def test_names_of_curves_that_end_at_one_place_are_drawn_apart():
    ends = [Curve(f"name{number}", "ms", {1_000: 1, 10_000: 5}) for number in range(8)]
    drawn = ET.fromstring(picture([("requests", ends)]))
    names = [one for one in drawn.iter() if (one.text or "").startswith("name")]
    heights = sorted(float(one.get("y")) for one in names)
    assert len(names) == 8
    assert all(after - before >= 12 for before, after in pairwise(heights))


def test_a_process_that_grows_is_named_and_one_that_warms_up_is_not():
    memory = Memory()
    memory.samples = {
        "leaks": [50.0 + number for number in range(60)],
        "warms up": [20.0] * 6 + [60.0] * 54,
        "varies": [60.0, 63.0] * 30,
    }
    assert {name for name, _first, _last, grew in memory.grown() if grew} == {"leaks"}
