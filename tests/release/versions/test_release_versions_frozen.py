# SPDX-License-Identifier: Apache-2.0
"""Files that a release has fixed for ever: those that ran at States, that read what States signed, or that courts compare by digest."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from casts.docs.places import ROOT, TESTS
from casts.release.kept import RELEASES
from casts.release.program import present, released
from rogatory.storage import migrations

pytestmark = pytest.mark.parametrize(
    "release", RELEASES, ids=lambda one: one.version, scope="module"
)

MIGRATIONS = "rogatory/storage/migrations/"

CHECK_SCRIPT = "rogatory/node/court/check.sh"

ACTS = """
import json
from rogatory.custody.events.act_codes import ACT_CODES
print(json.dumps({one.code: [one.action.value, repr(one.fields), one.sentences] for one in ACT_CODES}))
"""


def acts_of(program):
    command = [str(program.python), "-I", "-c", ACTS]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_no_released_migration_was_changed_or_removed(release):
    """A database that ran it never runs it again: a change would give two nodes of one version different tables."""
    here = Path(migrations.__file__).parent
    with zipfile.ZipFile(release.wheel) as archive:
        names = [
            name
            for name in archive.namelist()
            if name.startswith(MIGRATIONS) and name.endswith(".py")
        ]
        assert len(names) > 1
        changed = [
            name
            for name in names
            if (here / name.removeprefix(MIGRATIONS)).read_bytes() != archive.read(name)
        ]
    assert changed == []


def test_no_released_code_of_a_custody_event_was_changed_or_removed(release, tmp_path):
    """SPECIFICATION 16.4: events that States signed are read by it."""
    before = acts_of(released(release.wheel, tmp_path / "program"))
    assert len(before) > 10
    assert before == {code: act for code, act in acts_of(present()).items() if code in before}


def test_the_script_with_which_courts_check_bundles_is_the_released_one(release):
    """Its digest is published with the format: another script belongs to another version of the format."""
    with zipfile.ZipFile(release.wheel) as archive:
        assert (ROOT / "src" / CHECK_SCRIPT).read_bytes() == archive.read(CHECK_SCRIPT)


def test_the_released_form_of_the_report_still_gives_the_same_pages(release):
    """`test_node_bundle_report_frozen` renders them; here nobody may have renewed their digests."""
    kept = json.loads((TESTS / "node" / "court" / "report_digests.json").read_bytes())
    assert kept == release.facts["report"]
