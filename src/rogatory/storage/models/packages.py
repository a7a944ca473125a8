# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Sealed packages: what is held or being fetched, its documents and its segments."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    Flag,
    Moment,
    Number,
    Serial,
    Text,
    TextOrNone,
)


class Package(models.Model):
    seal: Text = models.CharField(primary_key=True, max_length=DIGEST)
    package: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    bag: Text = models.CharField(max_length=DIGEST, db_index=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    direction: Text = models.CharField(max_length=3)
    peer: TextOrNone = models.CharField(max_length=2, null=True)
    sender: Text = models.CharField(max_length=NAME)
    payload_size: BigNumber = models.BigIntegerField()
    segment_size: BigNumber = models.BigIntegerField()
    segments: BigNumber = models.BigIntegerField()
    present: BigNumber = models.BigIntegerField()
    complete: Flag = models.BooleanField()
    received: Moment = models.DateTimeField()

    class Meta:
        # Each ends in the key by which the list goes on.
        indexes: ClassVar = [
            models.Index(fields=["received", "seal"], name="package_by_arrival"),
            models.Index(fields=["peer", "received", "seal"], name="package_by_peer"),
            models.Index(fields=["direction", "received", "seal"], name="package_by_direction"),
            models.Index(
                fields=["received", "seal"],
                name="package_under_way",
                condition=models.Q(complete=False),
            ),
        ]


class PackageDocument(models.Model):
    """A file beside the seal, by the digest under which the object store keeps its bytes."""

    id: Serial = models.BigAutoField(primary_key=True)
    package: "models.ForeignKey[Package, Package]" = models.ForeignKey(
        Package, on_delete=models.CASCADE, related_name="documents"
    )
    name: Text = models.CharField(max_length=255)
    digest: Text = models.CharField(max_length=DIGEST)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "name"], name="one_document_a_name")
        ]


class PackageTotal(models.Model):
    """How much evidence is whole here, in one row that is kept with the packages: to count them anew
    for everybody who asks would cost more the more there are.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    count: BigNumber = models.BigIntegerField(default=0)
    size: BigNumber = models.BigIntegerField(default=0)


class Segment(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    package: "models.ForeignKey[Package, Package]" = models.ForeignKey(
        Package, on_delete=models.CASCADE
    )
    index: Number = models.IntegerField()
    blake3: Blob = models.BinaryField(max_length=32, db_index=True)
    present: Flag = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "index"], name="one_segment_a_place")
        ]
        indexes: ClassVar = [
            # What is missing of a package is asked for after each pause, however much is there.
            models.Index(
                fields=["package", "index"],
                condition=models.Q(present=False),
                name="segment_missing",
            )
        ]
