# SPDX-License-Identifier: Apache-2.0
"""A store filled with as many requests as a large State gets in years: rows as a node writes them.

Sizes are those of real messages; what a page computes from a message's bytes it computes only of the
one thread that it shows, which is real.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from rogatory.node.officers import alert_codes
from rogatory.node.search.folding import document, office_term
from rogatory.wire.identifiers import uuid7
from rogatory.wire.words import Statement

BATCH = 2000
PEERS = ("XB",) * 60 + ("XM",) * 35 + ("XT",) * 5
KINDS = (
    *("preservation",) * 50,
    *("mla_stored_data",) * 30,
    *("emergency_data",) * 10,
    *("mla_general",) * 9,
    "joint_investigation",
)
STATUSES = (
    *("completed",) * 70,
    *("answered",) * 15,
    *("refused",) * 8,
    *("withdrawn",) * 2,
    *("open", "acknowledged", "holding", "accepted", "holding"),
)
OPEN = frozenset({"open", "acknowledged", "holding", "accepted"})
URGENCIES = ("routine",) * 80 + ("urgent",) * 18 + ("emergency",) * 2
BASES = ("budapest",) * 50 + ("un-cybercrime",) * 30 + ("untoc",) * 15 + ("comity",) * 5
YEARS = 6

WORDS_EACH = 80
"""Words of a request besides its numbers: some seven hundred characters."""

WORDS = [
    "the",
    "provider",
    "deletes",
    "log-in",
    "records",
    "within",
    "days",
    "preservation",
    "of",
    "stored",
    "electronic",
    "data",
    "account",
    "subscriber",
    "traffic",
    "content",
    "necessity",
    "proportional",
    "offence",
    "fraud",
    "victim",
    "transferred",
    "bank",
    "suspect",
    "le",
    "prestataire",
    "efface",
    "les",
    "journaux",
    "de",
    "connexion",
    "données",
    "stockées",
    "conservation",
    "victime",
    "el",
    "proveedor",
    "borra",
    "los",
    "registros",
    "datos",
    "almacenados",
    "conservación",
    "víctima",
    "estafa",
    "cuenta",
    "поставщик",
    "удаляет",
    "записи",
    "сохранение",
    "данных",
    "потерпевший",
    "счёт",
    "мошенничество",
    "абонент",
    "请求保全存储的电子数据",
    "服务提供商删除登录记录",
    "被害人",
    "账户",
    "诈骗",
    "طلب",
    "حفظ",
    "البيانات",
    "الإلكترونية",
    "المخزنة",
    "لدى",
    "مزود",
    "الخدمة",
    "الضحية",
    "حساب",
    "احتيال",
]


def fill(thread: str, threads: int, now: datetime) -> None:
    """Write `threads` requests beside the one that is there."""
    Filling(thread, now).reach(threads)


class Filling:
    """A store that is filled up further and further, each time to the same requests."""

    def __init__(self, thread: str, now: datetime) -> None:
        chance = random.Random(2026)  # noqa: S311 - the same store each time, no secret
        self._rows = _Rows(thread, chance, now)
        self._made = 0

    def reach(self, threads: int) -> None:
        """Write until there are `threads` requests beside the first one."""
        from django.db import connection, transaction

        rows = self._rows
        while self._made < threads:
            batch = [rows.one() for _ in range(min(BATCH, threads - self._made))]
            with transaction.atomic():
                for model, values in zip(rows.models, zip(*batch, strict=True), strict=True):
                    model.objects.bulk_create([each for each in values if each is not None])
            self._made += len(batch)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Rows:
    """One request's rows at a time, after the pattern of a real one."""

    def __init__(self, thread: str, chance: random.Random, now: datetime) -> None:
        from rogatory.storage import models

        self._chance, self._now = chance, now
        self._message = models.Message.objects.select_related("receipt").get(thread=thread)
        self._draft = models.Draft.objects.get(thread=thread)
        self._thread = models.Thread.objects.get(thread=thread)
        self._event = models.LogEvent.objects.filter(thread=thread).earliest("place")
        self._number, self._place = 1, 1 << 60
        self.models: Sequence[Any] = (
            models.Message,
            models.Draft,
            models.Thread,
            models.Matter,
            models.Page,
            models.RoadStep,
            models.LogEvent,
            models.ThreadText,
        )

    def one(self) -> tuple[Any, ...]:
        chance, number = self._chance, self._number
        self._number += 1
        opened = self._now - timedelta(seconds=chance.randrange(YEARS * 365 * 86400))
        active = min(self._now, opened + timedelta(seconds=chance.randrange(90 * 86400)))
        thread = self._uuid7(opened)
        digest = f"{chance.getrandbits(256):064x}"
        return tuple(self._made(number, thread, digest, opened, active))

    def _between(self, opened: datetime, active: datetime) -> datetime:
        return opened + (active - opened) * self._chance.random()

    def _uuid7(self, at: datetime) -> str:
        return uuid7(at.replace(microsecond=0), self._chance.randbytes(10))

    def _made(
        self, number: int, thread: str, digest: str, opened: datetime, active: datetime
    ) -> Iterator[Any]:
        message, draft, pattern, event = self._message, self._draft, self._thread, self._event
        make, chance = (
            dict(zip(("m", "d", "t", "x", "p", "r", "l", "s"), self.models, strict=True)),
            (self._chance),
        )
        peer, status = chance.choice(PEERS), chance.choice(STATUSES)
        hold = status == "holding"
        yield make["m"](
            digest=digest,
            thread=thread,
            sender_state=message.sender_state,
            sequence=1,
            kind=message.kind,
            message=message.message,
            p256=message.p256,
            mldsa65=message.mldsa65,
            approvals=message.approvals,
            direction="out",
            peer=peer,
            at=opened,
            delivery="receipted",
        )
        yield make["d"](
            id=self._uuid7(opened),
            thread=thread,
            kind=draft.kind,
            sender=draft.sender,
            addressee=draft.addressee,
            language=draft.language,
            body=draft.body,
            attachments=[],
            related=[],
            content=digest,
            drafted_by="xa-0001",
            drafted=opened,
            sent_as=digest,
        )
        yield make["t"](
            thread=thread,
            peer=peer,
            kind=chance.choice(KINDS),
            title=pattern.title,
            status=status,
            role=chance.choice(("requesting", "requested")),
            urgency=chance.choice(URGENCIES),
            opened=opened,
            last_activity=active,
            hold_start=active if hold else None,
            hold_end=active + timedelta(days=60) if hold else None,
            needs_answer=status in OPEN and chance.random() < 0.5,
            related=[],
            basis=chance.choice(BASES),
            ended=status not in OPEN,
            acknowledged=None if status == "open" else self._between(opened, active),
            answered=None if status in OPEN else self._between(opened, active),
            closed=None if status in OPEN else active,
        )
        yield make["x"](
            thread=thread,
            authority="xa/contact-point",
            case_number=f"AR-{number:07}",
            case_key=f"ar{number:07}",
            assignee=f"xa-{chance.randrange(1, 60):04}",
            stage="new",
            watched=False,
        )
        yield make["p"](
            id=f"request/{digest}",
            at=opened,
            thread=thread,
            reason=Statement(alert_codes.REQUEST.because(level="routine", sender="XB")),
            seen_by="xa-0001",
            seen=opened,
        )
        yield make["r"](
            thread=thread,
            subject=digest,
            kind="applied",
            officer="",
            detail="",
            first=opened,
            last=opened,
            times=1,
        )
        self._place += 1
        yield make["l"](
            place=self._place,
            digest=digest,
            object=digest,
            action="message-sent",
            event=event.event,
            p256=event.p256,
            mldsa65=event.mldsa65,
            salt=event.salt,
            commitment=event.commitment,
            logged=opened,
            thread=thread,
        )
        words = " ".join(chance.choices(WORDS, k=WORDS_EACH))
        yield make["s"](
            thread=thread,
            said=document(f"{thread} xa/contact-point {peer} {digest} {words}"),
            inside=document(f"AR-{number:07}"),
            offices=office_term("xa/contact-point"),
        )
