# SPDX-License-Identifier: Apache-2.0
"""What codes of the domain are called on a page; sources for translation stand beside each."""

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
    "partly-delivered": _n("partly delivered"),
    "delivered": _n("delivered"),
    "answered": _n("answered"),
    "completed": _n("completed"),
    "refused": _n("refused"),
    "withdrawn": _n("withdrawn"),
}

JOURNALS: Mapping[str, str] = {
    "custody": _n("custody log"),
    "access": _n("accesses"),
    "matter": _n("work on case files"),
}

CHECKS: Mapping[str, str] = {
    "running": _n("under way"),
    "holds": _n("holds"),
    "fails": _n("fails"),
    "undecided": _n("cannot be decided here"),
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

VERDICTS: Mapping[str, str] = {"kept": _n("kept"), "refused": _n("refused")}

CHECKS_MEAN: Mapping[str, str] = {
    "seal-package": _n("Nothing of the encrypted package is missing, and nothing was added to it."),
    "seal-segments": _n("Every part of the encrypted package arrived as it was sealed."),
    "seal-listed": _n("The directory names the authority that sealed it, with these very keys."),
    "seal-layout": _n("Every file of the package has a place and a form that the format knows."),
}
"""Checks of a sealed package that no court's bundle has, whose report says what the others mean."""

SEARCHES: Mapping[str, str] = {
    "name": _n("names and folders"),
    "digest": _n("SHA-256 digests"),
    "kind": _n("kinds of file"),
    "words": _n("the words of small texts"),
}

ITEMS: Mapping[str, str] = {
    "file": _n("file"),
    "folder": _n("folder"),
    "link": _n("link"),
    "socket": _n("socket"),
    "fifo": _n("pipe"),
    "character-device": _n("character device"),
    "block-device": _n("block device"),
    "unknown": _n("of an unknown kind"),
}

FACTS: Mapping[str, str] = {
    "name": _n("Name at the source"),
    "target": _n("Where the link leads"),
    "mode": _n("Permissions"),
    "uid": _n("Number of the owner"),
    "gid": _n("Number of the group"),
    "mtime_ns": _n("Contents last written"),
    "ctime_ns": _n("Attributes last changed"),
    "atime_ns": _n("Last read"),
    "inode": _n("Number in the file system"),
    "links": _n("Names of this file (hard links)"),
    "allocated": _n("Bytes allocated"),
    "device": _n("Device of the file system"),
    "device_number": _n("Number of the device"),
    "xattrs": _n("Extended attributes"),
    "extents": _n("Where its data are located"),
    "unreadable": _n("Why it was not read"),
    "changed": _n("What changed while it was read"),
}
"""What the source's file system knew of an item, by the names of the inventory."""

ROLES: Mapping[str, str] = {
    "duty": _n("duty officer"),
    "approver": _n("approving officer"),
    "lawyer": _n("lawyer"),
    "examiner": _n("examiner"),
    "auditor": _n("auditor"),
    "administrator": _n("administrator"),
}

CERTAINTIES: Mapping[str, str] = {
    "seen": _n("Read in the Convention's text"),
    "parallel": _n("not yet verified; inferred from parent treaty"),
    "memory": _n("not yet verified"),
    "practice": _n("good practice, no treaty statement"),
}

BADGES: Mapping[str, str] = {
    "seen": _n("text read"),
    "parallel": _n("Inferred from parent treaty"),
    "memory": _n("not yet verified"),
    "practice": _n("practice"),
}
"""The same in a word or two, where the whole would crowd the page."""

SAID: Mapping[str, str] = {
    "said": _n("Complete"),
    "missing": _n("missing"),
    "wrong": _n("Needs correction"),
    "open": _n("if it applies"),
}
"""Whether a body says one thing that its article wants."""

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

ANSWERS: Mapping[str, str] = {
    "yes": labels.YES,
    "no": labels.NO,
    "go-on": _n("it may go on"),
    "stop": _n("it must not be transferred"),
    "met": _n("met"),
    "not-met": _n("not met"),
    "lawyer-must-decide": _n("a lawyer must decide"),
    "unknown": _n("not known"),
    "confirmed": _n("the emergency is confirmed"),
    "not-confirmed": _n("the emergency is not confirmed"),
}
"""What a decision comes to; other answers are texts of their own."""

DECIDED: Mapping[str, str] = {
    "basis": _n("Legal basis"),
    "before-sending": _n("Before sending"),
    "before-executing": _n("Before executing"),
    "data-protection": _n("Transfer of personal data"),
    "senior-review": _n("Review by a senior officer"),
    "dual-criminality": _n("Dual criminality"),
    "refusal": _n("Ground"),
    "emergency-review": _n("Later review of the emergency"),
}

SIMILAR: Mapping[str, str] = {
    "contradiction": _n("against another case file"),
    "duplicate": _n("asked already"),
    "same-target": _n("the same target"),
}

ELEMENTS: Mapping[str, str] = {
    "convention": _n("element of the Convention"),
    "optional": _n("that a State may add"),
    "exception": _n("exception"),
    "domestic": _n("of the requested State's provision"),
}
"""Where an element of an offence comes from."""

PARTS: Mapping[str, str] = {
    "authority": _n("Authority that authorised"),
    "reference": _n("Reference"),
    "scope": _n("Scope"),
    "until": _n("Until"),
    "conduct": _n("the conduct in its entirety"),
    **{name: labels.VALUES[name] for name in ("subscriber", "traffic", "content")},
}
"""What an answer consists of besides its reason."""

STANCES: Mapping[str, str] = {
    "open": _n("requests are taken"),
    "suspended": _n("suspended: new requests are refused"),
    "diplomatic": _n("new requests by the diplomatic channel only"),
    "review": _n("new requests are held for review"),
}

PARTY: Mapping[str, str] = {
    "unknown": _n("nothing recorded"),
    "none": _n("no party"),
    "signed": _n("signed"),
    "ratification-reported": _n("ratification reported, no deposit seen"),
    "deposited": _n("deposited, not yet in force"),
    "party": _n("party"),
    "ended": _n("no longer a party"),
}

VOICES: Mapping[str, str] = {
    "ministry": _n("the ministry's correction"),
    "depositary": _n("the depositary"),
    "own-statement": _n("the State's own entry"),
    "package": _n("the packaged data"),
}

MATTERS: Mapping[str, str] = {
    "party-status": _n("party status"),
    "reservation": _n("reservations"),
    "declaration": _n("declarations"),
}

WATCH_SOURCES: Mapping[str, str] = {
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

PACKAGES_SHOWN: Mapping[str, str] = {
    "all": _n("all"),
    "whole": _n("complete"),
    "under-way": _n("under way"),
}

PACKAGE_DIRECTIONS: Mapping[str, str] = {
    "in": _n("given to this State"),
    "out": _n("given by this State"),
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

GROUND_LISTS: Mapping[str, str] = {
    "refusal": _n("Grounds for refusal (closed list)"),
    "postponement": _n("Grounds for postponement"),
    "never": _n("Never a ground in itself"),
}

TOTALS: Mapping[str, str] = {
    "signatories": _n("signatories"),
    "ratifications": _n("ratifications"),
    "parties": _n("parties"),
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

LEAVES: Mapping[str, str] = {
    "may": _n("allowed"),
    "only-with-consent": _n("only with consent"),
    "must": _n("with care"),
    "must-not": _n("not allowed"),
}
"""What may be done with evidence."""

SECTIONS: Mapping[str, str] = {
    "articles": _n("Articles"),
    "chapters": _n("Chapters"),
    "offences": _n("Offences"),
    "thresholds": _n("Thresholds"),
    "kinds": _n("Kinds of message"),
    "instruments": _n("Instruments"),
    "entry_rules": _n("Rules of entry into force"),
    "states": _n("States and organisations"),
    "parties": _n("Parties"),
    "totals": _n("Totals reported by the depositary"),
    "reservations": _n("Reservations"),
    "declarations": _n("Declarations"),
    "designations": _n("Designations"),
    "grounds": _n("Grounds for refusal"),
    "postponements": _n("Grounds for postponement"),
    "conditions": _n("Conditions of use"),
    "never": _n("Never a ground in itself"),
    "duties": _n("Duties"),
    "questions": _n("Questions"),
    "limits": _n("Time limits"),
    "required": _n("Required fields of a request"),
    "categories": _n("Categories of data"),
    "orders": _n("Domestic orders"),
    "precedence": _n("Order of precedence of sources"),
    "register": _n("Register of parties"),
}
"""Of the law's data (`treaty.sections`)."""
