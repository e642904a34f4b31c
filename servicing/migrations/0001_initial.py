import core.dates
import core.fields
import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from core.protect import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('contracts', '0001_initial'),
        ('core', '0001_initial'),
        ('customers', '0001_initial'),
        ('staff', '0001_initial'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='DailyRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('business_date', models.DateField()),
                ('loans_changed', models.PositiveIntegerField()),
                ('content_hash', models.CharField(max_length=64)),
                ('ran_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='applications.application')),
                ('drawdown', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='loan', to='contracts.drawdown')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='customers.customer')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to='staff.department')),
                ('account_manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loans', to=settings.AUTH_USER_MODEL)),
                ('principal', core.fields.MoneyField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('annual_rate', models.DecimalField(decimal_places=6, max_digits=8)),
                ('penalty_multiplier', models.DecimalField(decimal_places=2, max_digits=4)),
                ('method', models.CharField(choices=[('level_payment', 'Level payment'), ('equal_principal', 'Equal principal'), ('interest_only', 'Interest monthly, principal at the end'), ('bullet', 'Principal and interest at the end')], max_length=20)),
                ('disbursed_on', models.DateField()),
                ('status', models.CharField(choices=[('active', 'Active'), ('settled', 'Settled'), ('written_off', 'Written off')], default='active', max_length=20)),
                ('principal_paid', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ('settled_on', models.DateField(null=True)),
                ('next_due_on', models.DateField(null=True)),
                ('next_payable_until', models.DateField(null=True)),
                ('days_past_due', models.PositiveIntegerField(default=0)),
                ('overdue_amount', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ('as_of', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['account_manager', 'status'], name='loan_of_manager'), models.Index(fields=['department', 'status'], name='loan_of_department'), models.Index(fields=['status', 'next_due_on', '-id'], name='loan_by_due'), models.Index(fields=['status', 'next_payable_until'], name='loan_by_payable'), models.Index(models.F('status'), django.db.models.expressions.CombinedExpression(models.F('principal'), '-', models.F('principal_paid')), name='loan_by_balance')],
                'constraints': [models.CheckConstraint(condition=models.Q(('principal__gt', 0), ('principal_paid__lte', models.F('principal'))), name='loan_principal_sound')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptsMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='servicing.loan')),
                ('kind', models.CharField(choices=[('payment', 'Repayment'), ('reversal', 'Reversal')], max_length=10)),
                ('received_on', models.DateField(verbose_name='Received on')),
                ('amount', core.fields.MoneyField(decimal_places=2, max_digits=14, verbose_name='Amount')),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('client_ref', models.CharField(max_length=80, verbose_name='Bank reference')),
                ('reverses', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='servicing.posting')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='Note')),
                ('posted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('posted_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['received_on', 'id'],
                'constraints': [models.UniqueConstraint(fields=('loan', 'client_ref'), name='posting_client_ref_once'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='posting_amount_positive'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'payment'), ('reverses', None)), models.Q(('kind', 'reversal'), ('reverses__isnull', False)), _connector='OR'), name='posting_reversal_names_payment')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schedules', to='servicing.loan')),
                ('number', models.PositiveSmallIntegerField()),
                ('is_current', models.BooleanField(default=True)),
                ('terms', models.JSONField()),
                ('reason', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('loan', 'number'), name='schedule_version_once'), models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('loan',), name='schedule_one_current')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='servicing.schedule')),
                ('number', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('payable_until', models.DateField()),
                ('principal', core.fields.MoneyField(decimal_places=2, max_digits=14)),
                ('interest', core.fields.MoneyField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('principal_paid', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ('interest_paid', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14)),
                ('settled_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('settled_on', None)), fields=['due_on'], name='instalment_open_by_due')],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'number'), name='instalment_once'), models.CheckConstraint(condition=models.Q(('interest_paid__lte', models.F('interest')), ('principal_paid__lte', models.F('principal'))), name='instalment_not_overpaid')],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='servicing.posting')),
                ('caused_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='servicing.posting')),
                ('instalment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='servicing.instalment')),
                ('part', models.CharField(choices=[('fee', 'Fee'), ('compound', 'Interest on overdue interest'), ('penalty', 'Penalty interest'), ('interest', 'Interest'), ('principal', 'Principal'), ('suspense', 'Held')], max_length=10)),
                ('amount', core.fields.MoneyField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(default='CNY', max_length=3)),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instalment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='servicing.instalment')),
                ('kind', models.CharField(choices=[('before_3', 'Three days before the due date'), ('after_1', 'One day overdue'), ('after_7', 'Seven days overdue')], max_length=10)),
                ('recipient', models.CharField(max_length=60)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.customer')),
                ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='core.outgoingmail')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.task')),
                ('business_date', models.DateField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('mail', None)), fields=['person', 'business_date'], name='reminder_for_digest')],
                'constraints': [models.UniqueConstraint(fields=('instalment', 'kind', 'recipient'), name='reminder_once')],
            },
        ),
        migrations.RunPython(append_only("servicing_posting"), migrations.RunPython.noop),
        migrations.RunPython(append_only("servicing_allocation"), migrations.RunPython.noop),
    ]
