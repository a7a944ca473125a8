# SPDX-License-Identifier: Apache-2.0
"""Rules of sections 1, 13 and 14, each asked as it is written: nothing more, and nothing less."""

import shutil

import pytest


def failing(checks):
    return {one.id for one in checks.done if one.outcome == "fails"}


def test_a_moment_of_any_year_is_one(verifier, stumbles):
    for text in ("0999-12-31T23:59:59Z", "2026-11-24T03:00:00Z", "9999-12-31T23:59:59Z"):
        assert verifier.shown(verifier.moment(text)) == text
    for text in ("999-12-31T23:59:59Z", "2026-11-24T03:00:00.0Z", "2026-11-24 03:00:00"):
        with pytest.raises(stumbles):
            verifier.moment(text)


def test_json_in_another_encoding_is_none(verifier, stumbles):
    text = '{"signed":{},"signatures":[]}'
    assert verifier._tuf(text.encode()) == {"signed": {}, "signatures": []}
    for encoding in ("utf-16", "utf-32", "utf-8-sig"):
        with pytest.raises(stumbles):
            verifier._tuf(text.encode(encoding))


@pytest.mark.parametrize("inside", ["nothing", "a link", "a file", "a file of a bad name"])
def test_of_two_names_that_fold_together_the_later_is_none_of_the_bag(judged, made, trust, inside):
    folder = made("bag")
    first = min(folder.glob("data/*"))
    twin = first.with_name(first.name.upper())
    assert twin.name < first.name
    twin.mkdir()
    if inside == "a link":
        (twin / "x").symlink_to("/dev/null")
    elif inside != "nothing":
        (twin / ("x" if inside == "a file" else "x:")).write_bytes(b"")
    found = failing(judged(folder, trust))
    assert {"bag-form", "bag-files", "bag-size", "bag-inventory"} <= found
    shutil.rmtree(twin)
    assert failing(judged(folder, trust)) == set()


ITEM = {"kind": "file", "path": "a", "sha256": "0" * 64, "size": 1}
FINE_ITEM = {
    "allocated": 0, "changed": ["it grew"], "ctime_ns": "-5", "device": "65024",
    "device_number": "8:1", "extents": [[0, 1]], "gid": 0, "inode": "1", "links": 2, "mode": 420,
    "mtime_ns": "0", "name": "YQ==", "target": "YQ==", "uid": 0, "unreadable": "x",
    "xattrs": {"user.x": "YQ=="},
}  # fmt: skip


def test_every_field_of_an_inventory_is_read(verifier):
    verifier.check_item(ITEM | FINE_ITEM)
    verifier.check_item({"kind": "folder", "path": "/".join(["z" * 199] * 18 + ["z" * 195])})


@pytest.mark.parametrize(
    "change",
    [
        {"mode": -1}, {"uid": -1}, {"gid": "0"}, {"links": "2"}, {"links": -1}, {"allocated": "x"},
        {"allocated": -1}, {"mtime_ns": "x"}, {"mtime_ns": ""}, {"mtime_ns": "1.5"},
        {"atime_ns": "007"}, {"ctime_ns": "\u0663"}, {"device_number": "8"}, {"extents": "x"},
        {"extents": [["a", 1]]}, {"extents": [[0, 1]] * 1001}, {"xattrs": []},
        {"xattrs": {"a": "?"}}, {"inode": 1}, {"kind": "folder", "sha256": "0" * 64},
        {"path": "/".join(["z" * 199] * 18 + ["z" * 196])},
    ],
    ids=lambda one: str(one)[:40],
)  # fmt: skip
def test_a_field_of_an_inventory_in_another_form_is_refused(verifier, stumbles, change):
    with pytest.raises(stumbles):
        verifier.check_item(ITEM | change)


def test_a_size_of_a_thing_without_data_is_a_count(verifier, stumbles):
    with pytest.raises(stumbles):
        verifier.check_item({"kind": "folder", "path": "a", "size": "x"})


RUNS = {"complete": True, "ranges": [[0, 2], [5, 1]], "sectors": 3}
IMAGE = {
    "agreement": "equal", "bad_sectors": RUNS, "differing_sectors": RUNS,
    "digests": {"md5": "0" * 32, "sha256": "0" * 64}, "errors": [[1, 1]],
    "file_systems": [{"block_size": 1, "label": None, "size": 1, "start": 1, "type": "x"}],
    "files": [{"path": "data/a.E01", "sha256": "0" * 64, "size": 1}], "format": "ewf-1",
    "header": {"case_number": "17"}, "media": {"bytes_per_sector": None, "size": 1},
    "partitions": [{"length": 1, "start": 1, "type": "x"}], "remarks": [{"code": "x", "what": "x"}],
    "scheme": {"name": "dos", "sector_size": 512}, "stored": {"md5": "0" * 32},
    "tools": [{"name": "x", "version": "1"}],
}  # fmt: skip
RAW = IMAGE | {"format": "raw", "digests": {"sha256": "0" * 64}, "stored": {}}


