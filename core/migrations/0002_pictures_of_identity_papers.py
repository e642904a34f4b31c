from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='shows_identity',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
