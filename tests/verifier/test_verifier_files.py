# SPDX-License-Identifier: Apache-2.0
"""Links, devices, broken files and names: an answer for each, in bounded time and memory."""

import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from rogatory.errors import Refused
from rogatory.seal.strict_pem import certificates_in, crl_problem

PROGRAM = Path(__file__).parents[2] / "verifier" / "rogatory_verify.py"
KINDS = ("bundle", "disclosure", "bag", "sealed")
SECONDS, MEMORY = 60, 600 << 20


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


def failing(checks):
    return {name for name, outcome in outcomes(checks).items() if outcome == "fails"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_these_tests_change_holds_before(judged, made, trust, kind):
    assert failing(judged(made(kind), trust)) == set()


LINKS = {
    ("bundle", "bag/manifest-sha256.txt"): ({"bag-form", "bag-tags", "bag-earlier"}, {"bag-files"}),
    ("bundle", "bag/conditions.json"): (
        {"bag-form", "bag-tags"},
        {"conditions", "bag-conditions"},
    ),
    ("bundle", "seal"): ({"seal-form", "bundle-signed"}, {"seal-signed", "seal-stamped"}),
    ("bundle", "directory"): ({"identity", "directory"}, {"request", "seal-signed"}),
    ("bundle", "request"): ({"bundle-complete", "bundle-layout"}, {"request"}),
    ("bundle", "custody/0002.mldsa65.p7s"): (
        {"bundle-complete", "bundle-layout", "custody-journal"},
        set(),
    ),
    ("bag", "manifest-sha256.txt"): ({"bag-form", "bag-tags"}, {"bag-files"}),
    ("sealed", "segments.b3"): ({"seal-layout"}, {"seal-segment-list"}),
    ("sealed", "certificates"): ({"seal-layout"}, set()),
    ("disclosure", "items.jsonl"): (
        {"disclosure-form", "disclosure-proved"},
        {"disclosure-files"},
    ),
    ("disclosure", "package"): ({"disclosure-form", "disclosure-package-signed"}, set()),
}


@pytest.mark.parametrize(("kind", "path"), LINKS)
def test_a_link_counts_as_none_in_every_check(judged, made, trust, tmp_path, kind, path):
    folder, (fails, undecided) = made(kind), LINKS[kind, path]
    aside = tmp_path / "aside"
    shutil.move(folder / path, aside)
    (folder / path).symlink_to(aside)
    found = outcomes(judged(folder, trust))
    assert {name: found[name] for name in fails} == dict.fromkeys(fails, "fails"), found
    assert {name: found[name] for name in undecided} == dict.fromkeys(undecided, "undecided"), found


def test_a_revocation_list_that_is_a_link_decides_nothing(judged, made, trust, tmp_path):
    folder = made("sealed")
    name = next(iter(sorted((folder / "certificates").glob("*.crl"))))
    shutil.move(name, tmp_path / "list")
    name.symlink_to(tmp_path / "list")
    found = outcomes(judged(folder))
    assert found["seal-layout"] == "fails"
    assert found["seal-signed"] == "holds"


@pytest.mark.parametrize(
    ("kind", "path", "check"),
    [
        ("bundle", "bag/empty", "bundle-complete"),
        ("bundle", "seal/empty", "bundle-complete"),
        ("disclosure", "items/empty", "disclosure-form"),
        ("bag", "../bag-custody/seal/certificates/empty", "custody-journal"),
    ],
)
def test_an_empty_folder_fails_where_folders_hold_files(judged, made, trust, kind, path, check):
    folder = made(kind)
    (folder / path).mkdir()
    assert check in failing(judged(folder, trust))


def test_a_hidden_file_beside_a_journal_fails_it(judged, made, trust):
    folder = made("bag")
    (folder.parent / "bag-custody/seal/certificates/.hidden").write_bytes(b"x")
    assert "custody-journal" in failing(judged(folder, trust))


def test_a_bundle_without_sums_is_not_complete(judged, made, trust):
    folder = made("bundle")
    (folder / "SHA256SUMS").unlink()
    text = (folder / "bundle.json").read_text()
    document = json.loads(text)
    document["files"] = [one for one in document["files"] if one["path"] != "SHA256SUMS"]
    (folder / "bundle.json").write_text(
        json.dumps(document, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    )
    assert "bundle-complete" in failing(judged(folder, trust))


@pytest.mark.parametrize("size", [0, 1, 512, 8**11 - 1, 8**11, 2**53 - 1])
def test_a_header_of_the_stream_is_as_long_as_a_tar_program_writes_it(verifier, size):
    lengths = (1, 9, 85, 86, 87, 99, 100, 101, 470, 495, 505, 510, 950, 982, 1010, 3800)
    names = [letter * n for letter in ("n", "\u00e9") for n in lengths]
    for name in names:
        member = tarfile.TarInfo(name)
        member.size = size
        written = len(member.tobuf(tarfile.PAX_FORMAT))
        assert verifier.header_size(name.encode(), size) == written, name


def table_by_tar(folder, top, members):
    """The offsets of section 14 as Python's tar program knows them."""
    stream = folder.parent / "stream.tar"
    with tarfile.open(stream, "w", format=tarfile.PAX_FORMAT) as made:
        for path in members:
            member = made.gettarinfo(folder / path, f"{top}/{path}")
            member.mtime = int(member.mtime)
            made.addfile(
                member, None if member.isdir() else io.BytesIO((folder / path).read_bytes())
            )
    with tarfile.open(stream) as made:
        read = [one for one in made.getmembers() if one.isreg()]
    lines = (f"{one.offset_data} {one.size} {one.name.partition('/')[2]}\n" for one in read)
    return "".join(lines).encode()


def test_offsets_that_a_tar_program_unpacked_are_compared_with_the_files_of_the_bag(
    judged, made, trust
):
    folder = made("bag")
    info = (folder / "bag-info.txt").read_text()
    top = info.partition("External-Identifier: ")[2].splitlines()[0]
    tag = "tagmanifest-sha256.txt"
    ends = [tag, f"{tag}.mldsa65.p7s", f"{tag}.p256.p7s"]
    paths = sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())
    payload = [one for one in paths if one.startswith("data/")]
    manifests = [one for one in paths if one.startswith("manifest-")]
    first = ["bagit.txt", "bag-info.txt", "data"]
    rest = [one for one in paths if one not in {*first, *payload, *manifests, *ends}]
    assert all((payload, manifests, rest))
    table = table_by_tar(folder, top, [*first, *payload, *manifests, *rest, *ends])
    (folder / "offsets").write_bytes(table)
    assert failing(judged(folder, trust)) == set()
    for other in (b"", table[:-1], table + b"\n", table.replace(b"data/", b"Data/", 1)):
        (folder / "offsets").write_bytes(other)
        assert failing(judged(folder, trust)) == {"bag-files"}
    (folder / "offsets").unlink()
    (folder / "offsets").symlink_to(folder / tag)
    assert failing(judged(folder, trust)) == {"bag-form"}


def bounded():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def judge_folder(folder, *arguments):
    """The program as a court runs it, with bounded time and memory: never a trace."""
    command = [sys.executable, "-I", str(PROGRAM), str(folder), "--json", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=3 * SECONDS, check=False, preexec_fn=bounded
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in {1, 3}, done.stderr
    return done, json.loads(done.stdout)


CONTENTS = {
    "empty": b"",
    "deep": b"[" * 1_000_000,
    "deep objects": b'{"a":' * 1_000_000,
    "number": b"9" * 1_000_000,
    "number in a list": b'{"version":' + b"9" * 100_000 + b"}",
    "not UTF-8": b"\xff" * 100,
    "zeros": bytes(1000),
    "one long line": b"a" * (32 << 20),
    "many short lines": b"{}\n" * 1_000_000,
    "float": b'{"version":1e999}',
}
PLACES = {
    "bundle": ("bundle.json", "seal/seal.json", "directory/metadata/timestamp.json",
               "bag/inventory.jsonl", "report.json"),
    "disclosure": ("disclosure.json", "items.jsonl", "package/conditions.json"),
    "bag": ("manifest-sha256.txt", "inventory.jsonl", "case.jsonld", "bag-info.txt"),
    "sealed": ("seal.json", "custody/0001.json", "custody/0001.tlog-proof", "segments.b3"),
}  # fmt: skip


@pytest.mark.parametrize("content", CONTENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_broken_documents_get_an_answer(made, trust, kind, content):
    folder = made(kind)
    for place in PLACES[kind]:
        (folder / place).write_bytes(CONTENTS[content])
    done, report = judge_folder(folder, "--trust", trust)
    assert done.returncode == 1
    assert report["outcome"] == "fails"
    assert len(report["checks"]) > 8


@pytest.mark.parametrize("kind", KINDS)
def test_folders_devices_and_odd_names_get_an_answer(made, trust, kind):
    folder = made(kind)
    for place in PLACES[kind][:2]:
        (folder / place).unlink()
        (folder / place).mkdir()
    os.mkfifo(folder / "pipe")
    (folder / os.fsdecode(b"\xff\xfe.bin")).write_bytes(b"x")
    (folder / "loop").symlink_to(folder)
    done, _ = judge_folder(folder, "--trust", trust)
    assert done.returncode == 1


def test_a_seal_of_an_endless_package_gets_an_answer(verifier, made, trust):
    folder = made("sealed")
    document = json.loads((folder / "seal.json").read_text())
    size = 65552 * (2**36)
    document |= {
        "payload_size": 16 + size,
        "segment_size": 2**20,
        "segments": -(-(16 + size) // 2**20),
    }
    (folder / "seal.json").write_bytes(verifier.canonical(document))
    (folder / "package.age").write_bytes(b"x" * 5_000_000)
    _, found = judge_folder(folder, "--trust", trust)
    checks = {one["id"]: one["outcome"] for one in found["checks"]}
    assert checks["seal-form"] == "holds"
    assert checks["seal-segments"] in {"fails", "undecided"}


@pytest.mark.parametrize("kind", ["bag", "disclosure"])
def test_a_list_of_a_million_lines_gets_an_answer(verifier, made, trust, kind):
    folder = made(kind)
    if kind == "bag":
        line = b"%064x  data/%07d\n"
        with (folder / "manifest-sha256.txt").open("wb") as stream:
            stream.writelines(line % (n, n) for n in range(1_000_000))
    else:
        with (folder / "items.jsonl").open("wb") as stream:
            stream.writelines(
                b'{"index":%d,"line":"{}","proof":[],"salt":"%064x"}\n' % (n, n)
                for n in range(1_000_000)
            )
    done, _ = judge_folder(folder, "--trust", trust)
    assert done.returncode == 1


@pytest.mark.parametrize("ending", ["pem", "crl"])
def test_every_changed_letter_of_a_certificate_or_list_gets_one_answer_from_both(
    made, verifier, tmp_path, ending
):
    path = next(made("bundle").rglob(f"certificates/*-ca.p256.{ending}"))
    genuine, altered, answers = path.read_bytes(), tmp_path / path.name, set()
    for place in range(len(genuine)):
        data = genuine[:place] + bytes([genuine[place] ^ 1]) + genuine[place + 1 :]
        altered.write_bytes(data)
        try:
            verifier.pem_contents(altered)
            theirs = True
        except (verifier.Wrong, *verifier.OUT_OF_FORM):
            theirs = False
        ours = crl_problem(data) is None if ending == "crl" else is_certificates(data)
        assert theirs == ours, data[max(0, place - 8) : place + 8]
        answers.add(ours)
    assert answers == {True, False}
    assert path.read_bytes() == genuine


def is_certificates(data):
    try:
        return bool(certificates_in(data))
    except Refused:
        return False
