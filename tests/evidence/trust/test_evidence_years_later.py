# SPDX-License-Identifier: Apache-2.0
"""A sealed package judged 1, 10 and 30 years later: what ended, faded, was renewed, was broken."""

import hashlib
import os
import subprocess
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import examined
from casts.evidence.states import NOW, clock
from casts.seal.rsa_authority import authority_of, issue_rsa
from rogatory.errors import Refused
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings, SealOptions
from rogatory.evidence.sealed.seal_document import Addressee
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.trust.archive_list import ARCHIVE_VERSION, archive_names, read_archive
from rogatory.evidence.trust.distrusted_algorithms import parse_distrust
from rogatory.evidence.trust.stamps import StampAuthority
from rogatory.evidence.verification.verify import verify_sealed
from rogatory.node.workstation.verification.cosigned import Cosigned
from rogatory.node.workstation.verification.moment import moment_of
from rogatory.node.workstation.verification.reliance import reliance_sentence
from rogatory.seal.age import HybridIdentity
from rogatory.seal.certificates import der_to_pem, pem_to_der
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_pem
from rogatory.seal.certificates.state_ca import new_state_ca
from rogatory.seal.signatures import Anchors, signing_keys_from_pem
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.wire import canonical

YEAR = timedelta(days=365)


@dataclass
class Borealia:
    """A State whose CA lasts; its signing keys three years, its timestamp authorities five."""

    ca: object = field(
        default_factory=lambda: new_state_ca("XB", at=NOW - YEAR, years=60, random=os.urandom)
    )
    serial: int = 0
    authorities: list = field(default_factory=list)

    def __post_init__(self):
        issued = [self.issue("xb/central-authority", "authority", name, NOW - timedelta(days=1), 3 * YEAR)
                  for name in ("p256", "mldsa65")]  # fmt: skip
        self.certificates = [pem_to_der(one.certificate) for one in issued]
        (a, b) = issued
        self.keys = signing_keys_from_pem(
            "xb/central-authority", a.key, a.certificate, b.key, b.certificate
        )

    def issue(self, holder, use, algorithm, at, period):
        return self.ca.issue(holder, use, algorithm, at=at, until=at + period, random=os.urandom)

    @property
    def anchors(self):
        return Anchors(tuple(self.ca.certificates.values()))

    def stamper(self, at, algorithm="p256", office="xb/tsa"):
        """An authority for timestamps whose certificate runs from a day before `at`."""
        begin = at - timedelta(days=1)
        if algorithm == "rsa":
            period = {"at": begin, "until": begin + 5 * YEAR, "random": os.urandom}
            issued = issue_rsa(self.ca, office, **period)
        else:
            issued = self.issue(office, "tsa", algorithm, begin, 5 * YEAR)
        tsa = authority_of(algorithm, issued)
        self.authorities.append(StampAuthority(tsa.certificate, begin, begin + 5 * YEAR))

        def stamp(digest):
            self.serial += 1
            return token_of(tsa.reply(request(digest), at, self.serial))

        return stamp

    def trust(self, now, *distrusted, **more):
        return Trust(now, self.anchors, distrust=parse_distrust(distrusted), **more)

    def renew(self, sealed, at, algorithm="p256"):
        with sealed_files(sealed) as files:
            return stamp_anew(sealed, "seal.json", files.documents(), [self.stamper(at, algorithm)])


@pytest.fixture
def borealia():
    return Borealia()


