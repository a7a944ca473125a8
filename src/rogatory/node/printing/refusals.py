# SPDX-License-Identifier: Apache-2.0
"""Why a document could not be printed."""

from rogatory.errors import Code

NO_FONT = Code(
    "bundle-report-font",
    "This machine has no font for a document in {language} as PDF.",
    "The officer who prints it must install rogatory with the extra `fonts`, or the Debian "
    "packages fonts-noto-core and fonts-noto-cjk, or request only the HTML with --no-pdf.",
)
FONT = Code(
    "bundle-report",
    "The document could not be printed: {problem}.",
    "Contact the maintainers of this program; nothing was written.",
)
OVER_LIMITS = Code(
    "print-limits",
    "The document was not printed as PDF: it takes more than {seconds} seconds or {memory} MiB.",
    "The officer must use the HTML, which has the same content, and print that.",
)
BUSY = Code(
    "print-busy",
    "Other documents are being printed as PDF.",
    "The officer must ask again in some seconds.",
)
