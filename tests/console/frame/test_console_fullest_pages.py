# SPDX-License-Identifier: Apache-2.0
"""Sentences that pages show only when they are full, and refusals there, are in the reader's
language as well.
"""

from django.test import Client

from casts.console.access_world import READER, populated
from casts.console.accounts.factors import account, an_app, code_of_the_app
from casts.console.full_world import filled, forms_of
from casts.console.leftovers import latin_words
from casts.console.world import ADMIN, PASSWORD, apart
from rogatory.node.permissions import ADMINISTRATOR


def test_the_fullest_pages_in_chinese_have_no_english_and_no_names_of_programs(world, officer):
    """Requests and answers of every kind, calls of every kind, failed work, what was refused and why."""
    places = filled(world)
    more = populated(world)
    for name in ("package", "draft", "translate", "hand-over", "law-correction", "duty", "peer"):
        places[name] = more[name]
    from rogatory.storage.models import Officer

    apart(lambda: Officer.objects.filter(number=ADMIN).update(roles=[ADMINISTRATOR]))
    found = {}

    def look(answered, address):
        for text in latin_words(answered.content.decode()):
            found.setdefault(text, address)

    for number in (READER, ADMIN):
        client = officer(number, language="zh-hans")
        for addresses in (*places.values(), ["/administration/", "/profile/"]):
            for address in addresses:
                page = client.get(address, follow=True)
                look(page, address)
                if address == addresses[0]:
                    for form in forms_of(page.content.decode()):
                        look(client.post(form, {}, follow=True), form)
    client = officer(READER, language="zh-hans")
    for query in ("", "?act=custody", "?act=access:denied", "?act=access:acted", "?act=matter"):
        look(client.get(f"/audit/{query}"), f"/audit/{query}")
    assert found == {}


def test_the_pages_of_an_account_with_a_second_factor_have_no_english_in_chinese(world):
    """From the log-in that fails to codes that are shown once; and the answer to a wrong password
    or code.
    """
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    an_app()
    RecoveryCodes.activate(account())
    client, found = Client(headers={"accept-language": "zh-hans"}), {}
    steps = (
        ("login/", None),
        ("login/", {"login": READER, "password": "wrong"}),
        ("login/", {"login": READER, "password": PASSWORD}),
        ("2fa/authenticate/", None),
        ("2fa/authenticate/", {"code": "000000"}),
        ("2fa/authenticate/", {"code": code_of_the_app()}),
        ("2fa/recovery-codes/", None),
        ("reauthenticate/", {"password": "wrong"}),
        ("reauthenticate/", {"password": PASSWORD}),
        ("2fa/recovery-codes/", None),
        ("2fa/recovery-codes/", None),
        ("2fa/recovery-codes/generate/", None),
        ("2fa/", None),
        ("2fa/totp/deactivate/", None),
        ("2fa/webauthn/", None),
        ("2fa/webauthn/add/", None),
        ("password/", {"oldpassword": "wrong", "password1": "a", "password2": "b"}),
        ("../profile/", None),
        ("logout/", None),
    )
    for at, sent in steps:
        address = f"/accounts/{at}".replace("/accounts/../", "/")
        response = (
            client.get(address, follow=True)
            if sent is None
            else client.post(address, sent, follow=True)
        )
        page = response.content.decode()
        assert 'lang="zh-hans"' in page, address
        for text in latin_words(page):
            found.setdefault(text, address)
    assert found == {}