@pytest.fixture
def package(tmp_path, borealia):
    """Sealed and stamped once, as it is on the day."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "mail.eml").write_bytes(b"Please act today\n" * 9)
    to = Addressee("xa/central-authority", str(HybridIdentity.generate(os.urandom).recipient))
    certificates = {f"xb-ca.{n}.pem": der_to_pem(d) for n, d in borealia.ca.certificates.items()}
    seal_source(
        tmp_path / "source",
        tmp_path / "sealed",
        terms=CollectionTerms(acquisition=Acquisition("xb/central-authority")),
        sealing=SealingParameters(
            keys=borealia.keys,
            recipients=[to],
            settings=RunSettings(clock=clock, random=os.urandom),
            options=SealOptions(
                segment_size=1 << 20,
                certificates=certificates,
                stamp=borealia.stamper(NOW + timedelta(seconds=3)),
            ),
        ),
    )
    return tmp_path / "sealed"


BOTH = {
    "seal-stamped": "The seal is stamped with a time",
    "seal-signed": "The seal is signed by its sender",
}
"""Checks by the names that ours and the stand-alone verifier give them."""


def judged(sealed, trust):
    """Our checks; the stand-alone verifier, asked too, must come to the same of these."""
    ours = {check.id: check for check in verify_sealed(sealed, trust=trust).checks}
    is_default = not trust.distrust and not trust.listed and not trust.authorities
    if is_default and ours["seal-form"].outcome == "holds":
        given = []
        if trust.anchors is not None:
            given = [sealed.parent / "trusted.pem"]
            given[0].write_bytes(b"".join(map(der_to_pem, trust.anchors.certificates)))
        _, theirs = examined(sealed, *given, now=trust.now)
        found = {one: theirs[name].outcome for one, name in BOTH.items()}
        assert found == {one: ours[one].outcome for one in BOTH}, (ours, theirs)
    return ours


def outcomes(sealed, trust, *ids):
    found = judged(sealed, trust)
    return [found[one].outcome for one in ids or ("seal-stamped", "seal-signed")]


def test_a_year_later_all_is_as_on_the_day(package, borealia):
    assert outcomes(package, borealia.trust(NOW + YEAR)) == ["holds", "holds"]


@pytest.mark.parametrize("listed", [True, False])
def test_what_is_appended_to_the_package_changes_its_last_segment(package, borealia, listed):
    with (package / "package.age").open("ab") as stream:
        stream.write(b"x")
    if not listed:
        (package / "segments.b3").unlink()
    found = {
        one.id: one.outcome
        for one in verify_sealed(package, trust=borealia.trust(NOW + YEAR)).checks
    }
    assert [found[one] for one in ("seal-package", "seal-segments")] == ["fails", "fails"]
    (package.parent / "trusted.pem").write_bytes(
        b"".join(map(der_to_pem, borealia.anchors.certificates))
    )
    _, theirs = examined(package, package.parent / "trusted.pem", now=NOW + YEAR)
    assert theirs["Every segment is unchanged"].outcome == "fails"


def test_a_certificate_that_ended_since_still_counts_at_the_stamped_time(package, borealia):
    assert outcomes(package, borealia.trust(NOW + 4 * YEAR)) == ["holds", "holds"]


def test_ten_years_later_a_timestamp_that_nobody_renewed_decides_nothing(package, borealia):
    found = judged(package, borealia.trust(NOW + 10 * YEAR))
    assert found["seal-stamped"].outcome == found["seal-signed"].outcome == "undecided"
    assert "2031-" in found["seal-stamped"].remark
    assert "later timestamp" in found["seal-stamped"].who
    # The signature is not called false: it holds, and nobody can say since when.
    assert found["seal-signed"].reasons == ()
    assert found["seal-segments"].outcome == "holds"


@pytest.mark.parametrize("years", [1, 10, 30])
def test_renewed_in_time_it_holds_for_as_long_as_it_is_renewed(package, borealia, years):
    at = NOW
    while at + 4 * YEAR < NOW + years * YEAR:
        at += 4 * YEAR
        borealia.renew(package, at)
    later = borealia.trust(NOW + years * YEAR)
    assert outcomes(package, later) == ["holds", "holds"]
    found = verify_sealed(package, trust=later)
    assert found.stamps.proved("seal.json") == NOW + timedelta(seconds=3)


def test_renewed_too_late_it_proves_only_the_later_time(package, borealia):
    borealia.renew(package, NOW + 7 * YEAR)
    found = verify_sealed(package, trust=borealia.trust(NOW + 8 * YEAR))
    assert found.stamps.proved("seal.json") == NOW + 7 * YEAR
    by_id = {check.id: check for check in found.checks}
    assert by_id["seal-stamped"].outcome == "holds"
    assert "not counted: seal.json.tst" in by_id["seal-stamped"].remark
    # At that time the signing certificate had ended; nothing older counts.
    assert by_id["seal-signed"].outcome != "holds"


def test_a_list_covers_what_lay_there_and_the_token_is_a_plain_one(package, borealia, tmp_path):
    done = borealia.renew(package, NOW + 4 * YEAR)
    with sealed_files(package) as files:
        listed = read_archive("archive.1.json", files.documents())
    assert {"seal.json", "seal.json.p256.p7s", "seal.json.tst", "segments.b3"} <= set(listed.files)
    assert [name for name, _ in done.tokens] == ["archive.1.json.tst"]
    assert canonical.decode_object(listed.data)["version"] == ARCHIVE_VERSION


@pytest.mark.judge
def test_openssl_verifies_the_token_over_the_list(package, borealia, tmp_path):
    borealia.renew(package, NOW + 4 * YEAR)
    (tmp_path / "ca.pem").write_bytes(der_to_pem(borealia.ca.certificates["p256"]))
    at = int((NOW + 4 * YEAR).timestamp())
    verified = subprocess.run(
        ["openssl", "ts", "-verify", "-token_in", "-in", "archive.1.json.tst", "-data",
         "archive.1.json", "-CAfile", tmp_path / "ca.pem", "-attime", str(at)],
        cwd=package, capture_output=True, text=True,
    )  # fmt: skip
    assert "Verification: OK" in verified.stdout + verified.stderr


class TestAttacksOnRenewal:
    def test_a_list_that_names_what_is_not_here_fails(self, package, borealia):
        borealia.renew(package, NOW + 4 * YEAR)
        (package / "certificates" / "xb-ca.p256.pem").write_bytes(b"another")
        found = judged(package, borealia.trust(NOW + 5 * YEAR))["seal-stamped"]
        assert {reason.code.id for reason in found.reasons} == {"archive-list-changed"}

    def test_nothing_is_stamped_over_a_list_that_does_not_hold(self, package, borealia):
        borealia.renew(package, NOW + 4 * YEAR)
        (package / "certificates" / "xb-ca.p256.pem").write_bytes(b"another")
        before = sorted(package.iterdir())
        with pytest.raises(Refused):
            borealia.renew(package, NOW + 5 * YEAR)
        assert sorted(package.iterdir()) == before

    def test_a_forged_list_that_leaves_the_document_out_renews_nothing(self, package, borealia):
        """Only token and document together: else another document could be put under the token."""
        with sealed_files(package) as files:
            digest = files.documents().sha512("seal.json.tst")
        data = canonical.encode(
            {"files": [{"path": "seal.json.tst", "sha512": digest}], "version": 1}
        )
        (package / "archive.1.json").write_bytes(data)
        token = borealia.stamper(NOW + 4 * YEAR)(hashlib.sha512(data).digest())
        (package / "archive.1.json.tst").write_bytes(token)
        assert outcomes(package, borealia.trust(NOW + 10 * YEAR))[0] == "undecided"

    @pytest.mark.parametrize(
        "data",
        [
            b"{}",
            b'{"files":[],"version":1}',
            b'{"files":[{"path":"../x","sha512":"' + b"0" * 128 + b'"}],"version":1}',
            b'{"files":[{"path":"seal.json","sha512":"00"}],"version":1}',
            b'{"files":[{"path":"seal.json","sha512":"' + b"0" * 128 + b'"}],"version":2}',
        ],
    )
    def test_a_list_in_another_form_fails_and_spoils_nothing_else(self, package, borealia, data):
        (package / "archive.1.json").write_bytes(data)
        found = judged(package, borealia.trust(NOW + YEAR))
        assert found["seal-stamped"].outcome == "fails"
        assert found["seal-signed"].outcome == "holds"

    def test_a_list_that_is_older_than_a_token_it_names_fails(self, package, borealia):
        """Somebody stamped a list of digests first, and had the token made for it later."""
        with sealed_files(package) as files:
            seal = files.small("seal.json")
            late = borealia.stamper(NOW + timedelta(hours=1))(hashlib.sha256(seal).digest())
            (package / "seal.json.2.tst").write_bytes(late)
            stamp_anew(package, "seal.json", files.documents(), [borealia.stamper(NOW)])
        found = verify_sealed(package, trust=borealia.trust(NOW + YEAR)).checks[1]
        assert found.outcome == "fails"
        assert {one.code.id for one in found.reasons} == {"archive-older"}

    def test_a_list_whose_token_faded_says_nothing_against_a_later_token(self, package, borealia):
        """Anybody could have made the earlier token since: it is undecided, and so proves no order."""
        with sealed_files(package) as files:
            seal = files.small("seal.json")
            late = borealia.stamper(NOW + 4 * YEAR)(hashlib.sha256(seal).digest())
            (package / "seal.json.2.tst").write_bytes(late)
            stamp_anew(package, "seal.json", files.documents(), [borealia.stamper(NOW)])
        assert outcomes(package, borealia.trust(NOW + 4 * YEAR))[0] == "fails"
        assert outcomes(package, borealia.trust(NOW + 6 * YEAR), "seal-stamped") == ["holds"]

    def test_lists_are_counted_by_number_not_by_name(self):
        names = ["archive.10.json", "archive.2.json", "archive.02.json", "archive.json"]
        assert archive_names(names) == ["archive.2.json", "archive.10.json"]


class TestAuthorities:
    def test_the_earliest_of_several_counts_and_each_is_listed(self, package, borealia):
        with sealed_files(package) as files:
            seal = files.small("seal.json")
        token = borealia.stamper(NOW + timedelta(seconds=1), office="xb/other-tsa")
        (package / "seal.json.2.tst").write_bytes(token(hashlib.sha256(seal).digest()))
        found = verify_sealed(package, trust=borealia.trust(NOW + YEAR))
        assert found.stamps.proved("seal.json") == NOW + timedelta(seconds=1)
        remark = found.checks[1].remark
        assert "xb/tsa" in remark
        assert "xb/other-tsa" in remark

    def test_an_unknown_authority_beside_a_known_one_is_reported_and_does_not_count(
        self, package, borealia
    ):
        other = new_state_ca("XM", at=NOW - YEAR, years=9, random=os.urandom)
        issued = other.issue(
            "xm/tsa", "tsa", "p256", at=NOW - YEAR, until=NOW + YEAR, random=os.urandom
        )
        tsa = TimestampAuthority(issued.key, issued.certificate)
        with sealed_files(package) as files:
            digest = hashlib.sha256(files.small("seal.json")).digest()
        (package / "seal.json.2.tst").write_bytes(token_of(tsa.reply(request(digest), NOW, 1)))
        found = judged(package, borealia.trust(NOW + timedelta(days=9)))["seal-stamped"]
        assert found.outcome == "holds"
        assert "not counted: seal.json.2.tst" in found.remark
        (package / "seal.json.tst").unlink()
        check = judged(package, borealia.trust(NOW + timedelta(days=9)))["seal-stamped"]
        assert check.outcome == "undecided", "nothing at hand speaks for XM"
        assert "seal.json.2.tst" in check.remark
        assert "--trust" in check.who
        listed = borealia.trust(NOW + timedelta(days=9), listed=True)
        assert judged(package, listed)["seal-stamped"].outcome == "fails", "a directory names all"

    def test_one_that_says_it_is_of_a_state_whose_ca_is_at_hand_is_false(self, package, borealia):
        forged = new_state_ca("XB", at=NOW - YEAR, years=9, random=os.urandom)
        issued = forged.issue(
            "xb/tsa", "tsa", "p256", at=NOW - YEAR, until=NOW + YEAR, random=os.urandom
        )
        tsa = TimestampAuthority(issued.key, issued.certificate)
        with sealed_files(package) as files:
            digest = hashlib.sha256(files.small("seal.json")).digest()
        (package / "seal.json.tst").write_bytes(token_of(tsa.reply(request(digest), NOW, 1)))
        found = judged(package, borealia.trust(NOW + timedelta(days=9)))["seal-stamped"]
        assert found.outcome == "fails"

    def test_one_that_the_state_ca_issued_and_no_state_lists_does_not_count(
        self, package, borealia
    ):
        """The holder of the State's CA can have any authority stamp any moment."""
        found = judged(package, borealia.trust(NOW + YEAR, listed=True))["seal-stamped"]
        assert found.outcome == "fails"
        assert [one.code.id for one in found.reasons] == ["timestamp-authority-unlisted"]
        lacking = borealia.trust(NOW + YEAR, listed=True, held_back=frozenset({"XB"}))
        assert judged(package, lacking)["seal-stamped"].outcome == "undecided"
        known = borealia.trust(NOW + YEAR, listed=True, authorities=tuple(borealia.authorities))
        assert judged(package, known)["seal-stamped"].outcome == "holds"

    def test_the_sealing_state_s_own_authority_proves_by_that_state_alone(self, package, borealia):
        stamps = verify_sealed(package, trust=borealia.trust(NOW + YEAR)).stamps
        own = moment_of(stamps, "seal.json", "xb/central-authority", None)
        assert (own.by, own.by_own_state, own.bounded) == ("XB", True, None)
        seen = Cosigned(False, NOW + timedelta(hours=1), "XM")
        bounded = moment_of(stamps, "seal.json", "xb/central-authority", seen)
        assert (bounded.by_own_state, bounded.bounded_by) == (True, "XM")
        before = moment_of(stamps, "seal.json", "xb/central-authority", Cosigned(False, NOW, "XM"))
        assert (before.proved, before.by, before.by_own_state) == (NOW, "XM", False)

    @pytest.mark.parametrize(
        ("compromised", "ended", "outcome"),
        [(False, 1, "holds"), (True, 1, "undecided"), (False, -1, "fails"), (True, -1, "fails")],
    )
    def test_one_that_the_directory_ended(self, package, borealia, compromised, ended, outcome):
        one = borealia.authorities[0]
        listed = StampAuthority(
            one.certificate, one.since, one.until, NOW + ended * timedelta(hours=1), compromised
        )
        trust = borealia.trust(NOW + YEAR, authorities=(listed,))
        assert judged(package, trust)["seal-stamped"].outcome == outcome

    def test_a_compromise_after_a_renewal_takes_nothing_away(self, package, borealia):
        borealia.renew(package, NOW + YEAR)
        one = borealia.authorities[0]
        listed = StampAuthority(
            one.certificate, one.since, one.until, NOW + 2 * YEAR, compromised=True
        )
        trust = borealia.trust(NOW + 3 * YEAR, authorities=(listed,))
        found = verify_sealed(package, trust=trust)
        assert found.stamps.proved("seal.json") == NOW + timedelta(seconds=3)


