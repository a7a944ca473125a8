# SPDX-License-Identifier: Apache-2.0
"""Certificates: what a State CA issues, to whom it refuses, and when one does not count."""

import contextlib
import hashlib
import ssl
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from casts.court.bundle_attacks import standalone
from casts.seal.authorities import AUTHORITY, LEAF_UNTIL, MADE, NOW, Cast, codes_of, drawn
from rogatory.errors import Refused
from rogatory.seal import certificates
from rogatory.seal.certificates import (
    EndedCertificate,
    StateCa,
    chain_reasons,
    check_chain,
    new_state_ca,
    revocation,
)


def chain_codes(cast: Cast, pem: bytes, **kwargs):
    arguments = {"at": NOW, "use": "authority", "holder": None} | kwargs
    anchors = arguments.pop("anchors", cast.anchors.certificates)
    der = certificates.pem_to_der(pem)
    return [reason.code.id for reason in chain_reasons(der, anchors, **arguments)]


class TestIssuing:
    def test_a_state_ca_read_back_from_its_files_issues_the_same(self, cast):
        reread = StateCa.from_pem(cast.xa.to_pem())
        assert reread.certificates == cast.xa.certificates
        assert reread.state == "XA"
        made = [
            ca.issue(AUTHORITY, "authority", "p256", at=MADE, until=LEAF_UNTIL, random=drawn("x"))
            for ca in (reread, cast.xa)
        ]
        assert made[0] == made[1]

    def test_a_state_ca_without_one_of_its_files_is_refused(self, cast):
        for name in cast.xa.to_pem():
            files = cast.xa.to_pem()
            del files[name]
            assert codes_of(lambda files=files: StateCa.from_pem(files))

    def test_keys_of_another_state_ca_are_refused(self, cast):
        mixed = cast.xa.to_pem() | {"p256.key": cast.xb.to_pem()["p256.key"]}
        assert codes_of(lambda: StateCa.from_pem(mixed)) == ("key-not-of-certificate",)

    def test_the_two_halves_of_a_state_ca_must_be_of_one_state(self, cast):
        other = {n: d for n, d in cast.xb.to_pem().items() if n.startswith("mldsa65")}
        assert codes_of(lambda: StateCa.from_pem(cast.xa.to_pem() | other)) == (
            "certificate-names-nobody",
        )

    def test_a_leaf_is_no_state_ca(self, cast):
        files = {}
        for name in ("p256", "mldsa65"):
            files[f"{name}.key"], files[f"{name}.pem"] = cast.issued[name]
        assert codes_of(lambda: StateCa.from_pem(files)) == ("certificate-names-nobody",)

    def test_a_state_ca_issues_to_its_own_state_alone(self, cast):
        assert codes_of(
            lambda: cast.xa.issue(
                "xb/contact-point", "authority", "p256", at=MADE, until=NOW, random=drawn("x")
            )
        ) == ("certificate-foreign-holder",)

    def test_a_state_ca_issues_no_other_state_ca(self, cast):
        assert codes_of(lambda: cast.issue("xa", "state-ca", "p256")) == (
            "certificate-foreign-holder",
        )

    @pytest.mark.parametrize(
        ("since", "until"),
        [
            (MADE - timedelta(days=1), NOW),
            (MADE, MADE + timedelta(days=4000)),
            (NOW, MADE),
            (NOW, NOW),
        ],
    )
    def test_no_certificate_outlives_its_ca(self, cast, since, until):
        assert codes_of(
            lambda: cast.issue(AUTHORITY, "authority", "p256", at=since, until=until)
        ) == ("certificate-outlives-ca",)

    @pytest.mark.parametrize(
        ("use", "algorithm"),
        [("authority", "rsa"), ("node-tls", "mldsa65"), ("tsa", "mldsa65")],
    )
    def test_a_use_admits_only_its_kinds_of_key(self, cast, use, algorithm):
        holder = AUTHORITY if use == "authority" else "xa"
        assert codes_of(lambda: cast.issue(holder, use, algorithm)) == ("certificate-algorithm",)

    @pytest.mark.parametrize("holder", ["xa", "XA/contact-point", "xa/Contact", "xa/", "", "x/y"])
    def test_an_authority_certificate_names_an_authority(self, cast, holder):
        assert codes_of(
            lambda: cast.xa.issue(
                holder, "authority", "p256", at=MADE, until=NOW, random=drawn("x")
            )
        ) == ("authority-name",)

    def test_a_certificate_can_be_made_for_a_key_that_stays_with_its_holder(self, cast):
        key = ec.generate_private_key(ec.SECP384R1())
        pem = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        made = cast.xa.certify(
            AUTHORITY, "authority", pem, at=MADE, until=NOW, random=drawn("certify")
        )
        der = certificates.pem_to_der(made)
        assert certificates.certificate_algorithm(der) == "p384"
        assert chain_codes(cast, made) == []

    def test_a_key_of_no_admitted_kind_gets_no_certificate(self, cast):
        pem = (
            ed25519.Ed25519PrivateKey.generate()
            .public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        for given, code in ((pem, "certificate-algorithm"), (b"nonsense", "key-unreadable")):
            assert codes_of(
                lambda given=given: cast.xa.certify(
                    AUTHORITY, "authority", given, at=MADE, until=NOW, random=drawn("x")
                )
            ) == (code,)

    def test_a_ca_made_on_a_leap_day_ends_on_a_day_that_exists(self):
        ca = new_state_ca(
            "XM", at=MADE.replace(year=2028, month=2, day=29), years=1, random=drawn("l")
        )
        since, until = certificates.validity(ca.certificates["p256"])
        assert (since.day, until.year, until.month, until.day) == (29, 2029, 2, 28)


class TestReading:
    def test_a_certificate_states_its_holder_use_kind_and_period(self, cast):
        der = cast.keys.certificates["mldsa65"]
        assert certificates.certificate_holder(der) == AUTHORITY
        assert certificates.certificate_use(der) == "authority"
        assert certificates.certificate_algorithm(der) == "mldsa65"
        assert certificates.validity(der) == (MADE, LEAF_UNTIL)
        assert certificates.pem_to_der(certificates.der_to_pem(der)) == der

    def test_the_pin_is_the_digest_of_the_public_key_that_tls_tools_know(self, cast):
        issued = cast.issue("xa", "node-tls", "p256", hosts=("localhost", "127.0.0.1", "::1"))
        der = certificates.pem_to_der(issued.certificate)
        key = serialization.load_pem_private_key(issued.key, None).public_key()
        spki = key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        assert certificates.spki_sha256(der) == hashlib.sha256(spki).hexdigest()

    def test_pythons_strict_tls_takes_a_node_certificate(self, tmp_path):
        """The one test on today's clock, which Python's TLS always uses."""
        today = datetime.now(UTC) - timedelta(hours=1)
        ca = new_state_ca("XA", at=today, years=1, random=drawn("tls ca"))
        until = today + timedelta(days=1)
        issued = ca.issue(
            "xa", "node-tls", "p256", at=today, until=until, random=drawn("tls"), hosts=("localhost",)
        )  # fmt: skip
        (tmp_path / "key.pem").write_bytes(issued.key)
        (tmp_path / "cert.pem").write_bytes(issued.certificate)
        (tmp_path / "ca.pem").write_bytes(ca.to_pem()["p256.pem"])
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
        client = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        client.verify_flags |= ssl.VERIFY_X509_STRICT
        assert handshake(client, server, "localhost") == certificates.pem_to_der(issued.certificate)
        with pytest.raises(ssl.SSLCertVerificationError):
            handshake(client, server, "elsewhere.example")

    def test_what_is_no_certificate_is_refused(self):
        for given in (b"", b"\x30\x00", b"nonsense"):
            assert codes_of(lambda given=given: certificates.certificate_holder(given)) == (
                "certificate-unreadable",
            )
            assert codes_of(lambda given=given: certificates.pem_to_der(given)) == (
                "certificate-unreadable",
            )

    def test_a_certificate_without_our_name_names_nobody(self):
        der = self_made(names=[x509.DNSName("node.example")])
        assert codes_of(lambda: certificates.certificate_holder(der)) == (
            "certificate-names-nobody",
        )


class TestChain:
    def test_every_kind_of_certificate_counts_for_its_use(self, cast):
        for holder, use, algorithm in (
            (AUTHORITY, "authority", "p256"),
            (AUTHORITY, "authority", "p384"),
            (AUTHORITY, "authority", "mldsa65"),
            ("xa", "receipts", "p256"),
            ("xa", "receipts", "mldsa65"),
            ("xa", "node-http", "p256"),
            ("xa", "node-tls", "p256"),
            ("xa", "tsa", "p384"),
            ("xa/tsa", "tsa", "p256"),
        ):
            issued = cast.issue(holder, use, algorithm)
            assert chain_codes(cast, issued.certificate, use=use, holder=holder) == []

    def test_all_reasons_are_given_at_once(self, cast):
        found = chain_codes(
            cast,
            cast.issued["p256"].certificate,
            use="receipts",
            holder="xb",
            at=MADE - timedelta(days=1),
            anchors=(),
        )
        assert found == [
            "certificate-use",
            "certificate-holder",
            "certificate-not-yet-valid",
            "certificate-chain",
        ]

    def test_the_period_includes_both_ends(self, cast):
        pem = cast.issued["p256"].certificate
        for at in (MADE, LEAF_UNTIL, LEAF_UNTIL.replace(microsecond=999999)):
            assert chain_codes(cast, pem, at=at) == []
        for at, code in (
            (MADE - timedelta(microseconds=1), "certificate-not-yet-valid"),
            (LEAF_UNTIL + timedelta(seconds=1), "certificate-expired"),
        ):
            assert code in chain_codes(cast, pem, at=at)

    def test_an_expired_state_ca_serves_no_longer(self, cast):
        old = new_state_ca("XA", at=MADE - timedelta(days=700), years=1, random=drawn("old"))
        issued = old.issue(
            AUTHORITY, "authority", "p256",
            at=MADE - timedelta(days=600), until=MADE - timedelta(days=400), random=drawn("old leaf"),
        )  # fmt: skip
        anchors = tuple(old.certificates.values())
        assert chain_codes(cast, issued.certificate, anchors=anchors) == [
            "certificate-expired",
            "certificate-expired",
        ]

    def test_another_states_ca_does_not_speak_for_this_state(self, cast):
        """Borealia's office makes an Arcadian certificate: signed by a trusted CA, and refused."""
        der = self_made(
            names=[x509.UniformResourceIdentifier(f"rogatory:authority:{AUTHORITY}")],
            ca=cast.xb,
        )
        anchors = cast.anchors.certificates
        found = chain_reasons(der, anchors, at=NOW, use="authority", holder=AUTHORITY)
        assert [reason.code.id for reason in found] == ["certificate-chain"]

    def test_a_ca_of_the_same_name_with_another_key_is_not_the_ca(self, cast):
        twin = new_state_ca("XA", at=MADE, years=10, random=drawn("twin of xa"))
        issued = twin.issue(
            AUTHORITY, "authority", "p256", at=MADE, until=NOW, random=drawn("twin leaf")
        )
        assert chain_codes(cast, issued.certificate) == ["certificate-chain"]

    def test_a_state_ca_certifies_with_its_one_digest_alone(self, cast):
        """Else the two judges would judge what it issues differently."""
        uri = x509.UniformResourceIdentifier(f"rogatory:authority:{AUTHORITY}")
        module = standalone()
        authorities = [module.certificate(der) for der in cast.xa.certificates.values()]
        for digest, wanted in ((hashes.SHA256(), []), (hashes.SHA384(), ["certificate-chain"])):
            der = self_made(names=[uri], ca=cast.xa, digest=digest)
            found = chain_reasons(
                der, cast.anchors.certificates, at=NOW, use="authority", holder=AUTHORITY
            )
            assert [reason.code.id for reason in found] == wanted
            refused = pytest.raises(module.Wrong, match="no State CA")
            with refused if wanted else contextlib.nullcontext():
                module.check_issued(module.certificate(der), authorities, NOW)

    def test_an_authority_cannot_issue_certificates(self, cast):
        leaf = certificates.pem_to_der(cast.issued["p256"].certificate)
        der = self_made(
            names=[x509.UniformResourceIdentifier("rogatory:authority:xa/contact-point")],
            issuer=cast.issued["p256"],
        )
        for anchors in ((leaf,), (*cast.anchors.certificates, leaf)):
            found = chain_reasons(der, anchors, at=NOW, use="authority", holder=None)
            assert "certificate-chain" in [reason.code.id for reason in found]

    def test_a_mldsa_certificate_rests_on_a_mldsa_ca(self, cast):
        """One quantum computer must not make ML-DSA certificates out of a broken P-256 CA."""
        key = serialization.load_pem_private_key(cast.issued["mldsa65"].key, None)
        der = self_made(
            names=[x509.UniformResourceIdentifier(f"rogatory:authority:{AUTHORITY}")],
            ca=cast.xa,
            key=key.public_key(),
        )
        found = chain_reasons(
            der, cast.anchors.certificates, at=NOW, use="authority", holder=AUTHORITY
        )
        assert [reason.code.id for reason in found] == ["certificate-chain"]

    @pytest.mark.parametrize(
        "names",
        [
            ["rogatory:authority:xa/contact-point", "rogatory:authority:xa/central-authority"],
            ["rogatory:authority:XA/contact-point"],
            ["rogatory:nonsense:xa/contact-point"],
            ["rogatory:authority"],
            ["rogatory:authority:xa"],
            ["rogatory:receipts:XA"],
            ["https://xa.example/contact-point"],
            [],
        ],
    )
    def test_a_certificate_has_exactly_one_well_formed_name(self, cast, names):
        uris = [x509.UniformResourceIdentifier(name) for name in names]
        der = self_made(names=[x509.DNSName("x.example"), *uris], ca=cast.xa)
        found = chain_reasons(der, cast.anchors.certificates, at=NOW, use="authority", holder=None)
        assert "certificate-names-nobody" in [reason.code.id for reason in found]

    def test_wider_key_usage_is_refused(self, cast):
        der = self_made(
            names=[x509.UniformResourceIdentifier(f"rogatory:authority:{AUTHORITY}")],
            ca=cast.xa,
            can_sign_certificates=True,
        )
        found = chain_reasons(der, cast.anchors.certificates, at=NOW, use="authority", holder=None)
        assert "certificate-key-usage" in [reason.code.id for reason in found]

    def test_a_certificate_without_any_alternative_name(self, cast):
        der = self_made(names=[], ca=cast.xa)
        found = chain_reasons(der, cast.anchors.certificates, at=NOW, use="authority", holder=None)
        assert "certificate-names-nobody" in [reason.code.id for reason in found]

    def test_a_critical_extension_that_nobody_knows(self, cast):
        strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
        uri = x509.UniformResourceIdentifier(f"rogatory:authority:{AUTHORITY}")
        for critical, wanted in ((True, ["certificate-key-usage"]), (False, [])):
            der = self_made(names=[uri], ca=cast.xa, further=(strange, critical))
            found = chain_reasons(
                der, cast.anchors.certificates, at=NOW, use="authority", holder=AUTHORITY
            )
            assert [reason.code.id for reason in found] == wanted

    def test_a_timestamp_authority_without_its_extended_key_usage(self, cast):
        uri = x509.UniformResourceIdentifier("rogatory:tsa:xa")
        der = self_made(names=[uri], ca=cast.xa)
        found = chain_reasons(der, cast.anchors.certificates, at=NOW, use="tsa", holder="xa")
        assert [reason.code.id for reason in found] == ["certificate-key-usage"]

    def test_a_key_of_a_kind_that_the_use_does_not_admit(self, cast):
        uri = x509.UniformResourceIdentifier(f"rogatory:authority:{AUTHORITY}")
        key = ed25519.Ed25519PrivateKey.generate().public_key()
        der = self_made(names=[uri], ca=cast.xa, key=key)
        found = chain_reasons(der, cast.anchors.certificates, at=NOW, use="authority", holder=None)
        assert [reason.code.id for reason in found] == ["certificate-algorithm"]

    def test_a_state_ca_counts_for_itself_alone(self, cast):
        for name, der in cast.xa.certificates.items():
            assert chain_reasons(der, (der,), at=NOW, use="state-ca", holder="xa") == []
            others = (cast.xb.certificates[name],)
            found = chain_reasons(der, others, at=NOW, use="state-ca", holder="xa")
            assert [reason.code.id for reason in found] == ["certificate-chain"]

    def test_check_chain_refuses_with_the_reasons(self, cast):
        der = cast.keys.certificates["p256"]
        check_chain(der, cast.anchors.certificates, at=NOW, use="authority", holder=AUTHORITY)
        assert codes_of(lambda: check_chain(der, cast.anchors.certificates, at=NOW, use="tsa")) == (
            "certificate-use",
        )
        assert codes_of(lambda: check_chain(b"x", (), at=NOW, use="tsa")) == (
            "certificate-unreadable",
        )


class TestRevocationLists:
    def crls(self, cast, *ended):
        return cast.xa.crls(ended, at=NOW, until=NOW + timedelta(days=30), number=7)

    def test_a_list_names_what_ended_of_its_own_family(self, cast):
        der = cast.keys.certificates
        ended = EndedCertificate(der["p256"], NOW - timedelta(days=1), "compromised")
        found = self.crls(cast, ended)
        for name, revoked in (("p256", NOW - timedelta(days=1)), ("mldsa65", None)):
            read = certificates.read_crl(found[name], cast.xa.certificates[name])
            assert (read.number, read.issuer) == (7, "xa")
            assert (read.since, read.until) == (NOW, NOW + timedelta(days=30))
            assert [one.at for one in read.entries(der["p256"])] == ([revoked] if revoked else [])
            assert read.entries(der["mldsa65"]) == ()

    @pytest.mark.parametrize(
        ("flag", "is_stolen"),
        [
            (x509.ReasonFlags.remove_from_crl, None),
            (x509.ReasonFlags.unspecified, True),
            (x509.ReasonFlags.privilege_withdrawn, True),
            (x509.ReasonFlags.ca_compromise, True),
            (x509.ReasonFlags.cessation_of_operation, False),
        ],
    )
    def test_an_entry_withdraws_for_its_reason(self, cast, monkeypatch, flag, is_stolen):
        monkeypatch.setitem(revocation._FLAGS, "compromised", flag)
        der = cast.keys.certificates["p256"]
        found = self.crls(cast, EndedCertificate(der, NOW - timedelta(days=1), "compromised"))
        entries = certificates.read_crl(found["p256"], cast.xa.certificates["p256"]).entries(der)
        assert [one.stolen for one in entries] == ([] if is_stolen is None else [is_stolen])

    def test_a_list_of_another_ca_is_refused(self, cast):
        for name, found in self.crls(cast).items():
            assert codes_of(
                lambda found=found, name=name: certificates.read_crl(
                    found, cast.xb.certificates[name]
                )
            ) == ("crl-chain",)

    def test_an_altered_list_is_refused(self, cast):
        for name, found in self.crls(cast).items():
            altered = found[:-1] + bytes([found[-1] ^ 1])
            with pytest.raises(Refused):
                certificates.read_crl(altered, cast.xa.certificates[name])
        without_number = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(x509.load_pem_x509_certificate(cast.xa.to_pem()["p256.pem"]).subject)
            .last_update(NOW)
            .next_update(NOW + timedelta(days=1))
            .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
        ).public_bytes(serialization.Encoding.DER)
        assert codes_of(
            lambda: certificates.read_crl(without_number, cast.xa.certificates["p256"])
        ) == ("crl-unreadable",)
        assert codes_of(
            lambda: certificates.read_crl(b"nonsense", cast.xa.certificates["p256"])
        ) == ("crl-unreadable",)


