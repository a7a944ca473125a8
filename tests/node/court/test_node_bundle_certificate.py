# SPDX-License-Identifier: Apache-2.0
"""A certificate of authenticity in a bundle: a check of its own, with the register at hand."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.court.bundle_attacks import edit_json, examined, relist, standalone, tree
from casts.court.bundle_case import AT, Stamps, check_sh, copied, fingerprints_of, stated
from casts.court.certificate import ANSWERS, OFFICER, PASSPHRASE, keys_of
from rogatory.errors import Refused
from rogatory.evidence.sealing.restamp import stamp_anew
from rogatory.evidence.trust.stamps import StampRules
from rogatory.node.certificate.check import (
    CERTIFIED,
    CertificateTrust,
    check_certificate,
    check_layout,
    documents_of,
    read_certificate_folder,
)
from rogatory.node.certificate.document import parse_certificate
from rogatory.node.certificate.facts import acquired_in
from rogatory.node.certificate.form import shipped_form
from rogatory.node.court import names
from rogatory.node.court.certificate_subject import certificate_checks, verified_subject
from rogatory.node.court.certify import Declaring, certify
from rogatory.node.court.export import write_bundle
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.keys.officer_keys import open_officer_folder
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.seal.signatures import Anchors

NOW = AT + timedelta(days=30)


def certified(case, out, officer, seals=None, **changes):
    trusted = read_trust(case.federation.repository)
    now = case.clock.now()
    about, _ = verified_subject(case.bag, trusted=trusted, now=now, identities=None)
    about = about if seals is None else replace(about, seals=seals)
    given = {
        "keys": officer.keys_in_force(case.clock.now(), lambda: PASSPHRASE),
        "state_ca": officer.state_ca(),
        "at": case.clock.now(),
    }
    declaring = Declaring(shipped_form("business-records"), ANSWERS)
    return certify(about, declaring, out, **(given | changes))


@pytest.fixture(scope="module")
def declared(case, tmp_path_factory):
    folder = tmp_path_factory.mktemp("declared")
    officer = keys_of(case, folder / "keys")
    certified(case, folder / "certificate", officer)
    return folder


@pytest.fixture(scope="module")
def with_it(case, declared):
    export = case.export(certificate=declared / "certificate")
    write_bundle(export, declared / "bundle")
    return declared / "bundle"


def verified(case, folder):
    return verify_bundle(folder, trusted=None, now=case.clock.now())


def of_certificate(found):
    [check] = [one for one in found.checks if one.name == names.CERTIFIED]
    return check


def test_the_bundle_holds_with_its_certificate_as_a_check_of_its_own(case, with_it):
    found = verified(case, with_it)
    check = of_certificate(found)
    assert check.outcome == "holds"
    assert [one.number for one in found.checks] == list(range(1, len(found.checks) + 1))
    assert check.remark.startswith(f"officer {OFFICER}, at ")
    assert "not compared" not in check.remark
    assert {one.outcome for one in found.checks} == {"holds"}
    assert OFFICER in (with_it / "report.en.html").read_text()


def test_the_stand_alone_verifier_still_holds_the_rest(case, with_it):
    outcome, checks = examined(with_it, case.federation.repository / "metadata" / "1.root.json")
    assert outcome == "holds", [one for one in checks.values() if one.outcome != "holds"]


@pytest.mark.judge
def test_a_certificate_with_a_list_of_timestamps_holds_in_a_bundle_for_every_judge(
    case, declared, tmp_path
):
    folder, bundle = copied(declared / "certificate", tmp_path / "certificate"), tmp_path / "bundle"
    case.clock()
    documents = documents_of(read_certificate_folder(folder).files)
    stamp_anew(folder, "certificate.json", documents, [Stamps(case.federation, case.clock).stamp])
    write_bundle(case.export(certificate=folder), bundle)
    assert (bundle / "certificate/archive.1.json.tst").is_file()
    assert verified(case, bundle).outcome == "holds"
    outcome, _ = examined(bundle, case.federation.repository / "metadata" / "1.root.json")
    assert outcome == "holds"
    done = check_sh(bundle, *fingerprints_of(case))
    assert (done.returncode, "FAILS" in stated(done).values()) == (3, False), done.stdout


def test_a_bundle_without_one_is_not_asked_for_it(case, whole):
    found = verified(case, whole)
    assert {one.outcome for one in found.checks} == {"holds"}
    assert names.CERTIFIED not in {one.name for one in found.checks}


def test_an_exporter_cannot_alter_what_the_officer_declared(case, with_it, tmp_path):
    """He lists and signs what he altered; the officer's signature is not his to make."""
    bundle = copied(with_it, tmp_path / "bundle")
    edit_json(
        bundle / "certificate" / "certificate.json",
        lambda document: document["statements"][0].update(answer="Somebody else"),
    )
    relist(bundle, case.actor("XA").keys)
    check = of_certificate(verified(case, bundle))
    assert check.outcome == "fails"
    assert any(reason.code.id.startswith("signature") for reason in check.reasons)
    _, theirs = examined(bundle)
    assert theirs["The certificate of authenticity holds"].outcome == "fails"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (OFFICER, None),
        ("xb-0099", "officer-not-listed"),
        ("xb-0001", "certificate-officer-authority"),
    ],
)
def test_the_register_decides_whose_word_counts(case, declared, tmp_path, number, code):
    """The State CA may issue to any number; one that is not listed for the authority is nobody."""
    officer = keys_of(case, tmp_path / "keys", number)
    files = dict(read_certificate_folder(declared / "certificate").files)
    stated = replace(parse_certificate(files["certificate.json"]), officer=number)
    keys = officer.keys_in_force(case.clock.now(), lambda: PASSPHRASE)
    signatures = keys.sign(stated.encode(), stated.certified)
    files["certificate.json"] = stated.encode()
    files["certificate.json.p256.p7s"] = signatures.p256
    files["certificate.json.mldsa65.p7s"] = signatures.mldsa65
    view = case.node("XA").register.view()
    anchors = Anchors(view.anchors("XB", stated.certified))
    rules = StampRules(case.clock.now(), anchors)
    judged = CertificateTrust(lambda _moments: anchors, rules, (), (view,))
    if code is None:
        assert number in check_certificate(files, None, judged)
        return
    with pytest.raises(Refused) as refused:
        check_certificate(files, None, judged)
    assert [one for one in refused.value.codes if code in one], refused.value.codes


