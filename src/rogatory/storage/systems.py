# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""Tokens of the State's own systems."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import DEFAULT_DB_ALIAS, models

from rogatory.node.repositories.systems import KeyedDraft, TokenRecord
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    JsonValue,
    Moment,
    MomentOrNone,
    Serial,
    Text,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class SystemToken(models.Model):
    """A token of a system; its secret is not here."""

    name: Text = models.CharField(primary_key=True, max_length=NAME)
    digest: Text = models.CharField(max_length=DIGEST)
    scopes: JsonValue = models.JSONField()
    made: Moment = models.DateTimeField()
    expires: Moment = models.DateTimeField()
    ended: MomentOrNone = models.DateTimeField(null=True)


class SystemDraft(models.Model):
    """The key under which a system handed a draft in."""

    id: Serial = models.BigAutoField(primary_key=True)
    token: Text = models.CharField(max_length=NAME)
    key: Text = models.CharField(max_length=NAME)
    digest: Text = models.CharField(max_length=DIGEST)
    draft: Text = models.CharField(max_length=IDENTIFIER)
    at: Moment = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="one_draft_a_key")
        ]


_TOKENS = Records(TokenRecord, SystemToken, key=("name",))


_DRAFTS = Records(KeyedDraft, SystemDraft, key=("token", "key"))


def read_tokens(alias: str = DEFAULT_DB_ALIAS) -> Sequence[TokenRecord]:
    """Return all tokens, by name; the doctor reads them over a connection of its own."""
    return _TOKENS.records(SystemToken.objects.using(alias).order_by("name"))


class DatabaseSystems:
    def put_system_token(self, token: TokenRecord) -> None:
        _TOKENS.put(token)

    def system_token(self, name: str) -> TokenRecord | None:
        hold_off_others("system token", name)
        return _TOKENS.found(SystemToken.objects.filter(name=name).first())

    def system_tokens(self) -> Sequence[TokenRecord]:
        return read_tokens()

    def add_keyed_draft(self, found: KeyedDraft) -> None:
        _DRAFTS.put(found)

    def keyed_draft(self, token: str, key: str) -> KeyedDraft | None:
        hold_off_others("system drafts", token)
        return _DRAFTS.found(SystemDraft.objects.filter(token=token, key=key).first())

    def count_keyed_drafts(self, token: str, since: datetime) -> int:
        return SystemDraft.objects.filter(token=token, at__gte=since).count()

    def delete_keyed_drafts(self, before: datetime) -> None:
        assert_writing()
        SystemDraft.objects.filter(at__lt=before).delete()
