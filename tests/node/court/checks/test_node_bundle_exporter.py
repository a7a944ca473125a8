# SPDX-License-Identifier: Apache-2.0
"""The exporter of a bundle, and the acts that its journal must have."""

import shutil
from dataclasses import replace

import pytest

from casts.court.bundle_attacks import examined, relist, tree
from casts.court.bundle_case import AT, HTML, bundled, copied, found_case, play
from rogatory.errors import Refused
from rogatory.evidence.checks import Undecided
from rogatory.evidence.sealed.counting_seals import CountingSeal
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.node.court import names
from rogatory.node.court.checks.exporter import find_exporter
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.verify import verify_bundle
from rogatory.requests.envelope import parse_message
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import Authority


def outcomes(bundle):
    before = tree(bundle)
    found = verify_bundle(bundle, trusted=None, now=AT)
    assert tree(bundle) == before
    return found, {one.name: one for one in found.checks}


def test_the_verdict_says_as_what_the_exporter_had_the_evidence(whole):
    found, checks = outcomes(whole)
    assert checks[names.EXPORTER].outcome == "holds"
    seal = sha256((whole / "seal/seal.json").read_bytes())
    assert found.exporter.as_json() == {
        "authority": "xa/central-authority",
        "as": "recipient",
        "seal": seal,
    }
    assert found.facts.case == "AR-2026-0417"
    assert found.facts.sealed_by == "xb/central-authority"
    assert len(found.facts.acts) == 6


def test_a_third_listed_authority_cannot_issue_the_bundle_again(bundle, case):
    keys = case.authority("XT").signing_keys()
    (bundle / "report.en.html").write_text("<!doctype html>\nanother report")
    relist(bundle, keys, authority=keys.holder)
    found, checks = outcomes(bundle)
    assert found.outcome == "fails"
    assert checks[names.SIGNED].outcome == "holds"
    assert checks[names.EXPORTER].reasons[0].code.id == "bundle-exporter"
    assert checks[names.EXPORTED].outcome == "fails"
    assert found.exporter is None


class TestTheRule:
    @pytest.fixture
    def seal(self, whole):
        data = (whole / "seal/seal.json").read_bytes()
        return CountingSeal(parse_seal(data), sha256(data))

    def test_the_sender_may(self, seal):
        assert find_exporter("xb/central-authority", "thread", [seal], []).part == "sender"

    def test_without_a_thread_or_a_seal_nothing_is_decided(self, seal):
        with pytest.raises(Undecided):
            find_exporter("xb/central-authority", None, [seal], [])
        with pytest.raises(Undecided):
            find_exporter("xb/central-authority", "thread", [], [])

    def test_nobody_else_may(self, seal):
        with pytest.raises(Refused):
            find_exporter("xt/central-authority", "thread", [seal], [])

    def test_a_delivery_counts_by_who_had_a_seal_that_it_names(self, delivered_case):
        bundle = delivered_case.folder / "bundle"
        data = (bundle / "seal/seal.json").read_bytes()
        seal = CountingSeal(parse_seal(data), sha256(data))
        delivery = parse_message((bundle / "messages/0002/message.json").read_bytes())

        def found(**changes):
            changed = replace(delivery, draft=replace(delivery.draft, **changes))
            folder = MessageFolder("messages/0002", b"", changed, None)
            return find_exporter("xa/central-authority", "thread", [seal], [folder])

        assert found().part == "addressee"
        for changes in (
            {"body": {**delivery.body, "seal": "0" * 64}},
            {"sender": Authority("xb", "another-office")},
            {"addressee": Authority("xa", "another-office")},
            {"kind": "status_answer"},
        ):
            with pytest.raises(Refused) as refused:
                found(**changes)
            assert refused.value.codes == ("bundle-exporter",)


class TestTheExportersOwnActs:
    @pytest.mark.parametrize("number", ["0005", "0004", "0003"])
    def test_cannot_be_cut_off(self, bundle, case, number):
        """Files that follow are removed as well, so that no number is missing."""
        for one in bundle.glob("custody/0*"):
            if one.name[:4] >= number:
                one.unlink()
        relist(bundle, case.authority("XA").signing_keys())
        found, checks = outcomes(bundle)
        assert found.outcome == "fails"
        assert checks[names.EXPORTED].outcome == "fails"
        missing = {"0005": {"exported"}, "0004": {"exported", "opened"}}.get(
            number, {"exported", "opened", "received"}
        )
        actions = {one.fields["action"] for one in checks[names.EXPECTED].reasons}
        assert actions == missing

    def test_an_event_on_other_contents_is_none_of_this_export(self, bundle, case):
        (bundle / "messages/0002/approvals.json").write_bytes(b'{"approvals":[],"version":1}')
        from rogatory.node.court.listing import parse_head

        head = parse_head((bundle / "bundle.json").read_bytes())
        relist(bundle, case.authority("XA").signing_keys(), event=head.event)
        _, checks = outcomes(bundle)
        assert checks[names.EXPORTED].outcome == "fails"

    def test_another_reason_than_in_the_event_is_refused(self, bundle, case):
        relist(bundle, case.authority("XA").signing_keys(), reason="Another order")
        _, checks = outcomes(bundle)
        assert checks[names.EXPORTED].outcome == "fails"


