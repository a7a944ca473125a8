# SPDX-License-Identifier: Apache-2.0
"""The archive for machines without a network: signed, verified by openssl and sha256sum, installed by pip."""

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest
import yaml

from release import locked, offline

pytestmark = pytest.mark.judge


def tiny_wheel(folder, name, text="answer = 42\n"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-1.0-py3-none-any.whl"
    files = {
        f"{name}.py": text,
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for each, content in files.items():
            wheel.writestr(each, content)
        record = f"{name}-1.0.dist-info/RECORD"
        wheel.writestr(record, "".join(f"{each},,\n" for each in [*files, record]))
    return path


def key_pair(folder, name):
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    form = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    subprocess.run(["openssl", "genpkey", *form, "-out", private], check=True, capture_output=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    return private, public


@pytest.fixture
def packed(tmp_path):
    """Return an archive of one small wheel, unpacked, with both keys."""
    folder = tmp_path / "made" / "rogatory-offline"
    wheel = tiny_wheel(folder / "wheels", "tiny")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (folder / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    private, public = key_pair(tmp_path, "release")
    archive = tmp_path / "rogatory-offline.tar"
    offline.pack(folder, private, archive)
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    return tmp_path / "unpacked" / "rogatory-offline", public, archive


def test_the_archive_is_verified_and_installed_without_an_index(packed, tmp_path):
    folder, public, _ = packed
    offline.verify(folder, public)
    offline.install(folder, tmp_path / "environment", "requirements.txt", isolated=())
    python = tmp_path / "environment" / "bin" / "python"
    code = "import tiny; print(tiny.answer)"
    assert subprocess.run([python, "-c", code], capture_output=True).stdout == b"42\n"


def test_the_archive_is_the_same_however_often_it_is_packed(packed, tmp_path):
    _, _, archive = packed
    with tarfile.open(archive) as opened:
        entries = opened.getmembers()
    assert {(one.uid, one.gid, one.mtime, one.mode) for one in entries} == {(0, 0, 0, 0o644)}
    assert [one.name for one in entries[2:]] == sorted(one.name for one in entries[2:])


def test_a_wheel_that_was_replaced_is_refused_and_nothing_is_installed(packed, tmp_path):
    folder, public, _ = packed
    tiny_wheel(folder / "wheels", "tiny", "answer = 43\n")
    with pytest.raises(SystemExit, match="sha256sum"):
        offline.verify(folder, public)
    with pytest.raises(SystemExit, match="pip"):
        offline.install(folder, tmp_path / "environment", "requirements.txt", isolated=())
    python = tmp_path / "environment" / "bin" / "python"
    assert subprocess.run([python, "-c", "import tiny"], capture_output=True).returncode != 0


def test_a_manifest_of_somebody_else_is_refused(packed, tmp_path):
    folder, public, _ = packed
    tiny_wheel(folder / "wheels", "tiny", "answer = 43\n")
    thief, _ = key_pair(tmp_path, "thief")
    offline.pack(folder, thief, tmp_path / "other.tar")
    with pytest.raises(SystemExit, match="openssl"):
        offline.verify(folder, public)


def test_the_requirements_have_each_component_with_its_digests(tmp_path):
    wheel = tiny_wheel(tmp_path, "rogatory")
    extras = locked.pins(locked.LOCKS / "extras.txt")
    text = offline.requirements(extras, wheel, extras=offline.EXTRAS)
    lines = text.splitlines()
    assert {re.split("==", line)[0] for line in lines} == (
        extras.keys() - locked.build_tools() | {f"rogatory[{offline.EXTRAS}]"}
    )
    assert all("--hash=sha256:" in line for line in lines)
    assert set(offline.EXTRAS.split(",")) == locked.extras()


def test_the_constraints_are_in_step_with_the_locks():
    written = (locked.ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert written == locked.constraints(), "run `just constraints`"
    pins = re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", written, re.MULTILINE)
    assert dict(pins) == {pin.name: pin.version for pin, _ in locked.shipped()}


def test_the_page_gives_the_commands_that_are_tried():
    page = (locked.ROOT / "docs" / "operate" / "install.md").read_text(encoding="utf-8")
    for part in (
        f"openssl dgst -sha256 -verify ../release.pub -signature {offline.SIGNATURE} {offline.MANIFEST}",
        f"sha256sum --check --strict --quiet {offline.MANIFEST}",
        "--no-index --find-links wheels --require-hashes --requirement requirements.txt",
    ):
        assert part in page
    for extra in locked.extras():
        assert f"| `{extra}` |" in page


def test_the_container_s_files_say_that_they_are_untested_and_can_be_read():
    folder = locked.ROOT / "deploy" / "container"
    compose = (folder / "compose.yaml").read_text(encoding="utf-8")
    recipe = (folder / "Containerfile").read_text(encoding="utf-8")
    assert "UNTESTED" in compose
    assert "UNTESTED" in recipe
    services = yaml.safe_load(compose)["services"]
    assert services["node"]["image"] == f"rogatory:{locked.version()}"
    assert "--no-index --find-links wheels --require-hashes" in recipe


def test_without_a_key_there_is_no_archive(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "release.offline", str(tmp_path)],
        cwd=locked.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "--key" in answer.stderr
    assert list(tmp_path.iterdir()) == []
