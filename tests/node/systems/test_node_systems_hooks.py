# SPDX-License-Identifier: Apache-2.0
"""Webhooks as the operator makes them: within the token's scopes, at a plain https address, one for a token."""

import base64

import pytest

from casts.node.world import snapshot
from casts.servers.hook_receiver import certified
from casts.servers.hooked import with_hook_line
from rogatory.errors import Refused
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.systems.hooks import add_hook, end_hook, renew_secret, resume_hook, try_hook
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token, end_token

NAME = "case-management"
URL = "https://cases.xb.example/rogatory"


@pytest.fixture
def node(world):
    node = with_hook_line(world)
    add_token(node, NAME, [Scope.READ_REQUESTS, Scope.READ_PACKAGES], 30)
    return node


def refused(act, *args, **options):
    with pytest.raises(Refused) as caught:
        act(*args, **options)
    return caught.value.codes


def test_a_hook_is_notified_of_all_that_the_token_may_read_unless_less_is_asked_for(node):
    hook, secret = add_hook(node, NAME, URL)
    assert hook.kinds == ("package.changed", "request.changed")
    assert node.store.hook(NAME) == hook
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    end_hook(node, NAME)
    hook, another = add_hook(node, NAME, URL, [HookKind.REQUEST])
    assert hook.kinds == ("request.changed",)
    assert another != secret


def test_the_store_and_the_journal_have_no_secret(node):
    _hook, secret = add_hook(node, NAME, URL)
    _hook, another = renew_secret(node, NAME)
    lines = node.store.audit_entries(Source.ACCESS, AuditFilter(), 10)
    kept = f"{vars(node.store.tables)} {lines}"
    for text in (secret, another):
        assert text.removeprefix("whsec_") not in kept
    assert {one.about.split()[0] for one in lines} >= {"system-hook-added", "system-hook-secret"}


@pytest.mark.parametrize(
    "url",
    [
        "http://cases.xb.example/",
        "https://",
        "https://user@cases.xb.example/",
        "https://cases.xb.example/?token=1",
        "https://cases.xb.example/#a",
        "https://cases.xb.example:0/",
        "https://cases.xb.example:port/",
        "https://cases.xb.example/a b",
        "https://cases.xb.example/\r\nHost: other",
        "ftp://cases.xb.example/",
        f"https://cases.xb.example/{'a' * 500}",
    ],
)
def test_what_is_no_plain_https_address_is_refused(node, url):
    before = snapshot(node)
    assert refused(add_hook, node, NAME, url) == ("system-hook-address",)
    assert snapshot(node) == before


def test_all_that_is_wrong_is_said_at_once(node, tmp_path):
    before = snapshot(node)
    codes = refused(
        add_hook, node, NAME, "http://a/", [HookKind.DRAFT, HookKind.PING], authorities="none"
    )
    assert codes == ("system-hook-address", "system-hook-authorities", "system-hook-kinds")
    assert refused(add_hook, node, "unknown", URL) == ("system-token-unknown",)
    assert snapshot(node) == before
    _context, authorities = certified(tmp_path)
    add_hook(node, NAME, URL, authorities=authorities)
    assert refused(add_hook, node, NAME, URL) == ("system-hook-exists",)
    end_token(node, NAME)
    assert refused(add_hook, node, NAME, URL) == ("system-token-unknown",)


@pytest.mark.parametrize("act", [end_hook, renew_secret, resume_hook, try_hook])
def test_a_hook_that_is_not_there_is_refused(node, act):
    before = snapshot(node)
    assert refused(act, node, NAME) == ("system-hook-unknown",)
    assert snapshot(node) == before
