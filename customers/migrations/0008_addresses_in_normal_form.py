from django.db import migrations


def index_addresses(apps, schema_editor):
    """The index is a keyed hash of what is sealed, in the form in which it is compared, so each address is opened once."""
    for name in ("Customer", "Address"):
        for row in apps.get_model("customers", name).objects.exclude(address_index="").iterator():
            row.save(update_fields=["address_index"])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_credit_corrections'),
    ]

    operations = [
        migrations.RunPython(index_addresses, migrations.RunPython.noop),
    ]
