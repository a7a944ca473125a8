# SPDX-License-Identifier: Apache-2.0
"""The CASE community's own programs judge our graphs: their form, and their chain of provenance."""

import json
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.executable).parent


def case_conforms(graph: Path, scratch: Path) -> None:
    """Assert that `case_validate` and `case_prov_check` find nothing to say."""
    done = subprocess.run(
        [TOOLS / "case_validate", "--built-version", "case-1.5.0", graph],
        capture_output=True,
        text=True,
    )
    assert "Conforms: True" in done.stdout, done.stdout
    assert "Warning" not in done.stderr, done.stderr
    result = provenance(graph, scratch)
    assert result.returncode == 0, result.stdout
    assert "Conforms: True" in result.stdout


def provenance(graph: Path, scratch: Path) -> subprocess.CompletedProcess[str]:
    """Return what `case_prov_check` says of the graph in W3C's terms of provenance."""
    made = scratch / f"{graph.parent.name}-prov.ttl"
    subprocess.run(
        [TOOLS / "case_prov_rdf", "--allow-empty-results", made, graph],
        check=True,
        capture_output=True,
    )
    # The check reads one graph: CASE's classes and PROV's of the same nodes.
    done = subprocess.run([TOOLS / "case_prov_check", graph, made], capture_output=True, text=True)
    made.unlink()
    return done


def nodes(graph: Path, kind: str) -> list[dict]:
    found = json.loads(graph.read_bytes())["@graph"]
    return [node for node in found if node["@type"].rpartition(":")[2] == kind]
