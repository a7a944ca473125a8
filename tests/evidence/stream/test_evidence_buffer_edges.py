# SPDX-License-Identifier: Apache-2.0
"""Files that begin or end exactly where a buffer does are recorded once, whichever thread is first."""

import os

import pytest

from casts.evidence.states import NOW
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings
from rogatory.evidence.pipeline.file_reading import open_stack
from rogatory.evidence.pipeline.packer import CAPACITY, Batch, Packer, new_buffer
from rogatory.evidence.pipeline.plan import Planned, fingerprint_of
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import verify_bag

EIGHTH = CAPACITY // 8


class Fresh:
    def take(self):
        return new_buffer()

    def put(self, item):
        del item


def test_no_span_of_a_file_is_empty_but_that_of_an_empty_file(tmp_path):
    sizes = [EIGHTH] * 16 + [0, CAPACITY, 0, EIGHTH, 3 * CAPACITY, 1]
    batches: list[Batch] = []
    packer = Packer(Fresh(), batches.append)
    with open_stack(tmp_path) as stack:
        for number, size in enumerate(sizes):
            path = tmp_path / f"{number:02d}"
            path.write_bytes(os.urandom(size))
            mark = fingerprint_of(path.lstat())
            packer.add(stack, Planned(path.name, os.fsencode(path.name), "file", size, {}, mark))
    packer.finish(end=True)
    spans = [span for batch in batches for span in batch.spans]
    ended = [planned.path for planned, _, _, last in spans if last]
    assert ended == [f"{number:02d}" for number in range(len(sizes))]
    assert all(stop > start for planned, start, stop, _ in spans if planned.size)


@pytest.mark.parametrize("rounds", range(3))
def test_a_thousand_files_that_fill_buffers_exactly_are_listed_once_each(
    tmp_path, borealia, rounds
):
    source = tmp_path / "source"
    source.mkdir()
    for number in range(512):
        (source / f"{number:04d}").write_bytes(os.urandom(16) * (EIGHTH // 16))
    collect(
        source,
        tmp_path / "bag",
        terms=CollectionTerms(acquisition=Acquisition(borealia.authority)),
        settings=RunSettings(clock=lambda: NOW, random=os.urandom),
        keys=borealia.keys,
    )
    found = verify_bag(tmp_path / "bag", trust=Trust(NOW, borealia.anchors))
    assert found.outcome == "holds"
    assert len((tmp_path / "bag" / "manifest-sha256.txt").read_text().splitlines()) == 512
