# SPDX-License-Identifier: Apache-2.0
"""Images as they are collected and sealed: what is reported, refused, tolerated and checked
again.
"""

import hashlib
import json
import os
import sys
import zlib
from pathlib import Path

import pytest

from casts.evidence.case_judges import case_conforms, nodes
from casts.evidence.images import SECTOR, acquire, disk_image, flip, media_of, program, run
from casts.evidence.states import Sealing, clock, collect
from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.confinement import process
from rogatory.evidence.media.document import Media, parse_media, read_media
from rogatory.evidence.options import Tolerance
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import verify_bag
from rogatory.wire import canonical

WHO = Acquisition("xb/central-authority", officer="xb-0003")


def _collect(source: Path, out: Path, **more):
    return collect(source, out, acquisition=WHO, clock=clock, random=os.urandom, **more)


def _media(bag: Path) -> Media:
    with Beneath(bag) as beneath:
        found = read_media(beneath)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def disk(tmp_path_factory) -> Path:
    return disk_image(tmp_path_factory.mktemp("disk") / "disk.raw")


@pytest.fixture
def split(tmp_path) -> list[Path]:
    folder = tmp_path / "split"
    folder.mkdir()
    (folder / "disk.raw").write_bytes(media_of(6000, 3))
    files = acquire(folder / "disk.raw", "case", "-S", "1.2MiB", "-C", "17/2026", "-E", "7")
    (folder / "disk.raw").unlink()
    for log in folder.glob("*.txt"):
        log.unlink()
    assert len(files) > 2
    return files


