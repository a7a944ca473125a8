# SPDX-License-Identifier: Apache-2.0
"""A form under one request: what it may be about, what was typed, and how it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from rogatory.console.drafting import guide
from rogatory.console.drafting.cited_ground import proposed_article
from rogatory.console.drafting.guide import FormPage, steps_of
from rogatory.console.forms.choices import choices_of
from rogatory.console.forms.fields import FormField, Option, fields_of, flat
from rogatory.console.forms.measures import measure_options
from rogatory.console.forms.progress import FormProgress, against_typed, progress
from rogatory.console.forms.quoted import quotations_of
from rogatory.console.forms.reading import read_body
from rogatory.console.frame.answers import answer
from rogatory.console.frame.json_bodies import JSON, posted_body
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import reader_language
from rogatory.console.law.choosing import GroundChoices, ground_choices
from rogatory.errors import Reason, Refused
from rogatory.node.drafting.beginning import CorrespondenceOptions, correspondence, legal_bases
from rogatory.node.drafting.form_body import as_typed, with_null
from rogatory.node.drafting.judge import Judgement, blocks_of_text, judge_text
from rogatory.node.drafting.keep import HEAD, Saved
from rogatory.node.drafting.terms import proposals
from rogatory.node.drafting.texts import KEPT_FOR
from rogatory.node.letters.of_unfinished import unfinished_letter
from rogatory.node.printing.blocks import Document
from rogatory.node.printing.html import to_part
from rogatory.node.printing.languages import LANGUAGES, RIGHT_TO_LEFT
from rogatory.node.provisions.request_law import RequestLaw, law_of_message
from rogatory.node.provisions.required_contents import demanded_contents
from rogatory.node.repositories.drafting import Unfinished
from rogatory.requests.forms.form import forms_for
from rogatory.requests.forms.importing import LeftOver
from rogatory.treaty.bases import LegalBasis

WITH_PROBLEMS = "told"
"""Asks for every reason beside its field, also for what nobody has come to yet: see `_at_fields`."""

CHECK = "check"

LETTER_IN = "letter"
"""Names the language of the letter beside the form."""

LETTER_SHOWN = "letter-shown"
"""With it the page's script asks for the letter when it saves: it does so where the officer sees it."""


class LetterSoFar:
    """The letter that a text is becoming, rendered when a page or a script asks for it, and once."""

    def __init__(self, form: "Writing") -> None:
        self._form = form

    @cached_property
    def _written(self) -> tuple[Document | None, Sequence[Reason]]:
        try:
            form = self._form
            of_body = form.judgement.of_body
            return unfinished_letter(this_node(), form.text, form.shown_in, of_body), ()
        except Refused as error:
            return None, error.reasons

    @property
    def document(self) -> Document | None:
        """None where so much of the text is wrong that no letter can show it: see `unreadable`."""
        return self._written[0]

    @property
    def unreadable(self) -> Sequence[Reason]:
        return self._written[1]

    @cached_property
    def shown(self) -> SafeString | None:
        document = self.document
        return None if document is None else mark_safe(to_part(document))  # noqa: S308 - every text in it is escaped there


@dataclass(frozen=True)
class Writing:
    """One text under one request: who may write to whom, and on what it may rest."""

    request: HttpRequest
    text: Unfinished
    choices: CorrespondenceOptions
    found: Sequence[LegalBasis]
    options: Mapping[str, Sequence[Option]]
    grounds: GroundChoices | None

    @property
    def kind(self) -> str:
        return self.text.kind

    def address(self, page: str) -> str:
        """Return that of a page of the form; a text that was never saved has no address of its own
        yet.
        """
        if self.text.revision:
            address = reverse("unfinished", kwargs={"text": self.text.id, "page": page})
            return f"{address}?{LETTER_IN}={self.shown_in}" if self.is_shown_in_another else address
        query = self.request.GET.copy()
        for name in ("page", WITH_PROBLEMS):
            query.pop(name, None)
        query["page"] = page
        if self.is_shown_in_another:
            query[LETTER_IN] = self.shown_in
        return f"{self.entrance}?{query.urlencode()}"

    @cached_property
    def judgement(self) -> Judgement:
        """Return what is wrong with the text as it is here; asked by several parts of a page,
        judged once.
        """
        return judge_text(this_node(), self.text)

    @cached_property
    def law(self) -> RequestLaw:
        """The law of the request that the text makes or answers."""
        return law_of_message(this_node(), self.text)

    @cached_property
    def progress(self) -> FormProgress:
        body = with_null(self.text.body)
        return progress(
            self.choices.kind, body, self.judgement.of_body, self.law.basis, self.demanded
        )

    @cached_property
    def demanded(self) -> frozenset[str]:
        """The fields that the instrument of the request demands where the form leaves them open."""
        regime, request = self.law.regime, self.law.kind
        body = with_null(self.text.body)
        return frozenset(demanded_contents(regime, request, self.kind, body))

    @property
    def shown_in(self) -> str:
        """The language of the letter beside the form: its own, unless another is asked for."""
        query = self.request.POST.get(LETTER_IN) or self.request.GET.get(LETTER_IN)
        wanted = (query, self.text.language.partition("-")[0], reader_language())
        return next(str(one) for one in wanted if one in LANGUAGES)

    @property
    def is_shown_in_another(self) -> bool:
        return self.shown_in != self.text.language.partition("-")[0]

    @property
    def entrance(self) -> str:
        """Where a text of this kind is begun."""
        if self.text.thread:
            named = {"thread": self.text.thread, "kind": self.kind}
            return reverse("write-in-thread", kwargs=named)
        return reverse("write", kwargs={"kind": self.kind})


