# SPDX-License-Identifier: Apache-2.0
"""The locks: all that is named is pinned, they are as young as SECURITY.md promises, and can be asked about."""

import re
import runpy
import tomllib
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = runpy.run_path(str(ROOT / "tests" / "locks_agree.py"))


def test_all_that_is_named_is_pinned_with_its_digests():
    assert LOCKS["missing"]() == []
    for lock in (ROOT / "locks").glob("*.txt"):
        text = lock.read_text()
        for block in re.split(r"\n(?=\S)", text) if "==" in text else ():
            assert "--hash=sha256:" in block, f"{lock.name}: {block[:80]}"


def test_locks_older_than_security_md_allows_are_reported():
    stale, oldest = LOCKS["stale"], LOCKS["OLDEST_DAYS"]
    assert f"at least every {oldest} days" in (ROOT / "SECURITY.md").read_text()
    assert stale(date(2026, 12, 27), "2026-11-27\n") is None
    assert "31 days old" in stale(date(2026, 12, 28), "2026-11-27\n")
    assert "in 1 days" in stale(date(2026, 11, 26), "2026-11-27\n")
    date.fromisoformat((ROOT / "locks" / "resolved.txt").read_text().strip())


def test_advisories_are_asked_of_every_version_in_the_locks():
    lock = ROOT / "locks" / "dev.txt"
    written = LOCKS["script"](lock)
    inside = "\n".join(line[2:] for line in written.splitlines()[1:-1])
    dependencies = tomllib.loads(inside)["dependencies"]
    assert len(dependencies) == lock.read_text().count("==") - sum(
        one.count("==") - 1 for one in dependencies
    )
    assert any(one.startswith("django==") for one in dependencies)
