from django.db import migrations, models
from django.db.models import Max

KINDS = [
    ('resident_id', 'Resident identity card'),
    ('residence_permit', 'Residence permit for Hong Kong, Macao and Taiwan residents'),
    ('passport', 'Passport'),
    ('hk_macao_pass', 'Mainland travel permit for Hong Kong and Macao residents'),
    ('taiwan_pass', 'Mainland travel permit for Taiwan residents'),
    ('taiwan_id', 'Identity card of Taiwan'),
    ('military', "Military officer's paper"),
    ('credit_code', 'Unified social credit code'),
    ('taiwan_business', 'Unified business number of Taiwan'),
]
USUAL = {'person': 'resident_id', 'company': 'credit_code'}


def let_hits_count(apps, schema_editor):
    """Only a merge could put a check above a hit that risk had not decided: such a hit counts again."""
    checks = apps.get_model('customers', 'Screening').objects
    for hit in checks.filter(finding='hit', decision='').iterator():
        last = checks.filter(customer=hit.customer_id, source=hit.source).aggregate(last=Max('pk'))['last']
        if last > hit.pk:
            checks.filter(pk=hit.pk).update(outlives=last)


def name_papers(apps, schema_editor):
    """Until now an entry took the usual number of its kind and no other."""
    for label in ('BlacklistEntry', 'InsiderEntry'):
        for kind, paper in USUAL.items():
            apps.get_model('customers', label).objects.filter(kind=kind).exclude(identity_tail='').update(
                identity_type=paper
            )


def index_addresses(apps, schema_editor):
    """The index and the area leave out a province that is written without 省, so each address is opened once."""
    for name, columns in (('Customer', ['address_index', 'area']), ('Address', ['address_index'])):
        for row in apps.get_model('customers', name).objects.exclude(address_index='').iterator():
            row.save(update_fields=columns)


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0009_one_form_everywhere'),
    ]

    operations = [
        migrations.AddField(
            model_name='screening',
            name='outlives',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='blacklistentry',
            name='identity_type',
            field=models.CharField(blank=True, choices=KINDS, max_length=20, verbose_name='Type of identity'),
        ),
        migrations.AddField(
            model_name='insiderentry',
            name='identity_type',
            field=models.CharField(blank=True, choices=KINDS, max_length=20, verbose_name='Type of identity'),
        ),
        migrations.AddField(
            model_name='lookalike',
            name='papers',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.RunPython(let_hits_count, migrations.RunPython.noop),
        migrations.RunPython(name_papers, migrations.RunPython.noop),
        migrations.RunPython(index_addresses, migrations.RunPython.noop),
    ]
