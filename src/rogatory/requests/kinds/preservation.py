# SPDX-License-Identifier: Apache-2.0
"""Preservation of stored data and what follows from it: articles 42 and 43.

The contents of article 42(3) are Line 8 of the law's list.
"""

from rogatory.requests.kinds.families import PRESERVATION as _PRESERVATIONS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import (
    ANSWERED_MESSAGE,
    ARTICLE_STATED,
    CASE_NUMBER,
    CHANNEL,
    LEGAL_BASIS,
    NOTE,
    OWN_AUTHORISATION,
    OWN_REFERENCE,
    TERMS,
    URGENCY,
)
from rogatory.wire.words import N_

PRESERVATION = MessageKind(
    name="preservation",
    title=N_("Request to preserve stored data"),
    article="42(1)",
    certainty="parallel",
    direction="requesting",
    opens_thread=True,
    contents=(
        Content("authority", N_("the authority that asks for the hold"), "42(3)(a)", "parallel"),
        CASE_NUMBER,
        Content("offence", N_("the offence investigated or prosecuted"), "42(3)(b)", "parallel"),
        Content("facts", N_("a short summary of the facts"), "42(3)(b)", "parallel"),
        Content("data", N_("the stored data to hold"), "42(3)(c)", "parallel"),
        Content(
            "data_offence_link",
            N_("how the data relate to the offence"),
            "42(3)(c)",
            "parallel",
        ),
        Content(
            "custodian",
            N_("what is known of the custodian or the system's location, or that nothing is"),
            "42(3)(d)",
            "parallel",
        ),
        Content("necessity", N_("why the hold is needed"), "42(3)(e)", "parallel"),
        Content(
            "mla_intent",
            N_("the statement that a request for mutual legal assistance will follow"),
            "42(3)(f)",
            "parallel",
        ),
        Content(
            "mla_planned",
            N_("the date on which the request for assistance is planned"),
            "-",
            "practice",
            condition=N_("if known"),
        ),
        Content(
            "confidentiality",
            N_("whether secrecy is needed and the user must not be informed"),
            "42(3)(g)",
            "memory",
        ),
        LEGAL_BASIS,
        CHANNEL,
        TERMS,
        URGENCY,
        Content(
            "wants_traffic_disclosure",
            N_("whether disclosure of provider and path is requested"),
            "43(1)",
            "parallel",
            condition=N_("if wished"),
        ),
    ),
)

PRESERVATION_CONFIRMED = MessageKind(
    name="preservation_confirmed",
    title=N_("Confirmation that data are held"),
    article="42(8)",
    certainty="parallel",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("hold_start", N_("when the hold began"), "42(8)", "parallel"),
        Content("hold_end", N_("when the hold ends"), "42(8)", "parallel"),
        Content("custodian", N_("who holds the data"), "-", "practice"),
        OWN_AUTHORISATION,
        Content(
            "answers_to",
            N_("the extension that is granted"),
            "42(9)",
            "memory",
            condition=N_("if one was asked for"),
        ),
        OWN_REFERENCE,
        NOTE,
    ),
)

PRESERVATION_EXTENSION = MessageKind(
    name="preservation_extension",
    title=N_("Request to extend a hold"),
    article="42(9)",
    certainty="memory",
    direction="requesting",
    follows=_PRESERVATIONS,
    contents=(
        Content("running_hold", N_("the confirmation of the running hold"), "42(9)", "memory"),
        Content("new_end", N_("the end asked for"), "42(9)", "memory"),
        Content("reason", N_("why the request for assistance is not filed yet"), "-", "practice"),
        Content(
            "mla_planned",
            N_("the date on which the request for assistance is planned"),
            "-",
            "practice",
            condition=N_("if known"),
        ),
    ),
)

EXTENSION_DECLINED = MessageKind(
    name="extension_declined",
    title=N_("Refusal to extend a hold"),
    article="42(9)",
    certainty="memory",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        ANSWERED_MESSAGE,
        Content(
            "ground",
            N_("the ground for refusal"),
            "42(6)",
            "memory",
            condition=N_("if one of the list is relied on"),
        ),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons"), "40(25)", "parallel"),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            "40(28)",
            "parallel",
            condition=N_("where it is refused under article 40(21)"),
        ),
    ),
)

PRESERVATION_WARNING = MessageKind(
    name="preservation_warning",
    title=N_("Warning that a hold will not be sufficient"),
    article="42(7)",
    certainty="parallel",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("risks", N_("effect of the hold"), "42(7)", "parallel"),
        Content("reasons", N_("the reasons"), "42(7)", "parallel"),
        Content("wanted_by", N_("by when"), "-", "practice", condition=N_("if relevant")),
    ),
)

PRESERVATION_WARNING_ANSWER = MessageKind(
    name="preservation_warning_answer",
    title=N_("Decision after a warning"),
    article="42(7)",
    certainty="parallel",
    direction="requesting",
    follows=_PRESERVATIONS,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether to go on"), "42(7)", "parallel"),
        Content("reason", N_("the reason"), "-", "practice", condition=N_("if it is to be stated")),
    ),
)

PRESERVED_TRAFFIC_DISCLOSURE = MessageKind(
    name="preserved_traffic_disclosure",
    title=N_("Disclosure of a provider in another State"),
    article="43(1)",
    certainty="parallel",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("preservation", N_("the request being executed"), "-", "practice"),
        Content(
            "provider",
            N_("what identifies the service provider"),
            "43(1)",
            "parallel",
        ),
        Content("provider_state", N_("the State of the provider"), "43(1)", "parallel"),
        Content("path", N_("the path of the communication"), "43(1)", "parallel"),
        NOTE,
    ),
)

PATH_WITHHELD = MessageKind(
    name="path_withheld",
    title=N_("Refusal to disclose a path"),
    article="43(2)",
    certainty="memory",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("preservation", N_("the request being executed"), "-", "practice"),
        Content("ground", N_("the ground for withholding it"), "43(2)", "memory"),
        ARTICLE_STATED,
        Content("reasons", N_("the reasons"), "40(25)", "parallel"),
        Content(
            "consultation",
            N_("the record of the consultation on help with conditions"),
            "40(28)",
            "parallel",
            condition=N_("if one was held"),
        ),
    ),
)

FILING_RECOGNISED = MessageKind(
    name="filing_recognised",
    title=N_("Recognition of a request as filed"),
    article="42(8)",
    certainty="parallel",
    direction="requested",
    follows=_PRESERVATIONS,
    contents=(
        Content("filing", N_("the request for assistance that was filed"), "42(8)", "parallel"),
        Content("items", N_("the items of the data that stay held for it"), "42(8)", "parallel"),
        NOTE,
    ),
)

KINDS = (
    PRESERVATION,
    PRESERVATION_CONFIRMED,
    FILING_RECOGNISED,
    PRESERVATION_EXTENSION,
    EXTENSION_DECLINED,
    PRESERVATION_WARNING,
    PRESERVATION_WARNING_ANSWER,
    PRESERVED_TRAFFIC_DISCLOSURE,
    PATH_WITHHELD,
)
