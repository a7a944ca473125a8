# SPDX-License-Identifier: Apache-2.0
"""Names on pages for codes of the domain; sources for translation are beside each."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _n

from rogatory.requests.contents import labels

URGENCIES: Mapping[str, str] = {
    "routine": _n("routine"),
    "urgent": _n("urgent"),
    "emergency": _n("emergency"),
}

STATUSES: Mapping[str, str] = {
    "not-opened": _n("not opened"),
    "open": _n("open"),
    "acknowledged": _n("acknowledged"),
    "holding": _n("data held"),
    "accepted": _n("accepted"),
    "postponed": _n("postponed"),
    "measure-in-force": _n("measure in force"),
    "partly-delivered": _n("partly delivered"),
    "delivered": _n("delivered"),
    "answered": _n("answered"),
    "completed": _n("completed"),
    "refused": _n("refused"),
    "withdrawn": _n("withdrawn"),
}


SHOWN: Mapping[str, str] = {
    "open": _n("Open requests"),
    "ended": _n("Ended requests"),
    "all": _n("All requests"),
}

DIRECTIONS: Mapping[str, str] = {
    "in": _n("asked of this State"),
    "out": _n("asked by this State"),
}

ORDERS: Mapping[str, str] = {
    "activity": _n("last active first"),
    "opened": _n("newest first"),
    "oldest": _n("oldest first"),
    "hold": _n("hold that ends first"),
}

LEVELS: Mapping[str, str] = {
    "calm": _n("running"),
    "notice": _n("running, take note"),
    "warning": _n("warning"),
    "critical": _n("critical"),
    "overdue": _n("overdue"),
    "expired": _n("expired"),
    "met": _n("met"),
    "open-ended": _n("held until the request is decided"),
    "ended": _n("ended"),
}

FINDINGS: Mapping[str, str] = {
    "well": _n("in order"),
    "advice": _n("advice"),
    "unchecked": _n("not checked"),
    "wrong": _n("wrong"),
}
"""How grave it is what the doctor found."""

STARTS: Mapping[str, str] = {
    "received": _n("the moment in the receipt"),
    "hold_start": labels.FIELDS["hold_start"],
    "deadline.date": labels.FIELDS["deadline"],
    "needed_by": labels.FIELDS["needed_by"],
    "made_at": labels.FIELDS["made_at"],
    "issued": labels.ISSUED,
}

CALL_BACKS: Mapping[str, str] = {
    "not-asked": _n("nobody was alerted yet"),
    "waiting": _n("waiting for the answer"),
    "confirmed": _n("confirmed by the requesting State"),
    "denied": _n("denied by the requesting State"),
    "not-reached": _n("not answered, decided by an officer"),
}

DRILLS: Mapping[str, str] = {
    "waiting": _n("waiting for an officer"),
    "acknowledged": _n("acknowledged in time"),
    "late": _n("acknowledged too late"),
    "missed": _n("not acknowledged"),
    "unreached": _n("did not reach the other node"),
}

OUTCOMES: Mapping[str, str] = {
    "applied": _n("counts"),
    "illegal": _n("has no place here and has no effect"),
    "unknown-kind": _n("is of a kind unknown to this node and has no effect"),
    "stopped": _n("suspended until a repair"),
    "abandoned": _n("was set aside by a repair"),
    "waiting": _n("waiting for a message that has not arrived"),
}

DELIVERIES: Mapping[str, str] = {
    "waiting": _n("sent, awaiting receipt"),
    "receipted": _n("receipted"),
    "refused": _n("refused by the other State's node"),
    "transcribed": _n("transcribed from paper, not verified"),
    "to-dispatch": _n("signed, to be dispatched by letter"),
    "dispatched": _n("dispatched by letter"),
}

CHANNELS: Mapping[str, str] = {
    "post": _n("by post"),
    "email": _n("by e-mail"),
    "interpol": _n("by INTERPOL"),
    "diplomatic": _n("by the diplomatic channel"),
    "courier": _n("by courier"),
}

CARD_CHANNELS: Mapping[str, str] = {
    "telephone": _n("by telephone"),
    "secure-telephone": _n("by secure telephone"),
    "e-mail": _n("by e-mail"),
    "i-24-7": _n("by INTERPOL's I-24/7"),
}


ROLES: Mapping[str, str] = {
    "duty": _n("duty officer"),
    "approver": _n("approving officer"),
    "lawyer": _n("lawyer"),
    "examiner": _n("examiner"),
    "auditor": _n("auditor"),
    "administrator": _n("administrator"),
}


ITEM_STATES: Mapping[str, str] = {
    "said": _n("Complete"),
    "missing": _n("missing"),
    "wrong": _n("Needs correction"),
    "open": _n("if it applies"),
}
"""State of a body says one thing that its article wants."""

FIELDS = (
    _n("Reference"),
    _n("Issued by"),
    _n("Issued"),
    _n("Starts"),
    _n("Ends"),
    _n("Ended"),
    _n("Reason"),
    _n("Custodian"),
    _n("Scope"),
    _n("Secrecy until"),
    _n("Received"),
    _n("Delivered by"),
    _n("Summary"),
    _n("Seals of packages"),
    _n("Executing authority"),
    _n("Address"),
    _n("Contact"),
    _n("Wanted by"),
    _n("Channel"),
    _n("Dispatched"),
)
"""Labels that pages hand to the template of one field."""


SIMILAR: Mapping[str, str] = {
    "contradiction": _n("against another case file"),
    "duplicate": _n("asked already"),
    "same-target": _n("the same target"),
}


PARTS: Mapping[str, str] = {
    "authority": _n("Authority that authorised"),
    "reference": _n("Reference"),
    "scope": _n("Scope"),
    "until": _n("Until"),
    "conduct": _n("the conduct in its entirety"),
    **{
        name: labels.VALUES[name]
        for name in ("subscriber", "user_identification", "traffic", "content")
    },
}
"""Labels of what an answer consists of besides its reason."""

STANCES: Mapping[str, str] = {
    "open": _n("requests are taken"),
    "suspended": _n("suspended: new requests are refused"),
    "diplomatic": _n("new requests by the diplomatic channel only"),
    "review": _n("new requests are held for review"),
}


ROSTER_EDITS: Mapping[str, str] = {
    "begun": _n("draft begun"),
    "shift-added": _n("shift added"),
    "shift-changed": _n("shift changed"),
    "shift-removed": _n("shift removed"),
    "pattern": _n("pattern repeated"),
    "absence": _n("absence recorded"),
    "details": _n("period and heads of unit changed"),
    "calendar": _n("calendar imported"),
    "restored": _n("earlier revision restored"),
    "reused": _n("published roster taken as the draft"),
}

DUTY_SOURCES: Mapping[str, str] = {
    "shift": _n("by the roster"),
    "stand-in": _n("substitutes"),
    "default": _n("default officer: no shift covers this time"),
    "nobody": _n("nobody is named: every officer of the authority is alerted"),
}

RUNGS: Mapping[str, str] = {
    "on-duty": _n("on duty"),
    "substitute": _n("substitute"),
    "head": _n("head of unit"),
}


BACKLOGS: Mapping[str, str] = {
    "waiting": _n("waiting"),
    "retried": _n("tried again"),
    "set-aside": _n("set aside"),
}

MEANS: Mapping[str, str] = {
    "mail": _n("by mail"),
    "webhook": _n("by webhook"),
    "browser": _n("in the browser"),
    "desk": _n("on the desk only"),
    "none": _n("not reached"),
}


PROOFS: Mapping[str, str] = {
    "face": _n("seen face to face, with an identity document"),
    "number": _n("called over a number known before"),
    "authority": _n("vouched for in writing by the head of the authority"),
}
"""How it was proved who asks for new ways to log in (`bootstrap.accounts.Proof`)."""

PASSKEYS: Mapping[str, str] = {
    "made": _n("made here, not listed"),
    "asked": _n("requested, not listed yet"),
    "listed": _n("listed in the register"),
    "ended": _n("ended in the register"),
}
"""How far a passkey has come (`node.passkeys.Step`)."""

FACTORS: Mapping[str, str] = {
    "password": _n("password"),
    "totp": _n("authenticator app"),
    "webauthn": _n("passkey"),
    "recovery_codes": _n("recovery codes"),
}
"""Ways to log in, by the names that the log-in library stores."""
