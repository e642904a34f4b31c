import customers.models.consultations
from django.db import migrations


def fold_what_was_asked(apps, schema_editor):
    for row in apps.get_model('customers', 'Consultation').objects.iterator():
        row.save(update_fields=['name_folded', 'need_folded'])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0010_checks_of_merged_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultation',
            name='name_folded',
            field=customers.models.consultations.FoldedField(default='', editable=False, source='name'),
        ),
        migrations.AddField(
            model_name='consultation',
            name='need_folded',
            field=customers.models.consultations.FoldedField(default='', editable=False, source='need'),
        ),
        migrations.RunPython(fold_what_was_asked, migrations.RunPython.noop, elidable=True),
    ]