def writing(
    request: HttpRequest, text: Unfinished, choices: CorrespondenceOptions | None = None
) -> Writing:
    node = this_node()
    known = choices or correspondence(node, text.kind, text.officer, thread=text.thread)
    addressee, body = text.addressee[:2].upper(), with_null(text.body)
    found = legal_bases(node, text.kind, addressee, body, text.thread)
    grounds = ground_choices(node, text.thread, text.kind)
    choosable = {
        **choices_of(found, grounds),
        **measure_options(node, text.thread, text.kind),
    }
    return Writing(request, text, known, found, choosable, grounds)


def posted(form: Writing, page: FormPage) -> Saved:
    """Return what a browser posted of a page, or a script of whatever it names."""
    request, kind = form.request, form.choices.kind
    head = {name: str(request.POST[name]) for name in HEAD if name in request.POST}
    given = posted_body(request)
    if given is not None:
        return Saved(head, as_typed(given))
    if request.content_type == JSON:
        return Saved(head)
    return Saved(head, read_body(kind, request.POST, form.options, page.keys))


def with_saved(form: Writing, saved: Saved) -> Writing:
    """Return the form as it was typed, whether or not it could be kept."""
    text = form.text
    typed = replace(
        text,
        sender=saved.head.get("sender", text.sender),
        addressee=saved.head.get("addressee", text.addressee),
        language=saved.head.get("language", text.language),
        body={**text.body, **saved.body},
    )
    return writing(form.request, typed, form.choices)


def show(
    form: Writing,
    page: FormPage,
    *,
    reasons: Sequence[Reason] = (),
    status: int | None = None,
    is_check: bool = False,
    changed: bool = False,
    left: Sequence[LeftOver] = (),
    revision: int | None = None,
    template: str = "console/drafting/form.html",
) -> HttpResponse:
    """Return a page of the form. `reasons` are shown above it; `changed` means that they are of
    another window, and then `revision` stays the one that the page was made from.
    """
    text, kind = form.text, form.choices.kind
    stands = form.judgement.reasons
    problems = stands if page.id == guide.LOOK and not reasons else reasons
    body = with_null(text.body)
    wanted = form.progress
    fields = fields_of(
        kind,
        text.body,
        _at_fields(form, page, stands, reasons),
        form.options,
        form.law.basis,
        quotations_of(this_node(), kind.name, text.thread, text.body),
        form.demanded,
    )
    shown = [one for one in fields if one.path in page.keys]
    data: dict[str, Any] = {
        "kind": kind,
        "basis": form.law.basis(kind.cites),
        "thread": form.choices.thread,
        "senders": form.choices.senders,
        "addressees": form.choices.addressees,
        "languages": form.choices.languages.get(text.addressee[:2].upper(), ()),
        "sender": text.sender,
        "addressee": text.addressee,
        "channel": form.choices.channels.get(text.addressee[:2].upper()),
        "language": text.language,
        "related": text.related[0] if text.related else None,
        "progress": wanted,
        "bases": form.found if kind.opens_thread else (),
        "proposed": proposals(this_node(), kind.name, text.addressee[:2].upper(), text.body),
        "grounds": form.grounds,
        "proposed_article": proposed_article(form.grounds, text.body),
        "fields": fields,
        "models": [{"id": one.id, "title": one.title} for one in forms_for(kind.name)],
        "left": left,
        "body": body,
        "text": {
            "id": text.id,
            "revision": text.revision,
            "changed": text.changed,
            "taken_back": text.taken_back,
        },
        "page": page.id,
        "steps": steps_of(kind.name, wanted, stands),
        "against": stands,
    }
    letter = LetterSoFar(form)
    if page.id == guide.LETTER and letter.document is not None:
        data["letter"] = letter.document
    decor = {
        "letter_so_far": letter,
        "letter_asked": LETTER_SHOWN in form.request.POST,
        "letter_language": form.shown_in,
        "letter_rtl": form.shown_in in RIGHT_TO_LEFT,
        "letter_languages": LANGUAGES,
        "letter_at": form.address(guide.LETTER),
        "look_at": form.address(guide.LOOK),
        "entrance": form.entrance,
        "revision": text.revision if revision is None else revision,
        "shown": shown,
        "shows": _beside(page),
        "told": [(one, _place(form, page, one, fields)) for one in problems],
        "is_check": is_check,
        "changed": changed,
        "labels": page.labels,
        "is_whole": page.id == guide.ALL,
        "is_short": len(guide.pages_of(kind.name)) == 1,
        "first": form.address(guide.pages_of(kind.name)[0].id),
        "all_at": form.address(guide.ALL),
        "step_addresses": {one.id: _turn(form, page, one) for one in _named(kind.name)},
        "wanted": [
            (
                one,
                _where(form, page, one.content.key, fields),
                [(each, _place(form, page, each, fields)) for each in one.reasons],
            )
            for one in wanted.wanted
        ],
        "refused": bool(reasons),
        "beside": [
            (one, _place(form, page, one, fields)) for one in stands if guide.key_of(one) is None
        ],
        "before": guide.before(kind.name, page.id),
        "erased": text.changed + KEPT_FOR,
        "before_sending": blocks_of_text(this_node(), text, form.judgement.of_body)
        if not problems and (is_check or page.id == guide.LOOK)
        else (),
    }
    return answer(
        form.request,
        template,
        data,
        decor=decor,
        reasons=problems,
        status=status or _status(reasons),
    )


