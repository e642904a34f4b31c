import core.dates
import core.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('core', '0001_initial'),
        ('staff', '__first__'),
        ('underwriting', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContractTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(default='loan', max_length=20)),
                ('language', models.CharField(choices=[('zh-hant', 'Traditional Chinese'), ('zh-hans', 'Simplified Chinese'), ('en', 'English')], max_length=10)),
                ('number', models.PositiveSmallIntegerField()),
                ('body', models.TextField()),
                ('valid_from', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'language', 'number'), name='template_version_once')],
            },
        ),
        migrations.CreateModel(
            name='LoanContract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='applications.application')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='underwriting.decision')),
                ('template', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contracttemplate')),
                ('amount', core.fields.MoneyField(decimal_places=2, max_digits=14)),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('term_months', models.PositiveSmallIntegerField()),
                ('annual_rate', models.DecimalField(decimal_places=6, max_digits=8)),
                ('method', models.CharField(choices=[('level_payment', 'Level payment'), ('equal_principal', 'Equal principal'), ('interest_only', 'Interest monthly, principal at the end'), ('bullet', 'Principal and interest at the end')], max_length=20)),
                ('document', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document')),
                ('status', models.CharField(choices=[('drafted', 'Being printed'), ('printed', 'Printed and sealed'), ('signed', 'Signed'), ('effective', 'Effective'), ('closed', 'Closed'), ('void', 'Void')], default='drafted', max_length=20)),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_on', models.DateField(null=True, verbose_name='Signed on')),
                ('void_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'void'), _negated=True), fields=('application',), name='contract_one_alive'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('annual_rate__gte', 0), ('term_months__gt', 0)), name='contract_terms_sound')],
            },
        ),
        migrations.CreateModel(
            name='Drawdown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawdowns', to='contracts.loancontract')),
                ('amount', core.fields.MoneyField(decimal_places=2, max_digits=14, verbose_name='Amount')),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('payee', models.CharField(max_length=120, verbose_name='Payee')),
                ('payee_account', core.fields.SealedTextField(verbose_name="Payee's account")),
                ('is_entrusted', models.BooleanField(default=True, verbose_name="Paid to the supplier on the borrower's behalf")),
                ('status', models.CharField(choices=[('requested', 'Requested'), ('checked', 'Checked by finance'), ('disbursed', 'Disbursed'), ('refused', 'Refused')], default='requested', max_length=20)),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disbursed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disbursed_on', models.DateField(null=True, verbose_name='Disbursed on')),
                ('bank_reference', models.CharField(blank=True, max_length=60, verbose_name='Bank reference')),
                ('refusal', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='drawdown_amount_positive'), models.CheckConstraint(condition=models.Q(('checked_by', models.F('requested_by')), _negated=True), name='drawdown_checker_is_another'), models.CheckConstraint(condition=models.Q(models.Q(('disbursed_by', models.F('requested_by')), _negated=True), models.Q(('disbursed_by', models.F('checked_by')), _negated=True)), name='drawdown_disburser_is_another')],
            },
        ),
    ]
