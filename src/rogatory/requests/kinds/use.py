# SPDX-License-Identifier: Apache-2.0
"""The use of what was received: other uses, onward transfer, what favours an accused."""

from rogatory.requests.kinds.families import EXTRADITION, INFORMING, REQUESTS
from rogatory.requests.kinds.kind import Content, MessageKind
from rogatory.requests.kinds.recurring_contents import ANSWERED_MESSAGE, NOTE, PACKAGE_MEANT
from rogatory.wire.words import N_

_DECISION = (
    Content(
        "conditions", N_("the conditions, one by one"), condition=N_("if any"), is_practice=True
    ),
    Content("until", N_("until when"), condition=N_("if it is limited"), is_practice=True),
    Content("reasons", N_("the reasons"), condition=N_("if it is declined"), is_practice=True),
)

USE_CONSENT_REQUEST = MessageKind(
    name="use_consent_request",
    title=N_("Request for consent to another use"),
    cites="use",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("proceedings", N_("the other proceeding")),
        Content("purpose", N_("the purpose of the other use")),
        Content("reasons", N_("the reasons"), is_practice=True),
        PACKAGE_MEANT,
    ),
)

USE_CONSENT = MessageKind(
    name="use_consent",
    title=N_("Decision on another use"),
    cites="use",
    direction="providing",
    follows=INFORMING,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether it consents")),
        *_DECISION,
    ),
)

EXCULPATORY_NOTICE = MessageKind(
    name="exculpatory_notice",
    title=N_("Notice of disclosure in favour of an accused person"),
    cites="exculpatory_notice",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("proceedings", N_("the proceeding of the disclosure")),
        Content("material", N_("what is disclosed in favour of the accused")),
        Content("disclosed_at", N_("when it is or was disclosed")),
        Content("prior_notice", N_("whether this notice comes before")),
        Content(
            "reason",
            N_("why earlier notice was not possible"),
            condition=N_("if the notice comes after"),
        ),
        Content(
            "disclosed_items",
            N_("the items of the package that are disclosed"),
            condition=N_("if a package contains it"),
        ),
        PACKAGE_MEANT,
    ),
)

ONWARD_TRANSFER_REQUEST = MessageKind(
    name="onward_transfer_request",
    title=N_("Request to transfer personal data onward"),
    cites="onward_transfer",
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("recipient", N_("the third State or organisation")),
        Content("description", N_("what is to be transferred")),
        Content("purpose", N_("the purpose of the transfer"), is_practice=True),
        Content(
            "oral_authorisation",
            N_("the authorisation that was given orally"),
            condition=N_("if one was"),
        ),
        PACKAGE_MEANT,
    ),
)

ONWARD_TRANSFER_AUTHORISATION = MessageKind(
    name="onward_transfer_authorisation",
    title=N_("Decision on an onward transfer"),
    cites="onward_transfer",
    direction="providing",
    follows=INFORMING,
    contents=(
        ANSWERED_MESSAGE,
        Content("decision", N_("whether the transfer is authorised")),
        *_DECISION,
    ),
)

RETURNED_OR_DESTROYED = MessageKind(
    name="returned_or_destroyed",
    title=N_("Notice that material was returned or destroyed"),
    cites=None,
    direction="receiving",
    follows=INFORMING,
    contents=(
        Content("act", N_("whether it was returned or destroyed"), is_practice=True),
        Content("done_at", N_("when it was done"), is_practice=True),
        Content("authority", N_("the authority that did it"), is_practice=True),
        PACKAGE_MEANT,
        Content(
            "items_concerned",
            N_("the items that were returned or destroyed"),
            condition=N_("if not everything"),
            is_practice=True,
        ),
        Content(
            "demanded_by",
            N_("the agreed condition that demanded it"),
            condition=N_("if one did"),
            is_practice=True,
        ),
        Content(
            "tombstones",
            N_("the tombstones of destroyed records"),
            condition=N_("if records were destroyed too"),
            is_practice=True,
        ),
        NOTE,
    ),
)

FEEDBACK = MessageKind(
    name="feedback",
    title=N_("Feedback on the help received"),
    cites=None,
    direction="receiving",
    follows=REQUESTS - EXTRADITION | INFORMING,
    contents=(
        Content("usefulness", N_("whether it was of use"), is_practice=True),
        Content("summary", N_("what came of it"), condition=N_("if known"), is_practice=True),
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