def both(bundle):
    """The outcome of the certificate for both verifiers, which is the same; no verifier changes the bundle."""
    before = tree(bundle)
    ours = {one.id: one.outcome for one in verify_bundle(bundle, trusted=None, now=NOW).checks}
    _, theirs = examined(bundle, now=NOW)
    assert tree(bundle) == before
    assert ours["certificate"] == theirs["The certificate of authenticity holds"].outcome
    return ours


@pytest.mark.parametrize(
    "path",
    [
        "bag/bag-info.txt",
        "bag/case.jsonld",
        "bag/tagmanifest-sha256.txt",
        "bag/inventory.jsonl",
        "seal/seal.json",
    ],
)
@pytest.mark.parametrize("how", ["removed", "broken"])
def test_a_certificate_fails_for_no_fault_of_another_file(with_it, tmp_path, path, how):
    """A file that cannot be read fails the check that is about that file."""
    bundle = copied(with_it, tmp_path / "bundle")
    if how == "removed":
        (bundle / path).unlink()
    else:
        (bundle / path).write_bytes(b"{}")
    found = both(bundle)
    there = how == "broken" and path.endswith(("tagmanifest-sha256.txt", "inventory.jsonl"))
    assert found["certificate"] == ("fails" if there else "undecided")  # another digest
    assert "fails" in found.values()


def test_a_certificate_is_held_against_the_files_as_they_are(with_it, tmp_path):
    bundle = copied(with_it, tmp_path / "bundle")
    info = bundle / "bag/bag-info.txt"
    info.write_bytes(re.sub(rb"(?<=Bag-Software-Agent: ).*", b"another", info.read_bytes()))
    found = both(bundle)
    assert (found["certificate"], found["bag-tags"]) == ("holds", "fails")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tool": "another"}, "holds"),
        ({"case": None}, "fails"),
        ({"case": "Another"}, "fails"),
        ({"source": "The source"}, "fails"),
        ({"place": None}, "fails"),
        ({"authorisation": "Order 1"}, "fails"),
        ({"items": 1}, "fails"),
        ({"files": 1}, "fails"),
        ({"started": "2026-11-24T00:00:00Z"}, "fails"),
    ],
    ids=str,
)
def test_an_officer_who_states_another_collection_than_the_package_has_signs_in_vain(
    case, declared, with_it, tmp_path, changes, expected
):
    bundle = copied(with_it, tmp_path / "bundle")
    place = bundle / "certificate/certificate.json"
    edit_json(place, lambda document: document["acquired"].update(changes))
    keys = open_officer_folder(declared / "keys").keys_in_force(AT, lambda: PASSPHRASE)
    signed = keys.sign(place.read_bytes(), parse_certificate(place.read_bytes()).certified)
    for family, data in (("p256", signed.p256), ("mldsa65", signed.mldsa65)):
        place.with_name(f"{place.name}.{family}.p7s").write_bytes(data)
    relist(bundle, case.actor("XA").keys)
    assert both(bundle)["certificate"] == expected


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"uco-action:performer": 5},
        {"uco-action:performer": {"@id": ["kb:who"]}},
        {"uco-action:performer": {"@id": "kb:nobody"}, "uco-action:instrument": {}},
        {"uco-action:startTime": 1, "uco-action:endTime": "2"},
    ],
    ids=str,
)
def test_an_act_of_collecting_that_is_not_whole_hides_no_other(odd):
    """The first that is whole counts; both verifiers read the graph alike."""
    who = {"@id": "kb:who", "uco-core:name": "officer xb-0003 of xb/office"}
    act = {"@id": "kb:act", "uco-core:name": "acquire"}
    times = {"uco-action:startTime": "1", "uco-action:endTime": {"@value": "2"}}
    whole = act | times | {"uco-action:performer": {"@id": "kb:who"}}
    place = {"@id": "kb:place-1", "uco-core:name": "Here", "uco-core:description": 5}
    nodes = [act | odd, who, whole, whole | {"uco-action:startTime": "3"}, place]
    found = acquired_in(nodes, "0" * 64, items=1, files=1, size=1)
    assert (found.officer, found.authority) == ("xb-0003", "xb/office")
    assert (found.started, found.ended, found.place) == ("1", "2", "Here")
    module = standalone()
    module._collected(nodes, found.as_json())
    with pytest.raises(module.Wrong):
        module._collected(nodes, found.as_json() | {"started": "3"})
    with pytest.raises(Refused, match="certificate-no-collector"):
        acquired_in([act | odd, who], "0" * 64, items=1, files=1, size=1)


