# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors of what goes to court beside this file: bundles, certificates, disclosures.

`material.1.txt`, `material.2.txt`
                   together base64 of a tar.xz: `bundle/`, `disclosure/` and `certificate/`, honest ones of one network; `trust/`, what a
                   reader has from elsewhere; `changed/CASE/…`, files that a case puts in place of others
`bundle.json`, `certificate.json`, `certificate-without-package.json`, `disclosure.json`
                   cases: `of` is the folder of the material that a case starts from, `edits` what is done to
                   a copy of it, in order; `trust` what the reader gives (a path in the material, or null) and
                   `at` the moment of the check; `outcome` the verdict, `checks` the outcomes by id of 15.2,
                   `codes` of those that fail, where the specification names one

An edit has `op` and `path`: `remove` the file, or the folder with all in it; `put` every file below the
folder `from` of the material below `path`, in place of what is there; `link` a symbolic link to `to`;
`folder` an empty one. `checks` of a file are those of its kind, `checks` of a case those that come to something
else, or are further ones. Where `whole` is false, a case demands its own alone and leaves the rest open.

They are made once and stay, as an ML-DSA signature comes out otherwise each time, and keys of certificates
cannot be drawn from a seed: with `--anew` all files change together, and with them the digests of the bundle's
reports (`tests/node/court/report_digests.json`). Without it nothing is written. What is expected is written down
here, from sections 15.2 and 19 of the specification, and is not taken from a verifier.
"""

import base64
import hashlib
import io
import json
import lzma
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parents[1]
for folder in ("", "node/court"):
    sys.path.insert(0, str(TESTS / folder))

from report_digests import write_digests  # noqa: E402 - likewise

from casts.court import bundle_case  # noqa: E402 - found beside the tests
from casts.court.bundle_attacks import edit_json, relist  # noqa: E402 - likewise
from casts.court.bundle_case import AT, Case, found_case, play  # noqa: E402 - likewise
from casts.court.certificate import ANSWERS, PASSPHRASE, keys_of  # noqa: E402 - likewise
from casts.court.destroyed import destroy  # noqa: E402 - likewise
from rogatory.custody.events.act_codes import act  # noqa: E402 - found beside the tests
from rogatory.custody.events.event import CustodyAction, event_digest, parse_event  # noqa: E402 - likewise
from rogatory.custody.journal.journal import Journal  # noqa: E402 - likewise
from rogatory.directory.ceremony import ceremony  # noqa: E402 - likewise
from rogatory.evidence.disclosure.choosing import Choice  # noqa: E402 - likewise
from rogatory.evidence.disclosure.document import DisclosedDocument, parse_disclosure  # noqa: E402 - likewise
from rogatory.evidence.disclosure.write import DisclosureTerms  # noqa: E402 - likewise
from rogatory.exercises import founding  # noqa: E402 - likewise
from rogatory.exercises.cast import HEAD_OF_LAW  # noqa: E402 - likewise
from rogatory.exercises.federation import load_directory_key  # noqa: E402 - likewise
from rogatory.node.certificate.form import shipped_form  # noqa: E402 - likewise
from rogatory.node.court import export  # noqa: E402 - likewise
from rogatory.node.court.certificate_subject import verified_subject  # noqa: E402 - likewise
from rogatory.node.court.certify import Declaring, certify  # noqa: E402 - likewise
from rogatory.node.court.report import write  # noqa: E402 - likewise
from rogatory.node.custody_log.log import prove  # noqa: E402 - likewise
from rogatory.node.witnesses.ask import checkpoint_for_proofs  # noqa: E402 - likewise
from rogatory.node.workstation.consent.signing import Responsible  # noqa: E402 - likewise
from rogatory.node.workstation.disclose import DisclosureBasis, disclose  # noqa: E402 - likewise
from rogatory.node.workstation.keys.addressees import find_recipients  # noqa: E402 - likewise
from rogatory.node.workstation.keys.authority_folder import open_authority_folder  # noqa: E402 - likewise
from rogatory.node.workstation.opening import Opening  # noqa: E402 - likewise
from rogatory.node.workstation.rewrap import NewWrapping, rewrap_sealed  # noqa: E402 - likewise
from rogatory.node.workstation.verification.seal_trust import trust_for_sealed  # noqa: E402 - likewise
from rogatory.node.workstation.verification.trust import read_trust  # noqa: E402 - likewise
from rogatory.requests.envelope import build_message, content_digest, parse_message  # noqa: E402 - likewise
from rogatory.seal.approval_document import encode_approvals  # noqa: E402 - likewise
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of  # noqa: E402 - likewise
from rogatory.wire.digests import sha256  # noqa: E402 - likewise
from rogatory.wire.moments import format_moment  # noqa: E402 - likewise

LATER = AT + timedelta(days=2)
"""When every case is checked: long before anything ends."""

HOLDS, FAILS, OPEN = "holds", "fails", "undecided"

BUNDLE_CHECKS = (
    *("bundle-complete", "bundle-layout", "bundle-signed", "exporter", "custody-exported"),
    *("custody-expected", "identity", "directory", "request", "messages", "receipts"),
    *("message-events", "seal-form", "seal-stamped", "seal-signed", "seal-segment-list"),
    *("bag-form", "bag-size", "bag-tags", "bag-signed", "bag-files", "bag-inventory"),
    *("bag-items-root", "bag-earlier", "bag-conditions", "bag-sealed", "together", "conditions"),
    *("custody-journal", "custody-logged", "certificates", "certificate", "reports"),
    "custody-officers",
)
"""19.3 for a bundle with one seal, a certificate of authenticity, and no image or archive."""

CHECKS_WITHOUT_PACKAGE = ("certificate-layout", "certificate")
"""19.2 for the folder of a certificate without its package, which leaves the second undecided."""

DISCLOSURE_CHECKS = (
    *("disclosure-form", "disclosure-signed", "seal-form", "seal-stamped", "seal-signed"),
    *("seal-chain", "disclosure-sealed", "disclosure-package-signed", "disclosure-package"),
    *("disclosure-proved", "disclosure-files", "disclosure-conditions", "disclosure-party"),
    "seal-layout",
)
"""19.1 for a disclosure with its seal, of a package that was re-wrapped."""


@dataclass
class Expected:
    """The specification's demand on a case, and why in a line."""

    name: str
    why: str
    outcome: str
    other: dict[str, str] = field(default_factory=dict)
    """Outcomes by id of the checks that do not hold; of all others of the kind, that they hold."""
    codes: dict[str, list[str]] = field(default_factory=dict)
    trust: str | None = None
    change: Callable[[Path], None] | None = None
    whole: bool = True
    more: tuple[str, ...] = ()


