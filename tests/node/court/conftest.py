# SPDX-License-Identifier: Apache-2.0
"""One case and one bundle for all tests of bundles; each test that changes one has a copy."""

import pytest

from casts.court.bundle_case import bundled, copied, found_case, play
from rogatory.disk import Beneath
from rogatory.evidence.spool import Spools
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.hashing import read_bag
from rogatory.node.court.listing import parse_head
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.subject import Report
from rogatory.node.court.stock_commands import SignedFile


@pytest.fixture(scope="session")
def case(tmp_path_factory):
    """Its first export is `whole`: a later one finds the export before in the journal."""
    found = found_case(tmp_path_factory.mktemp("case"))
    play(found)
    bundled(found, found.folder / "bundle")
    return found


@pytest.fixture(scope="session")
def whole(case):
    """The bundle, as it was written; nobody changes it."""
    return case.folder / "bundle"


@pytest.fixture
def bundle(whole, tmp_path):
    """A copy to be changed."""
    return copied(whole, tmp_path / "bundle")


@pytest.fixture(scope="module")
def report(whole):
    """Yield what the bundle's report is made from."""
    head = parse_head((whole / "bundle.json").read_bytes())
    with Spools(None) as spools, Beneath(whole) as beneath, Beneath(whole / "bag") as inside:
        bag = read_bag(whole / "bag", spools.new(), lambda done, total: None)
        files = BundleFiles(whole, beneath)
        contents = ContentsChecks(files, inside, bag, None, head.exported)
        contents.run()
        signed = SignedFile("bundle.json", head.authority, head.exported, ("p256",))
        yield Report(contents, bag, head.authority, None, head.reason, head.exported, signed)
