# SPDX-License-Identifier: Apache-2.0
"""Consents in a bundle that nobody here reads, since no event that is understood names them (16.6)."""

import pytest

CONSENT = {
    "version": 4, "id": "019363e0-0000-7000-8000-000000000000", "network": None, "bag": "a" * 64,
    "act": "opened", "identity": "workstation", "authority": "xa/office", "first": "xa-0001",
    "second": "xa-0002", "reason": None, "items": None, "at": "2026-11-24T03:00:00Z",
    "until": "2026-11-24T04:00:00Z",
}  # fmt: skip
SIGNATURES = [f"consent.{who}.{family}.p7s" for who in ("first", "second") for family in ("p256", "mldsa65")]  # fmt: skip
UNREAD = "consent-unread"


@pytest.fixture
def naming(verifier):
    """Return how an event that is not understood comes to name a consent, in either journal."""

    def name(folder, digest, path="custody-node/0001.json"):
        event = {
            "version": 2, "network": None, "id": "019363e0-0000-7000-8000-000000000001",
            "object": "a" * 64, "action": "opened", "authority": "xa/office", "officer": None,
            "code": "opened-by-a-later-program", "fields": {"consent": digest, "second": None},
            "words": None, "basis": None, "occurred": "2026-11-24T03:00:00Z", "previous": None,
        }  # fmt: skip
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(verifier.canonical(event))

    return name


@pytest.fixture
def laid(verifier):
    """Return how a consent comes to lie in a bundle; its digest and its folder."""

    def lay(folder, **changes):
        data = verifier.canonical(CONSENT | changes)
        place = folder / "consents" / verifier.sha256(data)
        place.mkdir(parents=True)
        (place / "consent.json").write_bytes(data)
        for name in SIGNATURES:
            (place / name).write_bytes(b"x")
        return place.name, place

    return lay


def consents(checks):
    """Return the check where it was made, and whether it counts though it is undecided."""
    found = [one for one in checks.done if one.id == "custody-consents"]
    return (found[0], "custody-consents" in checks.counting) if found else (None, False)


def test_without_consents_the_check_is_not_made(judged, made, trust):
    assert consents(judged(made("bundle"), trust)) == (None, False)


@pytest.mark.parametrize("path", ["custody-node/0001.json", "custody/0006.json", "custody/earlier-1.0002.json"])  # fmt: skip
def test_a_consent_that_only_events_name_which_are_not_understood_keeps_from_holding(
    judged, made, trust, naming, laid, path
):
    folder = made("bundle")
    digest, _ = laid(folder)
    naming(folder, digest, path)
    checks = judged(folder, trust)
    one, counts = consents(checks)
    assert (one.outcome, counts) == ("undecided", True)
    assert UNREAD in one.remarks[0]
    assert digest[:12] in one.remarks[0]
    assert [
        each.id for each in checks.done if each.id == "bundle-layout" and each.outcome == "holds"
    ]


def test_it_counts_among_the_checks(verifier):
    checks = verifier.Checks()
    checks.run("custody-logged", lambda: "one event")
    assert checks.outcome == "holds"
    checks.run("custody-consents", lambda: verifier._consents([], None, None, None, []))
    assert checks.outcome == "holds"

    def unread():
        raise verifier._unread_consents([verifier.Path("a" * 64), verifier.Path("b" * 64)])

    checks.run("custody-consents", unread)
    assert checks.outcome == "undecided"
    assert all(name * 12 in checks.done[-1].remarks[0] for name in "ab")


@pytest.mark.parametrize("name", ["consent.json", *SIGNATURES])
@pytest.mark.parametrize("how", ["missing", "folder", "too large"])
def test_a_file_of_it_that_cannot_be_read_fails(judged, made, trust, naming, laid, name, how):
    folder = made("bundle")
    digest, place = laid(folder)
    naming(folder, digest)
    path = place / name
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how == "too large":
        path.write_bytes(bytes(65537))
    one, _ = consents(judged(folder, trust))
    assert one.outcome == "fails"
    assert [remark.split(": ")[1] for remark in one.remarks] == [f"{digest}/{name}"]


@pytest.mark.parametrize("name", SIGNATURES)
def test_a_signature_of_the_largest_size_does_not(judged, made, trust, naming, laid, name):
    folder = made("bundle")
    digest, place = laid(folder)
    naming(folder, digest)
    (place / name).write_bytes(bytes(65536))
    assert consents(judged(folder, trust))[0].outcome == "undecided"


def test_what_no_event_names_is_for_the_layout_alone(judged, made, trust, laid):
    folder = made("bundle")
    laid(folder)
    checks = judged(folder, trust)
    one, counts = consents(checks)
    assert (one.outcome, counts) == ("holds", False)
    assert any(each.id == "bundle-layout" and each.outcome == "fails" for each in checks.done)


def test_each_of_several_is_named(judged, made, trust, naming, laid):
    folder = made("bundle")
    for number in (1, 2):
        digest, _ = laid(folder, reason=f"reason {number}")
        naming(folder, digest, f"custody-node/{number:04d}.json")
    one, _ = consents(judged(folder, trust))
    assert one.remarks[0].count(UNREAD) == 2
