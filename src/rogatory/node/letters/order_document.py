# SPDX-License-Identifier: Apache-2.0
"""The letter of an order, part by part: the order itself, the points, the closing, and how to check it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.node.case_files.orders import OrderKind
from rogatory.node.letters import dates
from rogatory.node.letters.points import named
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
from rogatory.node.provider_orders.check import CallBackNumbers
from rogatory.node.provider_orders.document import AccountKind, Authoriser, OrderDocument
from rogatory.requests.contents import labels
from rogatory.wire.spoken_digest import spoken
from rogatory.wire.words import N_

TITLES: Mapping[OrderKind, str] = {
    OrderKind.PRESERVATION: N_("Order to preserve stored data"),
    OrderKind.PARTIAL_DISCLOSURE: N_(
        "Order to preserve stored traffic data and to disclose part of them"
    ),
    OrderKind.PRODUCTION: N_("Order to produce stored data"),
}
OPERATIVE: Mapping[OrderKind, str] = {
    OrderKind.PRESERVATION: N_(
        "The undersigned authority orders {provider} to preserve, complete and unaltered, the stored data "
        "described below. No data are to be released on the basis of this order."
    ),
    OrderKind.PARTIAL_DISCLOSURE: N_(
        "The undersigned authority orders {provider} to preserve, complete and unaltered, the stored traffic "
        "data described below, and to disclose as much of them as identifies the service providers and the "
        "path through which the communication was transmitted."
    ),
    OrderKind.PRODUCTION: N_(
        "The undersigned authority orders {provider} to produce the stored data described below."
    ),
}
BASIS = N_("The order rests on the following provision: {basis}.")

ACCOUNTS: Mapping[AccountKind, str] = {
    AccountKind.ACCOUNT: N_("account"),
    AccountKind.EMAIL: labels.VALUES["email"],
    AccountKind.TELEPHONE: labels.VALUES["phone"],
    AccountKind.IP_ADDRESS: labels.VALUES["ip"],
    AccountKind.DEVICE: N_("device"),
    AccountKind.OTHER: N_("other identifier"),
}

AUTHORISED: Mapping[Authoriser, str] = {
    Authoriser.COURT: N_(
        "The order was authorised by {issuer}, a court, on {day} (reference {reference})."
    ),
    Authoriser.JUDGE: N_(
        "The order was authorised by {issuer}, a judge, on {day} (reference {reference})."
    ),
    Authoriser.PROSECUTOR: N_(
        "The order was authorised by {issuer}, a prosecutor, on {day} (reference {reference})."
    ),
    Authoriser.POLICE: N_(
        "The order was authorised by {issuer}, a police authority, on {day} (reference {reference})."
    ),
    Authoriser.OTHER: N_("The order was authorised by {issuer} on {day} (reference {reference})."),
}
INDEPENDENT = N_("The authorising body is independent of the investigation.")
NOT_INDEPENDENT = N_("The authorising body is not independent of the investigation.")

CATEGORIES = N_("The order covers the following categories of data: {categories}.")
ONLY = N_("It covers exactly the following:")
FROM_TO = N_("The data are those of the period from {start} to {end}.")
FROM = N_("The data are those of the period from {start} on.")
TO = N_("The data are those of the period until {end}.")
NO_PERIOD = N_("The order does not limit the period of the data.")

TERM = N_("The order is in force from {start} to {end}.")
RENEWED = N_("It was renewed by {issuer} on {day} (reference {reference}) until {end}.")
AFTERWARDS = N_(
    "The data are to be kept until the order ends, even if they would be deleted before. After that day, the "
    "order no longer binds the addressee, unless it is renewed."
)

ANSWER_PRESERVED = N_(
    "The preservation is to be confirmed, under the reference above, to {address}."
)
ANSWER_PRESERVED_BY = N_(
    "The preservation is to be confirmed, under the reference above, to {address}, by {due}."
)
ANSWER_DATA = N_("The data are to be delivered, under the reference above, to {address}.")
ANSWER_DATA_BY = N_(
    "The data are to be delivered, under the reference above, to {address}, by {due}."
)
NOT_MORE = N_("Nothing that the order does not cover is to be delivered.")
LACKING = N_(
    "If the addressee cannot comply with the order, or only in part, it states to the same address what is "
    "missing, and why."
)

SECRET = N_(
    "The order and all steps taken under it are confidential. Neither the user concerned nor any other person "
    "may be informed."
)
SECRET_UNTIL = N_(
    "The order and all steps taken under it are confidential until {end}. Before that, neither the user concerned "
    "nor any other person may be informed."
)
NOT_SECRET = N_("The order does not bind the addressee to secrecy.")

CALL_BACK = N_(
    "Call the undersigned authority back before releasing any data, and ask whether it ordered exactly this."
)
LISTED_NUMBER = N_(
    "The directory lists the numbers below. A letter can be forged: use a number only if the check "
    "described in the annex displays the same one, or if you know it from elsewhere."
)
NO_NUMBER = N_(
    "This letter has no number, because none is proved. Use the one that the check described in the annex displays, or "
    "one that you know from elsewhere."
)

CLOSING = N_(
    "Signed electronically on {moment} on the instruction of officer {officer}. The annex explains how to verify the "
    "signature."
)
ENCLOSED = N_(
    "The signed order: a folder with order.json, two signatures and the directory of the network"
)

ORIGINAL = N_(
    "This letter renders an order that the authority signed electronically. The signed order, which is enclosed as a "
    "folder, is the original; where the letter differs from it, the order prevails. The letter alone proves nothing."
)
DIGEST = N_("SHA-256 of the signed order, the file order.json")
STEPS = (
    N_(
        "Obtain the fingerprint of the directory's first root by another way than this letter: from the Secretariat of the "
        "network, or from an authority that you know. It is not printed here on purpose."
    ),
    N_(
        "Run the first command on a computer with the program. You need no account, and nothing is fetched. The page "
        "docs/providers.md of the program explains every result."
    ),
    N_(
        "Act only if the command ends with 0: the authority named above signed the order, its keys are in force, and the "
        "order has not ended. If it ends with 1, do not act on the order."
    ),
    N_(
        "Compare what the command displays with this letter: provider, accounts, categories, period and reference."
    ),
    N_("Call back before releasing anything, also if everything holds."),
)
COMMANDS = N_("Commands")
STATED = N_(
    "Who authorised the order, and that it is lawful, is what the undersigned authority states. The signatures prove only "
    "that it stated this."
)


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
    title = words(TITLES[order.kind])
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
            DocumentSection(words(N_("Enclosures")), (Points((words(ENCLOSED),)),)),
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
    ordered = words.say(OPERATIVE[order.kind], provider=order.provider)
    return _running(ordered, words.say(BASIS, basis=order.legal_basis), words=words)


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


def _own(*sentences: str, words: DocumentTexts) -> LabelledText:
    return LabelledText("", (Wording(_running(*sentences, words=words)),))


def _running(*sentences: str, words: DocumentTexts) -> str:
    """Return sentences of ours that follow each other, as one paragraph."""
    return PrintableText(("" if words.language == "zh" else " ").join(sentences))


def _stated(label: str, value: str) -> LabelledText:
    return LabelledText(label, (Wording(value, UNKNOWN),))


def _data(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    categories = words(N_(", ")).join(words(labels.VALUES[one]) for one in order.categories)
    yield _own(
        words.say(CATEGORIES, categories=PrintableText(categories)),
        _period(order, words),
        words(ONLY),
        words=words,
    )
    yield _stated(words(N_("Scope")), order.scope)
    for account in order.accounts:
        yield _stated(words(ACCOUNTS[account.kind]), account.value)


def _period(order: OrderDocument, words: DocumentTexts) -> str:
    start, end = order.data_from, order.data_until
    fields = {name: dates.moment(at, words) for name, at in (("start", start), ("end", end)) if at}
    template = {
        (True, True): FROM_TO,
        (True, False): FROM,
        (False, True): TO,
        (False, False): NO_PERIOD,
    }[start is not None, end is not None]
    return words.say(template, **fields)


def _authorisation(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    authorised = words.say(
        AUTHORISED[order.authorised_by],
        issuer=order.issuer,
        day=dates.day(order.issued.date(), words),
        reference=order.reference,
    )
    independent = words(INDEPENDENT if order.independent else NOT_INDEPENDENT)
    yield _own(authorised, independent, words=words)


def _duration(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    days = (order.ends - order.starts).days
    template = words.counted(ORDER_TERM, days) if days else words(TERM)
    fields: dict[str, object] = {
        "start": dates.moment(order.starts, words),
        "end": dates.moment(order.ends, words),
        "count": days,
    }
    sentences = [words.filled(template, fields)]
    sentences += [
        words.say(
            RENEWED,
            issuer=one.issuer,
            day=dates.day(one.issued.date(), words),
            reference=one.reference,
            end=dates.moment(one.ends, words),
        )
        for one in order.renewals
    ]
    if order.kind is not OrderKind.PRODUCTION:
        sentences.append(words(AFTERWARDS))
    yield _own(*sentences, words=words)


def _answer(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    preserves = order.kind is OrderKind.PRESERVATION
    if order.due is None:
        template = ANSWER_PRESERVED if preserves else ANSWER_DATA
        due = ""
    else:
        template = ANSWER_PRESERVED_BY if preserves else ANSWER_DATA_BY
        due = dates.moment(order.due, words)
    answer = words.say(template, address=order.reply_to, due=due)
    limit = () if preserves else (words(NOT_MORE),)
    yield _own(answer, *limit, words(LACKING), words=words)


def _secrecy(order: OrderDocument, words: DocumentTexts) -> Iterator[LabelledText]:
    if not order.secret:
        text = words(NOT_SECRET)
    elif order.secret_until is None:
        text = words(SECRET)
    else:
        text = words.say(SECRET_UNTIL, end=dates.moment(order.secret_until, words))
    yield _own(text, words=words)


def _call_back(values: OrderLetter, words: DocumentTexts) -> Iterator[LabelledText]:
    numbers, channels = values.call_back.numbers, values.call_back.channels
    listed = words(LISTED_NUMBER if numbers or channels else NO_NUMBER)
    yield _own(words(CALL_BACK), listed, words=words)
    for number in numbers:
        yield _stated(number.label, f"{number.e164} ({number.authority})")
    for channel in channels:
        yield _stated(words(_CHANNELS[channel.kind]), f"{channel.value} ({channel.authority})")


_CHANNELS: Mapping[str, str] = {
    "telephone": N_("telephone"),
    "secure-telephone": N_("secure telephone"),
    "e-mail": labels.VALUES["email"],
    "i-24-7": N_("INTERPOL I-24/7"),
}


def _closing(values: OrderLetter, words: DocumentTexts) -> DocumentSection:
    order, signer = values.order, values.signer
    right_to_left = words.language in RIGHT_TO_LEFT
    signed = words.say(CLOSING, moment=dates.moment(order.signed, words), officer=order.officer)
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
        Paragraph(words(ORIGINAL)),
        Box(words(DIGEST), grouped(values.digest)),
        FactTable((Fact(words(SPOKEN), spoken(values.digest)),)),
        Points(tuple(words(one) for one in STEPS)),
        Commands(
            words(COMMANDS),
            ("rogatory order check FOLDER --trust FINGERPRINT", "sha256sum FOLDER/order.json"),
        ),
        Paragraph(words(STATED)),
    )
    return DocumentSection(words(N_("How to check this order")), blocks, is_annex=True)
