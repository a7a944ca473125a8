# SPDX-License-Identifier: Apache-2.0
"""`evidence certify`: the collecting officer declares; every other, altered or late one is refused."""

import hashlib
import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import keys_of, run, this_moment
from rogatory.errors import Refused
from rogatory.evidence.trust.archive_list import build_archive
from rogatory.evidence.trust.stamps import StampRules
from rogatory.node.certificate.certified_package import about_bag
from rogatory.node.certificate.check import (
    CertificateTrust,
    Folder,
    check_certificate,
    check_layout,
    documents_of,
    read_certificate_folder,
)
from rogatory.node.certificate.document import parse_certificate
from rogatory.node.certificate.form import SHIPPED, fill, parse_form, shipped_form
from rogatory.node.certificate.requested_form import demanded, refuse_other_form, requested_form
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.revocation import EndedCertificate, crl_to_pem
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of
from rogatory.wire.canonical import encode
from rogatory.wire.digests import sha256

PASSPHRASE = "correct horse battery"
ANSWERS = {
    "device": "Laptop, serial 4711",
    "untouched": "A write blocker",
    "deviations": "none",
    "competence": "Ten years of it",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A State CA, an authority under it, two officers, and evidence that xb-0005 collected."""
    folder = tmp_path_factory.mktemp("certify")
    assert run("keys", "state-ca", "XB", "--out", folder / "ca").status == 0
    keys_of("xb/central-authority", folder / "keys", state_ca=folder / "ca")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    for number in ("xb-0005", "xb-0006"):
        new_officer_keys(
            number, folder / number, state_ca=folder / "ca", passphrase=PASSPHRASE, at=this_moment(), random=os.urandom
        )  # fmt: skip
    for name in ("one", "two"):
        (folder / name).mkdir()
        (folder / name / "disk.img").write_bytes(name.encode() * 1000)
        result = run(
            "evidence", "seal", folder / name, "--key", folder / "keys", "--to",
            folder / "keys" / "recipient.json", "--officer", "xb-0005", "--place", "Harbour office",
            "--out", folder / f"sealed-{name}",
        )  # fmt: skip
        assert result.status == 0, result.err
        result = run(
            "evidence", "open", folder / f"sealed-{name}", "--key", folder / "keys",
            "--out", folder / f"bag-{name}", "--officer", "xb-0006",
        )  # fmt: skip
        assert result.status == 0, result.err
    return folder


def certify(place, package, out, *words, officer="xb-0005", answers=ANSWERS, form="forensic-image"):
    pairs = [word for name, text in answers.items() for word in ("--answer", f"{name}={text}")]
    return run(
        "evidence", "certify", package, "--officer-key", place / officer,
        "--officer-passphrase-file", place / "passphrase", "--form", form, "--out", out, "--json",
        *pairs, *words,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(place):
    result = certify(place, place / "bag-one", place / "certificate")
    assert result.status == 0, result.out
    return place / "certificate"


@pytest.fixture
def certificate(made, tmp_path):
    return shutil.copytree(made, tmp_path / "certificate")


def check_of(result):
    layout, check = [one for one in result.json["checks"] if one["id"].startswith("certificate")]
    if layout["outcome"] == "fails":
        check = layout
    return check["outcome"], [reason["code"] for reason in check["reasons"]], check["remark"]


def test_the_collector_s_certificate_holds_against_his_package(place, certificate):
    for package in ("bag-one", "sealed-one"):
        result = run("evidence", "verify", place / package, "--certificate", certificate, "--json")
        assert check_of(result)[0] == "holds"
        assert result.json["outcome"] == "undecided"  # its timestamp is pending
    collector_result = run("evidence", "verify", certificate, "--json")
    assert (
        collector_result.status,
        check_of(collector_result)[0],
        collector_result.json["kind"],
    ) == (3, "undecided", "certificate")
    stated = parse_certificate((certificate / "certificate.json").read_bytes())
    assert (stated.officer, stated.authority) == ("xb-0005", "xb/central-authority")
    assert stated.acquired.place == "Harbour office"
    page = (certificate / "certificate.html").read_text()
    assert "Laptop, serial 4711" in page
    assert (certificate / "certificate.pdf").read_bytes().startswith(b"%PDF-")


def test_the_phrase_that_is_printed_is_that_of_the_certificate(place, tmp_path):
    printed = run(
        "evidence", "certify", place / "bag-one", "--officer-key", place / "xb-0005",
        "--officer-passphrase-file", place / "passphrase", "--form", "forensic-image",
        "--out", tmp_path / "c", *(w for k, v in ANSWERS.items() for w in ("--answer", f"{k}={v}")),
    )  # fmt: skip
    assert printed.status == 0, printed.err
    [line] = [one for one in printed.out.splitlines() if "By telephone" in one]
    result = run(
        "evidence", "compare", line.split("telephone")[1].strip(), tmp_path / "c", "--json"
    )
    assert (result.status, result.json["result"]) == (0, "equal")
    assert result.json["what"] == "the certificate of authenticity"


def test_from_a_sealed_package_with_a_key(place, tmp_path):
    refused = certify(place, place / "sealed-one", tmp_path / "out")
    assert refused.codes == ["certificate-sealed"]
    result = certify(place, place / "sealed-one", tmp_path / "out", "--key", place / "keys")
    assert result.status == 0, result.out
    found = run(
        "evidence", "verify", place / "bag-one", "--certificate", tmp_path / "out", "--json"
    )
    assert check_of(found)[0] == "holds"


@pytest.mark.parametrize("language", ["fr", "zh"])
def test_in_another_language(place, tmp_path, language):
    result = certify(place, place / "bag-one", tmp_path / "out", "--language", language)
    assert result.status == 0, result.out
    stated = parse_certificate((tmp_path / "out" / "certificate.json").read_bytes())
    [first, *_] = stated.statements
    assert first.text.startswith({"fr": "Quel appareil", "zh": "复制了"}[language])
    title = {"fr": "Certificat d’authenticité", "zh": "真实性证明"}[language]
    assert title in (tmp_path / "out" / "certificate.html").read_text()


def test_what_is_refused_leaves_nothing(place, tmp_path):
    out = tmp_path / "out"
    cases = [
        (certify(place, place / "bag-one", out, officer="xb-0006"), ["certificate-not-collector"]),
        (certify(place, place / "bag-one", out, answers={}), ["certificate-not-answered"] * 4),
        (
            certify(place, place / "bag-one", out, answers={**ANSWERS, "process": "x", "y": "z"}),
            ["certificate-unknown-answer"] * 2,
        ),
        (
            certify(place, place / "bag-one", out, "--decline", "complete="),
            ["certificate-not-answered"],
        ),
        (
            certify(place, place / "bag-one", out, "--decline", "complete=-"),
            ["certificate-not-answered"],
        ),
        (certify(place, place / "bag-one", out, form="request"), ["certificate-no-form-asked"]),
    ]
    for result, codes in cases:
        assert (result.status, result.codes) == (1, codes)
    damaged = shutil.copytree(place / "bag-one", tmp_path / "bag")
    shutil.copytree(place / "bag-one-custody", tmp_path / "bag-custody")
    (damaged / "data" / "disk.img").write_bytes(b"changed")
    assert certify(place, damaged, out).codes == ["certificate-evidence-fails"]
    assert not out.exists()


def test_a_collection_that_names_no_officer_cannot_be_certified(place, tmp_path):
    result = run("evidence", "collect", place / "one", "--out", tmp_path / "bag")
    assert result.status == 0
    assert certify(place, tmp_path / "bag", tmp_path / "out").codes == ["certificate-no-collector"]


def test_what_cannot_be_declared_is_declined_with_its_reason(place, tmp_path):
    answers = {name: text for name, text in ANSWERS.items() if name != "competence"}
    result = certify(
        place, place / "bag-one", tmp_path / "out",
        "--decline", "competence=Kept confidential by law", answers=answers,
    )  # fmt: skip
    assert result.status == 0, result.out
    stated = parse_certificate((tmp_path / "out" / "certificate.json").read_bytes())
    [one] = [one for one in stated.statements if one.id == "competence"]
    assert (one.answer, one.declined) == (None, "Kept confidential by law")
    assert "Kept confidential by law" in (tmp_path / "out" / "certificate.html").read_text()


def test_a_certificate_for_another_package_fails(place, certificate):
    for package in ("bag-two", "sealed-two"):
        result = run("evidence", "verify", place / package, "--certificate", certificate, "--json")
        outcome, codes, _ = check_of(result)
        assert (result.status, outcome, set(codes)) == (1, "fails", {"certificate-other"})


def test_it_holds_with_any_later_seal_of_the_package(place, certificate, tmp_path):
    """Re-wrapped twice since the officer declared; with the seal of another package it fails."""
    before = place / "sealed-one"
    for number in (1, 2):
        result = run(
            "evidence", "rewrap", before, "--key", place / "keys", "--to",
            place / "keys" / "recipient.json", "--officer", "xb-0006", "--reason", "A new token",
            "--out", tmp_path / f"again-{number}",
        )  # fmt: skip
        assert result.status == 0, result.err
        before = tmp_path / f"again-{number}"
    result = run(
        "evidence", "open", before, "--key", place / "keys", "--out", tmp_path / "bag",
        "--officer", "xb-0006",
    )  # fmt: skip
    assert result.status == 0, result.err
    for package in (before, tmp_path / "bag"):
        result = run("evidence", "verify", package, "--certificate", certificate, "--json")
        assert check_of(result)[:2] == ("holds", [])
    renewed = certify(place, before, tmp_path / "renewed", "--key", place / "keys")
    assert renewed.status == 0, renewed.out
    newest = sha256((before / "seal.json").read_bytes())
    stated = parse_certificate((tmp_path / "renewed" / "certificate.json").read_bytes())
    assert stated.seal == newest
    result = run("evidence", "verify", place / "sealed-one", "--certificate", tmp_path / "renewed",
               "--json")  # fmt: skip
    assert check_of(result)[1] == ["certificate-other"], "it is of a seal that came later"


def _altered(folder, change):
    path = folder / "certificate.json"
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


ALTERED = {
    "a statement": lambda d: d["statements"][2].update(text="The copy was perhaps exact."),
    "an answer": lambda d: d["statements"][0].update(answer="Another laptop"),
    "a reason": lambda d: d["statements"][4].update(declined="I would rather not"),
    "the place": lambda d: d["acquired"].update(place="Elsewhere"),
    "the officer": lambda d: d.update(officer="xb-0006"),
    "the moment": lambda d: d.update(certified="2020-01-01T00:00:00Z"),
    "the package": lambda d: d.update(bag="0" * 64),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_certificate_fails(place, certificate, what):
    _altered(certificate, ALTERED[what])
    result = run("evidence", "verify", place / "bag-one", "--certificate", certificate, "--json")
    outcome, codes, _ = check_of(result)
    assert (result.status, outcome) == (1, "fails")
    assert (
        "signature-digest" in codes
        or "signature-content" in codes
        or any(code.startswith("signature") for code in codes)
    )


ATTACKS = {
    "the page that is read": lambda f: (f / "certificate.html").write_text("<p>All true</p>"),
    "another form": lambda f: (f / "form.json").write_bytes(shipped_form("business-records").data),
    "a signature gone": lambda f: (f / "certificate.json.mldsa65.p7s").unlink(),
    "a note added": lambda f: (f / "note.txt").write_text("and more"),
    "a link": lambda f: (f / "note.pdf").symlink_to("/etc/passwd"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_altered_folder_fails(place, certificate, attack):
    ATTACKS[attack](certificate)
    result = run("evidence", "verify", place / "bag-one", "--certificate", certificate, "--json")
    assert (result.status, check_of(result)[0]) == (1, "fails")


def resigned(folder, keys, **changes):
    """Return the certificate with other contents, signed by the holder of these keys."""
    stated = replace(parse_certificate((folder / "certificate.json").read_bytes()), **changes)
    signatures = keys.sign(stated.encode(), this_moment())
    (folder / "certificate.json").write_bytes(stated.encode())
    (folder / "certificate.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "certificate.json.mldsa65.p7s").write_bytes(signatures.mldsa65)


def test_who_signs_himself_still_cannot_state_what_is_not_so(place, certificate):
    """Another officer; a moment before the collection; statements that the form does not have."""
    keys = open_officer_folder(place / "xb-0006").keys_in_force(this_moment(), lambda: PASSPHRASE)
    own = open_officer_folder(place / "xb-0005").keys_in_force(this_moment(), lambda: PASSPHRASE)
    stated = parse_certificate((certificate / "certificate.json").read_bytes())
    statements = (replace(stated.statements[0], text="Another question?"), *stated.statements[1:])
    for signer, changes, code in (
        (keys, {"officer": "xb-0006"}, "certificate-not-collector"),
        (own, {"certified": stated.certified - timedelta(minutes=4)}, "certificate-early"),
        (own, {"statements": statements}, "certificate-statements"),
        (own, {"statements": stated.statements[1:]}, "certificate-statements"),
    ):
        folder = shutil.copytree(
            certificate, certificate.with_name(f"{code}-{len(changes)}"), dirs_exist_ok=True
        )
        resigned(folder, signer, **changes)
        result = run("evidence", "verify", place / "bag-one", "--certificate", folder, "--json")
        outcome, codes, _ = check_of(result)
        assert (outcome, set(codes)) == ("fails", {code})


def judged(place, lists=(), *, later=timedelta()):
    cas = load_state_ca(place / "ca").certificates
    anchors = Anchors(tuple(cas.values()))
    # later than import by as long as the tests before it take
    now = datetime.now(UTC) + later
    return CertificateTrust(lambda _moments: anchors, StampRules(now, anchors), tuple(lists))


def test_an_expired_or_withdrawn_certificate_of_the_officer(place, certificate):
    folder = open_officer_folder(place / "xb-0005")
    with pytest.raises(Refused, match="keys-out-of-force"):
        folder.keys_in_force(this_moment() + timedelta(days=5000), lambda: PASSPHRASE)
    about, _ = about_bag(place / "bag-one")
    assert "xb-0005" in check_certificate(
        read_certificate_folder(certificate).files, about, judged(place)
    )
    ca = load_state_ca(place / "ca")
    ended = [
        EndedCertificate(der, this_moment() - timedelta(minutes=1), "compromised")
        for der in folder.keys_in_force(this_moment(), lambda: PASSPHRASE).certificates.values()
    ]
    lists = ca.crls(
        ended, at=this_moment(), until=this_moment() + timedelta(days=30), number=1
    ).values()
    with pytest.raises(Refused) as refused:
        check_certificate(read_certificate_folder(certificate).files, about, judged(place, lists))
    assert refused.value.codes == ("certificate-officer-withdrawn",)
    (certificate / "certificates" / "xb-ca.p256.crl").write_bytes(crl_to_pem(next(iter(lists))))
    result = run("evidence", "verify", place / "bag-one", "--certificate", certificate, "--json")
    assert check_of(result)[:2] == ("fails", ["certificate-officer-withdrawn"])
    keys = folder.keys_in_force(this_moment(), lambda: PASSPHRASE)
    resigned(
        certificate, keys, certified=this_moment().replace(microsecond=0) + timedelta(days=5000)
    )
    with pytest.raises(Refused) as refused:
        check_certificate(read_certificate_folder(certificate).files, about, judged(place))
    assert "certificate-expired" in refused.value.codes


def test_a_stamped_list_proves_the_signatures_of_a_key_that_was_stolen_later(place, certificate):
    """A thief writes any date, and signs a text that was stamped before; not so its signatures."""
    ca, about = load_state_ca(place / "ca"), about_bag(place / "bag-one")[0]
    key, pem = ca.issue(
        "xb",
        "tsa",
        "p256",
        at=this_moment(),
        until=this_moment() + timedelta(days=900),
        random=os.urandom,
    )
    authority = TimestampAuthority(key, pem)

    def stamped(digest, at):
        return token_of(authority.reply(request(digest), at, serial=7))

    files = dict(read_certificate_folder(certificate).files)
    digest = hashlib.sha256(files["certificate.json"]).digest()
    late = this_moment() + timedelta(days=30)
    keys = open_officer_folder(place / "xb-0005").keys_in_force(this_moment(), lambda: PASSPHRASE)
    ended = [EndedCertificate(der, late, "compromised") for der in keys.certificates.values()]
    lists = ca.crls(ended, at=late, until=late + timedelta(days=30), number=1).values()
    with pytest.raises(Refused, match="certificate-officer-withdrawn"):
        check_certificate(files, about, judged(place, lists, later=timedelta(days=32)))
    files["certificate.json.tst"] = stamped(digest, this_moment())
    with pytest.raises(Refused, match="certificate-officer-withdrawn"):
        check_certificate(
            files, about, judged(place, lists, later=timedelta(days=32))
        )  # the text alone is older
    listed = {name: data for name, data in files.items() if "/" not in name}
    files["archive.1.json"] = build_archive(documents_of(listed))
    sha512 = hashlib.sha512(files["archive.1.json"]).digest()
    files["archive.1.json.tst"] = stamped(sha512, this_moment())
    assert "xb-0005" in check_certificate(
        files, about, judged(place, lists, later=timedelta(days=32))
    )
    check_layout(Folder(files))
    files["archive.1.json.tst"] = stamped(sha512, late + timedelta(days=1))
    with pytest.raises(Refused, match="certificate-officer-withdrawn"):
        check_certificate(files, about, judged(place, lists, later=timedelta(days=32)))
    del files["archive.1.json"], files["archive.1.json.tst"]
    files["certificate.json.tst"] = stamped(digest, late + timedelta(days=1))
    with pytest.raises(Refused, match="certificate-officer-withdrawn"):
        check_certificate(files, about, judged(place, lists, later=timedelta(days=32)))
    files["certificate.json.tst"] = stamped(hashlib.sha256(b"another").digest(), this_moment())
    with pytest.raises(Refused, match="timestamp"):
        check_certificate(files, about, judged(place))


def test_every_shipped_form_can_be_filled():
    for name in SHIPPED:
        form = shipped_form(name)
        questions = {one.id: "An answer" for one in form.statements if one.kind == "question"}
        for language in LANGUAGES:
            stated = fill(form, language, questions, {})
            assert len(stated) == len(form.statements)
        assert all(set(LANGUAGES) == one.text.keys() for one in form.statements)
        assert set(LANGUAGES) == form.title.keys()


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"version":2}', b"\xff", b'{"version":1,"id":"a","title":{},"statements":[]}',
     b"[" * 100_000],
)  # fmt: skip
def test_a_form_that_is_none_is_refused(data):
    with pytest.raises(Refused) as refused:
        parse_form(data, "form.json")
    assert refused.value.codes == ("certificate-form-file",)


def message(*, attach=False, **changes):
    form = shipped_form("business-records").data
    attached = {
        "name": "certificate-form.json", "media_type": "application/json", "size": len(form),
        "sha256": hashlib.sha256(form).hexdigest(),
    }  # fmt: skip
    given = {
        "version": 1, "network": "0" * 64, "id": "0190a5d0-0000-7000-8000-000000000001",
        "thread": "0190a5d0-0000-7000-8000-000000000000", "sequence": 1, "previous": None, "seen": None,
        "kind": "mla_stored_data", "from": "xa/central-authority", "to": "xb/central-authority",
        "issued": "2026-11-24T03:00:00Z", "language": "en", "body": {}, "related": [],
        "attachments": [attached] if attach else [],
    }  # fmt: skip
    return encode(given | changes)


def test_the_request_says_which_form():
    named = message(
        body={"procedure": "By the court's rules; certificate form forensic-image please."}
    )
    assert requested_form(named, {}).id == "forensic-image"
    refuse_other_form(shipped_form("forensic-image"), named)
    with pytest.raises(Refused, match="certificate-form-asked"):
        refuse_other_form(shipped_form("business-records"), named)
    attached = message(attach=True)
    form = shipped_form("business-records")
    assert requested_form(attached, {form.digest: form.data}).id == "business-records"
    with pytest.raises(Refused, match="certificate-form-asked"):
        requested_form(attached, {})
    assert demanded(message(body={"procedure": "A certificate form nobody knows"})) is None
    assert demanded(None) is None


@pytest.mark.judge
def test_openssl_checks_it_as_the_page_says(certificate):
    stated = parse_certificate((certificate / "certificate.json").read_bytes())
    page = (certificate / "certificate.html").read_text()
    commands = [
        line for line in page.replace("<pre", "\n<pre").splitlines() if "openssl cms" in line
    ]
    commands = [line[line.index("openssl") :].replace("</pre>", "") for line in commands]
    assert len(commands) == 2
    for command in commands:
        done = subprocess.run(command.split(), cwd=certificate, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
    _altered(certificate, lambda d: d.update(language="xx"))
    for command in commands:
        assert subprocess.run(
            command.split(), cwd=certificate, capture_output=True, check=False
        ).returncode
    assert stated.renderings["certificate.html"] == hashlib.sha256(page.encode()).hexdigest()


BAD_ANSWERS = {
    "deep nesting": '{"device": ' + "[" * 50_000,
    "a name twice": '{"device": "one", "device": "another"}',
    "a decimal": '{"device": 1.5}',
    "Latin-1": b'{"device": "caf\xe9"}',
}


@pytest.mark.parametrize("what", BAD_ANSWERS)
def test_answers_that_can_be_read_in_two_ways_are_refused_by_a_code(place, tmp_path, what):
    written = BAD_ANSWERS[what]
    file = tmp_path / "answers.json"
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    result = certify(place, place / "bag-one", tmp_path / "c", "--answers", file, answers={})
    assert (result.status, result.codes) == (1, ["json-file"])
    assert str(file) in result.out
    assert not (tmp_path / "c").exists()
