from django.db import migrations

from core.protect import append_only


class Migration(migrations.Migration):
    dependencies = [("servicing", "0001_initial")]

    operations = [
        migrations.RunPython(append_only("servicing_posting"), migrations.RunPython.noop),
        migrations.RunPython(append_only("servicing_allocation"), migrations.RunPython.noop),
    ]
