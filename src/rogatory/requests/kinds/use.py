# SPDX-License-Identifier: Apache-2.0
"""The use of what was received: other uses, onward transfer, what favours an accused."""

from rogatory.requests.kinds.families import INFORMING, REQUESTS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import ANSWERED_MESSAGE, NOTE, PACKAGE_MEANT
from rogatory.wire.words import N_

_DECISION = (
    Content(
        "conditions",
        N_("the conditions, one by one"),
        "-",
        "practice",
        condition=N_("if any"),
    ),
    Content("until", N_("until when"), "-", "practice", condition=N_("if it is limited")),
    Content("reasons", N_("the reasons"), "-", "practice", condition=N_("if it is declined")),
)

USE_CONSENT_REQUEST = MessageKind(
    name="use_consent_request",
    title=N_("Request for consent to another use"),
    article="40(19)",
    certainty="parallel",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("proceedings", N_("the other proceeding"), "40(19)", "parallel"),
        Content("purpose", N_("the purpose of the other use"), "40(19)", "parallel"),
        Content("reasons", N_("the reasons"), "-", "practice"),
        PACKAGE_MEANT,
    ),
)

USE_CONSENT = MessageKind(
    name="use_consent",
    title=N_("Decision on another use"),
    article="40(19)",
    certainty="parallel",
    direction="providing",
    follows=INFORMING,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether it consents"), "40(19)", "parallel"),
        *_DECISION,
    ),
)

EXCULPATORY_NOTICE = MessageKind(
    name="exculpatory_notice",
    title=N_("Notice of disclosure in favour of an accused person"),
    article="40(19)",
    certainty="parallel",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("proceedings", N_("the proceeding of the disclosure"), "40(19)", "parallel"),
        Content("material", N_("what is disclosed in favour of the accused"), "40(19)", "parallel"),
        Content("disclosed_at", N_("when it is or was disclosed"), "40(19)", "parallel"),
        Content("prior_notice", N_("whether this notice comes before"), "40(19)", "parallel"),
        Content(
            "reason",
            N_("why earlier notice was not possible"),
            "40(19)",
            "parallel",
            condition=N_("if the notice comes after"),
        ),
        Content(
            "disclosed_items",
            N_("the items of the package that are disclosed"),
            "40(19)",
            "parallel",
            condition=N_("if a package contains it"),
        ),
        PACKAGE_MEANT,
    ),
)

ONWARD_TRANSFER_REQUEST = MessageKind(
    name="onward_transfer_request",
    title=N_("Request to transfer personal data onward"),
    article="36(3)",
    certainty="memory",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("recipient", N_("the third State or organisation"), "36(3)", "memory"),
        Content("description", N_("what is to be transferred"), "36(3)", "memory"),
        Content("purpose", N_("the purpose of the transfer"), "-", "practice"),
        Content(
            "oral_authorisation",
            N_("the authorisation that was given orally"),
            "36(3)",
            "memory",
            condition=N_("if one was"),
        ),
        PACKAGE_MEANT,
    ),
)

ONWARD_TRANSFER_AUTHORISATION = MessageKind(
    name="onward_transfer_authorisation",
    title=N_("Decision on an onward transfer"),
    article="36(3)",
    certainty="memory",
    direction="providing",
    follows=INFORMING,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether the transfer is authorised"), "36(3)", "memory"),
        *_DECISION,
    ),
)

RETURNED_OR_DESTROYED = MessageKind(
    name="returned_or_destroyed",
    title=N_("Notice that material was returned or destroyed"),
    article="-",
    certainty="practice",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("act", N_("whether it was returned or destroyed"), "-", "practice"),
        Content("done_at", N_("when it was done"), "-", "practice"),
        Content("authority", N_("the authority that did it"), "-", "practice"),
        PACKAGE_MEANT,
        Content(
            "items_concerned",
            N_("the items that were returned or destroyed"),
            "-",
            "practice",
            condition=N_("if not everything"),
        ),
        Content(
            "demanded_by",
            N_("the agreed condition that demanded it"),
            "-",
            "practice",
            condition=N_("if one did"),
        ),
        Content(
            "tombstones",
            N_("the tombstones of destroyed records"),
            "-",
            "practice",
            condition=N_("if records were destroyed too"),
        ),
        NOTE,
    ),
)

FEEDBACK = MessageKind(
    name="feedback",
    title=N_("Feedback after the end"),
    article="-",
    certainty="practice",
    direction="receiving",
    follows=REQUESTS | INFORMING,
    contents=(
        Content("usefulness", N_("whether it was of use"), "-", "practice"),
        Content("summary", N_("what came of it"), "-", "practice", condition=N_("if known")),
        NOTE,
    ),
)

KINDS = (
    USE_CONSENT_REQUEST,
    USE_CONSENT,
    EXCULPATORY_NOTICE,
    ONWARD_TRANSFER_REQUEST,
    ONWARD_TRANSFER_AUTHORISATION,
    RETURNED_OR_DESTROYED,
    FEEDBACK,
)
