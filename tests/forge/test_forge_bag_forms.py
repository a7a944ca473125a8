# SPDX-License-Identifier: Apache-2.0
"""Forms of what a bag holds that one judge once refused and the other did not: inventory, names, offsets, images.

The forger here signs and logs with all that both States have, so that no signature answers first.
"""

import json

import pytest

from casts.court.both_judges import edit, judged
from rogatory.wire import canonical


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "0644"},
        {"uid": True},
        {"mtime_ns": 1},
        {"name": "???"},
        {"target": "!"},
        {"changed": "x"},
        {"kind": "link"},
        {"device_number": 5},
        {"unreadable": 5},
        {"mode": -1},
        {"links": -1},
        {"mtime_ns": "abc"},
        {"ctime_ns": ""},
        {"atime_ns": "1.5"},
        {"device_number": "x"},
        {"extents": [[0, 1]] * 1001},
        {"extents": [[0, -1]]},
        {"extents": 5},
        {"xattrs": ["a"]},
        {"xattrs": {"user.a": "?"}},
        {"links": "2"},
        {"allocated": "x"},
    ],
    ids=str,
)
def test_an_inventory_with_a_field_in_another_form_is_none(material, tmp_path, everything, changes):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "inventory.jsonl"
    first, *rest = place.read_bytes().splitlines(keepends=True)
    place.write_bytes(canonical.encode(json.loads(first) | changes) + b"\n" + b"".join(rest))
    assert judged(material, artifact, everything)["bag-inventory"] == "fails"


