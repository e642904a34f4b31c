import core.dates
import core.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('applications', '0001_initial'),
        ('customers', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Collateral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collateral', to='applications.application')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collateral', to='customers.customer')),
                ('kind', models.CharField(choices=[('home', 'Home'), ('shop', 'Shop'), ('office', 'Office'), ('plant', 'Plant'), ('land', 'Land-use right'), ('equipment', 'Equipment'), ('vehicle', 'Vehicle')], max_length=20, verbose_name='Kind')),
                ('description', models.CharField(max_length=200, verbose_name='Description')),
                ('title_number', models.CharField(max_length=60, verbose_name='Title number')),
                ('area', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='Area in m²')),
                ('appraised_value', core.fields.MoneyField(decimal_places=2, max_digits=14, verbose_name='Appraised value')),
                ('appraised_on', models.DateField(verbose_name='Appraised on')),
                ('appraiser', models.CharField(max_length=80, verbose_name='Appraiser')),
                ('internal_value', core.fields.MoneyField(decimal_places=2, max_digits=14, verbose_name='Internal value')),
                ('loan_to_value', models.DecimalField(decimal_places=4, max_digits=5)),
                ('prior_claims', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Prior claims')),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('finding', models.CharField(blank=True, max_length=500, verbose_name='Ownership and enforceability')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('appraised', 'Appraised'), ('accepted', 'Accepted'), ('registered', 'Registered'), ('released', 'Released'), ('rejected', 'Rejected')], default='proposed', max_length=20)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('appraised_value__gt', 0), ('internal_value__gt', 0), ('prior_claims__gte', 0)), name='collateral_values_positive')],
            },
        ),
        migrations.CreateModel(
            name='Guarantee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=core.dates.now, editable=False)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarantees', to='applications.application')),
                ('guarantor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guarantees', to='customers.customer')),
                ('relation', models.CharField(blank=True, max_length=60, verbose_name='Relation to the borrower')),
                ('net_assets', core.fields.MoneyField(decimal_places=2, max_digits=14, verbose_name='Net assets')),
                ('monthly_income', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Monthly income')),
                ('living_cost', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Monthly living cost')),
                ('own_instalments', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Own monthly instalments')),
                ('outstanding_guarantees', core.fields.MoneyField(decimal_places=2, default=0, max_digits=14, verbose_name='Guarantees given elsewhere')),
                ('currency', models.CharField(default='CNY', max_length=3)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='Note')),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('verified', 'Verified'), ('effective', 'Effective'), ('released', 'Released'), ('rejected', 'Rejected')], default='proposed', max_length=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'rejected'), _negated=True), fields=('application', 'guarantor'), name='guarantor_once_a_case'), models.CheckConstraint(condition=models.Q(('living_cost__gte', 0), ('monthly_income__gte', 0), ('net_assets__gte', 0), ('outstanding_guarantees__gte', 0), ('own_instalments__gte', 0)), name='guarantee_figures_not_negative')],
            },
        ),
    ]
