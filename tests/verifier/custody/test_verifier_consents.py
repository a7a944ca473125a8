# SPDX-License-Identifier: Apache-2.0
"""The bag and the identity that a consent names, by the act that it is to (16.6)."""

import pytest

AT, OCCURRED, UNTIL = "2026-11-24T03:00:00Z", "2026-11-24T03:00:10Z", "2026-11-24T04:00:00Z"
CONSENT = {
    "version": 4, "id": "019363e0-0000-7000-8000-000000000000", "network": None, "bag": "a" * 64,
    "act": "opened", "identity": "workstation", "authority": "xa/office", "first": "xa-0001",
    "second": "xa-0002", "reason": None, "items": None, "at": AT, "until": UNTIL,
}  # fmt: skip
EVENT = {
    "authority": "xa/office", "officer": "xa-0001", "object": "a" * 64, "network": None,
    "occurred": OCCURRED, "code": "opened", "fields": {"second": "xa-0002", "consent": "b" * 64},
}  # fmt: skip


@pytest.mark.parametrize(
    ("act", "holds"),
    [("opened", False), ("extracted", False), ("disclosed", False), ("listed", False),
     ("rewrapped", False), ("salvaged", True)],
)  # fmt: skip
def test_a_consent_of_salvaging_alone_names_no_bag(verifier, act, holds):
    """Else it would be to the act on every bag."""
    verifier.check_consent(CONSENT | {"act": act})
    if holds:
        verifier.check_consent(CONSENT | {"act": act, "bag": None})
        return
    with pytest.raises(verifier.Wrong, match="consent-form"):
        verifier.check_consent(CONSENT | {"act": act, "bag": None})


def test_the_use_of_the_recovery_identity_alone_is_agreed_to_with_that_identity(verifier):
    """Else an act with it would be recorded without `recovery-used`."""
    of_recovery = CONSENT | {"identity": "recovery"}
    used = EVENT | {"code": "recovery-used"}
    assert verifier._differences(EVENT, CONSENT) == []
    assert verifier._differences(used, of_recovery) == []
    for event, consent in ((EVENT, of_recovery), (used, CONSENT)):
        assert verifier._differences(event, consent) == ["it is for another identity"]


@pytest.mark.parametrize(
    ("occurred", "reason"),
    [("2026-11-24T02:59:59Z", f"it was given at {AT}, after the act (2026-11-24T02:59:59Z)"),
     ("2026-11-24T04:00:01Z", f"it ended at {UNTIL}, before the act (2026-11-24T04:00:01Z)")],
)  # fmt: skip
def test_an_act_outside_the_time_of_its_consent_is_named_with_both_moments(
    verifier, occurred, reason
):
    assert verifier._differences(EVENT | {"occurred": occurred}, CONSENT) == [reason]
