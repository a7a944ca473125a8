# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Texts that are being written, drafts with their approvals, messages with their receipts, and nonces of signed requests."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    BlobOrNone,
    Flag,
    JsonValue,
    LongText,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    Serial,
    Text,
    TextOrNone,
)


class Draft(models.Model):
    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    kind: LongText = models.TextField()
    sender: Text = models.CharField(max_length=NAME)
    addressee: Text = models.CharField(max_length=NAME)
    language: Text = models.CharField(max_length=NAME)
    body: JsonValue = models.JSONField()
    attachments: JsonValue = models.JSONField()
    related: JsonValue = models.JSONField()
    content: Text = models.CharField(max_length=DIGEST)
    drafted_by: Text = models.CharField(max_length=NAME)
    drafted: Moment = models.DateTimeField()
    sent_as: TextOrNone = models.CharField(max_length=DIGEST, null=True)
    ended_as: TextOrNone = models.CharField(max_length=NAME, null=True)
    ended_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    ended: MomentOrNone = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["drafted"],
                name="draft_waiting",
                condition=models.Q(sent_as=None, ended_as=None),
            )
        ]


class Unfinished(models.Model):
    """A text that an officer is writing."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    officer: Text = models.CharField(max_length=NAME)
    kind: LongText = models.TextField()
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True)
    related: JsonValue = models.JSONField()
    sender: LongText = models.TextField()
    addressee: LongText = models.TextField()
    language: LongText = models.TextField()
    body: JsonValue = models.JSONField()
    begun: Moment = models.DateTimeField()
    changed: Moment = models.DateTimeField(db_index=True)
    revision: BigNumber = models.BigIntegerField()
    touched: JsonValue = models.JSONField()
    taken_back: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "changed"], name="unfinished_of_officer")
        ]


class Approval(models.Model):
    """An officer's assertion over a draft. One each: whoever judges again replaces his verdict."""

    id: Serial = models.BigAutoField(primary_key=True)
    draft: "models.ForeignKey[Draft, Draft]" = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="approvals"
    )
    officer: Text = models.CharField(max_length=NAME)
    assertion: JsonValue = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "officer"], name="one_approval_an_officer")
        ]


class Message(models.Model):
    """A message exactly as signed or received. The digest being unique makes repeats harmless."""

    id: Serial = models.BigAutoField(primary_key=True)
    digest: Text = models.CharField(max_length=DIGEST, unique=True)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    sender_state: Text = models.CharField(max_length=2)
    sequence: BigNumber = models.BigIntegerField()
    kind: LongText = models.TextField()
    """As the sender wrote it: an unknown kind is kept, too, however long its name."""
    message: Blob = models.BinaryField()
    p256: Blob = models.BinaryField()
    mldsa65: BlobOrNone = models.BinaryField(null=True)
    approvals: Blob = models.BinaryField()
    direction: Text = models.CharField(max_length=3)
    peer: Text = models.CharField(max_length=2)
    at: Moment = models.DateTimeField()
    delivery: Text = models.CharField(max_length=NAME)
    problem: LongTextOrNone = models.TextField(null=True)
    reading: BlobOrNone = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "sender_state", "sequence"], name="message_in_thread"),
            models.Index(fields=["peer", "id"], name="message_of_peer"),
            models.Index(
                fields=["id"], name="message_undelivered", condition=models.Q(delivery="waiting")
            ),
            models.Index(
                fields=["sender_state", "id"],
                name="message_policy_notice",
                condition=models.Q(kind="policy_notice"),
            ),
        ]


class Touch(models.Model):
    """What one touch of an officer's authenticator gave to a message, as `seal.approvals.touch_of` names it.

    Found by thread, State and kind: without it each message would read all earlier ones of its kind.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    sender_state: Text = models.CharField(max_length=2)
    kind: LongText = models.TextField()
    sequence: BigNumber = models.BigIntegerField()
    touch: Text = models.CharField(max_length=DIGEST)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "sender_state", "touch"], name="touch_in_thread")
        ]


class Receipt(models.Model):
    """The signed answer to a message, written once and given back byte for byte."""

    message: "models.OneToOneField[Message, Message]" = models.OneToOneField(
        Message, primary_key=True, on_delete=models.PROTECT, related_name="receipt"
    )
    receipt: Blob = models.BinaryField()
    p256: Blob = models.BinaryField()
    mldsa65: BlobOrNone = models.BinaryField(null=True)
    kept: Flag = models.BooleanField()


class Nonce(models.Model):
    """A nonce of a signed request, until no such request could be fresh any more."""

    id: Serial = models.BigAutoField(primary_key=True)
    key: Text = models.CharField(max_length=200)
    nonce: Text = models.CharField(max_length=200)
    until: Moment = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "nonce"], name="nonce_once")
        ]
