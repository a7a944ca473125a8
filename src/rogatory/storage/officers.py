# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Officers, the one kind of person who logs in here, known outside by number; and calls for them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from rogatory.node.repositories import officers as port
from rogatory.storage.tables.columns import (
    IDENTIFIER,
    NAME,
    Flag,
    Moment,
    MomentOrNone,
    Serial,
    Stated,
    StatementField,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing

NUMBER_FORM = re.compile(r"[a-z]{2}-[0-9]{4,8}\Z")
"""`xb-0003`: the State's code and a number that its register of officers knows."""


class OfficerManager(BaseUserManager["Officer"]):
    """Makes officers. A password is optional: with a passkey none is needed."""

    def create_user(self, number: str, password: str | None = None, **fields: Any) -> "Officer":
        officer = self.model(number=self.model.normalize_username(number), **fields)
        officer.set_password(password)
        officer.full_clean(exclude=("password",))
        officer.save(using=self._db)
        return officer

    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(number=(username or "").lower())


class Officer(AbstractBaseUser):
    """A person of this State's authorities.

    `roles` and `authorities` are what the node's permissions judge by; they are copied from the
    State's register of officers, which outranks them whenever a message is signed or received.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    number: Text = models.CharField(
        max_length=NAME,
        unique=True,
        validators=[RegexValidator(NUMBER_FORM, "An officer's number is such as xb-0003.")],
    )
    display_name: Text = models.CharField(max_length=200, blank=True)
    roles: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    authorities: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list, blank=True
    )
    language: Text = models.CharField(max_length=10, default="en")
    is_active: Flag = models.BooleanField(default=True)
    must_change_secret: Flag = models.BooleanField(default=False)
    """The password was made by an administrator: its owner changes it before anything else."""
    secret_until: MomentOrNone = models.DateTimeField(null=True, blank=True)
    """Until when that password lets anybody in."""
    let_in_by: Text = models.CharField(max_length=NAME, default="", blank=True)
    """The administrator who made the account, or gave it new ways to log in; empty for the operator, at
    the machine."""
    vouched_by: Text = models.CharField(max_length=NAME, default="", blank=True)
    """The other administrator who proved whose the account is; empty if one alone let its owner in."""
    joined: Moment = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @classmethod
    def normalize_username(cls, username: str) -> str:
        return super().normalize_username(username).lower()

    def get_full_name(self) -> str:
        return self.display_name or self.number

    def get_short_name(self) -> str:
        return self.number


class AccountReset(models.Model):
    """An administrator's word that an officer lost his ways to log in; it waits for a second one's."""

    number: Text = models.CharField(max_length=NAME, primary_key=True)
    asked_by: Text = models.CharField(max_length=NAME)
    proof: Text = models.CharField(max_length=NAME)
    asked: Moment = models.DateTimeField()


class Page(models.Model):
    """A call for a human."""

    id: Text = models.CharField(primary_key=True, max_length=200)
    at: Moment = models.DateTimeField(db_index=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    reason: Stated = StatementField()
    seen_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    seen: MomentOrNone = models.DateTimeField(null=True)
    urgency: Text = models.CharField(max_length=NAME, default="routine")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["at"], name="page_unseen", condition=models.Q(seen=None))
        ]


PAGES = Records(port.Page, Page)

_PAGES = Table(Page)
_page = _PAGES.select("WHERE id = %s")
_unseen_of_thread = _PAGES.select("WHERE thread = %s AND seen IS NULL ORDER BY at, id")
_add_page = _PAGES.insert("ON CONFLICT (id) DO NOTHING")


class DatabaseOfficers:
    def add_page(self, page: port.Page) -> bool:
        assert_writing()
        return _add_page(**PAGES.values(page))

    def page(self, page: str) -> port.Page | None:
        return PAGES.found(_page.first(page))

    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[port.Page]:
        if unseen and thread is not None:
            return PAGES.records(_unseen_of_thread.all(thread))
        rows = Page.objects.order_by("at", "id")
        if thread is not None:
            rows = rows.filter(thread=thread)
        if unseen:
            rows = rows.filter(seen=None)
        return PAGES.records(rows)

    def mark_page_seen(self, page: str, officer: str, at: datetime) -> None:
        """Write who saw a call; the first who saw it remains."""
        assert_writing()
        Page.objects.filter(id=page, seen=None).update(seen_by=officer, seen=at)
