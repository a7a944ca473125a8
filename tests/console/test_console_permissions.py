# SPDX-License-Identifier: Apache-2.0
"""Every page with every role: open to those whom the table of permissions names, to nobody else."""

import re

import pages_table
import pytest
from console_world import OFFICERS, ROLES, asked
from django.test import Client
from node_cast import roles_of, snapshot

from rogatory.node.permissions import Permission, allows

UUID = "019aaf00-0000-7000-8000-00000000000a"
ANY = {"kind": "preservation", "state": "XM", "language": "en", "form": "html", "passkey": "7"}
"""Identifiers that name nothing: who may open the page is asked before whether it is there."""


def address_of(pattern):
    def value(found):
        return UUID if found[1] == "uuid" else ANY.get(found[2], "abcdef")

    return re.sub(r"<(\w+):(\w+)>", value, pattern)


def roles_here(number):
    if number not in OFFICERS or number == "xb-0099":
        return frozenset()
    return frozenset(ROLES.get(number, roles_of(number)))


@pytest.fixture(scope="module")
def listed(console):
    return pages_table.pages()


@pytest.mark.parametrize("number", OFFICERS)
def test_each_page_is_open_to_whom_the_table_names_and_to_nobody_else(
    world, officer, listed, number
):
    client = officer(number)
    before = snapshot(world.node("XB"))
    for name, pattern, methods, permission, _told in listed:
        may = permission is None or allows(permission, roles_here(number))
        for method in methods:
            answer = client.generic(method, address_of(pattern))
            assert (answer.status_code != 403) is may, (name, method, answer.status_code)
    if number == "xb-0099":
        assert snapshot(world.node("XB")) == before


def test_nobody_who_is_not_logged_in_opens_any_page(world, listed):
    asked(world)
    before = snapshot(world.node("XB"))
    for name, pattern, methods, _permission, _told in listed:
        for method in methods:
            answer = Client().generic(method, address_of(pattern))
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/accounts/login/"), name
    assert snapshot(world.node("XB")) == before


def test_every_permission_that_the_console_asks_for_is_in_the_table(listed):
    assert {one[3] for one in listed} - {None} <= set(Permission)