def test_an_inventory_with_a_size_of_a_folder_in_another_form_is_none(
    material, tmp_path, everything
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    folder = canonical.encode({"kind": "folder", "path": "zz", "size": "x"})
    with (artifact.path / "inventory.jsonl").open("ab") as stream:
        stream.write(folder + b"\n")
    assert judged(material, artifact, everything)["bag-inventory"] == "fails"


@pytest.mark.parametrize(
    ("line", "other"),
    [
        (b"Payload-Oxum: ", b"Payload-Oxum: 0"),
        (b"\nPayload-Oxum", b"\r\nPayload-Oxum"),
        (b"\nPayload-Oxum", b"\0\nPayload-Oxum"),
    ],
    ids=["leading-zero", "carriage-return", "zero-byte"],
)
def test_a_bag_info_in_another_form_is_not_read(material, tmp_path, everything, line, other):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "bag-info.txt"
    place.write_bytes(place.read_bytes().replace(line, other))
    found = judged(material, artifact, everything)
    assert (found["bag-size"], found["bag-signed"]) == ("fails", "undecided")


@pytest.mark.parametrize("name", ["MAIL-0.eml", "aux.txt", "e\u0301.txt"])
def test_a_file_under_a_name_that_no_package_has_is_none_of_the_bag(
    material, tmp_path, everything, name
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    (artifact.path / "data" / name).write_bytes(b"another")
    found = judged(material, artifact, everything)
    assert found["bag-form"] == found["bag-files"] == "fails"


def offsets_of(bag):
    """Return the table of a stream of this bag's files, made from the text of section 14 alone."""
    (package,) = (
        line.partition(": ")[2]
        for line in (bag / "bag-info.txt").read_text().splitlines()
        if line.startswith("External-Identifier")
    )
    last = [
        "tagmanifest-sha256.txt",
        *(f"tagmanifest-sha256.txt.{one}.p7s" for one in ("mldsa65", "p256")),
    ]
    paths = [str(one.relative_to(bag)) for one in bag.rglob("*") if one.is_file()]
    data = sorted((one for one in paths if one.startswith("data/")), key=str.encode)
    manifests = sorted(one for one in paths if one.startswith("manifest-"))
    tags = sorted(
        {*paths} - {*last, *data, *manifests, "bagit.txt", "bag-info.txt"}, key=str.encode
    )
    ordered = [
        "bagit.txt",
        "bag-info.txt",
        "",
        *data,
        *manifests,
        *tags,
        *(p for p in last if p in paths),
    ]
    table, at = b"", 0
    for path in ordered:
        name = f"{package}/{path or 'data/'}".encode()
        at += (
            512
            if len(name) <= 100 and name.isascii()
            else 1024 + -(-(len(name) + 10) // 512 - 1) * 512
        )
        if path:
            size = (bag / path).stat().st_size
            table += b"%d %d %s\n" % (at, size, path.encode())
            at += size + -size % 512
    return table


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda table: table, "holds"),
        (lambda table: b"", "fails"),
        (lambda table: table + b"0 0 notes.txt\n", "fails"),
        (lambda table: table[:-1], "fails"),
        (lambda table: b"what a reader is to find here\n", "fails"),
    ],
)
def test_a_file_named_offsets_is_the_table_of_the_bag_or_no_file_of_it(
    material, tmp_path, change, outcome
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    table = offsets_of(artifact.path)
    (artifact.path / "offsets").write_bytes(change(table))
    assert judged(material, artifact, None)["bag-files"] == outcome


def test_offsets_cannot_be_compared_without_a_bag_info_in_its_form(material, tmp_path):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    (artifact.path / "offsets").write_bytes(offsets_of(artifact.path))
    (artifact.path / "bag-info.txt").write_bytes(b"nothing\n")
    assert judged(material, artifact, None)["bag-files"] == "undecided"


@pytest.mark.parametrize(
    "runs",
    [
        {"complete": True, "ranges": [], "sectors": 1},
        {"complete": True, "ranges": [[0, 2]], "sectors": 1},
        {"complete": False, "ranges": [[0, 2]], "sectors": 1},
        {"complete": True, "ranges": [[4, 1], [0, 1]], "sectors": 2},
        {"complete": True, "ranges": [[0, 2], [1, 1]], "sectors": 3},
    ],
    ids=str,
)
@pytest.mark.parametrize("member", ["bad_sectors", "differing_sectors"])
def test_runs_of_sectors_that_do_not_come_to_their_number_are_none(
    material, tmp_path, everything, member, runs
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "media.json"
    images = json.loads(place.read_bytes())["images"]
    edit(place, images=[{**images[0], member: runs}, *images[1:]])
    assert judged(material, artifact, everything)["bag-examined"] == "fails"


@pytest.mark.parametrize("name", ["tagmanifest-sha256.txt.mldsa65.p7s", "data/mail-0.eml"])
def test_a_link_in_a_bag_counts_as_absent_where_further_manifests_are_compared(
    material, tmp_path, name
):
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = artifact.path / "bag" / name
    place.rename(tmp_path / "aside")
    place.symlink_to(tmp_path / "aside")
    found = judged(material, artifact, None)
    assert found["bag-form"] == "fails"
    assert found["bag-files"] == ("fails" if name.startswith("data/") else "holds")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "raw", "agreement": "none-stored"},
        {"format": "ewf-1", "stored": {}, "agreement": "not-compared"},
        {"digests": {}, "agreement": "none-stored"},
    ],
    ids=str,
)
def test_the_agreement_of_an_image_is_what_its_digests_come_to(
    material, tmp_path, everything, changes
):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "media.json"
    first, *rest = json.loads(place.read_bytes())["images"]
    edit(place, images=[first | changes, *rest])
    assert judged(material, artifact, everything)["bag-examined"] == "fails"


def test_a_member_of_an_archive_was_modified_at_a_moment(material, tmp_path, everything):
    artifact = material.artifacts["bag"].copy(tmp_path / "forged")
    place = artifact.path / "members.jsonl"
    first, *rest = place.read_bytes().splitlines(keepends=True)
    changed = json.loads(first) | {"modified": "x"}
    place.write_bytes(canonical.encode(changed) + b"\n" + b"".join(rest))
    assert judged(material, artifact, everything)["bag-examined"] == "fails"