class TestABrokenAlgorithm:
    def test_the_other_family_holds(self, package, borealia):
        trust = borealia.trust(NOW + 2 * YEAR, "ecdsa@2027-06-01")
        found = judged(package, trust)
        assert found["seal-signed"].outcome == "holds"
        assert "mldsa65 signature alone" in found["seal-signed"].remark
        # The timestamp is ECDSA, too, and nothing shows that it is older.
        assert found["seal-stamped"].outcome == "undecided"

    def test_renewed_before_the_break_the_timestamp_stays(self, package, borealia):
        borealia.renew(package, NOW + timedelta(days=100), "rsa")
        trust = borealia.trust(NOW + 2 * YEAR, "ecdsa@2027-06-01")
        # The authority is listed, so its RSA token does not rest on the ECDSA of a State CA.
        trust = Trust(
            trust.now,
            trust.anchors,
            authorities=tuple(borealia.authorities),
            distrust=trust.distrust,
        )
        found = verify_sealed(package, trust=trust)
        assert found.stamps.proved("seal.json") == NOW + timedelta(seconds=3)
        by_id = {check.id: check for check in found.checks}
        assert by_id["seal-signed"].outcome == "holds"
        assert "alone" not in (by_id["seal-signed"].remark or "")

    def test_both_families_broken_leave_nothing_of_the_signature(self, package, borealia):
        trust = borealia.trust(NOW + 2 * YEAR, "ecdsa", "ml-dsa-65@2027-01-01")
        found = judged(package, trust)["seal-signed"]
        assert (found.outcome, bool(found.who)) == ("undecided", True)

    def test_sha_256_is_renewed_by_the_sha_512_of_a_list(self, package, borealia):
        broken = borealia.trust(NOW + 2 * YEAR, "sha-256@2027-06-01")
        assert outcomes(package, broken)[0] == "undecided"
        borealia.renew(package, NOW + timedelta(days=100))
        assert outcomes(package, borealia.trust(NOW + 2 * YEAR, "sha-256@2027-06-01"))[1] == "holds"

    def test_a_break_that_lies_ahead_changes_nothing(self, package, borealia):
        trust = borealia.trust(NOW + YEAR, "ecdsa@2035-01-01", "sha-256@2035-01-01")
        assert outcomes(package, trust) == ["holds", "holds"]

    def test_what_is_left_is_said_in_one_sentence(self, package, borealia):
        trust = borealia.trust(NOW + 2 * YEAR, "ecdsa@2027-06-01", "x25519")
        found = verify_sealed(package, trust=trust)
        sentence = reliance_sentence(found.checks, trust.distrust)
        assert "still shown: who sealed it" in sentence
        assert "no longer shown: when it was sealed" in sentence
        assert "kept secret, by ml-kem-768 alone" in sentence

    @pytest.mark.parametrize("word", ["rot13@2030-01-01", "ecdsa@soon", "", "@2030-01-01"])
    def test_what_names_no_algorithm_or_day_is_refused(self, word):
        with pytest.raises(Refused):
            parse_distrust([word])


