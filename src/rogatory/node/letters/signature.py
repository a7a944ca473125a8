# SPDX-License-Identifier: Apache-2.0
"""The end of a letter: whose act it is, and how anybody can check that."""

from collections.abc import Iterator

from rogatory.node.letters import dates
from rogatory.node.letters.points import named
from rogatory.node.letters.values import LetterRole, LetterValues
from rogatory.node.printing.blocks import (
    Block,
    Box,
    Commands,
    DocumentSection,
    Fact,
    FactTable,
    Paragraph,
    Points,
)
from rogatory.node.printing.blocks import Signing as SigningPlaces
from rogatory.node.printing.figures import grouped
from rogatory.node.printing.languages import RIGHT_TO_LEFT, DocumentTexts
from rogatory.node.printing.shown_text import PrintableText, isolated, shown_text
from rogatory.wire.spoken_digest import spoken
from rogatory.wire.words import N_

_NAMES = {"p256": "ECDSA", "mldsa65": "ML-DSA-65"}

ORIGINAL = N_(
    "This letter renders a message that the authority signed electronically. The signed message is "
    "the original; where the letter differs from it, the message prevails."
)
COMPARE = N_(
    "SHA-256 of the signed message, the file message.json. The holder of the message compares this "
    "digest with that of the file, and checks the signatures with the commands below."
)
OF_DRAFT = N_(
    "SHA-256 of the content that officers are asked to approve. What they approve is this content "
    "and nothing else; the message that is sent names the same."
)
ON_PAPER = N_(
    "SHA-256 of the content of this letter. Two persons who read it to each other can confirm that "
    "they have the same content; it is not a signature."
)
SPOKEN = N_("The same digest, to be read out by telephone")


def signature_section(values: LetterValues, words: DocumentTexts) -> DocumentSection:
    """Return the closing, for what the letter is: signed electronically, a draft, or to be signed."""
    blocks: list[Block] = []
    if values.manner in CLOSING:
        blocks.append(Paragraph(words(CLOSING[values.manner])))
    persons = tuple(_persons(values, words))
    by_hand = () if persons else (NAME_AND_TITLE,)
    if values.manner is LetterRole.MESSAGE and values.signed is not None:
        lines = (*_office(values, words), *persons, words(SIGNED))
        blocks.append(Paragraph(PrintableText("\n".join(lines))))
        if by_hand and values.signatories is not None:
            blocks.append(_places((*by_hand, SIGNATURE), words))
    if values.manner in {LetterRole.PAPER, LetterRole.REFERRAL}:
        lines = (*_office(values, words), *persons)
        blocks.append(Paragraph(PrintableText("\n".join(lines))))
        places = (N_("Place and date"), *by_hand, SIGNATURE, N_("Official stamp"))
        blocks.append(_places(places, words))
    return DocumentSection("", tuple(blocks))


NAME_AND_TITLE = N_("Name and title")
SIGNATURE = N_("Signature")


def _places(labels: tuple[str, ...], words: DocumentTexts) -> SigningPlaces:
    return SigningPlaces(tuple(words(one) for one in labels))


def _persons(values: LetterValues, words: DocumentTexts) -> Iterator[str]:
    """Yield name and title of each signatory, a line each: in the letter's language, else as one text
    that was entered.
    """
    right_to_left = words.language in RIGHT_TO_LEFT
    for by_language in values.signatories or ():
        one = by_language.get(words.language) or by_language.get("en")
        one = one or next(iter(by_language.values()))
        yield isolated(one.name, right_to_left=right_to_left)
        yield isolated(one.title, right_to_left=right_to_left)


def enclosures_section(values: LetterValues, words: DocumentTexts) -> DocumentSection:
    """Return the names of what is enclosed, one a line below the signature; empty where nothing is."""
    right_to_left = words.language in RIGHT_TO_LEFT
    names = tuple(
        PrintableText(isolated(one.name, right_to_left=right_to_left)) for one in values.attachments
    )
    return DocumentSection(words(N_("Enclosures")), (Points(names),) if names else ())


def _office(values: LetterValues, words: DocumentTexts) -> tuple[str, ...]:
    """Return the office that signs, and its State."""
    sender = values.sender
    office = named(sender.names, words.language) or sender.id
    state = named(sender.state_names, words.language) or sender.state
    return tuple(shown_text(one) for one in (office, state) if one)


SIGNED = N_("Signed electronically; annex C states how the signature is verified.")

CLOSING = {
    LetterRole.MESSAGE: N_(
        "The undersigned authority avails itself of this opportunity to renew to the authority "
        "addressed the assurances of its highest consideration."
    ),
    LetterRole.PAPER: N_(
        "The undersigned authority avails itself of this opportunity to renew to the authority "
        "addressed the assurances of its highest consideration."
    ),
    LetterRole.REFERRAL: N_(
        "The authority addressed is asked to report the result to the undersigned authority, under "
        "the reference above."
    ),
}


def check_section(values: LetterValues, words: DocumentTexts) -> DocumentSection | None:
    """Return how to check, as a section of a model form; None if there is nothing to."""
    title, blocks = check_blocks(values, words)
    return DocumentSection(title, blocks) if blocks else None


def check_blocks(values: LetterValues, words: DocumentTexts) -> tuple[str, tuple[Block, ...]]:
    """Return how to check, with digests for the eye and for the telephone, and its title."""
    if values.signed is not None:
        return words(N_("Electronic signature, and how to check it")), _signed(values, words)
    if not values.content or values.manner is LetterRole.TRANSCRIPT:
        return "", ()
    text = OF_DRAFT if values.manner is LetterRole.DRAFT else ON_PAPER
    return words(N_("Digest of the content")), _digest(values.content, text, words)


def _digest(digest: str, text: str, words: DocumentTexts) -> tuple[Block, ...]:
    return (
        Box(words(text), grouped(digest)),
        FactTable((Fact(words(SPOKEN), spoken(digest)),)),
    )


def _signed(values: LetterValues, words: DocumentTexts) -> tuple[Block, ...]:
    signed = values.signed
    assert signed is not None
    algorithms = words(N_(", ")).join(_NAMES.get(one, one) for one in signed.algorithms)
    rows = [
        Fact(words(SPOKEN), spoken(signed.digest)),
        Fact(words(N_("Signed by")), values.sender.id),
        Fact(words(N_("Signed at (claimed)")), dates.moment(values.at, words)),
        Fact(words(N_("Signatures")), algorithms),
    ]
    if signed.officers:
        officers = words(N_(", ")).join(signed.officers)
        rows.append(Fact(words(N_("Approved by officers")), officers))
    rows.append(Fact(words(N_("Digest of what was approved")), grouped(values.content)))
    state = values.sender.id[:2]
    commands = [
        "sha256sum message.json",
        *(
            "openssl cms -verify -cades -binary -inform DER -purpose any "
            f"-in message.json.{one}.p7s -content message.json -CAfile {state}-ca.{one}.pem "
            f"-attime {int(values.at.timestamp())} -out /dev/null"
            for one in signed.algorithms
        ),
    ]
    return (
        Paragraph(words(ORIGINAL)),
        Box(words(COMPARE), grouped(signed.digest)),
        FactTable(tuple(rows)),
        Commands(
            words(N_("Commands; the certificates of the State are those of the directory")),
            tuple(commands),
        ),
    )
