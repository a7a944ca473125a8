# SPDX-License-Identifier: Apache-2.0
"""Re-wrapping: other readers, the same payload, and a chain of seals that nobody can bend."""

import json
import os
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.evidence.states import NOW, Sealing, clock, make_state
from rogatory.errors import Refused, Unreachable
from rogatory.evidence.opening.open_package import open_package
from rogatory.evidence.refusals import SEAL_CHAIN_LONG
from rogatory.evidence.sealed.seal_chain import MOST_EARLIER_SEALS, documents_in, read_chain
from rogatory.evidence.sealed.seal_document import Addressee, parse_seal
from rogatory.evidence.sealing.rewrap import Rewrapping, rewrap
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import verify_sealed
from rogatory.seal.age import HybridIdentity
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.wire.digests import sha256

LATER = NOW + timedelta(days=40)


@pytest.fixture(scope="module")
def fresh():
    """The identity of a workstation that XA did not have when it was sealed to."""
    return HybridIdentity.generate(os.urandom)


def to(state, identity):
    return Addressee(state.authority, str(identity.recipient))


def trust_in(*states, now=LATER):
    return Trust(now=now, anchors=Anchors(tuple(a for s in states for a in s.anchors.certificates)))


def rewrap_to(sealed, out, by, recipients, *, identities=None, trust=None, stamped=True, **more):
    own = Sealing(by, by)
    return rewrap(
        sealed,
        out,
        identities=[by.identity] if identities is None else identities,
        trust=trust or Trust(now=LATER),
        rewrapping=Rewrapping(
            by.keys,
            tuple(recipients),
            clock,
            os.urandom,
            by.certificates,
            own.stamp if stamped else None,
        ),
        **more,
    )


def lasting_stamp(by, document):
    """A token of an authority for timestamps whose certificate outlives those that sign."""
    issued = by.ca.issue(
        f"{by.authority[:2]}/tsa", "tsa", "p256", at=NOW - timedelta(days=1),
        until=NOW + timedelta(days=4 * 365), random=os.urandom,
    )  # fmt: skip
    digest = bytes.fromhex(sha256(document.read_bytes()))
    return token_of(TimestampAuthority(*issued).reply(request(digest), NOW, 1))


@pytest.fixture
def rewrapped(sealed, tmp_path, arcadia, borealia, fresh):
    trust = trust_in(arcadia, borealia)
    rewrap_to(sealed, tmp_path / "again", arcadia, [to(arcadia, fresh)], trust=trust)
    return tmp_path / "again"


def payload(folder):
    header = parse_seal((folder / "seal.json").read_bytes()).header
    data = (folder / "package.age").read_bytes()
    assert data.startswith(header)
    return data[len(header) :]


def outcomes(folder, trust):
    return {check.id: check for check in verify_sealed(folder, trust=trust).checks}


def refused(folder, trust, code):
    found = outcomes(folder, trust)["seal-chain"]
    assert found.outcome == "fails", found
    assert code in {reason.code.id for reason in found.reasons}
    with pytest.raises(Refused):
        open_package(folder, folder.with_name("x"), identities=[], trust=trust)
    assert not folder.with_name("x").exists()
    return found.reasons


def test_not_a_byte_of_the_payload_moves_and_only_the_new_reader_opens(
    sealed, rewrapped, tmp_path, arcadia, borealia, fresh
):
    trust = trust_in(arcadia, borealia)
    assert payload(rewrapped) == payload(sealed)
    for name in ("segments.b3",):
        assert (rewrapped / name).read_bytes() == (sealed / name).read_bytes()
    opened = open_package(rewrapped, tmp_path / "bag", identities=[fresh], trust=trust)
    before = open_package(sealed, tmp_path / "old", identities=[arcadia.identity], trust=trust)
    assert opened.bag == before.bag
    assert all(check.outcome == "holds" for check in opened.checks), opened.checks
    with pytest.raises(Refused):
        open_package(rewrapped, tmp_path / "no", identities=[arcadia.identity], trust=trust)
    seal, old = opened.seal, before.seal
    assert seal.replaces == before.seal_digest
    assert seal == replace(
        old,
        sender=arcadia.authority,
        recipients=seal.recipients,
        sealed=seal.sealed,
        header=seal.header,
        replaces=seal.replaces,
    )
    kept = rewrapped / "seals" / "1"
    assert sorted(path.name for path in kept.iterdir()) == [
        "seal.json", "seal.json.mldsa65.p7s", "seal.json.p256.p7s", "seal.json.tst",
    ]  # fmt: skip
    for path in kept.iterdir():
        assert path.read_bytes() == (sealed / path.name).read_bytes()


