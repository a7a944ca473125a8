# SPDX-License-Identifier: Apache-2.0
"""Codes of acts on messages, and of decisions of the node: the directory, the law, duty, recovery.

Part of the append-only list of `act_codes`: nothing is changed here, and what is new goes to its end.
"""

from rogatory.custody.events.act_code import FROM_STATE, TWO, ActCode, count, digest, many, maybe
from rogatory.custody.events.act_fields import ActField, FieldType
from rogatory.custody.events.event import CustodyAction
from rogatory.wire.words import N_

_STATE = ActField("state", FieldType.STATE)

_GIVER = ActField("giver", FieldType.STATE)

_TO = ActField("to", FieldType.AUTHORITY)

_FROM = ActField("from", FieldType.AUTHORITY)

_KIND = ActField("kind", FieldType.WORD)

_SECTION = ActField("section", FieldType.WORD)

_POLICY = (
    _STATE,
    ActField("stance", FieldType.WORD),
    many("kinds", FieldType.WORD, or_null=True),
)

_LETTER = (
    _FROM,
    _KIND,
    ActField("channel", FieldType.WORD),
    digest("original"),
    digest("transcription"),
    ActField("transcriber", FieldType.OFFICER),
)

_SECOND = N_("The officer {second} consented (consent {consent}).")

_READ_BY = N_(
    "Original {original}; transcription {transcription} by the officer {transcriber}, compared by the "
    "officer who signs for it."
)

