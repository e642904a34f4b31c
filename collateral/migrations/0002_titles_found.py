
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0007_profiles_that_are_obeyed'),
        ('collateral', '0001_initial'),
        ('customers', '0010_checks_of_merged_files'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='collateral',
            index=models.Index(fields=['title_number'], name='collateral_by_title'),
        ),
    ]
