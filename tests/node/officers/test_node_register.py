# SPDX-License-Identifier: Apache-2.0
"""The register of officers decides who may do what, for which authority, and says why not."""

from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import ROLES, Permission

XA = "xa/contact-point"


def test_each_permission_is_some_roles_and_no_role_has_all():
    assert ROLES.keys() == set(Permission)
    everyone = {role for roles in ROLES.values() for role in roles}
    assert all(any(role not in roles for roles in ROLES.values()) for role in everyone)


def test_the_register_decides_what_an_officer_may_do(world):
    node = world.node("XA")
    view, at = node.register.view(), node.clock.now()

    def codes(officer, permission, authority=None):
        reasons = officer_reasons(view, officer, authority, permission, at)
        return [reason.code.id for reason in reasons]

    assert codes("xa-0001", Permission.DRAFT_MESSAGE, XA) == []
    assert codes("xa-0001", Permission.DRAFT_MESSAGE, "xa/central-authority") == ["officer-office"]
    assert codes("xa-0001", Permission.APPROVE_MESSAGE) == ["officer-role"]
    assert codes("xa-0009", Permission.READ_THREAD) == ["officer-not-listed"]
