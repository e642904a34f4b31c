from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_copies_verified_with_reason")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="decline_code",
            field=models.CharField(blank=True, choices=[('industry', 'Industry the lender does not serve'), ('purpose', 'Purpose not allowed'), ('identity', 'Identity or licence not valid'), ('record', 'Bad repayment record'), ('capacity', 'No believable source of repayment'), ('area', "Outside the lender's area"), ('other', 'Another reason')], max_length=20, verbose_name="Why it was not accepted"),
        ),
    ]