class TestRevocationLists:
    def lists(self, package, borealia, *ended):
        found = borealia.ca.crls(ended, at=NOW, until=NOW + YEAR, number=2)
        for name, der in found.items():
            (package / "certificates" / f"xb-ca.{name}.crl").write_bytes(crl_to_pem(der))

    def test_an_empty_one_changes_nothing(self, package, borealia):
        self.lists(package, borealia)
        assert outcomes(package, borealia.trust(NOW + YEAR)) == ["holds", "holds"]

    @pytest.mark.parametrize(
        ("reason", "hours", "invalid", "outcome"),
        [
            ("rotated", 5, None, "holds"),
            ("rotated", -5, None, "fails"),
            ("compromised", 5, None, "fails"),  # the token is over the text, not the signatures
            ("compromised", 5, -5, "fails"),
        ],
    )
    def test_what_it_withdraws_before_the_stamped_time_fails(
        self, package, borealia, reason, hours, invalid, outcome
    ):
        since = None if invalid is None else NOW + timedelta(hours=invalid)
        at = NOW + timedelta(hours=hours)
        self.lists(package, borealia, EndedCertificate(borealia.certificates[0], at, reason, since))
        found = judged(package, borealia.trust(NOW + YEAR))["seal-signed"]
        assert found.outcome == outcome
        if outcome == "fails":
            later = reason == "compromised" and invalid is None
            code = "certificate-revoked-later" if later else "certificate-revoked"
            assert {one.code.id for one in found.reasons} == {code}

    def test_a_stolen_key_counts_for_nothing_without_a_timestamp(self, package, borealia):
        (package / "seal.json.tst").unlink()
        at, looked = NOW + timedelta(days=1), NOW + timedelta(days=2)
        self.lists(package, borealia, EndedCertificate(borealia.certificates[1], at, "compromised"))
        assert judged(package, borealia.trust(looked))["seal-signed"].outcome == "fails"

    @pytest.mark.parametrize("reason", ["compromised", "rotated"])
    def test_what_it_withdraws_after_the_moment_of_the_check_counts(
        self, package, borealia, reason
    ):
        (package / "seal.json.tst").unlink()
        at, looked = NOW + timedelta(days=300), NOW + timedelta(days=2)
        self.lists(package, borealia, EndedCertificate(borealia.certificates[1], at, reason))
        assert judged(package, borealia.trust(looked))["seal-signed"].outcome == "holds"

    @pytest.mark.parametrize(
        ("reason", "hours", "outcome"),
        [
            ("rotated", 5, "holds"),
            ("rotated", -5, "fails"),
            ("compromised", 5, "undecided"),  # since then a thief could have made the token
            ("compromised", -5, "fails"),
        ],
    )
    def test_an_authority_for_timestamps_is_withdrawn_by_them_too(
        self, package, borealia, reason, hours, outcome
    ):
        (tsa,) = (one.certificate for one in borealia.authorities)
        ended = EndedCertificate(tsa, NOW + timedelta(hours=hours), reason)
        self.lists(package, borealia, ended)
        made = verify_sealed(package, trust=borealia.trust(NOW + YEAR)).checks
        found = next(one for one in made if one.id == "seal-stamped")
        assert found.outcome == outcome
        if outcome == "fails":
            assert {one.code.id for one in found.reasons} == {"certificate-revoked"}
        listed = borealia.trust(NOW + YEAR, listed=True, authorities=tuple(borealia.authorities))
        assert outcomes(package, listed, "seal-stamped") == ["holds"], "a directory decides"

    def test_where_a_directory_decides_the_list_only_repeats(self, package, borealia):
        self.lists(
            package, borealia, EndedCertificate(borealia.certificates[0], NOW - YEAR, "rotated")
        )
        trust = borealia.trust(NOW + timedelta(days=2), listed=True)
        assert judged(package, trust)["seal-signed"].outcome == "holds"

    def test_one_of_another_ca_says_nothing(self, package, borealia):
        other = new_state_ca("XB", at=NOW - YEAR, years=9, random=os.urandom)
        ended = EndedCertificate(borealia.certificates[0], NOW - YEAR, "rotated")
        forged = other.crls((ended,), at=NOW, until=NOW + YEAR, number=9)["p256"]
        (package / "certificates" / "xb-ca.p256.crl").write_bytes(crl_to_pem(forged))
        assert judged(package, borealia.trust(NOW + YEAR))["seal-signed"].outcome == "holds"