def test_it_is_done_again_and_again_by_any_who_could_open(
    rewrapped, tmp_path, arcadia, borealia, thalassia, fresh
):
    trust = trust_in(arcadia, borealia, thalassia)
    rewrap_to(
        rewrapped, tmp_path / "third", arcadia, [thalassia.addressee],
        identities=[fresh], trust=trust,
    )  # fmt: skip
    rewrap_to(
        tmp_path / "third", tmp_path / "fourth", thalassia, [thalassia.addressee], trust=trust
    )
    done = outcomes(tmp_path / "fourth", trust)
    assert {check.outcome for name, check in done.items() if name != "bag-sealed"} == {"holds"}
    assert "xb/central-authority" in done["seal-chain"].remark
    opened = open_package(
        tmp_path / "fourth", tmp_path / "bag", identities=[thalassia.identity], trust=trust
    )
    assert opened.files > 10
    assert payload(tmp_path / "fourth") == payload(rewrapped)


def test_the_own_certificates_of_all_who_sealed_travel_along(rewrapped, tmp_path, fresh):
    opened = open_package(rewrapped, tmp_path / "bag", identities=[fresh], trust=Trust(now=LATER))
    assert all(check.outcome == "holds" for check in opened.checks)
    names = {path.name for path in (rewrapped / "certificates").iterdir()}
    assert {"xa-ca.p256.pem", "xb-ca.p256.pem"} <= names


def test_who_is_no_recipient_cannot_and_leaves_nothing(
    sealed, tmp_path, thalassia, arcadia, borealia
):
    trust = trust_in(arcadia, borealia)
    with pytest.raises(Refused) as caught:
        rewrap_to(sealed, tmp_path / "x", thalassia, [thalassia.addressee], trust=trust)
    assert "age-no-match" in caught.value.codes
    stolen = [arcadia.identity]
    with pytest.raises(Refused) as caught:
        rewrap_to(sealed, tmp_path / "x", thalassia, [thalassia.addressee], identities=stolen)
    assert caught.value.codes == ("rewrap-stranger",)
    with pytest.raises(Refused) as caught:
        rewrap_to(sealed, tmp_path / "x", arcadia, [], trust=trust)
    assert caught.value.codes == ("seal-no-recipient",)
    assert not any(path.name.startswith("x") for path in tmp_path.iterdir())


def test_a_damaged_payload_is_not_wrapped_again(sealed, tmp_path, arcadia, borealia):
    with (sealed / "package.age").open("r+b") as file:
        file.seek(-1000, os.SEEK_END)
        file.write(b"damage")
    with pytest.raises(Refused) as caught:
        rewrap_to(sealed, tmp_path / "x", arcadia, [arcadia.addressee])
    assert caught.value.codes == ("seal-segment",)
    assert not any(path.name.startswith("x") for path in tmp_path.iterdir())


def test_a_token_that_fails_at_the_last_step_leaves_nothing(sealed, tmp_path, arcadia):
    class Gone:
        holder = arcadia.keys.holder

        def sign(self, _data, _at):
            from rogatory.seal.refusals import TOKEN_FAILED

            raise Unreachable(TOKEN_FAILED.because(token="XA", problem="DeviceRemoved"))

    with pytest.raises(Unreachable):
        rewrap_to(sealed, tmp_path / "x", replace(arcadia, keys=Gone()), [arcadia.addressee])
    assert not any(path.name.startswith("x") for path in tmp_path.iterdir())


