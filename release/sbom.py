# SPDX-License-Identifier: Apache-2.0
"""The bill of materials of a release: CycloneDX 1.6 in JSON, made from the locks alone.

`python -m release.sbom --made-at SECONDS` prints it. The same locks and the same time give the same bytes: it
needs no network, and no installed component but Python.
"""

import argparse
import hashlib
import json
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from release.locked import Pin, direct, licences, shipped, version

SCHEMA = "http://cyclonedx.org/schema/bom-1.6.schema.json"


def bill(made_at: datetime) -> dict[str, Any]:
    """Return the bill of materials with this time in it."""
    components = list(_components())
    content = json.dumps(components, sort_keys=True).encode()
    own = f"pkg:pypi/rogatory@{version()}"
    named = direct()
    return {
        "$schema": SCHEMA,
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "timestamp": f"{made_at:%Y-%m-%dT%H:%M:%SZ}",
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "rogatory",
                "version": version(),
                "purl": own,
                "licenses": [{"expression": "Apache-2.0"}],
            },
        },
        "components": components,
        "dependencies": [
            {
                "ref": own,
                "dependsOn": [pin.purl for pin, _ in shipped() if pin.name in named],
            }
        ],
        "compositions": [
            # The locks list every component, but not which of them asked for which other.
            {"aggregate": "complete", "assemblies": [own, *(one["bom-ref"] for one in components)]},
            {"aggregate": "incomplete", "dependencies": [own]},
        ],
    }


def _components() -> Iterator[dict[str, Any]]:
    stated = licences()
    for pin, optional in shipped():
        component = {
            "type": "library",
            "bom-ref": pin.purl,
            "name": pin.name,
            "version": pin.version,
            "scope": "optional" if optional or pin.marker else "required",
            "purl": pin.purl,
            "properties": list(_properties(pin)),
        }
        if pin.name in stated:
            component["licenses"] = [{"expression": stated[pin.name]["licence"]}]
        yield component


def _properties(pin: Pin) -> Iterator[dict[str, str]]:
    """Yield what the lock says of a component and CycloneDX has no field for.

    A component has one file for each platform, each with its own digest: they are no `hashes` of one file.
    """
    if pin.marker:
        yield {"name": "rogatory:marker", "value": pin.marker}
    for digest in pin.digests:
        yield {"name": "rogatory:file:sha256", "value": digest}


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the bill of materials.")
    parser.add_argument("--made-at", type=int, required=True, metavar="SECONDS")
    made_at = datetime.fromtimestamp(parser.parse_args().made_at, UTC)
    sys.stdout.write(json.dumps(bill(made_at), indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
