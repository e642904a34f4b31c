import core.dates
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('customers', '0001_initial'),
        ('staff', '0001_initial'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailySummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='daily_summaries', to='staff.department')),
                ('day', models.DateField(verbose_name='Day')),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('status', models.CharField(choices=[('made', 'To be confirmed'), ('confirmed', 'Confirmed'), ('replaced', 'Replaced by a newer version')], default='made', max_length=20)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'day'], name='daily_summary_by_state')],
                'constraints': [models.UniqueConstraint(fields=('department', 'day', 'revision'), name='daily_summary_revision_once')],
            },
        ),
        migrations.CreateModel(
            name='WeeklySummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('account_manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weekly_summaries', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weekly_summaries', to='staff.department')),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('lines', models.JSONField(default=dict)),
                ('gathered_at', models.DateTimeField()),
                ('this_week', models.TextField(blank=True, verbose_name='This week')),
                ('problems', models.TextField(blank=True, verbose_name='Problems')),
                ('next_week', models.TextField(blank=True, verbose_name='Next week')),
                ('status', models.CharField(choices=[('draft', 'To be completed'), ('submitted', 'Handed in'), ('archived', 'Archived')], default='draft', max_length=20)),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='Comment')),
                ('submitted_at', models.DateTimeField(null=True)),
                ('number', models.CharField(max_length=20, null=True, unique=True, verbose_name='Number')),
                ('content_hash', models.CharField(blank=True, max_length=64)),
                ('archived_at', models.DateTimeField(null=True)),
                ('archived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document')),
            ],
            options={
                'indexes': [models.Index(fields=['department', 'status', 'first_day'], name='weekly_summary_by_state')],
                'constraints': [models.UniqueConstraint(fields=('account_manager', 'first_day', 'last_day'), name='weekly_summary_once_a_period'), models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='weekly_summary_days_ordered'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'archived'), _negated=True), models.Q(('number__isnull', False), ('archived_by__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='weekly_summary_archived_is_sealed')],
            },
        ),
        migrations.CreateModel(
            name='DailyLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='desk.dailysummary')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.consultation')),
                ('account_manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60)),
                ('need', models.TextField()),
                ('answer', models.TextField(blank=True)),
                ('open_difficulty', models.TextField(blank=True)),
                ('answer_minutes', models.PositiveIntegerField(null=True)),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='Comment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('summary', 'consultation'), name='daily_line_once')],
            },
        ),
    ]