class TestAttacks:
    """Each is a folder that somebody else made; the seal on top is truly his."""

    @pytest.fixture
    def trust(self, arcadia, borealia, thalassia):
        return trust_in(arcadia, borealia, thalassia)

    def forge(self, folder, by, **changes):
        """Sign the newest seal anew, with changes."""
        seal = replace(parse_seal((folder / "seal.json").read_bytes()), **changes)
        data = seal.encode()
        signatures = by.keys.sign(data, seal.sealed)
        (folder / "seal.json").write_bytes(data)
        (folder / "seal.json.p256.p7s").write_bytes(signatures.p256)
        (folder / "seal.json.mldsa65.p7s").write_bytes(signatures.mldsa65)
        token = Sealing(by, by).stamp(bytes.fromhex(sha256(data)))
        (folder / "seal.json.tst").write_bytes(token)

    def test_a_strangers_seal_on_anothers_payload(self, rewrapped, trust, thalassia):
        self.forge(rewrapped, thalassia, sender=thalassia.authority)
        refused(rewrapped, trust, "seal-chain-stranger")

    @pytest.mark.parametrize(
        "changes",
        [
            {"bag": "0" * 64},
            {"package": "01890a5d-ac96-774b-bcce-b302099a8057"},
            {"root": "1" * 64},
            {"network": "2" * 64},
            {"thread": "01890a5d-ac96-774b-bcce-b302099a8057"},
        ],
    )
    def test_another_bag_package_or_payload_than_the_first_sealed(
        self, rewrapped, trust, arcadia, changes
    ):
        self.forge(rewrapped, arcadia, **changes)
        refused(rewrapped, trust, "seal-chain")

    def test_a_forged_replaces(self, rewrapped, trust, arcadia):
        self.forge(rewrapped, arcadia, replaces="3" * 64)
        refused(rewrapped, trust, "seal-chain")

    def test_the_first_seal_taken_away(self, rewrapped, trust):
        shutil.rmtree(rewrapped / "seals")
        refused(rewrapped, trust, "seal-chain-missing")

    def test_the_chain_denied_by_a_seal_that_replaces_none(self, rewrapped, trust, arcadia):
        self.forge(rewrapped, arcadia, replaces=None)
        refused(rewrapped, trust, "seal-chain-extra")

    def test_an_own_first_seal_is_not_the_bags(self, rewrapped, trust, arcadia, fresh, tmp_path):
        """The chain dropped whole: the bag itself still names who sealed it first."""
        self.forge(rewrapped, arcadia, replaces=None)
        shutil.rmtree(rewrapped / "seals")
        with pytest.raises(Refused) as caught:
            open_package(rewrapped, tmp_path / "bag", identities=[fresh], trust=trust)
        assert "seal-bag-info" in caught.value.codes
        assert not (tmp_path / "bag").exists()

    def test_order_swapped_cut_and_numbered_anew(
        self, rewrapped, trust, arcadia, borealia, fresh, tmp_path
    ):
        third = tmp_path / "third"
        rewrap_to(rewrapped, third, arcadia, [arcadia.addressee], identities=[fresh], trust=trust)
        assert outcomes(third, trust)["seal-chain"].outcome == "holds"
        cut = shutil.copytree(third, tmp_path / "cut")
        shutil.rmtree(cut / "seals" / "1")
        refused(cut, trust, "seal-chain-missing")
        (cut / "seals" / "2").rename(cut / "seals" / "1")
        refused(cut, trust, "seal-chain")
        (third / "seals" / "1").rename(third / "seals" / "x1")
        (third / "seals" / "2").rename(third / "seals" / "1")
        (third / "seals" / "x1").rename(third / "seals" / "2")
        refused(third, trust, "seal-chain")

    def test_an_earlier_seal_altered_or_signed_by_another(self, rewrapped, trust, thalassia):
        kept = rewrapped / "seals" / "1"
        (kept / "seal.json.p256.p7s").write_bytes(thalassia.keys.sign(b"x", NOW).p256)
        refused(rewrapped, trust, "seal-chain")
        (kept / "seal.json.p256.p7s").unlink()
        refused(rewrapped, trust, "seal-chain")
        (kept / "seal.json").write_bytes((kept / "seal.json").read_bytes() + b" ")
        refused(rewrapped, trust, "seal-chain")

    def test_an_earlier_seals_timestamp_over_something_else(self, rewrapped, trust, borealia):
        token = Sealing(borealia, borealia).stamp(bytes(32))
        (rewrapped / "seals" / "1" / "seal.json.tst").write_bytes(token)
        (reason,) = refused(rewrapped, trust, "seal-chain")
        assert "seal.json.tst does not stamp" in reason.sentence()

    def test_a_dropped_timestamp_is_reported_and_each_seal_is_judged_at_its_own_time(
        self, rewrapped, arcadia, borealia
    ):
        years_on = trust_in(arcadia, borealia, now=NOW + timedelta(days=3 * 365))
        for folder, by in ((rewrapped, arcadia), (rewrapped / "seals" / "1", borealia)):
            (folder / "seal.json.tst").write_bytes(lasting_stamp(by, folder / "seal.json"))
        assert outcomes(rewrapped, years_on)["seal-chain"].outcome == "holds"
        (rewrapped / "seals" / "1" / "seal.json.tst").unlink()
        now = outcomes(rewrapped, trust_in(arcadia, borealia))["seal-chain"]
        assert (now.outcome, "timestamp" in now.remark) == ("undecided", True)
        then = outcomes(rewrapped, years_on)["seal-chain"]
        assert then.outcome == "undecided"
        assert "certificate" in then.remark

    def test_a_timestamp_that_faded_leaves_more_open_once_the_signature_ended_too(
        self, rewrapped, arcadia, borealia
    ):
        """Without its timestamp no verdict rests on the seal; a faded one alone is for others."""
        kept = rewrapped / "seals" / "1" / "seal.json.tst"
        years_on = trust_in(arcadia, borealia, now=NOW + timedelta(days=3 * 365))
        found = verify_sealed(rewrapped, trust=years_on)
        assert {check.id: check.outcome for check in found.checks}["seal-chain"] == "undecided"
        assert found.chain_open
        today = trust_in(arcadia, borealia)
        assert not verify_sealed(rewrapped, trust=today).chain_open
        kept.unlink()
        assert verify_sealed(rewrapped, trust=today).chain_open

    def test_a_file_that_no_earlier_seal_has(self, rewrapped, trust):
        (rewrapped / "seals" / "one").mkdir()
        (rewrapped / "seals" / "one" / "seal.json").write_text("{}")
        refused(rewrapped, trust, "seal-file")


