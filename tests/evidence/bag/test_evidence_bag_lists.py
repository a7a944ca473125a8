# SPDX-License-Identifier: Apache-2.0
"""Lists of a bag: in byte order, each path once, compared line by line, and grown by one folder without a loss."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.evidence.bag.added_lists import (
    merged_inventory,
    merged_manifest,
    missing_line,
    top_names,
)
from rogatory.evidence.bag.texts import compare, manifest_line, read_manifest
from rogatory.evidence.inventory import ordering
from rogatory.evidence.items_root import ItemsRoot
from rogatory.evidence.spool import Spools

DIGEST, OTHER = "0" * 64, "1" * 64

NAMES = st.text(alphabet="ab-/0é", min_size=1, max_size=6).filter(lambda name: "/" not in name)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)


def row(path, kind="file"):
    return json.dumps({"kind": kind, "path": path}).encode() + b"\n"


def in_order(paths):
    return sorted(set(paths), key=lambda path: ordering(path, "file"))


@given(before=st.lists(PATHS, max_size=8), added=st.lists(PATHS, max_size=5))
def test_a_bag_that_grew_by_a_folder_lists_all_in_the_order_of_one_made_at_once(
    tmp_path_factory, before, added
):
    folder = tmp_path_factory.mktemp("lists")
    old = in_order(path for path in before if path.split("/")[0] != "more")
    new = in_order(f"more/{path}" for path in added)
    whole = in_order([*old, *new])
    (folder / "inventory").write_bytes(b"".join(map(row, old)))
    (folder / "manifest").write_bytes(
        b"".join(manifest_line(DIGEST, f"data/{path}") for path in old)
    )
    with Spools(None) as spools:
        rows, lines = spools.new(), spools.new()
        for path in new:
            rows.write(row(path))
            lines.write(manifest_line(DIGEST, f"data/{path}"))
        root = ItemsRoot(bytes(32))
        inventory, items = merged_inventory(folder / "inventory", rows, "more", spools.new(), root)
        manifest = merged_manifest(folder / "manifest", lines, "more", spools.new())
        merged = b"".join(inventory.lines())
        listed = b"".join(manifest.lines())
    assert merged == b"".join(map(row, whole))
    assert listed == b"".join(manifest_line(DIGEST, f"data/{path}") for path in whole)
    assert items == len(whole)
    other = ItemsRoot(bytes(32))
    for path in whole:
        other.add(row(path))
    assert root.encode() == other.encode()
    assert missing_line(io.BytesIO(b"".join(map(row, old))), io.BytesIO(merged)) is None


def test_the_top_names_are_those_right_below_the_payload(tmp_path):
    (tmp_path / "inventory").write_bytes(
        row("a", "folder") + row("a/b") + row("a/c/d") + row("b") + row("c/e")
    )
    assert list(top_names(tmp_path / "inventory")) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("later", "missing"),
    [
        (["a", "b", "c"], None),
        (["a", "x", "b", "y", "c", "z"], None),
        (["a", "c"], "b"),
        (["a", "b"], "c"),
        (["b", "a", "c"], "b"),
        ([], "a"),
    ],
)
def test_a_line_that_was_lost_or_moved_is_named(later, missing):
    lists = [
        io.BytesIO(b"".join(row(path) for path in paths)) for paths in (["a", "b", "c"], later)
    ]
    assert missing_line(*lists) == (None if missing is None else row(missing))


@pytest.mark.parametrize(
    ("listed", "found", "codes"),
    [
        ([("a", DIGEST)], [("a", DIGEST)], []),
        ([("a", DIGEST)], [("a", None)], []),
        ([("a", DIGEST)], [("a", OTHER)], ["bag-digest"]),
        ([("a", DIGEST), ("b", DIGEST)], [("b", DIGEST)], ["bag-file-missing"]),
        ([("b", DIGEST)], [("a", DIGEST), ("b", DIGEST)], ["bag-file-unlisted"]),
        ([], [("a", DIGEST)], ["bag-file-unlisted"]),
        (
            [("a", DIGEST), ("c", DIGEST)],
            [("b", DIGEST)],
            ["bag-file-missing", "bag-file-unlisted", "bag-file-missing"],
        ),
        # In byte order U+FFFD comes before U+10000, which other orders put first.
        (
            [("\ufffd", DIGEST), ("\U00010000", DIGEST)],
            [("\ufffd", OTHER), ("\U00010000", DIGEST)],
            ["bag-digest"],
        ),
    ],
)
def test_files_and_manifest_are_compared_one_by_one_and_all_differences_are_given(
    listed, found, codes
):
    assert [reason.code.id for reason in compare("manifest", listed, found)] == codes


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([(DIGEST, "data/b"), (DIGEST, "data/a")], "bag-form"),
        ([(DIGEST, "data/a"), (OTHER, "data/a")], "bag-form"),
        ([(DIGEST.replace("0", "A"), "data/a")], "bag-form"),
        ([(DIGEST[:-1], "data/a")], "bag-form"),
        ([(DIGEST, "data/../a")], "evidence-name"),
        ([(DIGEST, "/data/a")], "evidence-name"),
    ],
)
def test_a_manifest_out_of_order_or_with_a_path_that_leaves_the_bag_is_refused(lines, code):
    data = io.BytesIO(b"".join(manifest_line(*line) for line in lines))
    with pytest.raises(Refused) as refused:
        list(read_manifest("manifest", data, "sha256"))
    assert refused.value.codes == (code,)


def test_a_manifest_that_is_cut_off_is_refused():
    whole = manifest_line(DIGEST, "data/a")
    assert list(read_manifest("manifest", io.BytesIO(whole), "sha256")) == [("data/a", DIGEST)]
    for size in range(1, len(whole)):
        with pytest.raises(Refused):
            list(read_manifest("manifest", io.BytesIO(whole[:size]), "sha256"))