# The honest material


def seize(folder: Path) -> Path:
    folder.mkdir()
    (folder / "letter.txt").write_bytes(b"Dear sir,\n" * 8)
    (folder / "list.txt").write_bytes(b"one\ntwo\n")
    return folder


def honest(folder: Path) -> tuple[Case, Path]:
    """The case, and below `folder` the material that every case starts from."""
    keep_small()
    case = found_case(folder / "case")
    play(case, seized=seize)
    reprove(case)
    material = folder / "material"
    material.mkdir()
    officer = keys_of(case, folder / "officer")
    about, _ = verified_subject(
        case.bag,
        trusted=read_trust(case.federation.repository),
        now=case.clock.now(),
        identities=None,
    )
    certify(
        about,
        Declaring(shipped_form("business-records"), ANSWERS, pdf=False),
        folder / "certificate",
        keys=officer.keys_in_force(case.clock.now(), lambda: PASSPHRASE),
        state_ca=officer.state_ca(),
        at=case.clock.now(),
    )
    exported = case.export(
        certificate=folder / "certificate",
        reports=write.RequestedReports(("en",), pdf=False),
        stamp=Stamps(case.federation, case.clock, serial=50).stamp,
    )
    export.write_bundle(exported, material / "bundle")
    shutil.copytree(material / "bundle/certificate", material / "certificate")
    write_disclosure(case, folder, material / "disclosure")
    trust(case, folder, material / "trust")
    return case, material


