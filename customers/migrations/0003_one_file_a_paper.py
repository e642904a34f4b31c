from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_kinds_of_papers'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.UniqueConstraint(fields=('identity_type', 'identity_index'), name='customer_once_a_paper'),
        ),
        migrations.AddConstraint(
            model_name='customer',
            constraint=models.CheckConstraint(condition=models.Q(('identity_type', ''), _negated=True), name='customer_paper_is_named'),
        ),
        migrations.AddConstraint(
            model_name='relatedparty',
            constraint=models.UniqueConstraint(fields=('identity_type', 'identity_index'), name='related_party_once_a_paper'),
        ),
    ]
