# SPDX-License-Identifier: Apache-2.0
"""Prometheus' text format, version 0.0.4: gauges and histograms.

A line is a name, labels and a number; what we write needs no escaping, and what would is refused. The official library brings
a registry for one process, files of its own for several, and 4,000 lines for these sixty.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rogatory.bootstrap.processes.duration_histogram import BOUNDS, DurationHistogram

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_NAME = re.compile(r"rogatory_[a-z_]+\Z")
_LABEL = re.compile(r"[a-z]+\Z")
_VALUE = re.compile(r"[A-Za-z0-9._-]{1,60}\Z")
"""State codes, kinds of job, codes, names and numbers of processes: nobody's words."""

type Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MetricFamily:
    """A metric with its meaning, and its values by labels."""

    name: str
    meaning: str
    gauges: list[tuple[Labels, float]] = field(default_factory=list)
    histograms: list[tuple[Labels, DurationHistogram]] = field(default_factory=list)

    def add(self, value: float, **labels: str) -> None:
        self.gauges.append((labels, value))


def exposition(families: Sequence[MetricFamily]) -> bytes:
    """Return the text of these metrics.

    Raises:
        ValueError: a name or a label has another form than ours have.
    """
    return "".join(line + "\n" for one in families for line in _lines(one)).encode("ascii")


def _lines(family: MetricFamily) -> Iterator[str]:
    if not _NAME.match(family.name):
        raise ValueError(f"{family.name} is no name of a metric")
    yield f"# HELP {family.name} {family.meaning}"
    yield f"# TYPE {family.name} {'histogram' if family.histograms else 'gauge'}"
    for labels, value in family.gauges:
        yield f"{family.name}{_labels(labels)} {_number(value)}"
    for labels, histogram in family.histograms:
        counts, total = histogram.cumulated()
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
            yield f"{family.name}_bucket{_labels(labels, bound)} {count}"
        yield f"{family.name}_sum{_labels(labels)} {_number(total)}"
        yield f"{family.name}_count{_labels(labels)} {counts[-1]}"


def _number(value: float) -> str:
    """Return a number to a thousandth: no duration or share is known better."""
    if math.isinf(value):
        return "+Inf"
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _labels(labels: Labels, bound: str | None = None) -> str:
    for name, value in labels.items():
        if not _LABEL.match(name) or not _VALUE.match(value):
            raise ValueError(f"{name}={value!r} is no label of ours")
    found = [f'{name}="{value}"' for name, value in labels.items()]
    found += [] if bound is None else [f'le="{bound}"']
    return f"{{{','.join(found)}}}" if found else ""
