from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    """Loans opened before get theirs from their oldest open instalment."""
    Loan, Instalment = apps.get_model("servicing", "Loan"), apps.get_model("servicing", "Instalment")
    oldest = Instalment.objects.filter(
        schedule__loan=OuterRef("pk"), schedule__is_current=True, settled_on=None
    ).order_by("number")
    Loan.objects.update(
        next_due_on=Subquery(oldest.values("due_on")[:1]),
        next_payable_until=Subquery(oldest.values("payable_until")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("servicing", "0002_append_only")]

    operations = [
        migrations.AddField("loan", "next_due_on", models.DateField(null=True)),
        migrations.AddField("loan", "next_payable_until", models.DateField(null=True)),
        migrations.AddIndex("loan", models.Index(fields=["status", "next_due_on", "-id"], name="loan_by_due")),
        migrations.AddIndex("loan", models.Index(fields=["status", "next_payable_until"], name="loan_by_payable")),
        migrations.AlterField(
            "posting",
            "kind",
            models.CharField(choices=[("payment", "Repayment"), ("reversal", "Reversal")], max_length=10),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