@pytest.mark.parametrize(
    ("image", "agreement"),
    [
        (IMAGE, "equal"),
        (IMAGE | {"stored": {"md5": "1" * 32}}, "different"),
        (IMAGE | {"stored": {"md5": "0" * 32, "sha1": "1" * 40}}, "different"),
        (IMAGE | {"stored": {}}, "none-stored"),
        (IMAGE | {"digests": {}}, "not-compared"),
        (IMAGE | {"digests": {}, "stored": {}, "media": None}, "not-compared"),
        (RAW, "not-compared"),
    ],
)
def test_the_agreement_of_an_image_is_what_its_digests_come_to(
    verifier, stumbles, image, agreement
):
    for stated in ("equal", "different", "none-stored", "not-compared"):
        if stated == agreement:
            assert verifier._image(image | {"agreement": stated})[0][0] == "data/a.E01"
            continue
        with pytest.raises(stumbles):
            verifier._image(image | {"agreement": stated})


@pytest.mark.parametrize(
    "change",
    [
        {"digests": {"md5": "0"}}, {"stored": {"crc": "0"}}, {"media": {"size": 1}},
        {"media": {"bytes_per_sector": "512", "size": 1}}, {"errors": "x"}, {"errors": [[-1, 1]]},
        {"header": {"a": 1}}, {"scheme": {"name": "x"}}, {"partitions": [{"start": 1}]},
        {"partitions": [{"length": 1, "start": "x", "type": "x"}]}, {"tools": [{"name": "x"}]},
        {"file_systems": [{"block_size": 1, "label": None, "size": 1, "start": "x", "type": "x"}]},
        {"tools": [{"name": 1, "version": "1"}]}, {"remarks": ["x"]},
        {"bad_sectors": RUNS | {"sectors": 4}}, {"bad_sectors": RUNS | {"ranges": [[5, 1], [0, 2]]}},
        {"bad_sectors": RUNS | {"complete": 1}}, {"bad_sectors": {"ranges": []}},
    ],
    ids=lambda one: str(one)[:50],
)  # fmt: skip
def test_an_image_in_another_form_is_refused(verifier, stumbles, change):
    verifier._image(IMAGE | {"bad_sectors": RUNS | {"complete": False, "sectors": 9}})
    with pytest.raises(stumbles):
        verifier._image(IMAGE | change)


MEMBER = {
    "archive": "data/a.zip", "compressed": 1, "encrypted": False, "index": 0, "kind": "file",
    "method": "deflate", "mode": 420, "modified": "2026-11-24T03:00:00", "name": "x",
    "problems": ["damaged", "escapes"], "sha256": "0" * 64, "size": 1, "target": None,
}  # fmt: skip
ARCHIVE = {
    "archive": "data/a.zip", "expanded": 1, "format": "zip", "kind": "archive", "members": 1,
    "notes": [], "sha256": "0" * 64, "size": 1, "stopped": None,
}  # fmt: skip


def archives(verifier, folder, *lines):
    path = folder / "members.jsonl"
    path.write_bytes(b"".join(verifier.canonical(one) + b"\n" for one in lines))
    return list(verifier._archives(path))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "x"}, {"size": "1"}, {"size": -1}, {"sha256": "0"}, {"encrypted": 0}, {"mode": "x"},
        {"method": 8}, {"target": 8}, {"name": 8}, {"name_bytes": "?"}, {"modified": "yesterday"},
        {"problems": ["escapes", "damaged"]}, {"problems": ["escapes"] * 2}, {"problems": ["odd"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_member_of_an_archive_in_another_form_is_refused(verifier, stumbles, tmp_path, change):
    nulls = dict.fromkeys(("compressed", "method", "mode", "modified", "sha256", "size"))
    for one in (MEMBER, MEMBER | nulls, MEMBER | {"name_bytes": "/w=="}):
        assert archives(verifier, tmp_path, one, ARCHIVE) == [("data/a.zip", 1, "0" * 64)]
    with pytest.raises(stumbles):
        archives(verifier, tmp_path, MEMBER | change, ARCHIVE)


@pytest.mark.parametrize(
    "change", [{"expanded": "1"}, {"notes": "x"}, {"format": 1}, {"stopped": 1}], ids=str
)
def test_the_line_of_an_archive_in_another_form_is_refused(verifier, stumbles, tmp_path, change):
    with pytest.raises(stumbles):
        archives(verifier, tmp_path, MEMBER, ARCHIVE | change)


def test_a_bag_that_names_no_sender_may_be_signed_by_any_authority(verifier, made, trust):
    """[15, 4] By one that names a sender nobody else may have signed."""
    given = verifier.Trusted.read([str(trust)])
    opened = verifier.Opened(made("bag"), given, verifier.moment("2026-11-26T03:00:00Z"))
    (sender,) = opened.bag.info["Rogatory-Sender"]
    assert opened._signed() == sender
    opened.bag.info["Rogatory-Sender"] = ["xa/central-authority"]
    with pytest.raises(verifier.Wrong, match=f"is signed by {sender}, not xa/"):
        opened._signed()
    del opened.bag.info["Rogatory-Sender"]
    assert opened._signed() == sender
    for path in opened.folder.glob("tagmanifest-sha256.txt.*.p7s"):
        path.unlink()
    with pytest.raises(verifier.Undecided, match="without a signature"):
        opened._signed()