@pytest.mark.judge
def test_partitions_and_file_systems_are_those_of_mmls_and_fsstat(disk, tmp_path):
    done = _collect(disk, tmp_path / "bag")
    (image,) = done.examined.images
    facts = image.facts
    listed = run(program("mmls"), str(disk)).splitlines()
    slots = [line.split() for line in listed if len(line.split()) > 5 and ":" in line.split()[1]]
    expected = [(int(slot[2]) * SECTOR, int(slot[4]) * SECTOR) for slot in slots]
    assert [(part["start"], part["length"]) for part in facts["partitions"]] == expected
    assert len(expected) == 2
    for system, label in zip(facts["file_systems"], ["Arcadia", "XBDISK"], strict=True):
        result = run(program("fsstat"), "-o", str(system["start"] // SECTOR), str(disk))
        assert f"File System Type: {system['type']}".lower() in result.lower()
        assert system["label"] == label
        assert label in result
    assert facts["scheme"] == {"name": "dos", "sector_size": SECTOR}
    assert image.format == "raw"
    assert image.digests == {"sha256": hashlib.sha256(disk.read_bytes()).hexdigest()}
    assert _media(tmp_path / "bag") == Media(done.examined.images)


@pytest.mark.judge
def test_raw_images_in_a_folder_are_found_by_name_and_first_sectors(disk, tmp_path):
    folder = tmp_path / "seized"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "disk.dd").write_bytes(disk.read_bytes())
    (folder / "a" / "disk.bin").write_bytes(disk.read_bytes())
    (folder / "photo.raw").write_bytes(os.urandom(512 * 20))
    (folder / "short.img").write_bytes(disk.read_bytes()[:1000])
    done = _collect(folder, tmp_path / "bag")
    (image,) = done.examined.images
    assert (image.path, image.format) == ("data/a/disk.dd", "raw")
    assert len(image.facts["file_systems"]) == 2


@pytest.mark.judge
def test_an_e01_of_the_same_disk_says_the_same_and_its_stored_hashes_agree(disk, tmp_path):
    (tmp_path / "x").mkdir()
    raw = tmp_path / "x" / "disk.raw"
    raw.write_bytes(disk.read_bytes())
    (file,) = acquire(raw, "case", "-c", "fast", "-C", "17/2026", "-e", "XB-3")
    done = _collect(file, tmp_path / "bag")
    (image,) = done.examined.images
    of_raw = _collect(disk, tmp_path / "raw-bag").examined.images[0]
    for name in ("partitions", "file_systems", "scheme"):
        assert image.facts[name] == of_raw.facts[name]
    assert image.digests["sha256"] == of_raw.digests["sha256"]
    assert image.agreement == "equal"
    assert set(image.stored) == {"md5", "sha1"}
    result = run(program("ewfinfo"), str(file))
    assert image.stored["md5"] in result
    header = image.facts["header"]
    assert (header["case_number"], header["examiner_name"]) == ("17/2026", "XB-3")
    assert done.examined.remarks == ()
    assert [tool["name"] for tool in image.facts["tools"]] == ["libewf", "The Sleuth Kit"]


@pytest.mark.judge
def test_the_first_segment_represents_its_set_and_a_folder_has_it_found(split, tmp_path):
    one = _collect(split[0], tmp_path / "one")
    whole = _collect(split[0].parent, tmp_path / "whole")
    for done, bag in ((one, tmp_path / "one"), (whole, tmp_path / "whole")):
        assert done.files == len(split)
        assert sorted(path.name for path in (bag / "data").iterdir()) == [p.name for p in split]
        (image,) = _media(bag).images
        for (path, digest, size), file in zip(image.files, split, strict=True):
            assert path == f"data/{file.name}"
            assert digest == hashlib.sha256((bag / path).read_bytes()).hexdigest()
            assert (bag / path).read_bytes() == file.read_bytes()
            assert size == file.stat().st_size
        assert image.digests["sha256"] == hashlib.sha256(media_of(6000, 3)).hexdigest()
    verified = verify_bag(tmp_path / "whole", trust=Trust(clock()))
    assert verified.outcome == "undecided"  # it is not signed
    assert (verified.checks[-1].id, verified.checks[-1].outcome) == ("bag-examined", "holds")


@pytest.mark.judge
@pytest.mark.parametrize("lost", [1, -1])
def test_a_missing_segment_is_refused_by_its_name(split, tmp_path, lost):
    gone = split[lost]
    gone.unlink()
    for source in (split[0], split[0].parent):
        with pytest.raises(Refused) as refused:
            _collect(source, tmp_path / "bag")
        assert refused.value.codes == ("image-segment-missing",)
        assert gone.name in str(refused.value)
        assert not (tmp_path / "bag").exists()
    done = _collect(split[0], tmp_path / "bag", tolerance=Tolerance(damaged=True))
    (image,) = done.examined.images
    assert image.bad_sectors > 0
    codes = [remark["code"] for remark in image.facts["remarks"]]
    assert "image-segment-missing" in codes
    assert "image-bad-sectors" in codes
    assert done.examined.damaged


@pytest.mark.judge
def test_a_missing_first_segment_is_refused_by_its_name(split, tmp_path):
    split[0].unlink()
    for source in (split[1], split[0].parent):
        with pytest.raises(Refused) as refused:
            _collect(source, tmp_path / "bag")
        assert refused.value.codes == ("image-first-missing",)
        assert "case.E01" in str(refused.value)
        assert not (tmp_path / "bag").exists()
    done = _collect(split[0].parent, tmp_path / "bag", tolerance=Tolerance(damaged=True))
    assert [remark.code.id for remark in done.examined.remarks] == ["image-first-missing"]
    assert (done.files, done.examined.images) == (len(split) - 1, ())


@pytest.mark.judge
def test_a_damaged_image_is_refused_and_leaves_nothing_unless_it_is_tolerated(
    split, tmp_path, sealing: Sealing
):
    flip(split[1], 5000, 700_000)
    for attempt in (
        lambda: _collect(split[0], tmp_path / "out"),
        lambda: sealing.seal(split[0], tmp_path / "out"),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert set(refused.value.codes) == {"image-bad-sectors", "image-digest-differs"}
        assert not (tmp_path / "out").exists()
    done = _collect(split[0], tmp_path / "out", tolerance=Tolerance(damaged=True))
    (image,) = _media(tmp_path / "out").images
    assert image.agreement == "different"
    assert image.bad_sectors == 128
    assert len(done.examined.damaged) == 3


@pytest.mark.judge
def test_sealing_says_the_same_as_collecting(split, tmp_path, sealing: Sealing):
    collected = _collect(split[0], tmp_path / "bag")
    sealed = sealing.seal(split[0], tmp_path / "sealed")
    assert sealed.examined.images == collected.examined.images
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    assert _media(tmp_path / "opened") == _media(tmp_path / "bag")
    resealed = sealing.seal_bag(tmp_path / "bag", tmp_path / "sealed-bag")
    sealing.open(tmp_path / "sealed-bag", tmp_path / "opened-bag")
    assert resealed.files == len(split)
    assert _media(tmp_path / "opened-bag") == _media(tmp_path / "bag")


def test_a_sparse_image_of_a_tebibyte_is_looked_at_without_being_read(tmp_path):
    from rogatory.evidence.media.examine import examine_image

    image = tmp_path / "big.raw"
    with image.open("wb") as stream:
        stream.truncate(1 << 40)
    run(program("sfdisk"), "-q", str(image), stdin="label: gpt\nstart=2048,size=2000000000\n")
    files = [("data/big.raw", "0" * 64, 1 << 40)]
    found = examine_image(files, [str(image)], "raw", missing=None, report=lambda _done: None)
    assert found.image.size == 1 << 40
    assert found.image.facts["scheme"]["name"] == "gpt"
    assert found.image.facts["partitions"][0]["length"] == 2_000_000_000 * SECTOR
    assert (found.damage, found.remarks) == ([], [])


@pytest.mark.judge
def test_without_the_extra_the_image_is_read_by_ours_and_what_to_install_is_named(
    split, tmp_path, monkeypatch
):
    """The child looks for modules where its parent does: here beside blockers of the two."""
    (tmp_path / "blocked").mkdir()
    for name in ("pyewf", "pytsk3"):
        blocker = tmp_path / "blocked" / f"{name}.py"
        blocker.write_text("raise ModuleNotFoundError('not installed here')\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "blocked"), *sys.path])
    done = _collect(split[0], tmp_path / "bag")
    (image,) = done.examined.images
    assert image.digests["sha256"] == hashlib.sha256(media_of(6000, 3)).hexdigest()
    assert image.agreement == "equal"
    assert (image.facts["header"], image.facts["tools"]) == ({}, [])
    codes = [remark.code.id for remark in done.examined.remarks]
    assert codes == ["image-extra-missing", "image-extra-missing"]
    assert "extra `images`" in done.examined.remarks[0].sentence()


@pytest.mark.judge
def test_when_its_examination_crashes_the_image_is_refused_or_kept_as_unread(
    split, tmp_path, monkeypatch
):
    monkeypatch.setattr(process, "_START", "import os;os.abort()")
    with pytest.raises(Refused) as refused:
        _collect(split[0], tmp_path / "bag")
    assert refused.value.codes == ("image-unread",)
    assert "SIGABRT" in str(refused.value)
    assert not (tmp_path / "bag").exists()
    done = _collect(split[0], tmp_path / "bag", tolerance=Tolerance(damaged=True))
    (image,) = done.examined.images
    assert (image.size, image.digests) == (None, {})
    assert done.files == len(split)


def test_a_raw_image_whose_volumes_crash_the_child_is_collected_with_a_remark(
    tmp_path, monkeypatch
):
    (tmp_path / "x.dd").write_bytes(bytes(1 << 16))
    monkeypatch.setattr(process, "_START", "import os;os.kill(os.getpid(), 11)")
    done = _collect(tmp_path / "x.dd", tmp_path / "bag")
    assert [remark.code.id for remark in done.examined.remarks] == ["image-volumes-unread"]
    assert "SIGSEGV" in done.examined.remarks[0].sentence()


@pytest.mark.parametrize("answer", ["x", "r{", "r[]", "l{}", 'r{"failed":null,"result":{}}', ""])
def test_a_child_that_answers_out_of_form_is_not_believed(tmp_path, monkeypatch, answer):
    (tmp_path / "x.dd").write_bytes(bytes(1 << 16))
    monkeypatch.setattr(process, "_START", f"print({answer!r})")
    done = _collect(tmp_path / "x.dd", tmp_path / "bag")
    (image,) = _media(tmp_path / "bag").images
    assert (image.facts["partitions"], image.facts["file_systems"]) == ([], [])
    assert done.examined.remarks


def test_what_is_no_image_gets_no_record(tmp_path, tree):
    (tmp_path / "letter.txt").write_text("nothing of a disk" * 100)
    (tree / "photo.E01").write_bytes(b"not an image, whatever its name")
    for source, out in ((tmp_path / "letter.txt", "a"), (tree, "b")):
        done = _collect(source, tmp_path / out)
        assert done.examined.images == ()
        assert not (tmp_path / out / "media.json").exists()


@pytest.mark.judge
def test_the_case_graph_has_the_image_with_its_digests_and_validates(split, tmp_path):
    _collect(split[0], tmp_path / "bag")
    graph = json.loads((tmp_path / "bag" / "case.jsonld").read_bytes())["@graph"]
    (node,) = [node for node in graph if node["@type"] == "uco-observable:Image"]
    hashes = node["uco-core:hasFacet"][0]["uco-observable:hash"]
    assert {each["uco-types:hashMethod"] for each in hashes} == {"MD5", "SHA1", "SHA256"}
    case_conforms(tmp_path / "bag" / "case.jsonld", tmp_path)


@pytest.mark.judge
def test_the_case_graph_has_files_partitions_and_file_systems_of_an_image(split, disk, tmp_path):
    for source, out in ((split[0], "in-parts"), (disk, "whole")):
        done = _collect(source, tmp_path / out)
        (image,) = done.examined.images
        graph = tmp_path / out / "case.jsonld"
        relations = nodes(graph, "ObservableRelationship")
        (whole,) = nodes(graph, "Image")
        facets = [node["uco-core:hasFacet"][0] for node in nodes(graph, "DiskPartition")]
        assert [
            {
                "start": int(one["uco-observable:partitionOffset"]["@value"]),
                "length": int(one["uco-observable:partitionLength"]["@value"]),
                "type": one["uco-observable:diskPartitionType"],
            }
            for one in facets
        ] == image.facts["partitions"]
        systems = [node["uco-core:hasFacet"][0] for node in nodes(graph, "FileSystem")]
        assert [one["uco-observable:fileSystemType"] for one in systems] == [
            one["type"] for one in image.facts["file_systems"]
        ]
        files = {node["@id"]: node for node in nodes(graph, "File")}
        pieces = [one for one in relations if one["uco-core:kindOfRelationship"] == "Has_Fragment"]
        assert all(one["uco-core:source"]["@id"] == whole["@id"] for one in pieces)
        paths = [
            files[one["uco-core:target"]["@id"]]["uco-core:hasFacet"][0]["uco-observable:filePath"]
            for one in pieces
        ]
        assert paths == [path for path, _, _ in image.files]
        within = [
            one for one in relations if one["uco-core:kindOfRelationship"] == "Contained_Within"
        ]
        assert len(within) == len(facets) + len(systems)
        parents = [one["uco-core:target"]["@id"] for one in within]
        assert parents.count(whole["@id"]) == len(facets)
        case_conforms(graph, tmp_path)


def test_a_record_that_disagrees_with_the_files_fails_its_check(tmp_path):
    """A signer of the bag can write anything into it; it must fit what lies there."""
    (tmp_path / "x.dd").write_bytes(bytes(1 << 16))
    bag = tmp_path / "bag"
    _collect(tmp_path / "x.dd", bag)
    good = canonical.decode_object((bag / "media.json").read_bytes())
    (entry,) = good["images"]
    other = {"path": "data/other.dd", "sha256": "0" * 64, "size": 1}
    changes = [
        {"files": [{**entry["files"][0], "sha256": "1" * 64}]},
        {"files": [{**entry["files"][0], "size": 5}]},
        {"files": [*entry["files"], other]},
        {"digests": {"sha256": "2" * 64}},
        {"agreement": "equal"},
        {"stored": {"sha256": "3" * 64}, "agreement": "equal"},
        {"stored": {"sha256": entry["digests"]["sha256"]}, "agreement": "different"},
    ]
    for change in changes:
        images = [{**entry, **change}]
        (bag / "media.json").write_bytes(canonical.encode({"images": images, "version": 1}))
        last = verify_bag(bag, trust=Trust(clock())).checks[-1]
        assert (last.id, last.outcome) == ("bag-examined", "fails"), change
    (bag / "media.json").write_bytes(canonical.encode(good))
    assert verify_bag(bag, trust=Trust(clock())).checks[-1].outcome == "holds"


def test_a_record_out_of_form_is_refused(tmp_path):
    (tmp_path / "x.dd").write_bytes(bytes(1 << 16))
    _collect(tmp_path / "x.dd", tmp_path / "bag")
    good = canonical.decode_object((tmp_path / "bag" / "media.json").read_bytes())
    (entry,) = good["images"]
    changes = [
        {"format": "vmdk"},
        {"files": []},
        {"files": [{"path": "../x", "sha256": "0" * 64, "size": 1}]},
        {"digests": {"sha256": "0"}},
        {"media": {"bytes_per_sector": 512}},
        {"media": {"bytes_per_sector": 512, "size": -1}},
        {"bad_sectors": {"complete": 1, "ranges": [], "sectors": 0}},
        {"errors": [[1]]},
        {"header": {"case_number": 1}},
        {"more": 1},
    ]
    for change in changes:
        with pytest.raises(Refused) as refused:
            parse_media(canonical.encode({"images": [{**entry, **change}], "version": 1}))
        assert refused.value.codes == ("media-form",)
    for document in (b"{}", b"[]", b'{"images":[],"version":2}', b'{"images":{},"version":1}'):
        with pytest.raises(Refused):
            parse_media(document)


@pytest.mark.judge
@pytest.mark.parametrize("size", [512 * 7 + 100, 64 * 512 * 3 + 100, 300, 512 * 64 + 511])
def test_an_image_of_a_source_that_is_not_whole_sectors_is_reported_as_such(tmp_path, size):
    """ewfacquire counts whole sectors in the geometry, and all bytes in the digests."""
    data = os.urandom(size)
    (tmp_path / "odd.raw").write_bytes(data)
    first, *_ = acquire(tmp_path / "odd.raw", "odd")
    done = _collect(first, tmp_path / "bag")  # nothing is refused
    (image,) = done.examined.images
    assert image.agreement == "equal"
    assert image.size == size
    assert image.digests["sha256"] == hashlib.sha256(data).hexdigest()
    assert [one["code"] for one in image.facts["remarks"]] == ["image-part-sector"]


@pytest.mark.judge
def test_bytes_behind_the_last_sector_that_no_digest_counts_are_left_out(tmp_path):
    (tmp_path / "odd.raw").write_bytes(os.urandom(512 * 64 + 100))
    first, *_ = acquire(tmp_path / "odd.raw", "odd")
    raw = bytearray(first.read_bytes())
    for name in (b"hash", b"digest"):  # as a writer that states none
        at = raw.find(name + b"\0")
        while at >= 0:
            raw[at : at + len(name)] = b"x" * len(name)
            raw[at + 72 : at + 76] = zlib.adler32(raw[at : at + 72], 1).to_bytes(4, "little")
            at = raw.find(name + b"\0", at + 1)
    first.write_bytes(raw)
    done = _collect(first, tmp_path / "bag")
    (image,) = done.examined.images
    assert (image.agreement, image.size) == ("none-stored", 512 * 64)
