import core.fields
import customers.addresses
from django.conf import settings
from django.db import migrations, models


def name_papers(apps, schema_editor):
    """What was kept without a kind of paper has an identity card, a company its credit code."""
    customers, parties = apps.get_model("customers", "Customer"), apps.get_model("customers", "RelatedParty")
    for kind, paper in (("person", "resident_id"), ("company", "credit_code")):
        customers.objects.filter(kind=kind, identity_type="").update(identity_type=paper)
        parties.objects.filter(kind=kind, identity_type="", identity_index__isnull=False).update(identity_type=paper)


def index_addresses(apps, schema_editor):
    """The index is a keyed hash of what is sealed, so each address is opened once."""
    for row in apps.get_model("customers", "Address").objects.iterator():
        row.save(update_fields=["address_index"])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_initial'),
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='address',
            name='address_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, folded_by=customers.addresses.normal, max_length=64, source='address'),
        ),
        migrations.AddField(
            model_name='relatedparty',
            name='identity_type',
            field=models.CharField(blank=True, choices=[('resident_id', 'Resident identity card'), ('residence_permit', 'Residence permit for Hong Kong, Macao and Taiwan residents'), ('passport', 'Passport'), ('hk_macao_pass', 'Mainland travel permit for Hong Kong and Macao residents'), ('taiwan_pass', 'Mainland travel permit for Taiwan residents'), ('taiwan_id', 'Identity card of Taiwan'), ('military', "Military officer's paper"), ('credit_code', 'Unified social credit code'), ('taiwan_business', 'Unified business number of Taiwan')], max_length=20, verbose_name='Type of identity'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='identity_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, source='identity'),
        ),
        migrations.AlterField(
            model_name='customer',
            name='identity_type',
            field=models.CharField(choices=[('resident_id', 'Resident identity card'), ('residence_permit', 'Residence permit for Hong Kong, Macao and Taiwan residents'), ('passport', 'Passport'), ('hk_macao_pass', 'Mainland travel permit for Hong Kong and Macao residents'), ('taiwan_pass', 'Mainland travel permit for Taiwan residents'), ('taiwan_id', 'Identity card of Taiwan'), ('military', "Military officer's paper"), ('credit_code', 'Unified social credit code'), ('taiwan_business', 'Unified business number of Taiwan')], max_length=20, verbose_name='Type of identity'),
        ),
        migrations.AlterField(
            model_name='relatedparty',
            name='identity_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, max_length=64, null=True, source='identity'),
        ),
        migrations.RunPython(name_papers, migrations.RunPython.noop),
        migrations.RunPython(index_addresses, migrations.RunPython.noop),
    ]
