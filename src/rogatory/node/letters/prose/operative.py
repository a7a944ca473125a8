# SPDX-License-Identifier: Apache-2.0
"""The operative sentence of a letter: what is done or asked of whom, under which article.

The frame holds the courtesies, the provision and the message referred to; `acts` has the clause that
says what the authority does.
"""

from rogatory.node.letters import dates
from rogatory.node.letters.citations import pursuant_to
from rogatory.node.letters.prose.acts import ACTS, OFFER_WITHDRAWN, OTHERWISE
from rogatory.node.letters.prose.counting import DRILL
from rogatory.node.letters.prose.decided_acts import DECIDED
from rogatory.node.letters.references import provision_of_message, provision_of_request
from rogatory.node.letters.titles import title_of
from rogatory.node.letters.values import LetterRole, LetterValues
from rogatory.node.printing.languages import DocumentTexts
from rogatory.node.printing.shown_text import PrintableText
from rogatory.requests.kinds.families import OFFER
from rogatory.wire.words import N_

_PLAIN = N_(
    "The undersigned authority presents its compliments to the authority addressed and {act}."
)
_PURSUANT = N_(
    "The undersigned authority presents its compliments to the authority addressed and, "
    "{pursuant}, {act}."
)
_REFERRING = N_(
    "The undersigned authority presents its compliments to the authority addressed and, with "
    "reference to the communication “{title}” of {date}, {act}."
)
_REFERRING_PURSUANT = N_(
    "The undersigned authority presents its compliments to the authority addressed and, "
    "{pursuant} and with reference to the communication “{title}” of {date}, {act}."
)
_REFERRING_TO_PURSUANT = N_(
    "The undersigned authority presents its compliments to the authority addressed and, with "
    "reference to the communication “{title}” of {date}, made {pursuant}, {act}."
)
_TRANSCRIPT = N_("According to the paper, the authority named above {act}.")
_REFERRAL = N_("In that request, the requesting authority {act}.")


def operative_sentence(values: LetterValues, words: DocumentTexts) -> str:
    """Return the sentence of a letter, of a paper that was transcribed, or of a request that is
    referred.
    """
    act = PrintableText(_act(values, words))
    if values.manner is LetterRole.TRANSCRIPT:
        return words.say(_TRANSCRIPT, act=act)
    if values.manner is LetterRole.REFERRAL:
        return words.say(_REFERRAL, act=act)
    return _framed(values, act, words)


def _framed(values: LetterValues, act: str, words: DocumentTexts) -> str:
    pursuant, of_earlier = provision_of(values, words)
    opened = values.opened
    if opened is None:
        if pursuant:
            return words.say(_PURSUANT, pursuant=PrintableText(pursuant), act=act)
        return words.say(_PLAIN, act=act)
    fields = {
        "title": words(title_of(opened.kind)),
        "date": dates.day(opened.at.date(), words),
        "act": act,
    }
    if not pursuant:
        return words.say(_REFERRING, **fields)
    frame = _REFERRING_TO_PURSUANT if of_earlier else _REFERRING_PURSUANT
    return words.say(frame, pursuant=PrintableText(pursuant), **fields)


def provision_of(values: LetterValues, words: DocumentTexts) -> tuple[str, bool]:
    """Return the phrase with the provision, and whether it is that of the earlier message: an
    answer which rests on practice has none of its own.
    """
    basis = values.basis
    if basis is None:
        return "", False
    for found, of_request in (
        (provision_of_message(values), False),
        (provision_of_request(values), True),
    ):
        if found is not None:
            phrase = pursuant_to(found.articles[:1], found.instrument, values.instruments, words)
            return phrase, of_request
    named = pursuant_to(basis.articles, basis.instrument, values.instruments, words)
    return named, values.opened is not None and "legal_basis" not in values.body


def _act(values: LetterValues, words: DocumentTexts) -> str:
    if values.kind == "drill":
        minutes = values.body.get("minutes")
        if not isinstance(minutes, int) or isinstance(minutes, bool):
            return words(OTHERWISE)
        return words.filled(words.counted(DRILL, minutes), {"count": minutes})
    if values.kind in DECIDED:
        field, clauses = DECIDED[values.kind]
        decided = values.body.get(field)
        is_known = isinstance(decided, str | bool)
        return words(clauses.get(decided, OTHERWISE) if is_known else OTHERWISE)
    is_of_offer = values.opened is not None and values.opened.kind in OFFER
    if values.kind == "no_longer_required" and is_of_offer:
        return words(OFFER_WITHDRAWN)
    return words(ACTS.get(values.kind, OTHERWISE))