def keep_small() -> None:
    """Write ECDSA certificates alone for the stock tools; have no witnesses, and the timestamps by the
    State that asks; and a report in a form that no reader knows, since what this program writes
    today may change.
    """
    stock = export.stock_certificates
    export.stock_certificates = lambda *given: {
        name: data
        for name, data in stock(*given).items()
        if ".mldsa65." not in name and name != "tsa-issuers.pem"
    }
    founding.witness_policy = lambda others: None
    found = bundle_case.found_federation
    bundle_case.found_federation = lambda *given, **named: found(
        *given, **(named | {"tsa_state": STAMPING})
    )
    bundle_case.Stamps = Stamps
    export._Making._write_script = lambda making: None
    report = write.RENDERERS[write.FORMAT]

    def title_only(given, language):
        return replace(report(given, language), sections=())

    write.FORMAT, write.RENDERERS = UNKNOWN_FORM, {UNKNOWN_FORM: title_only}


UNKNOWN_FORM = 999

STAMPING = "XA"


@dataclass
class Stamps(bundle_case.Stamps):
    """The timestamp authority of the State that asks."""

    def stamp(self, digest):
        folder = self.federation.state(STAMPING)
        authority = TimestampAuthority(
            (folder / "tsa.key").read_bytes(), (folder / "tsa.pem").read_bytes()
        )
        self.serial += 1
        return token_of(authority.reply(request(digest), self.clock.now(), self.serial))


def reprove(case: Case) -> None:
    """Prove each event by its log's newest checkpoint: of few checkpoints little is to be stored."""
    for path in case.bag.with_name(f"{case.bag.name}-custody").glob("*.json"):
        if not path.with_suffix(".tlog-proof").exists():
            continue
        node = case.node(parse_event(path.read_bytes()).authority.state)
        with node.store.transaction():
            logged = node.store.event(event_digest(path.read_bytes()))
            proof = prove(node, logged, checkpoint_for_proofs(node))
        path.with_suffix(".tlog-proof").write_bytes(proof)


def write_disclosure(case: Case, folder: Path, out: Path) -> None:
    """XA wraps the package anew for itself, and hands one item over straight out of that."""
    trusted, own = read_trust(case.federation.repository), case.authority("XA")
    rewrap_sealed(
        case.sealed,
        folder / "again",
        opening=Opening(
            identities=own.identities(),
            trust=trust_for_sealed(case.sealed, trusted, case.clock.now()),
        ),
        by=Responsible(actor=case.actor("XA")),
        wrapping=NewWrapping(
            recipients=find_recipients(
                ["xa/central-authority"], case.node("XA").register.view(), case.clock.now()
            ),
            stamp=Stamps(case.federation, case.clock, serial=70).stamp,
        ),
        folder=own,
    )
    given = trust_for_sealed(folder / "again", trusted, case.clock.now())
    disclose(
        folder / "again",
        DisclosureTerms(Choice(["letter.txt"])),
        out,
        by=Responsible(actor=case.actor("XA"), reason="To the defence, order 14/2026"),
        basis=DisclosureBasis(trusted=trusted, opening=Opening(own.identities(), given)),
        folder=own,
    )


def trust(case: Case, folder: Path, out: Path) -> None:
    """The network's first root and a newer one, and the first root of another network."""
    out.mkdir()
    first = case.federation.first_root
    (out / "1.root.json").write_bytes(first)
    roots = [
        load_directory_key(case.federation.folder / "secretariat", f"root-{n}") for n in (1, 2)
    ]
    newer = ceremony.rotate_root(first, at=AT)
    for key in roots:
        newer = ceremony.sign(newer, key)
    (out / "2.root.json").write_bytes(newer)
    (folder / "other").mkdir()
    other = found_case(folder / "other")
    (out / "other-network.1.root.json").write_bytes(other.federation.first_root)


# What is done to it