def test_a_chain_ends_at_its_limit(sealed, arcadia, tmp_path):
    """As if each of a hundred workstations had re-wrapped for the next: links alone, no payload."""
    first = (sealed / "seal.json").read_bytes()
    seals = [first]
    while len(seals) < 101:
        before = parse_seal(seals[-1])
        seals.append(replace(before, sender=arcadia.authority, replaces=sha256(seals[-1])).encode())

    def chain_of(count):
        files = {f"seals/{number}/seal.json": seals[number - 1] for number in range(1, count + 1)}
        return read_chain(parse_seal(seals[count]), documents_in(files))

    assert chain_of(MOST_EARLIER_SEALS).first == parse_seal(first)
    for count in (MOST_EARLIER_SEALS + 1, 100):
        with pytest.raises(Refused) as caught:
            chain_of(count)
        assert caught.value.codes == (SEAL_CHAIN_LONG.id,)


def test_a_second_state_ca_of_one_name_gets_a_name_of_its_own(sealed, tmp_path, borealia):
    """XB re-wraps after its State CA was renewed: both certificates are needed."""
    renewed = make_state("XB")
    renewed = replace(renewed, identity=borealia.identity)
    rewrap_to(sealed, tmp_path / "again", renewed, [renewed.addressee])
    found = {path.name for path in (tmp_path / "again" / "certificates").iterdir()}
    assert {"xb-ca.p256.pem", "xb-ca.p256.2.pem"} <= found
    both = trust_in(borealia, renewed)
    assert outcomes(tmp_path / "again", both)["seal-chain"].outcome == "holds"


def test_the_file_key_is_nowhere(sealed, tmp_path, arcadia, monkeypatch):
    from rogatory.seal.age import FileKey, open_header

    header = parse_seal((sealed / "seal.json").read_bytes()).header
    secret = open_header(header, [arcadia.identity]).reveal()
    assert isinstance(open_header(header, [arcadia.identity]), FileKey)
    done = rewrap_to(sealed, tmp_path / "again", arcadia, [arcadia.addressee])
    for path in (tmp_path / "again").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert secret not in data
            assert secret.hex().encode() not in data
    assert secret.hex() not in repr(done)
    assert json.loads((tmp_path / "again" / "seal.json").read_bytes())["replaces"]


DOCUMENTS = [
    f"seals/{number}/seal.json{kind}"
    for number in (1, 2)
    for kind in ("", ".p256.p7s", ".mldsa65.p7s")
]


@given(
    name=st.sampled_from(DOCUMENTS),
    part=st.floats(0, 1, exclude_max=True),
    flip=st.integers(1, 255),
)
def test_no_changed_byte_of_an_earlier_seal_goes_unseen(chained, name, part, flip):
    """Of any seal or signature of the chain, at any place: the chain does not hold any more.
    (Of a foreign token, what no signature covers is read leniently, and proves nothing else.)
    """
    folder, outcome = chained
    path = folder / name
    before = path.read_bytes()
    changed = bytearray(before)
    changed[int(part * len(before))] ^= flip
    path.write_bytes(changed)
    try:
        assert outcome() != "holds"
    finally:
        path.write_bytes(before)
    assert outcome() == "holds"


@pytest.fixture(scope="module")
def chained(tmp_path_factory, arcadia, borealia):
    """A package that was re-wrapped twice."""
    place = tmp_path_factory.mktemp("chained")
    (place / "source").write_bytes(b"evidence")
    Sealing(borealia, arcadia).seal(place / "source", place / "0")
    trust = trust_in(arcadia, borealia)
    for number in (1, 2):
        rewrap_to(
            place / str(number - 1), place / str(number), arcadia, [arcadia.addressee], trust=trust
        )
    return place / "2", lambda: outcomes(place / "2", trust)["seal-chain"].outcome
