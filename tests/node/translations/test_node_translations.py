# SPDX-License-Identifier: Apache-2.0
"""Translations as signed derivatives: what holds, what does not, and what they open the way for."""

import re
import subprocess
from dataclasses import replace

import pytest

from casts.node.world import NOW, bodies, snapshot
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.errors import Refused
from rogatory.node.drafts.draft import NewAttachment, NewMessage, draft_message
from rogatory.node.drafts.stored_drafts import content_of
from rogatory.node.drafts.translate_draft import translate_draft
from rogatory.node.letters.of_node import letter, values_of
from rogatory.node.messages.send import send
from rogatory.node.translations.check import translations_of
from rogatory.node.translations.document import MEDIA_TYPE, body_digest, parse_translation
from rogatory.node.translations.fields import translatable_texts
from rogatory.node.translations.sign import sign_translation
from rogatory.requests.envelope import parse_message
from rogatory.seal.certificates.reading import der_to_pem
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

XA, XB = "xa/contact-point", "xb/contact-point"
BODY = bodies.preservation()


def whole(body=BODY, kind="preservation"):
    """A translation of every text."""
    return {
        place: f"En français : {text}" for place, text in translatable_texts(kind, body).items()
    }


def signed(world, **changes):
    given = {
        "sender": XA,
        "kind": "preservation",
        "body": BODY,
        "language": "en",
        "into": "fr",
        "fields": whole(),
        "capacity": "sworn",
        "officer": "xa-0001",
    }
    return sign_translation(world.node("XA"), **{**given, **changes})


def files(made):
    return [NewAttachment(name, kind, data) for name, (kind, data) in made.files.items()]


def drafted(world, attachments=(), **changes):
    given = {
        "kind": "preservation",
        "sender": XA,
        "addressee": XB,
        "language": "en",
        "body": BODY,
        "officer": "xa-0001",
        "attachments": attachments,
    }
    given |= changes
    officer = given.pop("officer")
    return draft_message(world.node("XA"), NewMessage(**given), officer)


def accepting(world, *languages):
    """Borealia accepts these languages alone."""
    listed = world.directory.newest.listed["XB"]
    entry = replace(listed.entry, languages=languages)
    world.directory.newest = replace(
        world.directory.newest,
        listed={**world.directory.newest.listed, "XB": replace(listed, entry=entry)},
    )


def judged(world, attachments, body=BODY, language="en"):
    """Return what the checker says of a draft with these files."""
    content = content_of(world.node("XA"), drafted(world, attachments, body=body))
    data = {sha256(one.data): one.data for one in attachments}
    content = replace(content, language=language)
    return translations_of(world.directory.newest, content, data, NOW)


def codes(found):
    return {reason.code.id for one in found for reason in one.reasons}


def refused_codes(world, action):
    before = snapshot(world.node("XA"))
    with pytest.raises(Refused) as caught:
        action()
    assert snapshot(world.node("XA")) == before
    return set(caught.value.codes)


def test_a_translation_holds_if_the_senders_state_signed_it_over_this_body(world):
    (found,) = judged(world, files(signed(world)))
    assert found.holds
    assert (found.translation.source, found.translation.target) == ("en", "fr")
    assert found.translation.body == body_digest(BODY)
    assert found.lacking == ()


def test_a_translation_of_other_words_does_not_hold(world):
    changed = {**BODY, "facts": "Something else happened."}
    assert codes(judged(world, files(signed(world)), body=changed)) == {"translation-body"}


def test_a_translation_from_another_language_does_not_hold(world):
    assert codes(judged(world, files(signed(world)), language="es")) == {"translation-language"}


@pytest.mark.parametrize("algorithm", ["p256", "mldsa65"])
def test_a_translation_without_one_of_its_signatures_does_not_hold(world, algorithm):
    kept = [one for one in files(signed(world)) if f".{algorithm}." not in one.name]
    assert codes(judged(world, kept)) == {"translation-unsigned"}


def test_a_translation_that_was_changed_after_signing_does_not_hold(world):
    made = files(signed(world))
    data = made[0].data.replace("En français".encode(), b"En francois", 1)
    (found,) = judged(world, [replace(made[0], data=data), *made[1:]])
    assert codes([found]) == {"translation-unsigned"}


def test_a_translation_signed_with_an_ended_certificate_does_not_hold(world):
    made = files(signed(world))
    listed = world.directory.newest.listed["XA"]
    records = tuple(
        replace(
            one,
            period=Period(one.period.start, one.period.until, PeriodEnd(NOW, "compromised")),
        )
        if one.holder == XA
        else one
        for one in listed.entry.certificates
    )
    content = content_of(world.node("XA"), drafted(world, made))
    view = replace(
        world.directory.newest,
        listed={
            **world.directory.newest.listed,
            "XA": replace(listed, entry=replace(listed.entry, certificates=records)),
        },
    )
    data = {sha256(one.data): one.data for one in made}
    assert codes(translations_of(view, content, data, NOW)) == {"translation-unsigned"}


def test_a_translation_by_an_authority_of_another_state_does_not_hold(world):
    theirs = sign_translation(
        world.node("XB"),
        sender=XB,
        kind="preservation",
        body=BODY,
        language="en",
        into="fr",
        fields=whole(),
        capacity="official",
        officer="xb-0001",
    )
    assert codes(judged(world, files(theirs))) == {"translation-authority"}


