# SPDX-License-Identifier: Apache-2.0
"""Each dependency that pyproject.toml names is pinned, with its hashes, in the locks.

`--fresh` asks as well whether the locks are as young as SECURITY.md promises; `--script` writes them as a
script that `uv audit` reads, so that advisories are asked of these versions and no others.
"""

import re
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pinned(lock: Path) -> set[str]:
    return set(
        re.findall(r"^([a-z0-9._-]+)==\S+ (?:; [^\\\n]+ )?\\$", lock.read_text(), re.MULTILINE)
    )


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", line)[0].lower().replace("_", "-") for line in requirements}


def missing() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    wanted = named(project["project"]["dependencies"] + groups["build"])
    extras = named(
        [line for lines in project["project"]["optional-dependencies"].values() for line in lines]
    )
    return [
        *(
            f"{name} in extras.txt"
            for name in (wanted | extras) - pinned(ROOT / "locks" / "extras.txt")
        ),
        *(f"{name} in runtime.txt" for name in wanted - pinned(ROOT / "locks" / "runtime.txt")),
        *(
            f"{name} in dev.txt"
            for name in (wanted | named(groups["dev"])) - pinned(ROOT / "locks" / "dev.txt")
        ),
    ]


OLDEST_DAYS = 30
"""Of the locks; SECURITY.md says the same."""


def stale(today: date, resolved: str | None = None) -> str | None:
    """Return what is wrong with the age of the locks, or None."""
    written = resolved or (ROOT / "locks" / "resolved.txt").read_text()
    days = (today - date.fromisoformat(written.strip())).days
    if days < 0:
        return f"The locks say that they were resolved in {-days} days."
    return f"The locks are {days} days old (run `just lock`)." if days > OLDEST_DAYS else None


def script(lock: Path) -> str:
    """A script without a body, whose dependencies are the versions of a lock (PEP 723)."""
    pins = re.findall(r"^(\S+==\S+) (?:(; [^\\\n]+) )?\\$", lock.read_text(), re.MULTILINE)
    lines = [f'#   "{pin}{f" {marker}" if marker else ""}",' for pin, marker in pins]
    return "\n".join(["# /// script", "# dependencies = [", *lines, "# ]", "# ///", ""])


if __name__ == "__main__":
    if "--script" in sys.argv:
        sys.stdout.write(script(ROOT / "locks" / "dev.txt"))
        sys.exit()
    if found := missing():
        sys.exit("Not pinned (run `just lock`): " + ", ".join(sorted(found)))
    if "--fresh" in sys.argv and (problem := stale(datetime.now(UTC).date())):
        sys.exit(problem)
