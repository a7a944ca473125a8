# SPDX-License-Identifier: Apache-2.0
"""Prometheus' text format, read back by its grammar; labels that could carry words are refused."""

import math
import re

import pytest

from rogatory.bootstrap.monitoring.exposition import MetricFamily, exposition
from rogatory.bootstrap.processes.duration_histogram import BOUNDS, DurationHistogram

LINE = re.compile(
    r'(?:# HELP [a-z_]+ .+|# TYPE [a-z_]+ (?:gauge|histogram)|[a-z_]+(?:\{[a-z]+="[^"\\\n]*"(?:,[a-z]+="[^"\\\n]*")*\})? '
    r"(?:-?[0-9.e+-]+|\+Inf))\Z"
)


def test_gauges_and_histograms_are_written_by_the_grammar():
    gauge = MetricFamily("rogatory_jobs", "Jobs.")
    gauge.add(3, kind="deliver")
    gauge.add(0.25, kind="fetch")
    gauge.add(math.inf, kind="keep")
    durations = DurationHistogram()
    for seconds in (0.0005, 0.001, 0.3, 10_000.0):
        durations.observe(seconds)
    histogram = MetricFamily("rogatory_commit_seconds", "Commits.")
    histogram.histograms.append(({"process": "door", "pid": "7"}, durations))
    lines = exposition([gauge, histogram]).decode().splitlines()
    assert all(LINE.match(line) for line in lines)
    assert 'rogatory_jobs{kind="deliver"} 3' in lines
    assert 'rogatory_jobs{kind="fetch"} 0.25' in lines
    assert 'rogatory_jobs{kind="keep"} +Inf' in lines
    assert 'rogatory_commit_seconds_bucket{process="door",pid="7",le="0.001"} 2' in lines
    assert 'rogatory_commit_seconds_bucket{process="door",pid="7",le="+Inf"} 4' in lines
    assert 'rogatory_commit_seconds_count{process="door",pid="7"} 4' in lines
    assert len([line for line in lines if "_bucket" in line]) == len(BOUNDS) + 1


@pytest.mark.parametrize("value", ["Jane Roe", "AR-2026/7", 'a"b', "", "x" * 61, "é"])
def test_a_label_that_could_be_somebodys_words_is_refused(value):
    family = MetricFamily("rogatory_jobs", "Jobs.")
    family.add(1, kind=value)
    with pytest.raises(ValueError, match="no label of ours"):
        exposition([family])


def test_what_a_process_wrote_is_read_back_and_anything_else_is_not():
    durations = DurationHistogram()
    durations.observe(0.3)
    assert DurationHistogram.parse(durations.as_json()).cumulated() == durations.cumulated()
    with pytest.raises(ValueError, match="another form"):
        DurationHistogram.parse({"counts": [1], "total": 1.0})
