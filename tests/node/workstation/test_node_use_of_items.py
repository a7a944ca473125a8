# SPDX-License-Identifier: Apache-2.0
"""Items of a package taken out for other proceedings, which a notice in favour of an accused names."""

import functools

import pytest

from casts.court.bundle_case import bodies, found_case, play
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.errors import Refused
from rogatory.evidence.opening.byte_range import ByteRange
from rogatory.node.law.use_limits import IntendedUse, threads_of_package
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.extract import BytesQuery, extract_bytes, extract_from
from rogatory.node.workstation.open import open_sealed
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.under_conditions import Allowed
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed
from rogatory.node.workstation.verification.trust import read_trust

OTHER = "AR-2026-0700, against the buyer"
NAMED = "mail-0.eml"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A case in which a notice names one item of the package."""
    found = found_case(tmp_path_factory.mktemp("by-item"))
    play(found)
    notice = bodies.exculpatory_notice(
        proceedings=OTHER, disclosed_items=[f"data/{NAMED}", "empty"]
    )
    found.say("XA", "exculpatory_notice", notice, found.thread)
    return found


def opening(case):
    trusted = read_trust(case.federation.repository)
    trust = trust_for_sealed(case.sealed, trusted, case.clock.now())
    return Opening(identities=case.authority("XA").identities(), trust=trust)


def by(case):
    return Responsible(actor=case.actor("XA"), reason="For the hearing")


def allowed(case, proceedings=OTHER):
    threads = functools.partial(threads_of_package, case.node("XA"))
    return Allowed(IntendedUse(proceedings=proceedings), threads)


def extracted(case, wanted, out):
    return extract_from(case.sealed, wanted, out, opening(case), by(case), allowed=allowed(case))


def recorded(case):
    return [parse_event(entry.event) for entry in Journal(case.sealed / "custody")]


def refused(case, tmp_path, act):
    """Return the codes of a refusal after which nothing was written or recorded."""
    before = recorded(case), sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(Refused) as caught:
        act()
    assert (recorded(case), sorted(path.name for path in tmp_path.iterdir())) == before
    return {*caught.value.codes}


@pytest.mark.law_line(43)
def test_the_item_of_the_notice_is_extracted_and_the_record_says_what_for(case, tmp_path):
    extracted(case, [NAMED], tmp_path / "out")
    assert (tmp_path / "out").read_bytes().startswith(b"mail 0")
    assert recorded(case)[-1].words.text == f"For the hearing → {OTHER}"


@pytest.mark.law_line(43)
@pytest.mark.parametrize(
    "wanted",
    [["mail-1.eml"], [NAMED, "mail-1.eml"], ["*.eml"], ["**"], ["bag-info.txt"], [NAMED, "manifest-sha256.txt"]],
)  # fmt: skip
def test_who_names_one_item_extracts_no_other(case, tmp_path, wanted):
    found = refused(case, tmp_path, lambda: extracted(case, wanted, tmp_path / "out"))
    assert found == {"disclosure-item-not-released"}


@pytest.mark.law_line(43)
def test_no_bytes_of_another_item_are_extracted(case, tmp_path):
    def take(path):
        wanted = BytesQuery(path, ByteRange(0, 4), compare=False)
        out = tmp_path / "bytes"
        return extract_bytes(
            case.sealed, wanted, out, opening(case), by(case), allowed=allowed(case)
        )

    assert refused(case, tmp_path, lambda: take("mail-1.eml")) == {"disclosure-item-not-released"}
    take(NAMED)
    assert (tmp_path / "bytes").read_bytes() == b"mail"


@pytest.mark.law_line(43)
def test_the_package_is_not_opened_for_the_proceedings_of_a_notice(case, tmp_path):
    def whole(proceedings=OTHER):
        return open_sealed(
            case.sealed, tmp_path / "bag", opening(case), by(case),
            folder=case.authority("XA"), allowed=allowed(case, proceedings),
        )  # fmt: skip

    codes = {"law-use-without-consent", "law-notice-by-item"}
    assert refused(case, tmp_path, whole) == codes
    assert refused(case, tmp_path, lambda: whole("AR-1")) == {"law-use-without-consent"}
