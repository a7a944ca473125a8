# SPDX-License-Identifier: Apache-2.0
"""The table of items, and what is said of images and providers' returns."""

import copy
from dataclasses import replace

import pytest

from rogatory.disk import Beneath
from rogatory.evidence.inventory import Item, base64_text
from rogatory.evidence.media.document import Image, Media
from rogatory.evidence.returns.document import encode
from rogatory.node.court.report.examined_text import examined_blocks
from rogatory.node.court.report.items_text import ITEMS_PRINTED, items_section
from rogatory.node.court.report.languages import words_in
from rogatory.node.printing.blocks import DocumentTable, FactTable, Paragraph

SUM = "ab" * 32


def about(report, folder, files=0):
    """The report of a bag that is this folder."""
    contents = copy.copy(report.contents)
    contents.beneath = Beneath(folder)
    bag = copy.copy(report.bag)
    bag.files = files
    return replace(report, contents=contents, bag=bag)


def inventory(folder, items):
    (folder / "inventory.jsonl").write_bytes(b"".join(item.line() for item in items))


def table_of(section):
    return next(block for block in section.blocks if isinstance(block, DocumentTable))


def item_rows(section):
    return " ".join(block.text for block in section.blocks if isinstance(block, Paragraph))


def test_each_item_has_its_kind_and_what_is_remarkable_about_it(report, tmp_path):
    inventory(
        tmp_path,
        [
            Item("a.txt", "file", 12345, SUM, {"links": 2, "name": base64_text(b"a\xff\n.txt")}),
            Item("b", "folder"),
            Item("c", "link", facts={"target": base64_text("/etc/passwd\u202e".encode())}),
            Item("d", "file", 7, SUM, changed=("it grew to 9; cut at 7 bytes",)),
            Item("e", "file", unreadable="permission denied"),
            Item("f", "block-device"),
        ],
    )
    rows = table_of(items_section(about(report, tmp_path, files=2))).rows
    assert [row[0] for row in rows] == list("123456")
    assert rows[0][1:5] == ("a.txt", "file", "12\u00a0345", SUM)
    assert rows[0][5] == "at the source: a\\xff\\u{000a}.txt".replace("\\u{000a}", "\n") + (
        "\nhas several names at the source"
    )
    assert rows[2][5] == "leads to /etc/passwd\\u{202e}"
    assert rows[3][5].startswith("changed: it grew to 9")
    assert rows[4][5] == "could not be read: permission denied"
    assert rows[5][2] == "block device"


@pytest.mark.parametrize(("count", "left"), [(ITEMS_PRINTED, 0), (10_000, 10_000 - ITEMS_PRINTED)])
def test_the_rest_is_counted_and_its_place_is_named(report, tmp_path, count, left):
    inventory(tmp_path, (Item(f"mail-{n:06}", "file", 1, SUM) for n in range(count)))
    section = items_section(about(report, tmp_path, files=count))
    assert len(table_of(section).rows) == ITEMS_PRINTED
    assert ("9\u00a0800 further files are not printed here." in item_rows(section)) == bool(left)
    assert "bag/manifest-sha256.txt" in item_rows(section)


def image(**changes):
    facts = {
        "agreement": "equal",
        "bad_sectors": {"complete": True, "ranges": [[4, 2]], "sectors": 2},
        "differing_sectors": {"complete": True, "ranges": [], "sectors": 0},
        "digests": {"md5": "0" * 32, "sha256": SUM},
        "errors": [],
        "file_systems": [
            {"block_size": 512, "label": "WORK", "size": 9, "start": 0, "type": "FAT16"}
        ],
        "files": [{"path": "data/disk.E01", "sha256": SUM, "size": 9}],
        "format": "ewf-1",
        "header": {},
        "media": {"bytes_per_sector": 512, "size": 1_048_576},
        "partitions": [{"length": 9, "start": 1, "type": "FAT"}],
        "remarks": [],
        "scheme": {"name": "DOS", "sector_size": 512},
        "stored": {"md5": "0" * 32},
        "tools": [{"name": "libewf", "version": "1"}],
    }
    return Image(facts | changes)


def test_an_image_is_described_with_its_medias_digests(report, tmp_path):
    (tmp_path / "media.json").write_bytes(Media((image(), image(agreement="different"))).encode())
    blocks = list(examined_blocks(about(report, tmp_path)))
    assert [type(one) for one in blocks] == [FactTable, FactTable]
    values = {row.label: row.value for row in blocks[0].rows}
    assert values["Disk image"] == "data/disk.E01"
    assert values["SHA256 of the media"] == SUM
    assert values["Size of the media"] == "1\u00a0048\u00a0576 bytes"
    assert values["Damaged sectors"] == "2"
    assert values["File system"] == "FAT16 “WORK”"
    assert any(row.value.startswith("NOT EQUAL") for row in blocks[1].rows)


def test_a_providers_return_is_described_member_by_member(report, tmp_path):
    member = {
        "archive": "data/return.zip",
        "compressed": 3,
        "encrypted": False,
        "index": 0,
        "kind": "file",
        "method": "deflate",
        "mode": None,
        "modified": None,
        "name": "../etc/passwd",
        "problems": ["escapes"],
        "sha256": SUM,
        "size": 1234,
        "target": None,
    }
    archive = {
        "archive": "data/return.zip",
        "expanded": 1234,
        "format": "zip",
        "kind": "archive",
        "members": 1,
        "notes": [],
        "sha256": SUM,
        "size": 99,
        "stopped": None,
    }
    (tmp_path / "members.jsonl").write_bytes(encode(member) + encode(archive))
    facts, table = examined_blocks(about(report, tmp_path))
    assert [row.value for row in facts.rows] == ["data/return.zip", "zip", "1"]
    row = ("../etc/passwd", "1\u00a0234", SUM, "its name leads out of the archive")
    assert table.rows == (row,)
    (tmp_path / "members.jsonl").write_bytes(encode(member))
    assert list(examined_blocks(about(report, tmp_path))) == []


def test_where_nothing_is_stated_nothing_is_reported(report, tmp_path):
    assert list(examined_blocks(about(report, tmp_path))) == []


def test_numbers_in_russian_go_with_their_word(report, tmp_path):
    inventory(tmp_path, [Item("a", "file", 1, SUM)])
    russian = replace(about(report, tmp_path, files=3), words=words_in("ru"))
    assert "Еще 2 файла здесь не напечатаны." in item_rows(items_section(russian))
