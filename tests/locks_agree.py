# SPDX-License-Identifier: Apache-2.0
"""Each dependency that pyproject.toml names stands pinned, with its hashes, in the locks."""

import re
import sys
import tomllib
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


if __name__ == "__main__":
    if found := missing():
        sys.exit("Not pinned (run `just lock`): " + ", ".join(sorted(found)))
