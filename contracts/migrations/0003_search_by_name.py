"""Lists of cases, contracts and loans are searched through the index of customers' names from here on."""

from django.db import migrations

from core.protect import price_grams


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_sound_terms"), ("customers", "0008_dossier")]

    operations = [migrations.RunPython(price_grams, migrations.RunPython.noop)]