def resigned(world, **changes):
    """A translation that says something else, properly signed by a stolen signer."""
    made = signed(world)
    (name, (kind, data)), *_ = made.files.items()
    changed = canonical.encode({**canonical.decode_object(data), **changes})
    signatures = world.states["XA"].offices[XA].sign(changed, NOW)
    return [
        NewAttachment(name, kind, changed),
        NewAttachment(f"{name}.p256.p7s", "application/pkcs7-signature", signatures.p256),
        NewAttachment(f"{name}.mldsa65.p7s", "application/pkcs7-signature", signatures.mldsa65),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"network": "0" * 64}, "translation-network"),
        ({"fields": {"/nothing": "Rien."}}, "translation-field"),
        ({"fields": {"/case_number": "Un autre."}}, "translation-field"),
        ({"fields": {"/offence/maximum_years": "neuf"}}, "translation-field"),
        ({"fields": {}}, "translation-form"),
        ({"fields": {"/facts": " "}}, "translation-form"),
        ({"fields": {"/facts": "a\u202eb"}}, "translation-form"),
        ({"capacity": "machine"}, "translation-form"),
        ({"document": "rogatory/message/v1"}, "translation-form"),
        ({"more": 1}, "translation-form"),
        ({"to": "French"}, "translation-form"),
    ],
)
def test_a_signed_document_that_is_no_translation_of_this_does_not_hold(world, changes, expected):
    assert codes(judged(world, resigned(world, **changes))) == {expected}


@pytest.mark.law_line(15)
def test_a_language_that_is_not_accepted_passes_with_a_whole_translation(world):
    accepting(world, "fr")
    assert refused_codes(world, lambda: drafted(world)) == {"language-not-accepted"}
    assert drafted(world, files(signed(world))).language == "en"


@pytest.mark.law_line(15)
def test_a_translation_that_leaves_something_out_opens_no_way(world):
    accepting(world, "fr")
    fields = whole()
    del fields["/facts"], fields["/necessity"]
    made = files(signed(world, fields=fields))
    with pytest.raises(Refused) as caught:
        drafted(world, made)
    assert set(caught.value.codes) == {"language-not-accepted", "translation-incomplete"}
    lacking = {one.fields.get("place") for one in caught.value.reasons}
    assert {"/facts", "/necessity"} <= lacking


@pytest.mark.law_line(15)
@pytest.mark.parametrize("attack", ["other language", "unsigned", "other body"])
def test_a_translation_that_does_not_hold_opens_no_way(world, attack):
    accepting(world, "fr")
    made = {
        "other language": lambda: files(signed(world, into="es")),
        "unsigned": lambda: files(signed(world))[:1],
        "other body": lambda: files(signed(world, body={**BODY, "facts": "Other facts."})),
    }[attack]()
    assert "language-not-accepted" in refused_codes(world, lambda: drafted(world, made))


def test_what_nobody_may_sign_is_not_signed(world):
    attempts = {
        "officer-role": {"officer": "xa-0002"},
        "translation-same-language": {"into": "en"},
        "translation-capacity": {"capacity": "machine"},
        "translation-empty": {"fields": {}},
        "translation-field": {"fields": {"/case_number": "1"}},
        "translation-form": {"fields": {"/facts": " "}},
    }
    for code, changes in attempts.items():
        assert code in refused_codes(world, lambda changes=changes: signed(world, **changes))


@pytest.mark.law_line(15)
def test_a_draft_gets_its_translation_and_both_ends_print_it_beside_the_original(world):
    draft = drafted(world)
    fields = {"/facts": "Les faits, en français."}
    new = translate_draft(
        world.node("XA"), draft.id, into="fr", fields=fields, capacity="staff", officer="xa-0001"
    )
    assert new.content != draft.content
    assert next(one["media_type"] for one in new.attachments) == MEDIA_TYPE
    message = send(world.node("XA"), world.approved(new).id, "xa-0001")
    world.settle()
    for code in ("XA", "XB"):
        assert len(values_of(world.node(code), message.digest).translations) == 1
    pages = [letter(world.node(code), message.digest, "fr", pdf=False) for code in ("XA", "XB")]
    # only the State that signs has a line for name, title and signature
    signing = re.compile(rb"<div class=signing>.*?</div>\n(?=</)", re.DOTALL)
    assert signing.sub(b"", pages[0].html) == pages[1].html
    assert "Les faits, en français." in pages[0].html.decode()
    assert (
        "Les faits" not in letter(world.node("XB"), message.digest, "es", pdf=False).html.decode()
    )


@pytest.mark.judge
def test_openssl_says_the_same_of_both_signatures(world, tmp_path):
    made = signed(world)
    for name, (_, data) in made.files.items():
        (tmp_path / name).write_bytes(data)
    assert parse_translation((tmp_path / "translation.fr.json").read_bytes()) == made.translation
    for algorithm in ("p256", "mldsa65"):
        anchor = tmp_path / f"ca.{algorithm}.pem"
        anchor.write_bytes(der_to_pem(world.states["XA"].ca.certificates[algorithm]))
        command = [
            "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any",
            "-in", f"translation.fr.json.{algorithm}.p7s", "-content", "translation.fr.json",
            "-CAfile", anchor, "-attime", str(int(NOW.timestamp())), "-out", "/dev/null",
        ]  # fmt: skip
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        changed = tmp_path / "translation.fr.json"
        whole_bytes = changed.read_bytes()
        changed.write_bytes(whole_bytes + b" ")
        failed = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True)
        assert failed.returncode != 0
        changed.write_bytes(whole_bytes)


def test_a_message_read_back_has_the_same_translation(world):
    draft = world.approved(drafted(world, files(signed(world))))
    message = parse_message(send(world.node("XA"), draft.id, "xa-0001").message)
    data = {one.sha256: world.node("XA").objects.get(one.sha256) for one in message.attachments}
    (found,) = translations_of(world.directory.newest, message.draft, data, NOW)
    assert found.holds
