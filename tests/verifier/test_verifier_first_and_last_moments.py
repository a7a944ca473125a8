# SPDX-License-Identifier: Apache-2.0
"""Moments at both ends of the calendar, which nobody can go beyond, end no verdict and are no fault."""

import json
from datetime import UTC, datetime, timedelta

import pytest

FIRST, LAST = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


@pytest.mark.parametrize("claimed", [FIRST, LAST])
def test_a_moment_is_moved_as_far_as_there_are_moments(verifier, claimed):
    at, step = verifier.moment(claimed), timedelta(seconds=300)
    assert verifier.shown(at) == claimed
    assert verifier.moved(at, -step) == (at if claimed == FIRST else at - step)
    assert verifier.shown(verifier.moved(at, step)) == (
        LAST if claimed == LAST else verifier.shown(at + step)
    )


@pytest.mark.parametrize("claimed", [FIRST, LAST])
@pytest.mark.parametrize(
    ("document", "name", "check"),
    [
        ("custody/0002.json", "occurred", "custody-journal"),
        ("seal/seal.json", "sealed", "seal-signed"),
        ("bundle.json", "exported", "bundle-signed"),
        ("request/message.json", "issued", "request"),
        ("messages/0001/receipt.json", "received", "receipts"),
        ("certificate/certificate.json", "certified", "certificate"),
    ],
)
def test_a_claim_of_the_first_or_the_last_moment_fails_for_what_it_claims(
    verifier, judged, made, trust, document, name, check, claimed
):
    folder = made("bundle")
    path = folder / document
    path.write_bytes(verifier.canonical(json.loads(path.read_bytes()) | {name: claimed}))
    checks = judged(folder, trust)
    (one,) = (one for one in checks.done if one.id == check)
    assert one.outcome == "fails"
    for each in checks.done:
        assert not any("out of range" in remark or "Overflow" in remark for remark in each.remarks)


def test_a_cosignature_over_what_claims_the_first_moment_is_read(verifier, made, trust):
    given = verifier.Trusted.read([str(trust)])
    judge = verifier.Judge(given.newest)
    note = (made("bundle") / "custody/0001.tlog-proof").read_text().partition("\n\n")[2]
    for claimed in (FIRST, LAST):
        assert verifier.cosigned_for(judge, "xb", note, claimed) == (None, None)


NEVER_ENDING = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_an_authority_whose_certificate_never_ends_is_listed_and_stamps(
    verifier, judged, made, trust, monkeypatch
):
    """RFC 5280, 4.1.2.5: a certificate without a well-defined end has this one."""
    ends = []

    def never(data):
        one = certificate(data)
        return verifier.replace(one, x509=Unending(one.x509)) if one.use == "tsa" else one

    class Unending:
        def __init__(self, one):
            self._one = one

        def __getattr__(self, name):
            return getattr(self._one, name)

        @property
        def not_valid_after_utc(self):
            ends.append(NEVER_ENDING)
            return NEVER_ENDING

    def never_read(*given):
        at, read, raw = stamped(*given)
        return at, Unending(read), raw

    certificate, stamped = verifier.certificate, verifier.stamped
    folder = made("bundle")
    before = outcomes(judged(folder, trust))
    monkeypatch.setattr(verifier, "certificate", never)
    monkeypatch.setattr(verifier, "stamped", never_read)
    assert outcomes(judged(folder, trust)) == before
    assert ends


@pytest.mark.parametrize("at", [FIRST, "9999-12-31T12:00:00Z"])
def test_a_consent_at_either_end_is_in_its_form(verifier, at):
    document = {
        "version": 4, "id": "019363e0-0000-7000-8000-000000000000", "network": None, "bag": "a" * 64,
        "act": "opened", "identity": "workstation", "authority": "xa/office", "first": "xa-0001",
        "second": "xa-0002", "reason": None, "items": None, "at": at,
        "until": "0001-01-01T01:00:00Z" if at == FIRST else LAST,
    }  # fmt: skip
    verifier.check_consent(document)
    with pytest.raises(verifier.Wrong):
        verifier.check_consent(document | {"until": at})


def test_metadata_expire_in_1970_or_later(verifier):
    """No other year is one in which metadata were made."""
    for at, form in (
        (FIRST, False),
        ("1969-12-31T23:59:59Z", False),
        ("1970-01-01T00:00:00Z", True),
        (LAST, True),
    ):
        signed = {"spec_version": "1.0.31", "version": 1, "expires": at, "meta": {}}
        assert ("expires" not in verifier.out_of_form("timestamp", signed)) is form, at
