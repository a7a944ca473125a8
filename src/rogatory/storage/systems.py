# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ008 - rows are read by code, not shown
"""Tokens of the State's own systems."""

from collections.abc import Sequence

from django.db import models

from rogatory.node.repositories.systems import TokenRecord
from rogatory.storage.tables.columns import DIGEST, NAME, JsonValue, Moment, MomentOrNone, Text
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import hold_off_others


class SystemToken(models.Model):
    """A token of a system; its secret is not here."""

    name: Text = models.CharField(primary_key=True, max_length=NAME)
    digest: Text = models.CharField(max_length=DIGEST)
    scopes: JsonValue = models.JSONField()
    made: Moment = models.DateTimeField()
    expires: Moment = models.DateTimeField()
    ended: MomentOrNone = models.DateTimeField(null=True)


_TOKENS = Records(TokenRecord, SystemToken, key=("name",))


class DatabaseSystems:
    def put_system_token(self, token: TokenRecord) -> None:
        _TOKENS.put(token)

    def system_token(self, name: str) -> TokenRecord | None:
        hold_off_others("system token", name)
        return _TOKENS.found(SystemToken.objects.filter(name=name).first())

    def system_tokens(self) -> Sequence[TokenRecord]:
        return _TOKENS.records(SystemToken.objects.order_by("name"))
