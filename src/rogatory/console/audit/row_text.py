# SPDX-License-Identifier: Apache-2.0
"""The description of a line of the audit in words: the page or the act, and what else was noted of
it.

The journal, its export and the JSON keep the names of pages and the codes, which are stable; this
is how a page displays them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _n

from rogatory.console.language.codes import FACTORS, PROOFS
from rogatory.console.language.permission_words import PERMISSIONS
from rogatory.node.audit.at_terminal import SIGNED, TERMINAL
from rogatory.node.audit.need_to_know import TURNED_AWAY
from rogatory.node.repositories.audit import AuditEntry, Source

PAGES: Mapping[str, str] = {
    "desk": _n("the duty desk"),
    "desk-now": _n("the duty desk"),
    "call-seen": _n("acknowledging an alert"),
    "call-notified": _n("recording that a browser showed an alert"),
    "duty": _n("the roster, and who is on duty"),
    "duty-roster": _n("setting the roster"),
    "rosters": _n("the roster by week and month"),
    "roster-draft": _n("the draft roster"),
    "roster-draft-begin": _n("beginning a draft roster"),
    "roster-draft-shift": _n("a shift of the draft roster"),
    "roster-draft-remove": _n("removing a shift from the draft roster"),
    "roster-draft-pattern": _n("a pattern in the draft roster"),
    "roster-draft-absence": _n("an absence in the draft roster"),
    "roster-draft-details": _n("the period of the draft roster"),
    "roster-calendar": _n("the preview of a calendar"),
    "roster-calendar-apply": _n("importing a calendar into the draft roster"),
    "roster-draft-restore": _n("restoring a revision of the draft roster"),
    "roster-draft-reuse": _n("making a published roster the draft"),
    "roster-draft-publish": _n("publishing the draft roster"),
    "roster-draft-discard": _n("discarding the draft roster"),
    "duty-stand-in": _n("acting as substitute"),
    "duty-addresses": _n("setting alert contacts"),
    "hand-over-prepare": _n("preparing to hand over duty"),
    "hand-over": _n("a handover of duty"),
    "hand-over-confirm": _n("taking over duty"),
    "threads": _n("the list of requests"),
    "view-save": _n("keeping a view of the list"),
    "view-delete": _n("deleting a view of the list"),
    "thread": _n("a request"),
    "acknowledge": _n("acknowledging a request"),
    "call-back-ask": _n("asking for a call-back"),
    "call-back-answer": _n("answering a call-back"),
    "call-back-decide": _n("deciding in an emergency without a call-back"),
    "drill-acknowledge": _n("acknowledging a drill"),
    "drills": _n("the drills"),
    "write-in-thread": _n("writing in a request"),
    "kinds": _n("the kinds of message"),
    "write": _n("writing a request"),
    "matter": _n("our case file on a request"),
    "matter-number": _n("the case file's own number"),
    "matter-assign": _n("assigning the case file"),
    "unit": _n("the head of unit's page"),
    "unit-assign": _n("assigning the case file"),
    "matter-restrict": _n("restricting a request, or opening it"),
    "matter-note": _n("a note"),
    "matter-stage": _n("progress of the work"),
    "matter-refer": _n("referring the case file"),
    "matter-recall": _n("recalling a referral"),
    "matter-result": _n("the result of a referral"),
    "matter-order": _n("a domestic order"),
    "matter-renew": _n("renewing a domestic order"),
    "matter-end": _n("ending a domestic order"),
    "matter-order-command": _n("the command that signs an order"),
    "matter-order-signed": _n("bringing a signed order back"),
    "matter-order-withdrawal": _n("bringing a signed withdrawal back"),
    "matter-order-served": _n("recording the service of an order"),
    "matter-order-reply": _n("recording a provider's reply"),
    "unfinished-all": _n("the unfinished texts"),
    "unfinished-go-on": _n("an unfinished text"),
    "unfinished": _n("an unfinished text"),
    "unfinished-begun": _n("starting a text"),
    "unfinished-discard": _n("discarding an unfinished text"),
    "unfinished-discarded": _n("discarding an unfinished text"),
    "unfinished-hand": _n("handing an unfinished text over"),
    "unfinished-handed-over": _n("handing an unfinished text over"),
    "unfinished-erased": _n("erasing an unfinished text when its time was over"),
    "draft": _n("a draft"),
    "approve": _n("approving a draft"),
    "send": _n("sending a message"),
    "send-alone": _n("sending a message without a second approval"),
    "take-back": _n("withdrawing a draft"),
    "draft-taken-back": _n("withdrawing a draft"),
    "draft-discard": _n("discarding a draft"),
    "draft-discarded": _n("discarding a draft"),
    "draft-decide": _n("a decision under the law"),
    "thread-decide": _n("a decision under the law"),
    "translate": _n("translating a draft"),
    "packages": _n("the list of packages"),
    "package": _n("a package"),
    "package-transfer": _n("the transfer of a package"),
    "law": _n("the law as recorded here"),
    "law-articles": _n("the articles of the Convention"),
    "law-terms": _n("the terms of the Convention"),
    "law-parties": _n("parties and their obligations"),
    "law-party": _n("parties and their obligations"),
    "law-entry": _n("the entry into force"),
    "law-corrections": _n("the corrections of the law"),
    "law-correct": _n("proposing a correction of the law"),
    "law-correction": _n("a correction of the law"),
    "law-review": _n("reviewing a correction of the law"),
    "law-verification": _n("the verification of the law"),
    "law-sheet-blank": _n("a verification sheet to fill in"),
    "law-sheet-bring": _n("submitting a filled verification sheet"),
    "law-sheet": _n("a filled verification sheet"),
    "law-sheet-review": _n("reviewing a filled verification sheet"),
    "law-bases": _n("which legal basis applies"),
    "law-offences": _n("the offences"),
    "law-grounds": _n("the grounds for refusal"),
    "law-questions": _n("the questions of the law"),
    "peers": _n("the other States, and how they are reached"),
    "peer": _n("another State, and how it is reached"),
    "card": _n("contacts in another State"),
    "policy": _n("proposing a policy towards a State"),
    "policy-confirm": _n("reviewing a policy towards a State"),
    "counterpart": _n("proposing an entry of a State without a node"),
    "counterpart-confirm": _n("reviewing an entry of a State without a node"),
    "transcribe": _n("entering a paper"),
    "transcription": _n("a paper that was entered"),
    "compare": _n("comparing an entry with its paper"),
    "original": _n("the original of a paper"),
    "letter": _n("a formal letter"),
    "filled-form": _n("a filled-in form"),
    "referral-letter": _n("a letter of referral"),
    "matter-order-page": _n("signing and service of an order"),
    "matter-order-folder": _n("the signed folder of an order"),
    "matter-order-letter": _n("the letter of an order"),
    "matter-order-etsi": _n("an order as ETSI TS 103 120"),
    "dispatch": _n("recording that a letter was sent"),
    "let-proceed": _n("decision on a held request"),
    "audit": _n("the audit"),
    "audit-export": _n("exporting the audit"),
    "audit-verify": _n("verifying the custody log"),
    "verify-log": _n("verifying the custody log"),
    "audit-verification": _n("the verification of the custody log"),
    "roles": _n("roles and permissions"),
    "administration": _n("the administration"),
    "account-create": _n("creating an account"),
    "account-change": _n("changing an account"),
    "account-deactivate": _n("deactivating an account"),
    "account-unlock": _n("unlocking an account"),
    "account-renew": _n("renewing a first secret"),
    "account-reset": _n("resetting an account"),
    "account-reset-ask": _n("asking for an account's reset"),
    "account-reset-withdraw": _n("withdrawing an account's reset"),
    "network": _n("the network"),
    "node": _n("log and directory of the node"),
    "confirm-key": _n("confirming a State's changed key"),
    "queue-replay": _n("letting failed work run again"),
    "profile": _n("your own account"),
    "signature": _n("entering who signs letters"),
    "session": _n("asking whether a session lasts"),
    "session-end": _n("ending a session"),
    "sessions-end-others": _n("ending all other sessions"),
    "passkey-ask": _n("asking for a passkey to be listed"),
    "passkey-enrolment": _n("downloading a passkey's file"),
    "language": _n("choosing a language"),
    "log-in": _n("the log-in"),
}
"""By the names of pages (`console.urls`) and of the acts that the node itself notes."""

SUBJECTS: Mapping[str, str] = {
    **PERMISSIONS,
    **PROOFS,
    **FACTORS,
    "matter-restricted": _n("the request is restricted to others"),
    "matter-not-yours": _n("the officer's authority takes no part in it"),
    "officer-role": _n("the officer lacks the role"),
    "officer-office": _n("the officer acts for another authority"),
    "unfinished-of-another": _n("it is another officer's text"),
}
"""Other facts that are noted: a permission that was missing, why the node turned somebody away, a
way to log in."""

if not set(SUBJECTS) >= TURNED_AWAY:
    raise KeyError(f"no words for {sorted(TURNED_AWAY - set(SUBJECTS))}")


_HOW = {TERMINAL: _n("typed at a terminal"), SIGNED: _n("signed with an own key at a terminal")}


@dataclass(frozen=True, slots=True)
class DescriptionPart:
    """`words` is a source of ours to be translated, `data` what is shown as it is: a command, a
    number, a digest.
    """

    words: str = ""
    data: str = ""


def about(entry: AuditEntry) -> tuple[DescriptionPart, ...]:
    """Return what an entry is about. A name that no page has any more is shown as it was
    recorded.
    """
    if entry.source is not Source.ACCESS:
        return (DescriptionPart(data=entry.about),) if entry.about else ()
    page, _, rest = entry.about.partition(" ")
    if page in _HOW:
        return tuple(_at_terminal(_HOW[page], rest))
    named = (_part(PAGES, page),) if page else ()
    return (*named, *(_part(SUBJECTS, one) for one in rest.split()))


def _at_terminal(how: str, rest: str) -> Iterator[DescriptionPart]:
    """Yield `terminal matter note`, and at the end why it was refused, if it was."""
    words = rest.split()
    codes = [one for one in words if one in SUBJECTS and one in TURNED_AWAY]
    command = " ".join(one for one in words if one not in codes)
    yield DescriptionPart(how)
    yield DescriptionPart(data=f"rogatory {command}")
    yield from (DescriptionPart(SUBJECTS[code]) for code in codes)


def _part(known: Mapping[str, str], name: str) -> DescriptionPart:
    return DescriptionPart(words=known[name]) if name in known else DescriptionPart(data=name)
