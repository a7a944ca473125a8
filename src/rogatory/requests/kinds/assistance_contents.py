# SPDX-License-Identifier: Apache-2.0
"""The common contents of every request for mutual legal assistance: the list of article 40(15) and
its manner.

That list is Line 9 of the law's list.
"""

from rogatory.requests.kinds.kind import Content
from rogatory.requests.kinds.recurring_contents import (
    CASE_NUMBER,
    CHANNEL,
    CLASSIFICATION,
    LEGAL_BASIS,
    RECIPROCITY,
    SECRECY,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

CONDUCTING_AUTHORITY = Content(
    "conducting_authority", N_("the name and functions of the authority conducting it")
)
OFFENCE = Content("offence", N_("the offence, its provision and its maximum"))
FACTS = Content("facts", N_("a summary of the relevant facts"))
PURPOSE = Content("purpose", N_("the purpose for which the evidence is sought"))
LINK_WHERE_REQUESTED = Content(
    "data_offence_link",
    N_("how the data relate to the offence"),
    condition=N_("where the requested State's law asks for it"),
    is_practice=True,
)
POWER = Content("power", N_("what is to be done with the data"))
PRESERVATION_REF = Content(
    "preservation_ref",
    N_("the preservation under which the data are held"),
    condition=N_("if they are held"),
)
DEADLINE = Content("deadline", N_("a deadline and its reasons"), condition=N_("if there is one"))
PROCEDURE = Content(
    "procedure", N_("the particular procedure to be followed"), condition=N_("if any")
)
PERSONS = Content(
    "persons",
    N_("the identity, location and nationality of persons concerned"),
    condition=N_("where possible"),
)
PERIOD = Content(
    "period", N_("the period for which evidence is sought"), condition=N_("where applicable")
)
UNDERTAKINGS = Content(
    "undertakings", N_("what the requesting State undertakes about the use"), condition=N_("if any")
)

WHO_ASKS = (
    Content("authority", N_("the authority making the request")),
    CASE_NUMBER,
    Content("matter", N_("the subject and nature of the investigation, prosecution or proceeding")),
    CONDUCTING_AUTHORITY,
    OFFENCE,
)
"""The requesting authority and its subject: article 40(15)(a) and (b)."""

WHAT_IS_SOUGHT = (
    Content("assistance", N_("the assistance sought")),
    PROCEDURE,
    PERSONS,
    Content(
        "items_or_accounts",
        N_("the country of origin, description and location of items or accounts"),
        condition=N_("where possible"),
    ),
    PERIOD,
    PURPOSE,
)
"""The assistance that is sought, of whom, for what: article 40(15)(d) to (g)."""

MANNER = (
    DEADLINE,
    SECRECY,
    CLASSIFICATION,
    LEGAL_BASIS,
    RECIPROCITY,
    CHANNEL,
    TERMS,
    URGENCY,
    UNDERTAKINGS,
)
"""By when, how secret, on which basis and in which terms, how urgent, with what promised."""
