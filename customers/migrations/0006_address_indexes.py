from django.db import migrations

from core.sealing import blind_index
from customers.addresses import normal


def fill(apps, schema_editor):
    """Files from before addresses could be searched get their index; nothing else of them is touched."""
    customers = apps.get_model("customers", "Customer")
    batch = []
    for customer in customers.objects.exclude(address="").filter(address_index="").iterator(chunk_size=500):
        customer.address_index = blind_index(normal(customer.address), "customers.customer.address")
        batch.append(customer)
        if len(batch) == 500:
            customers.objects.bulk_update(batch, ["address_index"])
            batch.clear()
    customers.objects.bulk_update(batch, ["address_index"])


class Migration(migrations.Migration):
    dependencies = [
        ('customers', '0005_duplicates_and_ownership'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
