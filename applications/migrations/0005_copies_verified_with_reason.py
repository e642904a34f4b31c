from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0004_explained_purposes")]

    operations = [
        migrations.AddField(
            model_name="paperversion",
            name="copy_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="Why it was verified unseen"),
        ),
    ]
