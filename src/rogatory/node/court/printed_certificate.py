# SPDX-License-Identifier: Apache-2.0
"""A certificate of authenticity as people read it: what the officer declares, in one language."""

from datetime import datetime

from rogatory.node.certificate.document import CERTIFICATE, SIGNATURES, Certificate
from rogatory.node.certificate.form import CertificateForm, in_language
from rogatory.node.court.report.languages import words_in
from rogatory.node.printing.blocks import (
    UNKNOWN,
    Box,
    Commands,
    Document,
    DocumentSection,
    Fact,
    FactTable,
    Paragraph,
    with_texts,
)
from rogatory.node.printing.figures import grouped, moment, size
from rogatory.node.printing.html import to_html
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.pdf_process import LONGEST_REPORT, print_apart
from rogatory.node.printing.shown_text import shown_text
from rogatory.wire.spoken_digest import spoken
from rogatory.wire.words import N_

HTML = "certificate.html"
PDF = "certificate.pdf"

DECLARES = N_(
    "I, the officer named here, collected the evidence described below. I declare about it "
    "what is written here, and sign it with a certificate that my State issued for me."
)
BINDS = N_(
    "Digest of the evidence. It is a digest over the digests of all files: the evidence that has "
    "it is the evidence that this certificate is about, complete and unaltered."
)
HOW = N_(
    "This page shows what certificate.json says; that file is what is signed. Who wants to check "
    "it needs openssl, and the certificates of the State beside it."
)


def rendered(
    certificate: Certificate, form: CertificateForm, *, pdf: bool = True
) -> dict[str, bytes]:
    """Return the files that people read, by name; the same bytes each time from the same fonts."""
    document = document_of(certificate, form)
    files = {HTML: to_html(document)}
    if pdf:
        files[PDF] = print_apart(document, certificate.certified, longest=LONGEST_REPORT).data
    return files


def document_of(certificate: Certificate, form: CertificateForm) -> Document:
    words = words_in(certificate.language)
    document = Document(
        language=certificate.language,
        title=words(N_("Certificate of authenticity")),
        subtitle=in_language(form.title, certificate.language),
        footer=words(N_("Package {package} · officer {officer}")).format(
            package=certificate.package, officer=certificate.officer
        ),
        sections=(
            _who(certificate, words),
            _collected(certificate, words),
            _statements(certificate, words),
            _check(certificate, words),
        ),
        right_to_left=certificate.language in RIGHT_TO_LEFT,
    )
    return with_texts(document, lambda text: str(shown_text(text)))


def _who(certificate: Certificate, words: DocumentTexts) -> DocumentSection:
    facts = (
        Fact(words(N_("Officer")), certificate.officer),
        Fact(words(N_("Authority")), certificate.authority),
        Fact(words(N_("Declared at (claimed)")), moment(certificate.certified)),
        Fact(words(N_("Request")), certificate.request or words(N_("not stated"))),
    )
    code = f"{grouped(certificate.bag)}\n{spoken(certificate.bag)}"
    return DocumentSection(
        words(N_("Who declares")),
        (Paragraph(words(DECLARES)), FactTable(facts), Box(words(BINDS), code)),
    )


def _collected(certificate: Certificate, words: DocumentTexts) -> DocumentSection:
    acquired, unsaid = certificate.acquired, words(N_("not stated"))

    def name_of(label: str, value: str | None) -> Fact:
        return Fact(words(label), value or unsaid, language=UNKNOWN if value else "")

    facts = (
        Fact(words(N_("Package")), certificate.package),
        Fact(words(N_("Digest of the seal")), certificate.seal or unsaid),
        name_of(N_("Case"), acquired.case),
        name_of(N_("Source"), acquired.source),
        name_of(N_("Place"), acquired.place),
        name_of(N_("Authorisation"), acquired.authorisation),
        Fact(words(N_("Collection began")), _time(acquired.started)),
        Fact(words(N_("Collection ended")), _time(acquired.ended)),
        Fact(words(N_("Tool")), acquired.tool),
        Fact(words(N_("Items in the inventory")), size(acquired.items)),
        Fact(words(N_("Files")), size(acquired.files)),
        Fact(words(N_("Bytes")), size(acquired.size)),
        Fact(words(N_("Digest of the inventory")), acquired.inventory),
    )
    return DocumentSection(words(N_("What was collected")), (FactTable(facts),))


def _time(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _statements(certificate: Certificate, words: DocumentTexts) -> DocumentSection:
    rows: list[Fact] = []
    for number, one in enumerate(certificate.statements, 1):
        rows.append(Fact(f"{number}.", one.text))
        if one.declined is not None:
            rows.append(Fact(words(N_("Not declared, because")), one.declined, 1, UNKNOWN))
        elif one.answer is not None:
            rows.append(Fact(words(N_("Answer")), one.answer, 1, UNKNOWN))
        else:
            rows.append(Fact("", words(N_("I declare this.")), 1))
    return DocumentSection(words(N_("What is declared")), (FactTable(tuple(rows)),))


def _check(certificate: Certificate, words: DocumentTexts) -> DocumentSection:
    state = certificate.officer[:2]
    at = int(certificate.certified.timestamp())
    lines = tuple(
        f"openssl cms -verify -cades -binary -inform DER -purpose any -in {name} "
        f"-content {CERTIFICATE} -CAfile certificates/{state}-ca.{family}.pem "
        f"-attime {at} -out /dev/null"
        for family, name in SIGNATURES.items()
    )
    return DocumentSection(
        words(N_("How to check this")),
        (Paragraph(words(HOW)), Commands(words(N_("Commands")), lines)),
    )