@pytest.mark.judge
class TestOpenssl:
    def verify(self, tmp_path, cast, pem, algorithm, *options):
        (tmp_path / "leaf.pem").write_bytes(pem)
        (tmp_path / "ca.pem").write_bytes(cast.xa.to_pem()[f"{algorithm}.pem"])
        command = ["openssl", "verify", "-x509_strict", "-attime", str(int(NOW.timestamp()))]
        command += [*options, "-CAfile", str(tmp_path / "ca.pem"), str(tmp_path / "leaf.pem")]
        return subprocess.run(command, capture_output=True, text=True)

    @pytest.mark.parametrize(
        ("holder", "use", "algorithm", "options"),
        [
            (AUTHORITY, "authority", "p256", ("-purpose", "smimesign")),
            (AUTHORITY, "authority", "p384", ("-purpose", "smimesign")),
            (AUTHORITY, "authority", "mldsa65", ("-purpose", "smimesign")),
            ("xa", "receipts", "mldsa65", ()),
            ("xa", "node-tls", "p256", ("-purpose", "sslserver", "-verify_ip", "127.0.0.1")),
            ("xa", "node-tls", "p256", ("-purpose", "sslserver", "-verify_hostname", "localhost")),
            ("xa", "tsa", "p256", ("-purpose", "timestampsign")),
        ],
    )
    def test_strict_openssl_accepts_our_chains(
        self, cast, tmp_path, holder, use, algorithm, options
    ):
        hosts = ("127.0.0.1", "localhost") if use == "node-tls" else ()
        pem = cast.issue(holder, use, algorithm, hosts=hosts).certificate
        family = "mldsa65" if algorithm == "mldsa65" else "p256"
        found = self.verify(tmp_path, cast, pem, family, *options)
        assert found.returncode == 0, found.stderr

    def test_openssl_refuses_a_nodes_certificate_for_a_client(self, cast, tmp_path):
        """Nobody is known by TLS on the line, so no certificate lets its holder be a client."""
        pem = cast.issue("xa", "node-tls", "p256", hosts=("localhost",)).certificate
        assert self.verify(tmp_path, cast, pem, "p256", "-purpose", "sslclient").returncode != 0

    def test_openssl_refuses_an_authority_for_timestamps(self, cast, tmp_path):
        pem = cast.issued["p256"].certificate
        found = self.verify(tmp_path, cast, pem, "p256", "-purpose", "timestampsign")
        assert found.returncode != 0

    @pytest.mark.parametrize("algorithm", ["p256", "mldsa65"])
    def test_openssl_reads_our_revocation_lists(self, cast, tmp_path, algorithm):
        pem = cast.issued[algorithm].certificate
        for ended, outcome in (((), 0), ((cast.keys.certificates[algorithm],), 2)):
            listed = [
                EndedCertificate(der, MADE + timedelta(days=1), "compromised") for der in ended
            ]
            crl = cast.xa.crls(listed, at=NOW, until=NOW + timedelta(days=1), number=1)[algorithm]
            (tmp_path / "crl.pem").write_bytes(certificates.crl_to_pem(crl))
            options = ("-crl_check", "-CRLfile", str(tmp_path / "crl.pem"))
            found = self.verify(tmp_path, cast, pem, algorithm, *options)
            assert found.returncode == outcome, found.stderr
            assert ("revoked" in found.stderr) == bool(ended)


def handshake(client, server, name):
    """Both ends in memory; what the client then knows of the server's certificate."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(back, there, server_hostname=name)
    far = server.wrap_bio(there, back, server_side=True)
    for _ in range(3):
        for side in (near, far):
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
    return near.getpeercert(binary_form=True)


def self_made(
    *,
    names,
    ca=None,
    issuer=None,
    key=None,
    can_sign_certificates=False,
    further=None,
    digest=None,
) -> bytes:
    """A certificate as an attacker with some CA's or authority's key would make it."""
    if ca is not None:
        files = ca.to_pem()
        signer, parent = files["p256.key"], files["p256.pem"]
    elif issuer is not None:
        signer, parent = issuer
    else:
        signer = parent = None
    own = ec.generate_private_key(ec.SECP256R1())
    signing = serialization.load_pem_private_key(signer, None) if signer else own
    above = x509.load_pem_x509_certificate(parent).subject if parent else x509.Name([])
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "self-made")]))
        .issuer_name(above)
        .public_key(key or own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE)
        .not_valid_after(LEAF_UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=can_sign_certificates,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    if further:
        builder = builder.add_extension(*further)
    made = builder.sign(signing, digest or hashes.SHA256())
    return made.public_bytes(serialization.Encoding.DER)
