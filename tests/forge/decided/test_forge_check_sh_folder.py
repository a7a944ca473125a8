# SPDX-License-Identifier: Apache-2.0
"""Where check.sh writes: a folder that is full, and one with a name that tools read otherwise."""

import shutil
import subprocess
import sys

import pytest

from casts.court.bundle_case import check_sh
from forge.judges import SCRIPT

pytestmark = pytest.mark.judge

MOUNTED = 'mount -t tmpfs -o size="$1"k tmpfs "$2" && cd / && TMPDIR=$2 exec sh "$3" "$4"'
"""Run check.sh with its temporary folder on a file system of that many KiB, which it alone sees."""


def can_mount():
    probe = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs -o size=4k tmpfs /tmp"]
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(probe, check=False, capture_output=True).returncode
    )


@pytest.fixture
def altered(material, tmp_path):
    bundle = material.artifacts["bundle"].copy(tmp_path / "forged")
    place = next(
        one
        for one in sorted(bundle.path.glob("bag/data/**/*"))
        if one.is_file() and one.stat().st_size
    )
    data = bytearray(place.read_bytes())
    data[0] ^= 1
    place.write_bytes(data)
    return bundle


@pytest.mark.skipif(
    sys.platform != "linux" or not can_mount(), reason="no file system may be mounted here"
)
def test_where_its_folder_is_full_it_states_nothing(altered, tmp_path):
    honest = check_sh(altered.path, script=SCRIPT)
    assert (honest.returncode, "FAILS        bag-files" in honest.stdout) == (1, True)
    folder, before, met = tmp_path / "small", altered.digest(), set()
    folder.mkdir()
    for size in (4, 16, 64, 128, 192, 256, 384, 512, 16384):
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", MOUNTED, "sh", str(size), str(folder), str(SCRIPT), str(altered.path)],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        met.add(done.returncode)
        if done.returncode == 2:
            assert (done.stdout, "TMPDIR" in done.stderr) == ("", True)
        else:
            assert (done.returncode, done.stdout) == (1, honest.stdout)
    assert (met, altered.digest()) == ({1, 2}, before)


@pytest.mark.parametrize("name", ["a\\tb", "a\\\\nb", "a b", "q'\"", "$(id)", "*[a]"])
def test_the_name_of_its_folder_is_that(altered, tmp_path, name):
    honest = check_sh(altered.path, script=SCRIPT)
    folder = tmp_path / name
    folder.mkdir()
    done = check_sh(altered.path, script=SCRIPT, TMPDIR=str(folder))
    assert (done.returncode, done.stdout, done.stderr) == (1, honest.stdout, "")
    assert not list(folder.iterdir())
