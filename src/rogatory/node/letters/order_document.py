# SPDX-License-Identifier: Apache-2.0
"""The letter of an order, part by part: the order itself, the points, the closing, and how to check it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.node.case_files.orders import OrderKind
from rogatory.node.letters import dates
from rogatory.node.letters.points import named
from rogatory.node.letters.prose import sentences_of_order as sentences
from rogatory.node.letters.prose.counting import ORDER_TERM
from rogatory.node.letters.signature import NAME_AND_TITLE, SIGNATURE, SPOKEN
from rogatory.node.printing.blocks import (
    UNKNOWN,
    Block,
    Box,
    Commands,
    Document,
    DocumentSection,
    Fact,
    FactTable,
    LabelledText,
    Letterhead,
    Paragraph,
    Point,
    Points,
    Signing,
    Wording,
)
from rogatory.node.printing.figures import grouped
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, isolated, shown_text
from rogatory.node.provider_orders.call_back_numbers import CallBackNumbers
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.served_orders.order_titles import ACCOUNT_TITLES
from rogatory.requests.contents import labels
from rogatory.wire.spoken_digest import spoken
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class OrderLetterSigner:
    """The person who signs the letter by hand; empty where the name is filled in by hand as well."""

    name: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class OrderLetter:
    """All that the letter of an order says. The same values give the same bytes."""

    order: OrderDocument
    digest: str
    state_names: Mapping[str, str]
    authority_names: Mapping[str, str]
    call_back: CallBackNumbers
    signer: OrderLetterSigner = OrderLetterSigner()


def order_letter_document(values: OrderLetter, words: DocumentTexts) -> Document:
    """Return the whole letter in the language of the words."""
    order = values.order
    title = words(sentences.TITLES[order.kind])
    reference = isolated(order.reference, right_to_left=words.language in RIGHT_TO_LEFT)
    return Document(
        language=words.language,
        title=title,
        subtitle=PrintableText(shown_text(order.legal_basis or "")),
        footer=PrintableText(f"{title} · {reference}"),
        sections=(
            DocumentSection("", (Paragraph(_operative(order, words)),)),
            DocumentSection("", tuple(_points(values, words))),
            _closing(values, words),
            DocumentSection(words(N_("Enclosures")), (Points((words(sentences.ENCLOSED),)),)),
            _how_to_check(values, words),
        ),
        right_to_left=words.language in RIGHT_TO_LEFT,
        letterhead=_head(values, words),
    )


def _head(values: OrderLetter, words: DocumentTexts) -> Letterhead:
    order = values.order
    references = [
        Fact(words(N_("Our reference")), order.reference, language=UNKNOWN),
        Fact(words(N_("Date")), dates.day(order.signed.date(), words)),
    ]
    if order.due is not None:
        references.append(Fact(words(N_("Reply due by")), dates.moment(order.due, words)))
    if order.secret:
        references.append(Fact(words(N_("Confidentiality")), words(N_("CONFIDENTIAL"))))
    return Letterhead(
        state=_state(values, words),
        authority=_authority(values, words),
        details=(),
        references=tuple(references),
        addressee=(order.provider,),
    )


def _state(values: OrderLetter, words: DocumentTexts) -> str:
    return named(values.state_names, words.language) or values.order.authority[:2].upper()


def _authority(values: OrderLetter, words: DocumentTexts) -> str:
    return named(values.authority_names, words.language) or values.order.authority


def _operative(order: OrderDocument, words: DocumentTexts) -> str:
    ordered = words.say(sentences.OPERATIVE[order.kind], provider=order.provider)
    return _running(ordered, words.say(sentences.BASIS, basis=order.legal_basis), words=words)


def _points(values: OrderLetter, words: DocumentTexts) -> Iterator[Point]:
    order = values.order
    parts = (
        (N_("Data"), _data(order, words)),
        (N_("Authorisation"), _authorisation(order, words)),
        (N_("Duration"), _duration(order, words)),
        (N_("Answer"), _answer(order, words)),
        (N_("Confidentiality"), _secrecy(order, words)),
        (N_("Call back before releasing data"), _call_back(values, words)),
    )
    for number, (title, entries) in enumerate(parts, 1):
        yield Point(str(number), words(title), "", tuple(entries))


def _own(*texts: str, words: DocumentTexts) -> LabelledText:
    return LabelledText("", (Wording(_running(*texts, words=words)),))


def _running(*texts: str, words: DocumentTexts) -> str:
    """Return sentences of ours that follow each other, as one paragraph."""
    return PrintableText(("" if words.language == "zh" else " ").join(texts))


def _stated(label: str, value: str) -> LabelledText:
    return LabelledText(label, (Wording(value, UNKNOWN),))


def _data(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    categories = words(N_(", ")).join(words(labels.VALUES[one]) for one in order.categories)
    yield _own(
        words.say(sentences.CATEGORIES, categories=PrintableText(categories)),
        _period(order, words),
        words(sentences.ONLY),
        words=words,
    )
    yield _stated(words(N_("Scope")), order.scope)
    for account in order.accounts:
        yield _stated(words(ACCOUNT_TITLES[account.kind]), account.value)


def _period(order: OrderDocument, words: DocumentTexts) -> str:
    start, end = order.data_from, order.data_until
    fields = {name: dates.moment(at, words) for name, at in (("start", start), ("end", end)) if at}
    template = {
        (True, True): sentences.FROM_TO,
        (True, False): sentences.FROM,
        (False, True): sentences.TO,
        (False, False): sentences.NO_PERIOD,
    }[start is not None, end is not None]
    return words.say(template, **fields)


def _authorisation(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    authorised = words.say(
        sentences.AUTHORISED[order.authorised_by],
        issuer=order.issuer,
        day=dates.day(order.issued.date(), words),
        reference=order.reference,
    )
    independent = words(sentences.INDEPENDENT if order.independent else sentences.NOT_INDEPENDENT)
    yield _own(authorised, independent, words=words)


def _duration(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    days = (order.ends - order.starts).days
    template = words.counted(ORDER_TERM, days) if days else words(sentences.TERM)
    fields: dict[str, object] = {
        "start": dates.moment(order.starts, words),
        "end": dates.moment(order.ends, words),
        "count": days,
    }
    parts = [words.filled(template, fields)]
    parts += [
        words.say(
            sentences.RENEWED,
            issuer=one.issuer,
            day=dates.day(one.issued.date(), words),
            reference=one.reference,
            end=dates.moment(one.ends, words),
        )
        for one in order.renewals
    ]
    if order.kind is not OrderKind.PRODUCTION:
        parts.append(words(sentences.AFTERWARDS))
    yield _own(*parts, words=words)


def _answer(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    preserves = order.kind is OrderKind.PRESERVATION
    if order.due is None:
        template = sentences.ANSWER_PRESERVED if preserves else sentences.ANSWER_DATA
        due = ""
    else:
        template = sentences.ANSWER_PRESERVED_BY if preserves else sentences.ANSWER_DATA_BY
        due = dates.moment(order.due, words)
    answer = words.say(template, address=order.reply_to, due=due)
    limit = () if preserves else (words(sentences.NOT_MORE),)
    yield _own(answer, *limit, words(sentences.LACKING), words=words)


def _secrecy(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    if not order.secret:
        text = words(sentences.NOT_SECRET)
    elif order.secret_until is None:
        text = words(sentences.SECRET)
    else:
        text = words.say(sentences.SECRET_UNTIL, end=dates.moment(order.secret_until, words))
    yield _own(text, words=words)


def _call_back(values: OrderLetter, words: DocumentTexts) -> Iterator[LabelledText]:
    numbers, channels = values.call_back.numbers, values.call_back.channels
    listed = words(sentences.LISTED_NUMBER if numbers or channels else sentences.NO_NUMBER)
    yield _own(words(sentences.CALL_BACK), listed, words=words)
    for number in numbers:
        yield _stated(number.label, f"{number.e164} ({number.authority})")
    for channel in channels:
        yield _stated(
            words(sentences.CHANNELS[channel.kind]), f"{channel.value} ({channel.authority})"
        )


def _closing(values: OrderLetter, words: DocumentTexts) -> DocumentSection:
    order, signer = values.order, values.signer
    right_to_left = words.language in RIGHT_TO_LEFT
    signed = words.say(
        sentences.CLOSING, moment=dates.moment(order.signed, words), officer=order.officer
    )
    persons = (
        isolated(one, right_to_left=right_to_left) for one in (signer.name, signer.title) if one
    )
    lines = (shown_text(_authority(values, words)), shown_text(_state(values, words)), *persons)
    by_hand = () if signer.name else (NAME_AND_TITLE,)
    places = (N_("Place and date"), *by_hand, SIGNATURE, N_("Official stamp"))
    blocks: tuple[Block, ...] = (
        Paragraph(signed),
        Paragraph(PrintableText("\n".join(lines))),
        Signing(tuple(words(one) for one in places)),
    )
    return DocumentSection("", blocks)


def _how_to_check(values: OrderLetter, words: DocumentTexts) -> DocumentSection:
    blocks: tuple[Block, ...] = (
        Paragraph(words(sentences.ORIGINAL)),
        Box(words(sentences.DIGEST), grouped(values.digest)),
        FactTable((Fact(words(SPOKEN), spoken(values.digest)),)),
        Points(tuple(words(one) for one in sentences.STEPS)),
        Commands(
            words(sentences.COMMANDS),
            ("rogatory order check FOLDER --trust FINGERPRINT", "sha256sum FOLDER/order.json"),
        ),
        Paragraph(words(sentences.STATED)),
    )
    return DocumentSection(words(N_("How to check this order")), blocks, is_annex=True)
