"""Accounts: an end for first secrets, two administrators for a reset, and nothing of a second factor in the clear.

What the log-in library kept before is carried over: an authenticator's seed is sealed with the node's secret; of the
recovery codes that are left, which had eight digits, each is kept by the function that passwords are kept by.
"""

import hmac
import os
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha1
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import migrations, models
from django.utils import timezone

from rogatory.seal.kept_secrets import PREFIX, seal_secret

OLD_CODES, OLD_DIGITS = 10, 8


def end_first_secrets(apps: Any, schema_editor: object) -> None:
    officers = apps.get_model('storage', 'Officer').objects
    officers.filter(must_change_secret=True).update(secret_until=timezone.now() + timedelta(days=3))


def keep_no_factor_in_the_clear(apps: Any, schema_editor: object) -> None:
    rows = apps.get_model('mfa', 'Authenticator').objects
    for row in rows.filter(type='totp'):
        if not row.data['secret'].startswith(PREFIX):
            row.data['secret'] = seal_secret(settings.SECRET_KEY, row.data['secret'], os.urandom)
            row.save(update_fields=['data'])
    for row in rows.filter(type='recovery_codes'):
        seed = row.data.get('seed')
        if seed is not None and not seed.startswith(PREFIX):
            left = [f'slow:{make_password(code)}' for code in old_codes(seed, row.data['used_mask'])]
            row.data = {'migrated_codes': left, 'viewed_at': row.data.get('viewed_at') or 1}
            row.save(update_fields=['data'])


def old_codes(seed: str, used_mask: int) -> Iterator[str]:
    """Those that were not used, as the log-in library makes them from a seed."""
    mac = hmac.new(seed.encode('ascii'), None, sha1)
    for number in range(OLD_CODES):
        mac.update(f'{number:3},'.encode())
        value = int.from_bytes(mac.digest()[: OLD_DIGITS // 2]) % 10**OLD_DIGITS
        if not used_mask & (1 << number):
            yield f'{value:0{OLD_DIGITS}}'


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0023_exchange'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        migrations.AddField('officer', 'secret_until', models.DateTimeField(blank=True, null=True)),
        migrations.AddField('officer', 'let_in_by', models.CharField(blank=True, default='', max_length=64)),
        migrations.CreateModel(
            name='AccountReset',
            fields=[
                ('number', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('asked_by', models.CharField(max_length=64)),
                ('proof', models.CharField(max_length=64)),
                ('asked', models.DateTimeField()),
            ],
        ),
        migrations.RunPython(end_first_secrets, migrations.RunPython.noop),
        migrations.RunPython(keep_no_factor_in_the_clear, migrations.RunPython.noop),
    ]