def re_signed(case: Case, office: str = "central-authority", **changes) -> Callable[[Path], None]:
    """As an exporter who has the keys of that authority of XA: list, signature, and event of the export."""

    def act(bundle: Path) -> None:
        keys = open_authority_folder(case.federation.workstation("XA", office)).signing_keys()
        for stamp in bundle.glob("bundle.json*.tst"):
            stamp.unlink()
        relist(bundle, keys, **({"authority": keys.holder} | changes))

    return act


def then(*acts: Callable[[Path], None]) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        for one in acts:
            one(folder)

    return act


def put(path: str, data: bytes) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)

    return act


def remove(pattern: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        found = list(folder.glob(pattern))
        assert found, pattern
        for one in found:
            one.unlink()

    return act


def link(path: str, to: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        (folder / path).unlink(missing_ok=True)
        (folder / path).symlink_to(to)

    return act


def empty_folder(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).mkdir(parents=True)


def flip(path: str) -> Callable[[Path], None]:
    """Change the last byte but one of what lies there."""

    def act(folder: Path) -> None:
        data = bytearray((folder / path).read_bytes())
        data[-2] ^= 1
        (folder / path).write_bytes(data)

    return act


def acts_of_exporter(bundle: Path, *codes: str) -> None:
    for one in bundle.glob("custody/0*.json"):
        event = parse_event(one.read_bytes())
        if event.authority.state == "XA" and event.action.value in codes:
            for path in bundle.glob(f"custody/{one.stem}.*"):
                path.unlink()


def strangers_delivery(case: Case, bundle: Path) -> None:
    """XA, which asked, signs a delivery in the thread that names the seal."""
    real = parse_message((bundle / "messages/0002/message.json").read_bytes())
    message = (bundle / "request/message.json").read_bytes()
    draft = replace(real.draft, sender=real.addressee, addressee=real.sender)
    links = replace(real.links, sequence=2, previous=sha256(message))
    other_id = f"{real.id[:-1]}{'0' if real.id[-1] != '0' else '1'}"
    data = build_message(draft, links, message_id=other_id, issued=real.issued)
    folder = bundle / "messages/0003"
    folder.mkdir()
    (folder / "message.json").write_bytes(data)
    signatures = case.authority("XA").signing_keys().sign(data, real.issued)
    (folder / "message.json.p256.p7s").write_bytes(signatures.p256)
    (folder / "message.json.mldsa65.p7s").write_bytes(signatures.mldsa65)
    officer = HEAD_OF_LAW.known_as("XA")
    approval = case.federation.authenticator("XA", HEAD_OF_LAW).approve(
        officer, "approve", content_digest(draft)
    )
    (folder / "approvals.json").write_bytes(encode_approvals([approval]))


def destroyed(case: Case, bundle: Path, *, recorded: bool) -> None:
    """XB's event of the handing-over is destroyed, with what 16.5 leaves in its place."""
    folder = bundle / "custody"
    [number] = [
        one.number
        for one in Journal(folder)
        if one.number and parse_event(one.event).action is CustodyAction.DISPATCHED
    ]
    bag = parse_event(Journal(folder).entry(number).event).object
    digest = destroy(folder, number)
    if recorded:
        done = act("event-destroyed", tombstone=digest, second=None, consent=None)
        case.actor("XB").record(Journal(folder), done, of=bag)


def resigned(case: Case, change: Callable[[Path], dict]) -> Callable[[Path], None]:
    """The disclosure, signed anew by who made it after a change; its members that change."""

    def act(folder: Path) -> None:
        members = change(folder) or {}
        stated = parse_disclosure((folder / "disclosure.json").read_bytes())
        documents = tuple(
            DisclosedDocument(path, hashlib.sha256(data).hexdigest(), len(data))
            for path, data in sorted(
                (str(one.relative_to(folder)), one.read_bytes())
                for one in folder.rglob("*")
                if one.is_file() and one.name.partition(".p256")[0] != "disclosure.json"
            )
            if not path.startswith(("items/", "disclosure.json"))
        )
        data = replace(stated, documents=documents, **members).encode()
        (folder / "disclosure.json").write_bytes(data)
        signatures = case.authority("XA").signing_keys().sign(data, stated.disclosed)
        (folder / "disclosure.json.p256.p7s").write_bytes(signatures.p256)
        (folder / "disclosure.json.mldsa65.p7s").write_bytes(signatures.mldsa65)

    return act


def no_items(folder: Path) -> dict:
    for path in ("items.jsonl", "SHA256SUMS"):
        (folder / path).write_bytes(b"")
    shutil.rmtree(folder / "items")
    empty = hashlib.sha256(b"").hexdigest()
    return {"items": 0, "files": 0, "size": 0, "selection": empty}


def own_package(case: Case) -> Callable[[Path], dict]:
    """XA, who sealed second, passes as the one who sealed first."""

    def act(folder: Path) -> dict:
        keys = case.authority("XA").signing_keys()
        place = folder / "package/tagmanifest-sha256.txt"
        signatures = keys.sign(place.read_bytes(), AT + timedelta(seconds=20))
        place.with_name(f"{place.name}.p256.p7s").write_bytes(signatures.p256)
        place.with_name(f"{place.name}.mldsa65.p7s").write_bytes(signatures.mldsa65)
        return {"sender": keys.holder}

    return act


def other_officer(
    case: Case, folder: Path, path: str = "certificate/certificate.json"
) -> Callable[[Path], None]:
    """The head of the office signs, with certificates of the State, what the examiner collected."""
    number = HEAD_OF_LAW.known_as("XB")

    def act(bundle: Path) -> None:
        keys = keys_of(case, folder / f"other-officer-of-{Path(path).parent.name}", number)
        place = bundle / path
        edit_json(place, lambda document: document.update(officer=number))
        at = case.clock.now()
        signed = keys.keys_in_force(at, lambda: PASSPHRASE)
        signatures = signed.sign(place.read_bytes(), at)
        place.with_name(f"{place.name}.p256.p7s").write_bytes(signatures.p256)
        place.with_name(f"{place.name}.mldsa65.p7s").write_bytes(signatures.mldsa65)

    return act


def certificates(case: Case, folder: Path) -> list[Expected]:
    return [
        Expected(
            "holds",
            "an officer's certificate that fits its package (19.2)",
            HOLDS,
        ),
        Expected(
            "other-officer",
            "another officer signed than the one who collected (19.2, 4)",
            FAILS,
            {"certificate": FAILS, "bundle-complete": FAILS},
            change=other_officer(case, folder),
        ),
        Expected(
            "page-altered",
            "the page has another digest than the certificate names (19.2, 1)",
            FAILS,
            {"certificate": FAILS, "bundle-complete": FAILS},
            change=flip("certificate/certificate.html"),
        ),
    ]


def certificates_without_package(case: Case, folder: Path) -> list[Expected]:
    """Whatever fails nothing is undecided alone, since the package is not there (19.2)."""

    def unaccompanied(
        name: str,
        why: str,
        change: Callable[[Path], None] | None,
        trust: str | None = None,
        **other: str,
    ) -> Expected:
        fails = FAILS in other.values()
        outcomes = {"certificate": OPEN} | {
            one.replace("_", "-"): found for one, found in other.items()
        }
        return Expected(name, why, FAILS if fails else OPEN, outcomes, trust=trust, change=change)

    return [
        unaccompanied("undecided", "no package is at hand that it could be about (19.2)", None),
        unaccompanied(
            "listed-officer",
            "a directory lists the officer, and the package is still not there (19.2)",
            None,
            "bundle/directory",
        ),
        unaccompanied(
            "file-without-a-place",
            "no other file lies in the folder (19.2, 1)",
            put("notes.txt", b"for the judge"),
            certificate_layout=FAILS,
        ),
        unaccompanied(
            "folder-without-a-file",
            "nor a folder that holds none (19.2, 1)",
            empty_folder("notes"),
            certificate_layout=FAILS,
        ),
        unaccompanied(
            "certificate-that-is-none",
            "in certificates/ are certificates and lists (19.2, 1)",
            put("certificates/xb-more.p256.pem", b"no certificate"),
            certificate_layout=FAILS,
        ),
        unaccompanied(
            "page-altered",
            "the page has its digest (19.2, 2a)",
            flip("certificate.html"),
            certificate=FAILS,
        ),
        unaccompanied(
            "page-removed",
            "the page that it names lies there (19.2, 2a)",
            remove("certificate.html"),
            certificate=FAILS,
        ),
        unaccompanied(
            "form-altered",
            "the form has its digest (19.2, 2a)",
            flip("form.json"),
            certificate=FAILS,
        ),
        unaccompanied(
            "signature-removed",
            "both signatures hold (19.2, 2c)",
            remove("certificate.json.p256.p7s"),
            certificate=FAILS,
        ),
        unaccompanied(
            "other-officer",
            "the officer who signed is the one who collected (19.2, 2e)",
            other_officer(case, folder, "certificate.json"),
            certificate=FAILS,
        ),
    ]


def bundles(case: Case) -> list[Expected]:
    exporter = re_signed(case)
    # The event of the export is signed anew and is in no log: 19.3, rule 22.
    anew = {"custody-logged": OPEN}
    other = "trust/other-network.1.root.json"
    return [
        Expected("holds", "an honest bundle, nothing given", HOLDS),
        Expected(
            "holds-first-root",
            "the first root is given: it is the chain's (18.7, reader's root, 1)",
            HOLDS,
            trust="trust/1.root.json",
        ),
        Expected(
            "holds-newer-root",
            "a root newer than the chain is given, by the same keys (18.7, reader's root, 3)",
            HOLDS,
            trust="trust/2.root.json",
        ),
        Expected(
            "other-root",
            "the first root of another network is given (19.3, 7)",
            FAILS,
            {"identity": FAILS},
            trust=other,
        ),
        Expected(
            "other-root-planted",
            "and lies in the bundle, though no chain leads to it (18.7; 19.3, 2 e and 7)",
            FAILS,
            {"identity": FAILS, "bundle-layout": FAILS, **anew},
            {"bundle-layout": ["bundle-place"]},
            trust=other,
            change=then(
                lambda bundle: shutil.copy(
                    bundle.parent / other, bundle / "directory/metadata/3.root.json"
                ),
                exporter,
            ),
        ),
        Expected(
            "unlisted-file",
            "a file that nobody listed, at a place that is none (19.3, 1 c and 2 a)",
            FAILS,
            {"bundle-complete": FAILS, "bundle-layout": FAILS},
            {"bundle-complete": ["bundle-file-unlisted"], "bundle-layout": ["bundle-place"]},
            change=put("notes.txt", b"more\n"),
        ),
        Expected(
            "unlisted-with-a-place",
            "a file that nobody listed, at a place that there is (19.3, 1 c)",
            FAILS,
            {"bundle-complete": FAILS},
            {"bundle-complete": ["bundle-file-unlisted"]},
            change=lambda bundle: shutil.copy(
                bundle / "certificates/xb-ca.p256.pem", bundle / "seal/certificates/more.pem"
            ),
        ),
        Expected(
            "empty-folder",
            "a folder without a file (19.3, 1 c)",
            FAILS,
            {"bundle-complete": FAILS},
            {"bundle-complete": ["bundle-file-unlisted"]},
            change=empty_folder("more"),
        ),
        Expected(
            "link",
            "a symbolic link to a copy of the file that was there (19.3, 1 c)",
            FAILS,
            {"bundle-complete": FAILS},
            {"bundle-complete": ["bundle-not-a-file"]},
            change=link("certificates/xb-ca.p256.pem", "../seal/certificates/xb-ca.p256.pem"),
            whole=False,
        ),
        Expected(
            "file-altered",
            "a byte of the evidence changed (19.3, 1 b and 18)",
            FAILS,
            {"bundle-complete": FAILS, "bag-files": FAILS},
            {"bundle-complete": ["bundle-digest"]},
            change=flip("bag/data/letter.txt"),
            whole=False,
        ),
        Expected(
            "other-authority",
            "another listed authority signs list and bundle as exporter (19.3, 4 to 6)",
            FAILS,
            {"exporter": FAILS, "custody-exported": FAILS, "custody-expected": FAILS},
            {
                "exporter": ["bundle-exporter"],
                "custody-exported": ["bundle-export-event"],
                "custody-expected": ["bundle-event-missing"],
            },
            change=re_signed(case, "contact-point"),
        ),
        Expected(
            "custody-cut",
            "the exporter's own acts are cut off: received, opened, exported (19.3, 5 and 6)",
            FAILS,
            {"custody-exported": FAILS, "custody-expected": FAILS},
            {
                "custody-exported": ["bundle-export-event"],
                "custody-expected": ["bundle-event-missing"],
            },
            change=then(
                lambda bundle: acts_of_exporter(bundle, "received", "opened", "exported"), exporter
            ),
        ),
        Expected(
            "export-event-missing",
            "the event of this export alone is cut off (19.3, 5 and 6)",
            FAILS,
            {"custody-exported": FAILS, "custody-expected": FAILS},
            {
                "custody-exported": ["bundle-export-event"],
                "custody-expected": ["bundle-event-missing"],
            },
            change=then(lambda bundle: acts_of_exporter(bundle, "exported"), exporter),
        ),
        Expected(
            "reason-unsigned",
            "and nobody signed that (19.3, 3 and 5)",
            FAILS,
            {"bundle-signed": FAILS, "custody-exported": FAILS},
            {"custody-exported": ["bundle-export-event"]},
            change=then(
                lambda bundle: edit_json(
                    bundle / "bundle.json", lambda one: one.update(reason="Another order")
                ),
            ),
        ),
        Expected(
            "stranger-delivers",
            "a delivery that names the seal, by the State that asked and sealed nothing (19.3, 19)",
            FAILS,
            {"together": FAILS, "message-events": OPEN, **anew},
            {"together": ["bundle-not-together"]},
            change=then(lambda bundle: strangers_delivery(case, bundle), exporter),
        ),
        Expected(
            "destroyed",
            "an event was destroyed and its tombstone recorded (16.5); the new events are in no "
            "log (19.3, 22)",
            OPEN,
            anew,
            change=then(lambda bundle: destroyed(case, bundle, recorded=True), exporter),
            more=("custody-destroyed",),
        ),
    ]


def disclosures(case: Case) -> list[Expected]:
    listed = ("disclosure-listed", "disclosure-officer")
    return [
        Expected("holds", "an honest disclosure, nothing given", HOLDS),
        Expected(
            "holds-directory",
            "and a copy of the directory given (19.1, 14)",
            HOLDS,
            trust="bundle/directory",
            more=listed,
        ),
        Expected(
            "second-sealer-as-first",
            "who sealed second signs the package's list and names himself its sender (19.1, 6 and 8)",
            FAILS,
            {"disclosure-sealed": FAILS, "disclosure-package": FAILS},
            change=resigned(case, own_package(case)),
            whole=False,
        ),
        Expected(
            "no-items",
            "a disclosure of no item, signed (19.1, 9 and the sentence after 14)",
            FAILS,
            {"disclosure-proved": FAILS},
            {"disclosure-proved": ["disclosure-form"]},
            change=resigned(case, no_items),
        ),
        Expected(
            "item-too-many",
            "a file in items/ that no line names (19.1, 10)",
            FAILS,
            {"disclosure-files": FAILS},
            change=put("items/more.txt", b"more\n"),
        ),
        Expected(
            "file-too-many",
            "a file that disclosure.json does not list (19.1, 1)",
            FAILS,
            {"disclosure-form": FAILS},
            change=put("notes.txt", b"more\n"),
        ),
        Expected(
            "listed-without-a-place",
            "a file that disclosure.json lists, and for which there is no place (19.1, 13)",
            FAILS,
            {"seal-layout": FAILS},
            change=resigned(case, put("notes.txt", b"more\n")),
        ),
        Expected(
            "empty-folder",
            "a folder without a file (19.1, 1)",
            FAILS,
            {"disclosure-form": FAILS},
            change=empty_folder("more"),
        ),
        Expected(
            "link",
            "a symbolic link to a copy of the file that was there (19.1, 1)",
            FAILS,
            {"disclosure-form": FAILS},
            change=then(link("certificates/xa-ca.p256.pem", "../seal/certificates/xa-ca.p256.pem")),
            whole=False,
        ),
        Expected(
            "item-altered",
            "a byte of an item changed (19.1, 10)",
            FAILS,
            {"disclosure-files": FAILS},
            change=flip("items/letter.txt"),
        ),
        Expected(
            "unsigned-reason",
            "another reason than was signed (19.1, 2)",
            FAILS,
            {"disclosure-signed": FAILS},
            change=lambda folder: edit_json(
                folder / "disclosure.json", lambda one: one.update(reason="For the press")
            ),
        ),
    ]


# Writing


def tree(folder: Path) -> dict[str, Path]:
    return {str(one.relative_to(folder)): one for one in sorted(folder.rglob("*"))}


def edits(before: Path, after: Path, name: str, changed: Path) -> list[dict]:
    """Return what makes the second folder of the first; the files that it needs go below `changed`."""
    old, new, found = tree(before), tree(after), []
    for path in old:
        gone = path not in new or new[path].is_symlink()
        above = {str(one) for one in Path(path).parents}
        if gone and not above & {edit["path"] for edit in found}:
            found.append({"op": "remove", "path": path})
    for path, one in new.items():
        if one.is_symlink():
            found.append({"op": "link", "path": path, "to": str(one.readlink())})
        elif one.is_dir():
            if not any(one.iterdir()):
                found.append({"op": "folder", "path": path})
        elif path not in old or old[path].read_bytes() != one.read_bytes():
            place = changed / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(one, place)
    if (changed / name).exists():
        found.append({"op": "put", "path": ".", "from": f"changed/{name}"})
    return found


def described(kind: str, of: str, checks: tuple[str, ...], cases: list[Expected], material: Path):
    found = []
    for one in cases:
        changes = []
        if one.change:
            copy = material / "copy"
            shutil.copytree(material / of, copy, symlinks=True)
            one.change(copy)
            changes = edits(material / of, copy, f"{kind}/{one.name}", material / "changed")
            shutil.rmtree(copy)
        found.append(
            {
                "name": one.name,
                "why": one.why,
                "trust": one.trust,
                "edits": changes,
                "outcome": one.outcome,
                "whole": one.whole,
                "checks": dict.fromkeys(one.more, HOLDS) | one.other,
                "codes": one.codes,
            }
        )
    usual = dict.fromkeys(checks, HOLDS) | ({"reports": OPEN} if of == "bundle" else {})
    return {"of": of, "at": format_moment(LATER), "checks": usual, "cases": found}


FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 0, "lp": 0, "pb": 0}]


