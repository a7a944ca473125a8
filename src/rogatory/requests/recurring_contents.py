# SPDX-License-Identifier: Apache-2.0
"""What bodies of several kinds say alike, each on one article, with one label."""

from rogatory.requests.kind import Content
from rogatory.wire.words import N_

CASE_NUMBER = Content(
    "case_number",
    N_("the case number of the specific investigation or proceeding"),
    "23(1)",
    "parallel",
)
LEGAL_BASIS = Content(
    "legal_basis",
    N_("the instrument and articles that the request rests on"),
    "40(6)-(7)",
    "parallel",
)
URGENCY = Content("urgency", N_("how urgent the request is"), "-", "practice")
OWN_REFERENCE = Content(
    "reference",
    N_("the requested State's own reference"),
    "-",
    "practice",
    condition=N_("if any"),
)
SEAL = Content("seal", N_("the digest of the seal"), "40(14)", "memory")
REQUEST_MEANT = Content("request", N_("the request meant"), "40(26)", "parallel")
NOTE = Content("note", N_("a note"), "-", "practice", condition=N_("if any"))
