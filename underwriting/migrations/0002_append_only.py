from django.db import migrations

from core.protect import append_only


class Migration(migrations.Migration):
    dependencies = [("underwriting", "0001_initial")]

    operations = [
        migrations.RunPython(append_only("underwriting_decision"), migrations.RunPython.noop),
    ]