@pytest.mark.parametrize(
    "name",
    [
        None,
        5,
        "xb-0003 of xb/office",
        "officer xb-0003",
        "Officer xb-0003 of xb/office",
        "officer xb-0003 of xb/office of xb/other",
        "officer  xb-0003 of xb/office",
        "officer xb-0003 of xb/office\n",
        "officer xb-003 of xb/office",
        "officer xb-0003 of office",
        "an officer xb-0003 of xb/office",
    ],
    ids=repr,
)
def test_a_performer_that_is_not_in_its_form_has_collected_nothing(name):
    """Two identifiers in one fixed form (SPECIFICATION 19.2); no other words are understood."""
    who = {"@id": "kb:who", "uco-core:name": name}
    act = {"uco-core:name": "acquire", "uco-action:performer": {"@id": "kb:who"}}
    times = {"uco-action:startTime": "1", "uco-action:endTime": "2"}
    with pytest.raises(Refused, match="certificate-no-collector"):
        acquired_in([act | times, who], "0" * 64, items=1, files=1, size=1)


def test_a_bag_is_held_against_its_certificate_and_a_directory(case, declared):
    trusted = read_trust(case.federation.repository)
    layout, check = certificate_checks(
        declared / "certificate", case.bag, trusted=trusted, now=case.clock.now(), number=1
    )
    assert (check.name, check.outcome) == (CERTIFIED, "holds")
    assert (layout.id, layout.outcome, layout.number) == ("certificate-layout", "holds", 1)


def test_a_certificate_that_names_no_seal_is_not_of_a_package_that_has_one(case, tmp_path):
    certified(case, tmp_path / "certificate", keys_of(case, tmp_path / "keys"), seals=())
    trusted = read_trust(case.federation.repository)
    _, check = certificate_checks(
        tmp_path / "certificate", case.bag, trusted=trusted, now=case.clock.now(), number=1
    )
    [reason] = check.reasons
    assert (check.outcome, reason.code.id) == ("fails", "certificate-other")
    assert reason.fields["what"] == "seal"
    export = case.export(certificate=tmp_path / "certificate")
    with pytest.raises(Refused, match="certificate-other"):
        write_bundle(export, tmp_path / "bundle")
    assert not (tmp_path / "bundle").exists()


def test_only_the_collector_certifies(case, tmp_path):
    other = keys_of(case, tmp_path / "keys", "xb-0001")
    with pytest.raises(Refused, match="certificate-not-collector"):
        certified(case, tmp_path / "out", other)
    assert not (tmp_path / "out").exists()


@pytest.mark.judge
def test_check_sh_checks_it_with_stock_tools(with_it, case, tmp_path):
    bundle = copied(with_it, tmp_path / "bundle")
    done = check_sh(bundle, *fingerprints_of(case))
    assert stated(done)["certificate"] == "in part", done.stdout
    place = bundle / "certificate/certificate.json"
    place.write_bytes(place.read_bytes().replace(b"xb-", b"xa-", 1))
    assert stated(check_sh(bundle, *fingerprints_of(case)))["certificate"] == "FAILS"


@pytest.mark.parametrize("what", ["folder", "link"])
def test_a_folder_without_a_file_and_a_link_have_no_place(declared, tmp_path, what):
    folder = copied(declared / "certificate", tmp_path / "certificate")
    if what == "folder":
        (folder / "certificates" / "more").mkdir(parents=True)
    else:
        (folder / "certificate.pdf").unlink()
        (folder / "certificate.pdf").symlink_to(declared / "certificate" / "certificate.pdf")
    before = sorted(folder.rglob("*"))
    with pytest.raises(Refused) as refused:
        check_layout(read_certificate_folder(folder))
    assert set(refused.value.codes) == {"certificate-file"}
    assert sorted(folder.rglob("*")) == before
