# SPDX-License-Identifier: Apache-2.0
"""The place of each file in a bundle. The layout is fixed: a file anywhere else is too many.

    report.en.html  report.en.pdf     what this is, in plain words, in one or more languages
    report.json                 what the reports were made with
    check.sh                    a copy of the script that makes some checks with stock tools
    bundle.json                 lists every other file but its own signatures
    bundle.json.p256.p7s  bundle.json.mldsa65.p7s  bundle.json.tst
    bundle.json.2.tst  archive.1.json  archive.1.json.tst   timestamps that were added later
    SHA256SUMS                  the same list, as `sha256sum -c` reads it
    bag/                        the evidence, a BagIt bag
    seal/                       seal.json, its signatures and timestamps, segments.b3, certificates/
    request/                    the request that the evidence answers (a message folder)
    messages/0001/ …            the other messages of the request, in order (message folders)
    custody/                    the custody journal of the bag, earlier forms included
    custody-node/               further events that the exporting State's node recorded
    consents/<sha256>/          the consents of two officers that events name
    directory/                  metadata/ and targets/: the root chain, and what was in force
    certificate/                the certificate of authenticity, if the officer gave one
    certificates/               PEM files for the stock tools

A message folder holds message.json with its signatures, approvals.json, receipt.json with its
signatures, attachments/<sha256>, and custody/, the journal of the message.
"""

import re

BUNDLE = "bundle.json"
CHECK_SH = "check.sh"
SUMS = "SHA256SUMS"
REPORT_JSON = "report.json"

BAG = "bag"
SEAL = "seal"
REQUEST = "request"
MESSAGES = "messages"
CUSTODY = "custody"
CUSTODY_NODE = "custody-node"
CONSENTS = "consents"
DIRECTORY = "directory"
CERTIFICATES = "certificates"
CERTIFICATE = "certificate"

MESSAGE = "message.json"
RECEIPT = "receipt.json"
APPROVALS = "approvals.json"
ATTACHMENTS = "attachments"

P256 = ".p256.p7s"
MLDSA65 = ".mldsa65.p7s"
STAMP = ".tst"

NOT_LISTED = frozenset({BUNDLE, BUNDLE + P256, BUNDLE + MLDSA65})
"""Files at the top that bundle.json cannot list: itself, and its signatures."""

_LATER = re.compile(
    r"(bundle\.json|archive\.[1-9]\d?\.json)(\.([2-9]|[1-9]\d{1,2}))?\.tst\Z|archive\.[1-9]\d?\.json\Z",
    re.ASCII,
)


def is_listed_file(name: str) -> bool:
    """Decide whether bundle.json lists a file at the top; later timestamps and their lists, which
    may be added years after, are not listed.
    """
    return name not in NOT_LISTED and not _LATER.match(name)


def report_html(language: str) -> str:
    return f"report.{language}.html"


def report_pdf(language: str) -> str:
    return f"report.{language}.pdf"


FIRST_ROOT = "metadata/1.root.json"