EXCHANGE_ACT_CODES: tuple[ActCode, ...] = (
    ActCode(
        "message-sent",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Sent to {to}: {kind}."),),
    ),
    ActCode(
        "message-sent-automatically",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Sent to {to} by the node itself: {kind}."),),
    ),
    ActCode(
        "message-sent-by-one-officer",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Sent to {to}, approved by its writer alone: {kind}."),),
    ),
    ActCode(
        "message-signed-for-letter",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Signed for {to}, to be dispatched by letter: {kind}."),),
    ),
    ActCode(
        "letter-dispatched",
        CustodyAction.MESSAGE_SENT,
        (
            ActField("channel", FieldType.WORD),
            ActField("dispatched", FieldType.MOMENT),
            ActField("reference", FieldType.TEXT),
            maybe("proof", FieldType.DIGEST),
        ),
        (
            N_("Dispatched by {channel} on {dispatched}, reference {reference}."),
            N_("Proof of posting: {proof}."),
            N_("Whether it arrived is not known."),
        ),
    ),
    ActCode(
        "message-received",
        CustodyAction.MESSAGE_RECEIVED,
        (_FROM, _KIND),
        (N_("Received from {from}: {kind}."),),
    ),
    ActCode(
        "letter-transcribed",
        CustodyAction.MESSAGE_RECEIVED,
        _LETTER,
        (N_("Transcribed from a letter of {from} by {channel}, not verified: {kind}."), _READ_BY),
    ),
    ActCode(
        "transcription-corrected",
        CustodyAction.DECIDED,
        _LETTER,
        (
            N_("Transcription of a letter of {from} by {channel} corrected, not verified: {kind}."),
            _READ_BY,
        ),
    ),
    ActCode(
        "transcription-declined",
        CustodyAction.DECIDED,
        (_FROM,),
        (N_("The transcription of a letter of {from} was declined."),),
    ),
    ActCode(
        "message-refused",
        CustodyAction.MESSAGE_REFUSED,
        (FROM_STATE, _KIND, many("codes", FieldType.WORD, or_null=True)),
        (N_("The node of {from} refused the message: {kind}."), N_("Its reasons: {codes}.")),
    ),
    ActCode(
        "message-taken-back-received",
        CustodyAction.MESSAGE_TAKEN_BACK,
        (
            FROM_STATE,
            ActField("at", FieldType.MOMENT),
            _KIND,
            maybe("receipt", FieldType.DIGEST),
        ),
        (
            N_("Received from {from} at {at}: {kind}. Its event was lost with the database."),
            N_("{from} returned it."),
            N_("The receipt: {receipt}."),
        ),
    ),
    ActCode(
        "message-taken-back-sent",
        CustodyAction.MESSAGE_TAKEN_BACK,
        (
            ActField("to", FieldType.STATE),
            ActField("at", FieldType.MOMENT),
            _KIND,
            maybe("receipt", FieldType.DIGEST),
        ),
        (
            N_("Sent to {to}, as issued at {at}: {kind}. Its event was lost with the database."),
            N_("{to} returned it."),
            N_("The receipt: {receipt}."),
        ),
    ),
    ActCode(
        "directory-verified",
        CustodyAction.DIRECTORY_ACCEPTED,
        (count("version"),),
        (N_("Version {version} of the directory was verified."),),
    ),
    ActCode(
        "state-key-confirmed",
        CustodyAction.DIRECTORY_ACCEPTED,
        (_STATE,),
        (N_("The new key of {state} was compared with {state} and confirmed."),),
    ),
    ActCode(
        "law-proposed",
        CustodyAction.LAW_CORRECTED,
        (_SECTION,),
        (N_("A correction of the law's data was proposed: {section}."),),
    ),
    ActCode(
        "law-accepted",
        CustodyAction.LAW_CORRECTED,
        (_SECTION,),
        (N_("A correction of the law's data was accepted: {section}."),),
    ),
    ActCode(
        "law-declined",
        CustodyAction.LAW_CORRECTED,
        (_SECTION,),
        (N_("A correction of the law's data was declined: {section}."),),
    ),
    ActCode(
        "decisions-recorded",
        CustodyAction.DECIDED,
        (count("decisions"),),
        (N_("Decisions that the message rests on: {decisions}."),),
    ),
    ActCode(
        "held-request-admitted",
        CustodyAction.DECIDED,
        (digest("policy"),),
        (N_("The request held under the policy {policy} may proceed."),),
    ),
    ActCode(
        "held-request-stopped",
        CustodyAction.DECIDED,
        (digest("policy"),),
        (N_("The request held under the policy {policy} may not proceed."),),
    ),
    ActCode(
        "policy-confirmed",
        CustodyAction.DECIDED,
        _POLICY,
        (N_("Policy towards {state} confirmed: {stance}."), N_("For the kinds: {kinds}.")),
    ),
    ActCode(
        "policy-declined",
        CustodyAction.DECIDED,
        _POLICY,
        (N_("Policy towards {state} declined: {stance}."), N_("For the kinds: {kinds}.")),
    ),
    ActCode(
        "counterpart-confirmed",
        CustodyAction.DECIDED,
        (_STATE,),
        (N_("Register entry of {state}, a State without a node, confirmed."),),
    ),
    ActCode(
        "counterpart-declined",
        CustodyAction.DECIDED,
        (_STATE,),
        (N_("Register entry of {state}, a State without a node, declined."),),
    ),
    ActCode(
        "call-back-not-reached",
        CustodyAction.DECIDED,
        (ActField("answer", FieldType.WORD),),
        (N_("The call-back was not answered; telephoned, and decided: {answer}."),),
    ),
    ActCode(
        "roster-set",
        CustodyAction.ROSTER_SET,
        (
            ActField("starts", FieldType.MOMENT),
            ActField("ends", FieldType.MOMENT),
        ),
        (N_("Duty roster from {starts} to {ends}."),),
    ),
    ActCode(
        "watch-taken-over",
        CustodyAction.WATCH_HANDED_OVER,
        (ActField("from", FieldType.OFFICER),),
        (N_("Duty was taken over from the officer {from}."),),
    ),
    ActCode(
        "epoch-accepted",
        CustodyAction.EPOCH_ACCEPTED,
        (ActField("log", FieldType.TEXT),),
        (N_("The new epoch {log} of a State's log was accepted."),),
    ),
    ActCode(
        "warned-retention-ended",
        CustodyAction.VERIFIED,
        (_GIVER, ActField("until", FieldType.MOMENT)),
        (
            N_("Before the next act the officer was warned."),
            N_("{giver} gave the evidence to be destroyed after {until}."),
        ),
    ),
    ActCode(
        "warned-secret",
        CustodyAction.VERIFIED,
        (_GIVER,),
        (
            N_("Before the next act the officer was warned."),
            N_("{giver} gave the evidence to be kept secret."),
        ),
    ),
    ActCode(
        "recovery-used",
        CustodyAction.OPENED,
        (ActField("second", FieldType.OFFICER), digest("consent")),
        (
            N_("The next act uses the recovery identity."),
            N_("The officer {second} consented (consent {consent})."),
        ),
    ),
    ActCode(
        "event-destroyed",
        CustodyAction.DESTROYED,
        (digest("tombstone"), *TWO),
        (N_("The record of an earlier act was destroyed (tombstone {tombstone})."), _SECOND),
    ),
    ActCode(
        "message-destroyed",
        CustodyAction.DESTROYED,
        (digest("tombstone"), *TWO),
        (N_("A stored message was destroyed (tombstone {tombstone})."), _SECOND),
    ),
)