def test_a_report_that_the_bundle_does_not_make_is_refused(bundle, case):
    page = bundle / "report.en.html"
    page.write_bytes(page.read_bytes().replace(b"Borealia", b"Arcadia", 1))
    relist(bundle, case.authority("XA").signing_keys())
    found, checks = outcomes(bundle)
    assert found.outcome == "fails"
    assert checks[names.REPORTS].reasons[0].code.id == "bundle-report-differs"


def test_a_report_in_an_unknown_form_is_not_compared_and_counts_for_nothing(bundle, case):
    place = bundle / "report.json"
    place.write_bytes(place.read_bytes().replace(b'"format":1', b'"format":9'))
    page = bundle / "report.en.html"
    page.write_bytes(page.read_bytes() + b" ")
    relist(bundle, case.authority("XA").signing_keys())
    found, checks = outcomes(bundle)
    assert checks[names.REPORTS].outcome == "undecided"
    assert found.outcome == "holds"


def test_a_delivery_by_a_stranger_belongs_to_nothing(whole, case):
    from rogatory.node.court.checks.together import misplaced

    request = parse_message((whole / "request/message.json").read_bytes())
    delivery = parse_message((whole / "messages/0002/message.json").read_bytes())
    assert not list(misplaced(delivery, request, {"xb/other"}))
    stranger = parse_message((whole / "request/message.json").read_bytes())
    assert len(list(misplaced(stranger, request, {"xb/central-authority"}))) == 1


class TestAnExporterWhoMixes:
    """The exporter signs the list anew; the messages are genuine, each by its own State."""

    def mixed(self, bundle, case):
        for report in bundle.glob("report.*"):
            report.unlink()
        relist(bundle, case.authority("XA").signing_keys())
        return outcomes(bundle)

    def test_messages_of_another_case_fail(self, bundle, case, tmp_path_factory):
        other = replace(case, folder=tmp_path_factory.mktemp("other"))
        play(other)
        bundled(other, other.folder / "bundle", reports=HTML)
        shutil.copytree(other.folder / "bundle/request", bundle / "messages/0003")
        found, checks = self.mixed(bundle, case)
        assert found.outcome == "fails"
        (reason,) = checks[names.MESSAGES].reasons
        assert reason.code.id == "bundle-not-together"
        assert "messages/0003" in str(reason.fields["problem"])

    def test_a_message_that_lies_there_twice_fails(self, bundle, case):
        shutil.copytree(bundle / "messages/0001", bundle / "messages/0003")
        found, checks = self.mixed(bundle, case)
        assert found.outcome == "fails"
        codes = [reason.code.id for reason in checks[names.MESSAGES].reasons]
        assert codes == ["bundle-not-together"]

    def test_an_answer_in_the_request_s_place_fails(self, bundle, case):
        """Else the facts would say that the State asked had asked."""
        (bundle / "request").rename(bundle / "held")
        (bundle / "messages/0001").rename(bundle / "request")
        (bundle / "held").rename(bundle / "messages/0001")
        found, checks = self.mixed(bundle, case)
        assert found.outcome == "fails"
        codes = [reason.code.id for reason in checks[names.REQUEST].reasons]
        assert codes == ["bundle-not-together"]


@pytest.fixture(scope="module")
def delivered_case(tmp_path_factory):
    """Sealed for the contact point of the State that asked, delivered to its central authority."""
    case = found_case(tmp_path_factory.mktemp("delivered"))
    play(case, for_office="contact-point")
    bundled(case, case.folder / "bundle", reports=HTML)
    return case


class TestAnExporterToWhomItWasDelivered:
    def answers(self, bundle):
        """Our answers, which are those of the other judge."""
        found, checks = outcomes(bundle)
        other, theirs = examined(bundle, now=AT)
        assert other == found.outcome
        ours = {one.id: one.outcome for one in found.checks if one.id != "reports"}
        by_id = {one.id: one.outcome for one in theirs.values()}
        assert {one: by_id[one] for one in ours} == ours
        return found, checks

    def test_exports_as_the_addressee_of_the_delivery(self, delivered_case):
        found, checks = self.answers(delivered_case.folder / "bundle")
        assert found.outcome == "holds"
        assert checks[names.EXPORTER].outcome == "holds"
        assert found.exporter.part == "addressee"

    def test_has_nothing_without_that_delivery(self, delivered_case, tmp_path):
        bundle = copied(delivered_case.folder / "bundle", tmp_path / "bundle")
        shutil.rmtree(bundle / "messages/0002")
        relist(bundle, delivered_case.authority("XA").signing_keys())
        found, checks = self.answers(bundle)
        assert found.outcome == "fails"
        assert found.exporter is None
        assert checks[names.EXPORTER].reasons[0].code.id == "bundle-exporter"

    def test_is_the_addressee_and_no_third_authority(self, delivered_case, tmp_path):
        bundle = copied(delivered_case.folder / "bundle", tmp_path / "bundle")
        keys = delivered_case.authority("XT").signing_keys()
        relist(bundle, keys, authority=keys.holder)
        found, checks = self.answers(bundle)
        assert found.outcome == "fails"
        assert checks[names.EXPORTER].reasons[0].code.id == "bundle-exporter"
