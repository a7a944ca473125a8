# SPDX-License-Identifier: Apache-2.0
"""Evidence leaves a workstation for what it was given for; otherwise with consent or after a notice."""

import json
import re

import pytest

from casts.court.bundle_case import HTML, bodies, bundled, found_case, play
from rogatory.errors import Refused
from rogatory.node.court.verify import verify_bundle
from rogatory.node.law.conditions.package_conditions import delivered_conditions
from rogatory.node.law.use_limits import IntendedUse, threads_of_package, use_reasons
from rogatory.node.workstation.verification.trust import read_trust

OTHER = "AR-2026-0555"


@pytest.fixture(scope="module")
def own_case(tmp_path_factory):
    """A case of its own, since messages are added to its thread."""
    found = found_case(tmp_path_factory.mktemp("other-use"))
    play(found)
    return found


def refused(case, tmp_path, use):
    journal = sorted(path.name for path in (case.folder).rglob("*.json"))
    with pytest.raises(Refused) as caught:
        bundled(case, tmp_path / "bundle", reports=HTML, use=use)
    assert not (tmp_path / "bundle").exists()
    assert sorted(path.name for path in (case.folder).rglob("*.json")) == journal
    return caught.value.codes


def conditions_shown(case, tmp_path):
    """Return what the check of a new bundle, and its report, say of the conditions of use."""
    bundled(case, tmp_path / "recorded", reports=HTML)
    trusted = read_trust(case.federation.repository)
    found = verify_bundle(tmp_path / "recorded", trusted=trusted, now=case.clock.now())
    (check,) = [one for one in found.checks if one.id == "conditions"]
    (report,) = [one for one in (tmp_path / "recorded").rglob("*.html") if one.stem.endswith("en")]
    text = re.sub(r"<[^>]+>|[\u2066-\u2069]", "", report.read_text("utf-8"))
    assert "Released in favour of an accused by XA" in text
    assert check.outcome == "holds"
    return str(check.remark)


@pytest.mark.law_line(43)
def test_evidence_is_not_exported_for_other_proceedings_without_consent(own_case, tmp_path):
    use = IntendedUse(proceedings="AR-2026-0999")
    assert refused(own_case, tmp_path, use) == ("law-use-without-consent",)


@pytest.mark.law_line(43)
def test_the_recorded_proceedings_need_no_consent(own_case, tmp_path):
    bundled(
        own_case, tmp_path / "bundle", reports=HTML, use=IntendedUse(proceedings=" ar-2026-0417 ")
    )


@pytest.mark.law_line(43)
def test_consent_opens_the_proceedings_that_it_names_and_no_others(own_case, tmp_path):
    body = bodies.use_consent_request(proceedings=OTHER)
    consent_request = own_case.say("XA", "use_consent_request", body, own_case.thread)
    assert refused(own_case, tmp_path, IntendedUse(proceedings=OTHER)) == (
        "law-use-without-consent",
    )
    own_case.say("XB", "use_consent", bodies.use_consent(consent_request.digest), own_case.thread)
    bundled(own_case, tmp_path / "allowed", reports=HTML, use=IntendedUse(proceedings=OTHER))
    stated = json.loads((tmp_path / "allowed/bundle.json").read_bytes())
    assert stated["reason"].endswith(f" → {OTHER}")
    assert refused(own_case, tmp_path, IntendedUse(proceedings="AR-1")) == (
        "law-use-without-consent",
    )


@pytest.mark.law_line(43)
def test_a_notice_in_favour_of_an_accused_never_releases_the_whole_package(own_case, tmp_path):
    use = IntendedUse(proceedings="AR-2026-0700, against the buyer")
    assert refused(own_case, tmp_path, use) == ("law-use-without-consent",)
    body = bodies.exculpatory_notice(
        proceedings=use.proceedings, disclosed_items=["data/mail-0.eml"]
    )
    notice = own_case.say("XA", "exculpatory_notice", body, own_case.thread)
    assert refused(own_case, tmp_path, use) == ("law-use-without-consent", "law-notice-by-item")
    words = f"released by XA in message {notice.digest} for {use.proceedings}"
    assert f"{words}, in favour of an accused: mail-0.eml" in conditions_shown(own_case, tmp_path)


@pytest.mark.law_line(42)
def test_evidence_does_not_go_on_to_a_third_state_without_authorisation(own_case, tmp_path):
    assert refused(own_case, tmp_path, IntendedUse(recipient="XT")) == ("law-onward-unauthorised",)
    body = bodies.onward_transfer_request()
    transfer_request = own_case.say("XA", "onward_transfer_request", body, own_case.thread)
    own_case.say(
        "XB", "onward_transfer_authorisation",
        bodies.onward_transfer_authorisation(transfer_request.digest), own_case.thread,
    )  # fmt: skip
    bundled(own_case, tmp_path / "allowed", reports=HTML, use=IntendedUse(recipient="XT"))
    assert refused(own_case, tmp_path, IntendedUse(recipient="XM")) == ("law-onward-unauthorised",)


def test_it_may_go_back_to_who_gave_it(own_case, tmp_path):
    bundled(own_case, tmp_path / "bundle", reports=HTML, use=IntendedUse(recipient="XB"))


@pytest.mark.law_line(43)
def test_a_part_is_disclosed_by_the_same_messages(own_case):
    """The node knows the threads in which a bag was given, and what was agreed in them."""
    node = own_case.node("XA")
    (record,) = node.store.packages(own_case.thread)
    threads = threads_of_package(node, record.package)
    assert [one.standing.opening.thread for one in threads] == [own_case.thread]
    conditions = delivered_conditions(threads, record.package, "XA", None)
    assert conditions["proceedings"] == "AR-2026-0417"
    on = own_case.clock.now().date()

    def found(use):
        return [
            one.code.id
            for one in use_reasons(use, conditions, threads, record.package, "XB", "XA", on)
        ]

    assert found(IntendedUse(proceedings="AR-2026-0417")) == []
    assert found(IntendedUse(proceedings="AR-1")) == ["law-use-without-consent"]
    assert threads_of_package(node, "0" * 64) == ()
