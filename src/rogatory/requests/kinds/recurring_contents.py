# SPDX-License-Identifier: Apache-2.0
"""Contents that bodies of several kinds have alike, each on one article, with one label."""

from rogatory.requests.kinds.kind import Content
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
CHANNEL = Content(
    "channel",
    N_("the channel through which the request is sent"),
    "-",
    "practice",
    condition=N_("if it is to be stated"),
)
TERMS = Content(
    "terms",
    N_("the time limits that run, from when, and under which article"),
    "-",
    "practice",
    condition=N_("if any"),
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
ASKING_AUTHORITY = Content("authority", N_("the authority that asks"), "-", "practice")
SPECIFIC_OFFENCE = Content(
    "offence", N_("the offence, its provision and its maximum"), "41(1)", "parallel"
)
SECRECY = Content(
    "confidentiality", N_("whether the request is to be kept secret"), "40(20)", "parallel"
)
INTENDED_PURPOSE = Content("purpose", N_("the purpose of what is asked"), "-", "practice")
CASE_FACTS = Content("facts", N_("a short summary of the facts"), "41(1)", "parallel")
QUESTION_FACTS = Content(
    "facts",
    N_("what the question is about"),
    "-",
    "practice",
    condition=N_("where it helps"),
)
ANSWERED_MESSAGE = Content("answers_to", N_("the message that is answered"), "-", "practice")
PACKAGE_MEANT = Content(
    "seal",
    N_("the digest of the seal of the package meant"),
    "-",
    "practice",
    condition=N_("if one package is meant"),
)
OWN_AUTHORISATION = Content(
    "domestic_authorisation",
    N_("the requested State's own authorisation"),
    "24(4)",
    "memory",
    condition=N_("if its law asks for one"),
)
ARTICLE_STATED = Content("article", N_("the article that is relied on"), "-", "practice")
