# SPDX-License-Identifier: Apache-2.0
"""Contents that bodies of several kinds have alike, each on one article, with one label."""

from rogatory.requests.kinds.kind import Content
from rogatory.wire.words import N_

CASE_NUMBER = Content(
    "case_number", N_("the case number of the specific investigation or proceeding")
)
LEGAL_BASIS = Content("legal_basis", N_("the instrument and articles relied on"))
RECIPROCITY = Content(
    "reciprocity",
    N_(
        "the statement that the requesting State would do the same, or the legislation that lets it"
    ),
    condition=N_("where the instrument asks for one"),
    is_practice=True,
)
CHANNEL = Content(
    "channel",
    N_("the channel through which it is sent"),
    condition=N_("if it is to be stated"),
    is_practice=True,
)
TERMS = Content(
    "terms",
    N_("the time limits that run, from when, and under which article"),
    condition=N_("if any"),
    is_practice=True,
)
URGENCY = Content("urgency", N_("how urgent it is"), is_practice=True)
OWN_REFERENCE = Content(
    "reference", N_("the requested State's own reference"), condition=N_("if any"), is_practice=True
)
SEAL = Content("seal", N_("the digest of the seal"))
REQUEST_MEANT = Content("request", N_("the request meant"))
NOTE = Content("note", N_("a note"), condition=N_("if any"), is_practice=True)
ASKING_AUTHORITY = Content("authority", N_("the authority that asks"), is_practice=True)
SPECIFIC_OFFENCE = Content("offence", N_("the offence, its provision and its maximum"))
SECRECY = Content("confidentiality", N_("whether the request is to be kept secret"))
CLASSIFICATION = Content(
    "classification",
    N_("the protective marking, its scheme, and the other State's marking that corresponds to it"),
    condition=N_("if it has one"),
    is_practice=True,
)
INTENDED_PURPOSE = Content("purpose", N_("the purpose of what is asked"), is_practice=True)
CASE_FACTS = Content("facts", N_("a short summary of the facts"))
QUESTION_FACTS = Content(
    "facts", N_("what the question is about"), condition=N_("where it helps"), is_practice=True
)
ANSWERED_MESSAGE = Content("answers_to", N_("the message that is answered"), is_practice=True)
PROPERTY_FOUND = Content(
    "property", N_("the property that was found, its place, its value and its holder")
)
PACKAGE_MEANT = Content(
    "seal",
    N_("the digest of the seal of the package meant"),
    condition=N_("if one package is meant"),
    is_practice=True,
)
OWN_AUTHORISATION = Content(
    "domestic_authorisation",
    N_("the requested State's own authorisation"),
    condition=N_("if its law asks for one"),
)
GIVEN_UNDER = Content(
    "domestic_authorisation",
    N_("the requested State's own authorisation"),
    condition=N_("if its law asks for one, or the request was postponed and never accepted"),
)
ARTICLE_STATED = Content("article", N_("the article that is relied on"), is_practice=True)