def packed(material: Path) -> str:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path, one in tree(material).items():
            if one.is_file():
                info = tarfile.TarInfo(path)
                info.size = one.stat().st_size
                tar.addfile(info, io.BytesIO(one.read_bytes()))
    text = base64.b64encode(lzma.compress(data.getvalue(), filters=FILTERS)).decode()
    return "".join(f"{text[at : at + 100]}\n" for at in range(0, len(text), 100))


def main() -> None:
    if sys.argv[1:] != ["--anew"]:
        return  # they are made once and stay
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        case, material = honest(folder)
        kinds = {
            "bundle": ("bundle", BUNDLE_CHECKS, bundles(case)),
            "certificate": ("bundle", BUNDLE_CHECKS, certificates(case, folder)),
            "certificate-without-package": (
                "certificate",
                CHECKS_WITHOUT_PACKAGE,
                certificates_without_package(case, folder),
            ),
            "disclosure": ("disclosure", DISCLOSURE_CHECKS, disclosures(case)),
        }
        for kind, (of, checks, cases) in kinds.items():
            found = described(kind, of, checks, cases, material)
            text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
            (HERE / f"{kind}.json").write_text(text)
        write_digests(material / "bundle")
        text = packed(material)
        half = text.index("\n", len(text) // 2) + 1
        (HERE / "material.1.txt").write_text(text[:half])
        (HERE / "material.2.txt").write_text(text[half:])


if __name__ == "__main__":
    main()
