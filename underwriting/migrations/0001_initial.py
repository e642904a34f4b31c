import core.dates
import core.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from core.protect import append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('core', '0001_initial'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Investigation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='investigations', to='applications.application')),
                ('round', models.PositiveSmallIntegerField()),
                ('conduct', models.TextField(blank=True, max_length=3000, verbose_name='How the investigation was done')),
                ('operation', models.TextField(blank=True, max_length=3000, verbose_name='Operation and market')),
                ('risks', models.TextField(blank=True, max_length=3000, verbose_name='Risks and what answers them')),
                ('opinion', models.TextField(blank=True, max_length=3000, verbose_name='Opinion')),
                ('amount', core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Suggested amount')),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('term_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Suggested term in months')),
                ('annual_rate', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='Suggested yearly rate')),
                ('method', models.CharField(blank=True, choices=[('level_payment', 'Level payment'), ('equal_principal', 'Equal principal'), ('interest_only', 'Interest monthly, principal at the end'), ('bullet', 'Principal and interest at the end')], max_length=20, verbose_name='Suggested repayment')),
                ('is_legal', models.CharField(blank=True, max_length=200, verbose_name='Legality')),
                ('is_compliant', models.CharField(blank=True, max_length=200, verbose_name='Compliance')),
                ('is_safe', models.CharField(blank=True, max_length=200, verbose_name='Safety')),
                ('is_profitable', models.CharField(blank=True, max_length=200, verbose_name='Profitability')),
                ('revenue_growth', models.DecimalField(decimal_places=4, default=0, max_digits=6, verbose_name='Expected revenue growth')),
                ('debt_due', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Instalment principal due within 12 months')),
                ('monthly_income', core.fields.MoneyField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Net monthly income of the household')),
                ('own_instalments', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Monthly instalments of existing debts')),
                ('living_cost', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Monthly living cost')),
                ('release_on', models.DateField(blank=True, null=True, verbose_name='Planned release')),
                ('first_due_on', models.DateField(blank=True, null=True, verbose_name='First instalment due')),
                ('dissent', models.CharField(blank=True, max_length=500, verbose_name='Dissent of the second investigator')),
                ('lead_signed_at', models.DateTimeField(null=True)),
                ('second_signed_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'round'), name='investigation_once_a_round')],
            },
        ),
        migrations.CreateModel(
            name='FeasibilityReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='applications.application')),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='underwriting.investigation')),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.JSONField()),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.document')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'number'), name='report_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('investigation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='underwriting.investigation')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='applications.checklistitem')),
                ('result', models.CharField(choices=[('normal', 'In order'), ('doubtful', 'Doubts remain'), ('false', 'Not as stated'), ('not_applicable', 'Not applicable')], max_length=20, verbose_name='Finding')),
                ('source', models.CharField(choices=[('document', 'Document'), ('seen', 'Seen on site'), ('told', 'Told by someone'), ('query', 'Public query')], max_length=20, verbose_name='Source of the fact')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='Note')),
                ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField()),
                ('attachments', models.ManyToManyField(related_name='+', to='core.attachment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('investigation', 'item'), name='finding_once_an_item')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='applications.application')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='underwriting.feasibilityreport')),
                ('round', models.PositiveSmallIntegerField()),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'Department manager'), (2, 'Risk officer')])),
                ('is_final', models.BooleanField()),
                ('outcome', models.CharField(choices=[('approved', 'Approved'), ('agreed', 'Agreed, goes up'), ('returned', 'Returned'), ('declined', 'Declined')], max_length=20)),
                ('amount', core.fields.MoneyField(decimal_places=2, max_digits=14, null=True)),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('term_months', models.PositiveSmallIntegerField(null=True)),
                ('annual_rate', models.DecimalField(decimal_places=6, max_digits=8, null=True)),
                ('method', models.CharField(blank=True, choices=[('level_payment', 'Level payment'), ('equal_principal', 'Equal principal'), ('interest_only', 'Interest monthly, principal at the end'), ('bullet', 'Principal and interest at the end')], max_length=20)),
                ('reason', models.TextField(max_length=2000)),
                ('terms_hash', models.CharField(max_length=64)),
                ('parameters', models.JSONField(default=dict)),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('valid_until', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'round', 'level'), name='decision_once_a_level'), models.UniqueConstraint(fields=('application', 'round', 'made_by'), name='decision_nobody_twice'), models.CheckConstraint(condition=models.Q(('made_by', models.F('submitted_by')), _negated=True), name='decision_not_by_submitter')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='underwriting.decision')),
                ('kind', models.CharField(choices=[('precedent', 'Before release'), ('subsequent', 'After release')], max_length=20)),
                ('text', models.CharField(max_length=300, verbose_name='Condition')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_on', models.DateField(null=True, verbose_name='Due')),
                ('status', models.CharField(choices=[('open', 'Open'), ('met', 'Met'), ('waived', 'Waived')], default='open', max_length=20)),
                ('evidence', models.CharField(blank=True, max_length=300, verbose_name='Evidence')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunPython(append_only("underwriting_decision"), migrations.RunPython.noop),
    ]
