# SPDX-License-Identifier: Apache-2.0
"""Honest bundles that came about in other ways than the usual one hold, for both verifiers."""

import pytest

from casts.cli.commands import run
from casts.court.bundle_attacks import examined
from casts.court.bundle_case import AT, HTML, bundled, found_case, play
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.exercises.cast import EXAMINER
from rogatory.node.courier.selection import Selection
from rogatory.node.courier.take_in_disk import courier_in
from rogatory.node.courier.write_disk import courier_out
from rogatory.node.court.report.items_text import items_section
from rogatory.node.court.verify import verify_bundle
from rogatory.node.printing.blocks import DocumentTable
from rogatory.node.workstation.verification.trust import read_trust

SOON = AT.replace(year=AT.year + 1)
MANY = 10_000


def outcomes(bundle, case):
    """Return what both verifiers come to, who were given a copy of the directory."""
    ours = verify_bundle(bundle, trusted=read_trust(case.federation.repository), now=SOON)
    theirs, _ = examined(bundle, case.federation.repository, now=SOON)
    return ours.outcome, theirs


def test_a_bundle_of_evidence_that_went_by_courier_holds(tmp_path):
    case = found_case(tmp_path / "case")
    disk = tmp_path / "disk"

    def by_courier(case, record):
        selection = Selection(packages=(record.seal,))
        courier_out(case.node("XB"), disk, selection, officer=EXAMINER.known_as("XB"))
        (brought,) = courier_in(case.node("XA"), disk)
        assert brought.missing == 0

    play(case, by_courier=by_courier)
    bundled(case, tmp_path / "bundle", reports=HTML)
    assert outcomes(tmp_path / "bundle", case) == ("holds", "holds")
    journals = [
        one for one in tmp_path.glob("bundle/custody*") if one.name in {"custody", "custody-node"}
    ]
    codes = {parse_event(one.event).act.code for each in journals for one in Journal(each)}
    assert "received-by-courier" in codes


def test_a_bundle_of_ten_thousand_files_holds(tmp_path):
    def seize_many(folder):
        for number in range(MANY):
            place = folder / f"{number // 1000}" / f"{number}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"%d" % number)
        return folder

    case = found_case(tmp_path / "case")
    play(case, seized=seize_many)
    made = bundled(case, tmp_path / "bundle", reports=HTML)
    assert made.files == MANY
    assert outcomes(tmp_path / "bundle", case) == ("holds", "holds")


def test_the_files_are_printed_in_the_order_of_their_names(report, whole):
    """In the bytes of the names that they have in the bag, as a reader finds them in its list."""
    table = next(one for one in items_section(report).blocks if isinstance(one, DocumentTable))
    printed = [row[1] for row in table.rows]
    assert len(printed) > 10
    assert printed == sorted(printed, key=str.encode)
    lines = (whole / "bag/manifest-sha256.txt").read_text().splitlines()
    files = [row[1] for row in table.rows if row[4]]
    assert files == [line.partition("  data/")[2] for line in lines]


class TestTheCommand:
    """`rogatory evidence bundle`, at the node of the case."""

    @pytest.fixture
    def command(self, case, monkeypatch):
        # The home is real; the case's node has its store in memory, where no command could find
        # them.
        node = case.node("XA")
        monkeypatch.setattr("rogatory.bootstrap.workstation.connections.node_at", lambda home: node)
        monkeypatch.setattr("rogatory.cli.options.evidence.now", case.clock.now)
        case.clock()

        def run_it(out, *more):
            return run(
                "evidence", "bundle", case.bag, "--node", case.federation.node("XA"),
                "--key", case.federation.workstation("XA", "central-authority"),
                "--officer", EXAMINER.known_as("XA"), "--reason", "Order 12/2026",
                "--no-pdf", "--out", out, *more,
            )  # fmt: skip

        return run_it

    def test_a_bundle_is_stamped(self, command, case, tmp_path):
        result = command(tmp_path / "bundle")
        assert result.status == 0, result.err
        found = verify_bundle(tmp_path / "bundle", trusted=None, now=SOON)
        assert [token.path for token in found.bundle_stamps.tokens] == ["bundle.json.tst"]
        assert found.bundle_stamps.proved("bundle.json") == case.clock.at
        assert found.outcome == "holds"

    def test_a_bundle_is_not_stamped_where_the_officer_said_so(self, command, case, tmp_path):
        result = command(tmp_path / "bundle", "--unstamped")
        assert result.status == 0, result.err
        assert not list((tmp_path / "bundle").glob("*.tst"))
        found = verify_bundle(tmp_path / "bundle", trusted=None, now=SOON)
        assert found.bundle_stamps.proved("bundle.json") is None
        assert found.outcome == "holds"
