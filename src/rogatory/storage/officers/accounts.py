# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""Accounts of officers, the one kind of person who logs in here, known outside by number."""

import re
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from rogatory.storage.tables.columns import NAME, Flag, Moment, MomentOrNone, Serial, Text

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
