# The tables of the first 23 migrations as they came out: a new database is not rebuilt step by step.
# What those steps did to rows has nothing to do there.

import django.core.validators
import django.db.models.deletion
import re
from importlib import import_module
from typing import Any

import rogatory.storage.tables.columns
from django.db import migrations, models

search = import_module('rogatory.storage.migrations.0017_search')


def begin_totals(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("storage", "PackageTotal").objects.create(id=1, count=0, size=0)


class Migration(migrations.Migration):

    replaces = [
        ('storage', '0001_first'),
        ('storage', '0002_transfers'),
        ('storage', '0003_law'),
        ('storage', '0004_peers'),
        ('storage', '0005_matters'),
        ('storage', '0006_matters_by_authority'),
        ('storage', '0007_roads'),
        ('storage', '0008_log_epochs'),
        ('storage', '0009_cards'),
        ('storage', '0010_followed_logs'),
        ('storage', '0011_duty'),
        ('storage', '0012_lines'),
        ('storage', '0013_aside'),
        ('storage', '0014_witnesses'),
        ('storage', '0015_lists'),
        ('storage', '0016_audit'),
        ('storage', '0017_search'),
        ('storage', '0018_initial_secrets'),
        ('storage', '0019_asked_after_end'),
        ('storage', '0020_package_totals'),
        ('storage', '0021_unfinished'),
        ('storage', '0022_package_lists'),
        ('storage', '0023_exchange'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=64, unique=True, validators=[django.core.validators.RegexValidator(re.compile('[a-z]{2}-[0-9]{4,8}\\Z'), "An officer's number is such as xb-0003.")])),
                ('display_name', models.CharField(blank=True, max_length=200)),
                ('roles', models.JSONField(blank=True, default=list)),
                ('authorities', models.JSONField(blank=True, default=list)),
                ('language', models.CharField(default='en', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('joined', models.DateTimeField(auto_now_add=True)),
                ('must_change_secret', models.BooleanField(default=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Accusation',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(max_length=2)),
                ('origin', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=64)),
                ('document', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('explained', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('balance', models.FloatField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AsideJob',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('payload', models.JSONField()),
                ('priority', models.IntegerField()),
                ('attempts', models.IntegerField()),
                ('problem', models.TextField()),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CallAttempt',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('page', models.CharField(db_index=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('step', models.IntegerField()),
                ('rung', models.CharField(max_length=64)),
                ('officer', models.CharField(max_length=64)),
                ('means', models.CharField(max_length=64)),
                ('target', models.TextField()),
                ('delivered', models.BooleanField()),
                ('problem', models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('note', models.TextField()),
                ('place', rogatory.storage.tables.columns.RowNumber(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='FollowedLog',
            fields=[
                ('origin', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=2)),
                ('size', models.BigIntegerField()),
                ('note', models.TextField(null=True)),
                ('followed', models.DateTimeField(null=True)),
                ('problem', models.TextField(null=True)),
                ('problem_since', models.DateTimeField(null=True)),
                ('proof', models.CharField(max_length=64, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('authority', models.CharField(db_index=True, max_length=64)),
                ('document', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('confirmed_by', models.CharField(max_length=64, null=True)),
                ('confirmed', models.DateTimeField(null=True)),
                ('remark', models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='HeldReview',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('thread', models.CharField(db_index=True, max_length=36)),
                ('authority', models.CharField(max_length=64)),
                ('officer', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('proceed', models.BooleanField()),
                ('reason', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='LawCorrection',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('document', models.CharField(max_length=64)),
                ('section', models.CharField(max_length=64)),
                ('authority', models.CharField(max_length=64)),
                ('proposed_by', models.CharField(max_length=64)),
                ('proposed', models.DateTimeField()),
                ('reviewed_by', models.CharField(max_length=64, null=True)),
                ('reviewed', models.DateTimeField(null=True)),
                ('accepted', models.BooleanField(null=True)),
                ('reason', models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LetterDispatch',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('message', models.CharField(max_length=64)),
                ('thread', models.CharField(db_index=True, max_length=36)),
                ('channel', models.CharField(max_length=64)),
                ('dispatched', models.DateTimeField()),
                ('reference', models.TextField()),
                ('authority', models.CharField(max_length=64)),
                ('officer', models.CharField(max_length=64)),
                ('recorded', models.DateTimeField()),
                ('proof', models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='LogHead',
            fields=[
                ('id', rogatory.storage.tables.columns.RowNumber(primary_key=True, serialize=False)),
                ('size', models.BigIntegerField()),
                ('nodes', models.BinaryField()),
                ('leaves', models.BinaryField(default=bytes)),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('thread', models.CharField(max_length=36)),
                ('sender_state', models.CharField(max_length=2)),
                ('sequence', models.BigIntegerField()),
                ('kind', models.TextField()),
                ('message', models.BinaryField()),
                ('p256', models.BinaryField()),
                ('mldsa65', models.BinaryField(null=True)),
                ('approvals', models.BinaryField()),
                ('direction', models.CharField(max_length=3)),
                ('peer', models.CharField(max_length=2)),
                ('at', models.DateTimeField()),
                ('delivery', models.CharField(max_length=64)),
                ('problem', models.TextField(null=True)),
                ('reading', models.BinaryField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['thread', 'sender_state', 'sequence'], name='message_in_thread'), models.Index(condition=models.Q(('delivery', 'waiting')), fields=['id'], name='message_undelivered'), models.Index(condition=models.Q(('kind', 'policy_notice')), fields=['sender_state', 'id'], name='message_policy_notice'), models.Index(fields=['peer', 'id'], name='message_of_peer')],
            },
        ),
        migrations.CreateModel(
            name='Nonce',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('nonce', models.CharField(max_length=200)),
                ('until', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'nonce'), name='nonce_once')],
            },
        ),
        migrations.CreateModel(
            name='OfficerContact',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('officer', models.CharField(db_index=True, max_length=64)),
                ('mail', models.JSONField()),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OwnCosignature',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=100)),
                ('size', models.BigIntegerField()),
                ('state', models.CharField(max_length=2)),
                ('lines', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('origin', 'size', 'state'), name='one_word_a_size')],
            },
        ),
        migrations.CreateModel(
            name='Package',
            fields=[
                ('seal', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('package', models.CharField(max_length=36)),
                ('bag', models.CharField(db_index=True, max_length=64)),
                ('thread', models.CharField(db_index=True, max_length=36, null=True)),
                ('direction', models.CharField(max_length=3)),
                ('peer', models.CharField(max_length=2, null=True)),
                ('sender', models.CharField(max_length=64)),
                ('payload_size', models.BigIntegerField()),
                ('segment_size', models.BigIntegerField()),
                ('segments', models.BigIntegerField()),
                ('present', models.BigIntegerField()),
                ('complete', models.BooleanField()),
                ('received', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['received', 'seal'], name='package_by_arrival'), models.Index(fields=['peer', 'received', 'seal'], name='package_by_peer'), models.Index(fields=['direction', 'received', 'seal'], name='package_by_direction'), models.Index(condition=models.Q(('complete', False)), fields=['received', 'seal'], name='package_under_way')],
            },
        ),
        migrations.CreateModel(
            name='PackageDocument',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('digest', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='PackageTotal',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('count', models.BigIntegerField(default=0)),
                ('size', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Page',
            fields=[
                ('id', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_index=True)),
                ('thread', models.CharField(db_index=True, max_length=36, null=True)),
                ('reason', models.TextField()),
                ('seen_by', models.CharField(max_length=64, null=True)),
                ('seen', models.DateTimeField(null=True)),
                ('urgency', models.CharField(default='routine', max_length=64)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('seen', None)), fields=['at'], name='page_unseen')],
            },
        ),
        migrations.CreateModel(
            name='PeerLine',
            fields=[
                ('state', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('heard', models.DateTimeField(null=True)),
                ('answered', models.DateTimeField(null=True)),
                ('failures', models.IntegerField(default=0)),
                ('silent_since', models.DateTimeField(null=True)),
                ('tried', models.DateTimeField(null=True)),
                ('next_try', models.DateTimeField(null=True)),
                ('problem', models.TextField(null=True)),
                ('skew', models.BigIntegerField(null=True)),
                ('measured', models.DateTimeField(null=True)),
                ('group', models.CharField(max_length=40, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('matter', models.CharField(max_length=64)),
                ('subject', models.CharField(max_length=36)),
                ('document', models.BinaryField()),
                ('authority', models.CharField(max_length=64)),
                ('proposed_by', models.CharField(max_length=64)),
                ('proposed', models.DateTimeField()),
                ('decided_by', models.CharField(max_length=64, null=True)),
                ('decided', models.DateTimeField(null=True)),
                ('accepted', models.BooleanField(null=True)),
                ('reason', models.TextField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['matter', 'subject', 'proposed', 'id'], name='proposal_on')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('other', models.CharField(db_index=True, max_length=36)),
            ],
        ),
        migrations.CreateModel(
            name='RoadStep',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('thread', models.CharField(db_index=True, max_length=36)),
                ('subject', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=64)),
                ('officer', models.CharField(max_length=64)),
                ('detail', models.CharField(max_length=200)),
                ('first', models.DateTimeField()),
                ('last', models.DateTimeField()),
                ('times', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'kind', 'officer', 'detail'), name='one_row_for_like_steps')],
            },
        ),
        migrations.CreateModel(
            name='Roster',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('authority', models.CharField(db_index=True, max_length=64)),
                ('document', models.BinaryField()),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('officer', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=100)),
                ('query', models.TextField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('officer', 'name'), name='one_view_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Segment',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('index', models.IntegerField()),
                ('blake3', models.BinaryField(db_index=True, max_length=32)),
                ('present', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='SegmentServed',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('seal', models.CharField(max_length=64)),
                ('peer', models.CharField(max_length=2)),
                ('index', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seal', 'peer', 'index'), name='one_serving_a_state')],
            },
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('value', models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SoughtReceipt',
            fields=[
                ('message', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('state', models.CharField(db_index=True, max_length=2)),
                ('origin', models.CharField(max_length=80)),
                ('index', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('problem', models.TextField(null=True)),
                ('waits', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='StandIn',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('authority', models.CharField(max_length=64)),
                ('officer', models.CharField(max_length=64)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('by', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['authority', 'ends'], name='stand_in_of')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('thread', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('peer', models.CharField(max_length=2)),
                ('kind', models.TextField()),
                ('title', models.TextField()),
                ('status', models.CharField(max_length=64)),
                ('role', models.CharField(max_length=10)),
                ('urgency', models.CharField(max_length=64)),
                ('opened', models.DateTimeField()),
                ('last_activity', models.DateTimeField()),
                ('hold_start', models.DateTimeField(null=True)),
                ('hold_end', models.DateTimeField(null=True)),
                ('needs_answer', models.BooleanField()),
                ('related', models.JSONField()),
                ('basis', models.CharField(default='', max_length=64)),
                ('ended', models.BooleanField(default=False)),
                ('restricted', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['last_activity', 'thread'], name='thread_by_activity'), models.Index(fields=['opened', 'thread'], name='thread_by_opening'), models.Index(fields=['peer', 'last_activity', 'thread'], name='thread_by_peer'), models.Index(fields=['kind', 'last_activity', 'thread'], name='thread_by_kind'), models.Index(fields=['status', 'last_activity', 'thread'], name='thread_by_status'), models.Index(fields=['urgency', 'last_activity', 'thread'], name='thread_by_urgency'), models.Index(fields=['basis', 'last_activity', 'thread'], name='thread_by_basis'), models.Index(fields=['ended', 'last_activity', 'thread'], name='thread_by_end'), models.Index(fields=['needs_answer', 'last_activity', 'thread'], name='thread_by_need'), models.Index(condition=models.Q(('ended', False), ('hold_end__isnull', False)), fields=['hold_end', 'thread'], name='thread_held'), models.Index(condition=models.Q(('needs_answer', True)), fields=['opened', 'thread'], name='thread_waiting'), models.Index(condition=models.Q(('ended', True), ('needs_answer', True)), fields=['opened', 'thread'], name='thread_asked_after_end')],
            },
        ),
        migrations.CreateModel(
            name='ThreadReader',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('thread', models.CharField(max_length=36)),
                ('officer', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'officer'), name='one_reader_a_thread')],
            },
        ),
        migrations.CreateModel(
            name='ThreadTarget',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('target', models.CharField(db_index=True, max_length=64)),
                ('thread', models.CharField(db_index=True, max_length=36)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('target', 'thread'), name='one_target_a_thread')],
            },
        ),
        migrations.CreateModel(
            name='ThreadText',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('thread', models.CharField(max_length=36, unique=True)),
                ('said', models.TextField(default='')),
                ('inside', models.TextField(default='')),
                ('offices', models.TextField(default='')),
            ],
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('seal', models.CharField(max_length=64)),
                ('peer', models.CharField(max_length=2)),
                ('direction', models.CharField(max_length=3)),
                ('began', models.DateTimeField()),
                ('segments', models.BigIntegerField(default=0)),
                ('moved', models.BigIntegerField(default=0)),
                ('last', models.DateTimeField(null=True)),
                ('recent', models.JSONField(default=list)),
                ('failures', models.IntegerField(default=0)),
                ('problem', models.TextField(null=True)),
                ('by_courier', models.BigIntegerField(default=0)),
                ('disks', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seal', 'peer'), name='one_transfer_a_state')],
            },
        ),
        migrations.CreateModel(
            name='Unfinished',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('officer', models.CharField(max_length=64)),
                ('kind', models.TextField()),
                ('thread', models.CharField(max_length=36, null=True)),
                ('related', models.JSONField()),
                ('sender', models.TextField()),
                ('addressee', models.TextField()),
                ('language', models.TextField()),
                ('body', models.JSONField()),
                ('begun', models.DateTimeField()),
                ('changed', models.DateTimeField(db_index=True)),
                ('revision', models.BigIntegerField()),
                ('touched', models.JSONField()),
                ('taken_back', models.CharField(max_length=36, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['officer', 'changed'], name='unfinished_of_officer')],
            },
        ),
        migrations.CreateModel(
            name='WitnessContact',
            fields=[
                ('state', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('origin', models.CharField(max_length=100)),
                ('size', models.BigIntegerField()),
                ('asked', models.DateTimeField()),
                ('answered', models.DateTimeField(null=True)),
                ('problem', models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='WitnessedLog',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('state', models.CharField(max_length=2)),
                ('epoch', models.IntegerField()),
                ('origin', models.CharField(max_length=100)),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField()),
                ('note', models.TextField(null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('state', 'epoch'), name='one_log_an_epoch')],
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('officer', models.CharField(max_length=64)),
                ('page', models.CharField(max_length=64)),
                ('thread', models.CharField(max_length=36)),
                ('subject', models.CharField(max_length=200)),
                ('bucket', models.CharField(max_length=40)),
                ('at', models.DateTimeField(db_index=True)),
                ('last', models.DateTimeField()),
                ('times', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['officer', 'id'], name='access_by_officer'), models.Index(fields=['kind', 'id'], name='access_by_kind'), models.Index(fields=['thread', 'id'], name='access_by_thread')],
                'constraints': [models.UniqueConstraint(fields=('officer', 'bucket', 'kind', 'page', 'thread', 'subject'), name='one_row_for_like_accesses')],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(max_length=2)),
                ('data', models.BinaryField()),
                ('received', models.DateTimeField()),
                ('given_by', models.CharField(max_length=2)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'id'], name='card_of')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('thread', models.CharField(db_index=True, max_length=36)),
                ('kind', models.TextField()),
                ('sender', models.CharField(max_length=64)),
                ('addressee', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=64)),
                ('body', models.JSONField()),
                ('attachments', models.JSONField()),
                ('related', models.JSONField()),
                ('content', models.CharField(max_length=64)),
                ('drafted_by', models.CharField(max_length=64)),
                ('drafted', models.DateTimeField()),
                ('sent_as', models.CharField(max_length=64, null=True)),
                ('ended', models.DateTimeField(null=True)),
                ('ended_as', models.CharField(max_length=64, null=True)),
                ('ended_by', models.CharField(max_length=64, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_as', None), ('sent_as', None)), fields=['drafted'], name='draft_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('officer', models.CharField(max_length=64)),
                ('assertion', models.JSONField()),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='storage.draft')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('draft', 'officer'), name='one_approval_an_officer')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('payload', models.JSONField()),
                ('run_at', models.DateTimeField()),
                ('attempts', models.IntegerField(default=0)),
                ('leased_by', models.CharField(max_length=100, null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('again_at', models.DateTimeField(null=True)),
                ('problem', models.TextField(null=True)),
                ('priority', models.IntegerField(default=20)),
                ('faults', models.IntegerField(default=0)),
                ('unended', models.IntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['run_at', 'id'], name='job_next'), models.Index(fields=['-priority', 'run_at', 'id'], name='job_first')],
            },
        ),
        migrations.CreateModel(
            name='LawDecision',
            fields=[
                ('id', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('officer', models.CharField(max_length=64)),
                ('authority', models.CharField(max_length=64)),
                ('matter', models.CharField(max_length=64)),
                ('subject', models.CharField(max_length=36)),
                ('question', models.CharField(max_length=64, null=True)),
                ('answer', models.TextField()),
                ('reason', models.TextField()),
                ('law', models.CharField(max_length=64)),
                ('details', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'at', 'id'], name='decisions_of_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='LogEvent',
            fields=[
                ('digest', models.CharField(max_length=64, unique=True)),
                ('object', models.CharField(db_index=True, max_length=64)),
                ('action', models.CharField(max_length=64)),
                ('event', models.BinaryField()),
                ('p256', models.BinaryField()),
                ('mldsa65', models.BinaryField(null=True)),
                ('salt', models.BinaryField()),
                ('commitment', models.CharField(max_length=64)),
                ('logged', models.DateTimeField()),
                ('thread', models.CharField(db_index=True, max_length=36, null=True)),
                ('place', rogatory.storage.tables.columns.RowNumber(primary_key=True, serialize=False)),
                ('officer', models.CharField(default='', max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['officer', 'place'], name='event_by_officer'), models.Index(fields=['action', 'place'], name='event_by_action'), models.Index(fields=['logged'], name='event_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='LogTile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('level', models.IntegerField()),
                ('index', models.BigIntegerField()),
                ('data', models.BinaryField()),
                ('epoch', models.BigIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('epoch', 'level', 'index'), name='one_tile_a_place')],
            },
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('thread', models.CharField(max_length=36, primary_key=True, serialize=False)),
                ('authority', models.CharField(db_index=True, max_length=64)),
                ('case_number', models.TextField(null=True)),
                ('case_key', models.CharField(db_index=True, max_length=64, null=True)),
                ('assignee', models.CharField(db_index=True, max_length=64, null=True)),
                ('stage', models.CharField(max_length=64)),
                ('watched', models.BooleanField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('watched', True)), fields=['thread'], name='matter_watched')],
            },
        ),
        migrations.CreateModel(
            name='MatterEntry',
            fields=[
                ('serial', models.BigAutoField(primary_key=True, serialize=False)),
                ('id', models.CharField(max_length=36, unique=True)),
                ('thread', models.CharField(db_index=True, max_length=36)),
                ('kind', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('officer', models.CharField(max_length=64)),
                ('authority', models.CharField(max_length=64)),
                ('data', models.JSONField()),
            ],
            options={
                'indexes': [models.Index(fields=['officer', 'serial'], name='entry_by_officer'), models.Index(fields=['at'], name='entry_by_moment')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='receipt', serialize=False, to='storage.message')),
                ('receipt', models.BinaryField()),
                ('p256', models.BinaryField()),
                ('mldsa65', models.BinaryField(null=True)),
                ('kept', models.BooleanField()),
            ],
        ),
        migrations.AddField(
            model_name='packagedocument',
            name='package',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='storage.package'),
        ),
        migrations.AddField(
            model_name='segment',
            name='package',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='storage.package'),
        ),
        migrations.AddField(
            model_name='relation',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='storage.thread'),
        ),
        migrations.AddConstraint(
            model_name='packagedocument',
            constraint=models.UniqueConstraint(fields=('package', 'name'), name='one_document_a_name'),
        ),
        migrations.AddIndex(
            model_name='segment',
            index=models.Index(condition=models.Q(('present', False)), fields=['package', 'index'], name='segment_missing'),
        ),
        migrations.AddConstraint(
            model_name='segment',
            constraint=models.UniqueConstraint(fields=('package', 'index'), name='one_segment_a_place'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('thread', 'other'), name='one_relation_a_pair'),
        ),
        migrations.RunPython(search.index, search.unindex),
        migrations.RunPython(begin_totals, migrations.RunPython.noop),
    ]