def _status(reasons: Sequence[Reason]) -> int | None:
    """Return the status of the review page, which lists the reasons against the text: nothing was
    refused by that.
    """
    return None if reasons else 200


def _named(kind: str) -> Sequence[FormPage]:
    look = guide.page_of(kind, guide.LOOK)
    assert look is not None
    return (*guide.pages_of(kind), look)


def _at(form: Writing, page: FormPage, key: str) -> str:
    """Return the address of the page that has a place; empty where that page is shown."""
    where = guide.page_with(form.kind, key, page)
    return "" if where == page.id else form.address(where)


def _place(form: Writing, page: FormPage, reason: Reason, fields: Sequence[FormField]) -> str:
    """Return where a reason is put right: its field, or who writes to whom."""
    return _where(form, page, str(reason.fields.get("field", "")), fields)


def _where(form: Writing, page: FormPage, field: str, fields: Sequence[FormField]) -> str:
    """Return the address of a field, or of the nearest around it; of the head where there is none."""
    there = {one.path for one in flat(fields)}
    while field not in there and "." in field:
        field = field.rpartition(".")[0]
    key = field.partition(".")[0]
    address = _at(form, page, key)
    if address:
        address += f"{'&' if '?' in address else '?'}{WITH_PROBLEMS}=yes"
    return f"{address}#f-{field.replace('.', '-')}" if field in there else f"{address}#head"


def _turn(form: Writing, here: FormPage, page: FormPage) -> str:
    """Return a link of the list: on the whole form to the place there, else to the page."""
    if here.id != guide.ALL or not page.keys:
        return form.address(page.id)
    return "#head" if page.has_head else f"#f-{page.keys[0]}"


def _at_fields(
    form: Writing, page: FormPage, stands: Sequence[Reason], reasons: Sequence[Reason]
) -> Sequence[Reason]:
    """Return the reasons to show beside fields: all that were asked for; on a page that is turned
    to in passing, only those against what was typed.
    """
    if reasons:
        return reasons
    query = form.request.GET
    if query.get(WITH_PROBLEMS) == "yes" or page.id == guide.LOOK:
        return stands
    # That something lacks is said in the list of pages, not beside a field that nobody has come to.
    return against_typed(stands)


def _beside(page: FormPage) -> Mapping[str, bool]:
    """Return which aids to a decision are shown beside the page on which it is made."""
    whole = page.id in {guide.ALL, guide.LOOK}
    return {
        "channel": whole or page.has_head,
        "models": page.has_head,
        "bases": whole or "legal_basis" in page.keys,
        "grounds": whole or "ground" in page.keys,
        "progress": whole,
    }
