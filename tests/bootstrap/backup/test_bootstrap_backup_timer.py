# SPDX-License-Identifier: Apache-2.0
"""The units of docs/backup.md, judged by systemd."""

import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs" / "backup.md"

pytestmark = pytest.mark.judge


def units():
    """Yield the units of the page, each with its name."""
    blocks = re.findall(r"(?:^       .*\n|^\n(?=       ))+", PAGE.read_text(), re.MULTILINE)
    for block in blocks:
        parts = re.split(
            r"^# /etc/systemd/system/(\S+)\n", textwrap.dedent(block), flags=re.MULTILINE
        )
        yield from zip(parts[1::2], parts[2::2], strict=True)


def test_systemd_takes_the_units_and_the_timer_comes_every_hour(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    found = dict(units())
    assert sorted(found) == ["rogatory-backup.service", "rogatory-backup.timer"]
    program = shutil.which("true")
    for name, text in found.items():
        (tmp_path / name).write_text(text.replace("/usr/bin/rogatory", program))
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in found)],
        capture_output=True,
        text=True,
        check=False,
    )
    odd = [line for line in judged.stderr.splitlines() if "rogatory-backup" in line]
    assert odd == []
    assert "Restart=" not in found["rogatory-backup.service"]
    hourly = re.search(r"OnCalendar=(\S+)", found["rogatory-backup.timer"])[1]
    normal = subprocess.run(
        ["systemd-analyze", "calendar", hourly], capture_output=True, text=True, check=True
    ).stdout
    assert "*-*-* *:00:00" in normal
