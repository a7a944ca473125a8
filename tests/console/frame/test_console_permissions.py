# SPDX-License-Identifier: Apache-2.0
"""Every page with every role: open to those whom the table of permissions names, to nobody else."""

import pytest
from django.test import Client

from casts.console import pages_table
from casts.console.addresses import address_of
from casts.console.world import OFFICERS, ROLES, requested
from casts.node.world import roles_of, snapshot
from rogatory.console.language.permission_words import PERMISSIONS
from rogatory.node.permissions import ADMINISTRATOR, ALL_ROLES, Permission, allows, table

READER = "xb-0001"


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
    for name, pattern, methods, permission, _description in listed:
        may = permission is None or allows(permission, roles_here(number))
        for method in methods:
            answer = client.generic(method, address_of(pattern))
            assert (answer.status_code != 403) is may, (name, method, answer.status_code)
    if number == "xb-0099":
        assert snapshot(world.node("XB")) == before


@pytest.mark.parametrize("role", ALL_ROLES)
def test_each_page_answers_each_role_alone_as_the_table_says(world, officer, listed, role):
    with_role(world, role)
    client = officer(READER)
    for name, pattern, methods, permission, _description in listed:
        may = permission is None or allows(permission, frozenset({role}))
        for method in methods:
            answer = client.generic(method, address_of(pattern))
            assert (answer.status_code != 403) is may, (name, method, answer.status_code)


@pytest.mark.parametrize("role", [ADMINISTRATOR, "auditor"])
def test_no_page_of_a_case_opens_to_who_keeps_the_node_or_audits_it(world, officer, role):
    thread = requested(world).thread
    with_role(world, role)
    client = officer(READER)
    pages = ("", "matter/", "write/refusal/", "acknowledge", "matter/note", "matter/restrict")
    for page in pages:
        for method in ("GET", "POST"):
            answer = client.generic(method, f"/threads/{thread}/{page}")
            assert answer.status_code in {403, 405}
            assert "AR-2026-0417" not in answer.content.decode()
    for address in ("/threads/", "/evidence/", "/desk/now", "/write/", "/duty/"):
        assert client.get(address).status_code == 403
    for address in ("/", "/node/", "/roles/", "/profile/"):
        text = client.get(address).content.decode()
        assert thread not in text
        assert "AR-2026-0417" not in text


def test_an_administrator_has_no_other_role_whatever_the_register_says(world, officer):
    with_role(world, ADMINISTRATOR)
    world.states["XB"].roles[READER] = ("duty", "approver", "lawyer", "examiner", "auditor")
    world.relist()
    client = officer(READER)
    for address in ("/threads/", "/audit/", "/duty/"):
        assert client.get(address).status_code == 403


def with_role(world, role):
    """The reader's one role: in the register, or that of his account."""
    from rogatory.storage.models import Officer

    account = [ADMINISTRATOR] if role == ADMINISTRATOR else []
    Officer.objects.filter(number=READER).update(roles=account)
    if not account:
        world.states["XB"].roles[READER] = (role,)
        world.relist()


def test_every_permission_is_given_to_some_role_and_the_document_has_the_table():
    for one in table():
        assert one.roles, one.permission
    document = (pages_table.TABLE.parent / "roles.md").read_text()
    for one in table():
        assert f"| `{one.permission}` | {', '.join(one.roles)} |" in document


def test_nobody_who_is_not_logged_in_opens_any_page(world, listed):
    requested(world)
    before = snapshot(world.node("XB"))
    for name, pattern, methods, _permission, _description in listed:
        for method in methods:
            answer = Client().generic(method, address_of(pattern))
            assert answer.status_code == 302, name
            assert answer.headers["Location"].startswith("/accounts/login/"), name
    assert snapshot(world.node("XB")) == before


def test_every_permission_that_the_console_asks_for_is_in_the_table(listed):
    assert {one[3] for one in listed} - {None} <= set(Permission)


def test_every_permission_is_shown_in_words():
    assert set(PERMISSIONS) == set(Permission)
