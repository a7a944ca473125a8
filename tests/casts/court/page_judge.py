# SPDX-License-Identifier: Apache-2.0
"""The verifier in the browser: its folder, its code over folders, and the cases of the court's vectors."""

import json
import shutil
import subprocess
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from casts.court.independent_verifier import VECTORS
from forge.judges import PAGE_JUDGE, PageJudge

PAGE = PAGE_JUDGE.parent
"""The folder of the verifier in the browser."""


@contextmanager
def page_judge():
    """Run the code of the page over folders, in one process."""
    judge = PageJudge()
    try:
        yield judge
    finally:
        judge.close()


def run_module(script):
    """Run a script of Node.js in the folder of the page; return what it prints."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        cwd=PAGE,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def build_page(place):
    """Build the page; return its bytes."""
    subprocess.run(["node", "build.mjs", str(place)], cwd=PAGE, capture_output=True, check=True)
    return place.read_bytes()


def court_cases():
    """Yield each case of the court's vectors, with the list that it is in."""
    for name in ("bundle", "disclosure", "certificate"):
        listed = json.loads((VECTORS / f"{name}.json").read_text())
        yield from ((name, listed, case) for case in listed["cases"])


def lay_case(material, listed, case, place):
    """Lay the folder of a case."""
    shutil.copytree(material / listed["of"], place)
    for edit in case["edits"]:
        path = place / edit["path"]
        match edit["op"]:
            case "remove":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            case "link":
                path.symlink_to(edit["to"])
            case "folder":
                path.mkdir(parents=True)
            case "put":
                shutil.copytree(material / edit["from"], path, dirs_exist_ok=True)
    return place


def moment(listed):
    """Return the moment of the check of a list of cases."""
    return datetime.fromisoformat(listed["at"])


def trust_of(material, case):
    """Return what the reader of a case gives."""
    return [material / case["trust"]] if case["trust"] else []


def outcomes(answer):
    """Return what each check comes to, by its id."""
    return {one["id"]: one["outcome"] for one in answer["checks"]}


def codes(answer, check):
    """Return the codes that a check gives."""
    [found] = (one for one in answer["checks"] if one["id"] == check)
    return {one["code"] for one in found["reasons"]}


def copied(material, kind, place):
    """Copy an honest artifact; a sealed package is made of the bundle's seal and journal."""
    if kind != "sealed":
        return Path(shutil.copytree(material / kind, place))
    shutil.copytree(material / "bundle" / "seal", place)
    shutil.copytree(material / "bundle" / "custody", place / "custody")
    return place
