# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""Tokens of the State's own systems, their webhooks, and what waits for these."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import DEFAULT_DB_ALIAS, models

from rogatory.node.repositories.systems import (
    HookDelivery,
    HookRecord,
    KeyedDraft,
    TokenRecord,
)
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Flag,
    JsonValue,
    LongText,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    StatedOrNone,
    StatementField,
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


class SystemHook(models.Model):
    """The webhook of a system. Its secret is sealed."""

    name: Text = models.CharField(primary_key=True, max_length=NAME)
    url: LongText = models.TextField()
    kinds: JsonValue = models.JSONField()
    is_inside: Flag = models.BooleanField()
    authorities: LongText = models.TextField()
    secret: LongText = models.TextField()
    made: Moment = models.DateTimeField()
    old_secret: LongText = models.TextField(default="")
    old_until: MomentOrNone = models.DateTimeField(null=True)
    failures: Number = models.IntegerField(default=0)
    failing: MomentOrNone = models.DateTimeField(null=True)
    problem: StatedOrNone = StatementField(null=True)
    paused: MomentOrNone = models.DateTimeField(null=True)
    delivered: MomentOrNone = models.DateTimeField(null=True)


class SystemHookDelivery(models.Model):
    """A change of which a system is still to be notified."""

    id: Serial = models.BigAutoField(primary_key=True)
    hook: Text = models.CharField(max_length=NAME)
    kind: Text = models.CharField(max_length=NAME)
    subject: Text = models.CharField(max_length=DIGEST)
    delivery: Text = models.CharField(max_length=IDENTIFIER)
    at: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hook", "kind", "subject"], name="one_delivery_a_change"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["hook", "at", "id"], name="hook_next")]


_TOKENS = Records(TokenRecord, SystemToken, key=("name",))
_DRAFTS = Records(KeyedDraft, SystemDraft, key=("token", "key"))
_HOOKS = Records(HookRecord, SystemHook, key=("name",))
_DELIVERIES = Records(HookDelivery, SystemHookDelivery, key=("hook", "kind", "subject"))


def read_hooks(alias: str = DEFAULT_DB_ALIAS) -> Sequence[HookRecord]:
    """Return all webhooks, by name, over one connection."""
    return _HOOKS.records(SystemHook.objects.using(alias).order_by("name"))


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

    def put_hook(self, hook: HookRecord) -> None:
        _HOOKS.put(hook)

    def hook(self, name: str) -> HookRecord | None:
        hold_off_others("system hook", name)
        return _HOOKS.found(SystemHook.objects.filter(name=name).first())

    def hooks(self) -> Sequence[HookRecord]:
        return read_hooks()

    def delete_hook(self, name: str) -> None:
        assert_writing()
        SystemHook.objects.filter(name=name).delete()
        self.delete_hook_deliveries(name)

    def put_hook_delivery(self, found: HookDelivery) -> None:
        _DELIVERIES.put(found)

    def hook_deliveries(self, hook: str, limit: int) -> Sequence[HookDelivery]:
        rows = SystemHookDelivery.objects.filter(hook=hook).order_by("at", "id")
        return _DELIVERIES.records(rows[:limit])

    def count_hook_deliveries(self, hook: str) -> int:
        return SystemHookDelivery.objects.filter(hook=hook).count()

    def end_hook_delivery(self, found: HookDelivery) -> None:
        assert_writing()
        SystemHookDelivery.objects.filter(
            hook=found.hook, kind=found.kind, subject=found.subject, delivery=found.delivery
        ).delete()

    def delete_hook_deliveries(self, hook: str) -> None:
        assert_writing()
        SystemHookDelivery.objects.filter(hook=hook).delete()
