# SPDX-License-Identifier: Apache-2.0
"""The bill of materials: valid by CycloneDX's own schema, and neither more nor less than the locks."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from release import locked, sbom

MADE = datetime(2026, 12, 1, tzinfo=UTC)
VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


def printed(seconds):
    return subprocess.run(
        [sys.executable, "-m", "release.sbom", "--made-at", str(seconds)],
        cwd=locked.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.mark.judge
def test_the_bill_is_valid_by_the_schema_of_cyclonedx():
    assert VALIDATOR.validate_str(json.dumps(sbom.bill(MADE))) is None


@pytest.mark.judge
def test_the_schema_refuses_a_bill_with_a_wrong_member():
    bill = sbom.bill(MADE)
    bill["components"][0]["kind"] = "library"
    assert VALIDATOR.validate_str(json.dumps(bill)) is not None


def test_the_bill_has_every_component_that_an_installation_brings_and_no_other():
    extras = locked.pins(locked.LOCKS / "extras.txt")
    components = {one["name"]: one for one in sbom.bill(MADE)["components"]}
    assert components.keys() == extras.keys() - {"uv-build"}
    for name, component in components.items():
        url = PackageURL.from_string(component["purl"])
        assert (url.type, url.name, url.version) == ("pypi", name, extras[name].version)
        digests = [one["value"] for one in component["properties"] if "sha256" in one["name"]]
        assert digests == list(extras[name].digests) != []


def test_what_only_an_extra_brings_is_optional():
    scopes = {one["name"]: one["scope"] for one in sbom.bill(MADE)["components"]}
    assert scopes["cryptography"] == scopes["django"] == "required"
    assert scopes["psycopg"] == scopes["obstore"] == scopes["pytsk3"] == "optional"


def test_each_component_has_a_licence_but_one_that_is_not_installed_on_this_system():
    components = sbom.bill(MADE)["components"]
    assert [one["name"] for one in components if "licenses" not in one] == ["colorama"]


def test_the_same_locks_and_time_give_the_same_bytes():
    first = printed(1_800_000_000)
    assert first == printed(1_800_000_000)
    assert json.loads(first)["metadata"]["timestamp"] == "2027-01-15T08:00:00Z"


def test_a_lock_with_a_line_that_is_no_pin_is_refused(tmp_path):
    lock = tmp_path / "bad.txt"
    lock.write_text("click==8.5.1\n")
    with pytest.raises(SystemExit, match="no pins with digests"):
        locked.pins(lock)


def test_the_licences_are_those_of_the_versions_in_the_locks():
    stated = locked.licences()
    pins = {pin.name: pin for pin, _ in locked.shipped()}
    assert stated.keys() == pins.keys() - {"colorama"}
    assert {name: one["version"] for name, one in stated.items()} == {
        name: pins[name].version for name in stated
    }
