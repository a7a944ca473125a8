# SPDX-License-Identifier: Apache-2.0
"""Disks that are full, and folders whose content is listed whole."""

import os
import subprocess

import pytest


@pytest.fixture
def tiny_disk(tmp_path):
    """A real file system of one mebibyte."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system takes root's rights")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def content():
    """Everything beneath a folder: path to bytes, None for folders."""

    def read(folder):
        return {
            str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(folder.rglob("*"))
        }

    return read
