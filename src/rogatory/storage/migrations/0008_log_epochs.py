# Several epochs of one node's log; the unfinished tile of level 0 is in the head.

from typing import Any

from django.db import migrations, models

import rogatory.storage.tables.columns

EPOCH = 1 << 40
TILE_WIDTH = 256
HASH_SIZE = 32


def move_unfinished_tile(apps: Any, _schema_editor: Any) -> None:
    """Move what level 0 has to the right of its full tiles into the head."""
    tiles = apps.get_model("storage", "LogTile").objects
    for head in apps.get_model("storage", "LogHead").objects.all():
        unfinished = tiles.filter(epoch=head.id, level=0, index=head.size // TILE_WIDTH)
        for tile in unfinished:
            head.leaves = bytes(tile.data)[: head.size % TILE_WIDTH * HASH_SIZE]
            head.save()
        unfinished.delete()


def move_back(apps: Any, _schema_editor: Any) -> None:
    tiles = apps.get_model("storage", "LogTile").objects
    for head in apps.get_model("storage", "LogHead").objects.all():
        if head.leaves:
            place = {"epoch": head.id, "level": 0, "index": head.size // TILE_WIDTH}
            tile, _made = tiles.get_or_create(**place, defaults={"data": b""})
            before = head.size % TILE_WIDTH * HASH_SIZE - len(head.leaves)
            tile.data = bytes(tile.data)[:before] + bytes(head.leaves)
            tile.save()


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0007_roads'),
    ]

    operations = [
        migrations.RenameField('logevent', 'index', 'place'),
        migrations.AlterField(
            model_name='logevent',
            name='place',
            field=rogatory.storage.tables.columns.RowNumber(primary_key=True, serialize=False),
        ),
        migrations.RunSQL(
            f'UPDATE storage_logevent SET place = place + {EPOCH}',
            f'UPDATE storage_logevent SET place = place - {EPOCH}',
        ),
        migrations.RenameField('checkpoint', 'size', 'place'),
        migrations.AlterField(
            model_name='checkpoint',
            name='place',
            field=rogatory.storage.tables.columns.RowNumber(primary_key=True, serialize=False),
        ),
        migrations.RunSQL(
            f'UPDATE storage_checkpoint SET place = place + {EPOCH}',
            f'UPDATE storage_checkpoint SET place = place - {EPOCH}',
        ),
        migrations.RemoveConstraint(model_name='logtile', name='one_tile_a_place'),
        migrations.AddField(
            model_name='logtile',
            name='epoch',
            field=models.BigIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name='logtile',
            constraint=models.UniqueConstraint(
                fields=('epoch', 'level', 'index'), name='one_tile_a_place'
            ),
        ),
        migrations.AlterField(
            model_name='loghead',
            name='id',
            field=rogatory.storage.tables.columns.RowNumber(primary_key=True, serialize=False),
        ),
        migrations.AddField(
            model_name='loghead',
            name='leaves',
            field=models.BinaryField(default=bytes),
        ),
        migrations.RunPython(move_unfinished_tile, move_back),
    ]