class TestMissingParts:
    def test_without_the_encrypted_package_its_documents_are_judged(self, package, borealia):
        (package / "package.age").unlink()
        ids = ("seal-form", "seal-stamped", "seal-signed", "seal-segment-list")
        assert outcomes(package, borealia.trust(NOW + YEAR), *ids) == ["holds"] * 4
        ids = ("seal-package", "seal-segments")
        assert outcomes(package, borealia.trust(NOW + YEAR), *ids) == ["undecided"] * 2

    def test_without_the_list_the_segments_lead_to_the_root(self, package, borealia):
        (package / "segments.b3").unlink()
        ids = ("seal-segment-list", "seal-segments")
        assert outcomes(package, borealia.trust(NOW + YEAR), *ids) == ["undecided", "holds"]
        with (package / "package.age").open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            file.write(b"\x00")
        found = judged(package, borealia.trust(NOW + YEAR))["seal-segments"]
        assert [one.code.id for one in found.reasons] == ["seal-some-segment"]

    def test_without_the_seal_nothing_is_called_false_but_the_seal(self, package, borealia):
        (package / "seal.json").write_bytes(b"{}")
        found = judged(package, borealia.trust(NOW + YEAR))
        assert found.pop("seal-form").outcome == "fails"
        assert {check.outcome for check in found.values()} == {"undecided"}
        assert all(check.who for check in found.values())

    @pytest.mark.parametrize("name", ["seal.json.p256.p7s", "seal.json.mldsa65.p7s"])
    def test_a_signature_that_is_missing_fails(self, package, borealia, name):
        (package / name).unlink()
        ids = ("seal-stamped", "seal-signed", "seal-segments")
        assert outcomes(package, borealia.trust(NOW + YEAR), *ids) == ["holds", "fails", "holds"]

    def test_without_any_certificate_of_the_state_nobody_can_say(self, package):
        for path in (package / "certificates").iterdir():
            path.unlink()
        found = judged(package, Trust(NOW + YEAR))["seal-signed"]
        assert (found.outcome, "State CA" in found.remark) == ("undecided", True)
