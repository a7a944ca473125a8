from typing import Any

from django.db import migrations, models
from django.db.models import Sum
from django.db.models.functions import Length

from rogatory.node.officers.touches import touches_in

AT_ONCE = 500


def index_known_touches(apps: Any, schema_editor: object) -> None:
    """Index the touches of the messages that came and left before there was an index of them."""
    touch = apps.get_model("storage", "Touch")
    known = apps.get_model("storage", "Message").objects.order_by("id").values_list(
        "thread", "sender_state", "kind", "sequence", "approvals"
    )
    rows = (
        touch(thread=thread, sender_state=state, kind=kind, sequence=sequence, touch=one.hex())
        for thread, state, kind, sequence, approvals in known.iterator(AT_ONCE)
        for one in touches_in(bytes(approvals))
    )
    waiting = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == AT_ONCE:
            touch.objects.bulk_create(waiting)
            waiting.clear()
    touch.objects.bulk_create(waiting)


def count_kept_bytes(apps: Any, schema_editor: object) -> None:
    """Count what is kept of each State, by the messages themselves: what surrounded them is forgotten."""
    came = apps.get_model("storage", "Message").objects.filter(direction="in").order_by()
    size = Sum(Length("message") + Length("approvals"))
    for row in came.values("peer").annotate(size=size):
        apps.get_model("storage", "PeerKept").objects.create(peer=row["peer"], size=row["size"])


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0025_cases_in_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='Touch',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('thread', models.CharField(max_length=36)),
                ('sender_state', models.CharField(max_length=2)),
                ('kind', models.TextField()),
                ('sequence', models.BigIntegerField()),
                ('touch', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['thread', 'sender_state', 'touch'], name='touch_in_thread')],
            },
        ),
        migrations.RunPython(index_known_touches, migrations.RunPython.noop),
        migrations.CreateModel(
            name='PeerKept',
            fields=[
                ('peer', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunPython(count_kept_bytes, migrations.RunPython.noop),
    ]
