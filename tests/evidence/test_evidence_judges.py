# SPDX-License-Identifier: Apache-2.0
"""Programs that are not ours, asked about what we made."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casts.evidence.states import Sealing, contents_of
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.seal.age import PayloadCipher, open_header, parse_header, plain_size

pytestmark = pytest.mark.judge


def _judge(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def _run(*command: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


@pytest.fixture
def stream(sealed: Path, sealing: Sealing, tmp_path: Path) -> Path:
    """The decrypted tar stream, as an age tool would give it."""
    data = (sealed / "package.age").read_bytes()
    size = parse_header(data).size
    payload = memoryview(data)[size:]
    cipher = PayloadCipher(
        open_header(data[:size], [sealing.receiver.identity]), bytes(payload[:16])
    )
    out = bytearray(plain_size(len(payload)))
    cipher.decrypt_into(0, True, payload[16:], memoryview(out))
    (tmp_path / "package.tar").write_bytes(out)
    return tmp_path / "package.tar"


def test_tar_lists_and_extracts_the_stream_without_a_word(stream, sealed, sealing, tmp_path):
    listed = _run(_judge("tar"), "-tf", str(stream))
    assert (listed.returncode, listed.stderr) == (0, "")
    assert len(listed.stdout.splitlines()) > 30
    (tmp_path / "extracted").mkdir()
    done = subprocess.run(  # through a pipe, as from an age tool
        [_judge("tar"), "-x", "-C", str(tmp_path / "extracted")],
        input=stream.read_bytes(),
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    sealing.open(sealed, tmp_path / "opened")
    (top,) = (tmp_path / "extracted").iterdir()
    extracted = contents_of(top)
    assert extracted.pop("offsets")
    assert extracted == contents_of(tmp_path / "opened")


def test_bsdtar_lists_it_too(stream: Path) -> None:
    done = _run(_judge("bsdtar"), "-tf", str(stream))
    assert (done.returncode, done.stderr) == (0, "")


def test_pythons_tarfile_reads_it(stream: Path) -> None:
    import tarfile

    with tarfile.open(stream) as archive:
        names = [member.name for member in archive]
    assert names[0].endswith("/bagit.txt")
    assert names[-1].endswith("/offsets")


@pytest.mark.parametrize("made", ["collected", "opened", "extracted by tar"])
def test_bagit_validates_and_sha256sum_checks(made: str, request, tmp_path, sealing) -> None:
    bag = tmp_path / "bag"
    if made == "collected":
        request.getfixturevalue("collected")
    elif made == "opened":
        sealing.open(request.getfixturevalue("sealed"), bag)
    else:
        _run(_judge("tar"), "-xf", str(request.getfixturevalue("stream")), cwd=tmp_path)
        next(path for path in tmp_path.iterdir() if path.name.startswith("01")).rename(bag)
    done = _run(sys.executable, "-m", "bagit", "--validate", str(bag))
    assert done.returncode == 0, done.stderr
    assert "is valid" in done.stderr
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = _run(_judge("sha256sum"), "-c", "--strict", "--quiet", manifest, cwd=bag)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_b3sum_agrees_about_every_segment(sealed: Path, tmp_path: Path) -> None:
    seal = parse_seal((sealed / "seal.json").read_bytes())
    payload = (sealed / "package.age").read_bytes()[len(seal.header) :]
    digests = []
    for index in range(seal.segments):
        part = tmp_path / f"segment-{index}"
        part.write_bytes(payload[index * seal.segment_size :][: seal.segment_size])
        digests.append(_run(_judge("b3sum"), "--no-names", str(part)).stdout.strip())
    assert bytes.fromhex("".join(digests)) == (sealed / "segments.b3").read_bytes()


def _case(path: Path) -> subprocess.CompletedProcess[str]:
    return _run(_judge("case_validate"), "--built-version", "case-1.5.0", str(path))


def test_case_validate_accepts_the_graphs(collected, sealing, tmp_path, tree) -> None:
    sealing.seal_bag(collected, tmp_path / "sealed-bag")
    sealing.open(tmp_path / "sealed-bag", tmp_path / "opened")
    sealing.extract(tmp_path / "sealed-bag", "case.jsonld", tmp_path / "extracted.jsonld")
    done = _case(tmp_path / "opened/case.jsonld")
    assert done.returncode == 0, done.stdout
    assert "Conforms: True" in done.stdout


def test_case_validate_would_notice_a_graph_that_is_wrong(collected: Path, tmp_path) -> None:
    graph = json.loads((collected / "case.jsonld").read_bytes())
    for node in graph["@graph"]:
        if node["@type"] == "case-investigation:InvestigativeAction":
            node["uco-action:startTime"] = "yesterday"
    (tmp_path / "wrong.jsonld").write_text(json.dumps(graph))
    assert _case(tmp_path / "wrong.jsonld").returncode != 0


def test_openssl_verifies_seal_bag_and_timestamp(sealed, sealing, tmp_path) -> None:
    sealing.open(sealed, tmp_path / "opened")
    openssl = _judge("openssl")
    for folder, name in ((sealed, "seal.json"), (tmp_path / "opened", "tagmanifest-sha256.txt")):
        for algorithm in ("p256", "mldsa65"):
            done = _run(
                openssl, "cms", "-verify", "-binary", "-cades", "-inform", "DER",
                "-in", str(folder / f"{name}.{algorithm}.p7s"), "-content", str(folder / name),
                "-CAfile", str(sealed / f"certificates/xb-ca.{algorithm}.pem"),
                "-purpose", "any", "-attime", "1795521600", "-out", str(tmp_path / "x"),
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    done = _run(
        openssl, "ts", "-verify", "-token_in", "-in", str(sealed / "seal.json.tst"),
        "-data", str(sealed / "seal.json"), "-attime", "1795521600",
        "-CAfile", str(sealed / "certificates/xb-ca.p256.pem"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
