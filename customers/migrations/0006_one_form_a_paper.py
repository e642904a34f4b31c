import core.fields
import customers.identity
from django.db import migrations

from core.sealing import blind_index
from customers.identity import comparable

# Papers of which several spellings are one.
KINDS = ("hk_macao_pass", "taiwan_pass", "military")
INDEXES = (
    ("IdentityPaper", "paper_number", "paper_type"),
    ("RelatedParty", "identity", "identity_type"),
    ("Customer", "identity", "identity_type"),
)


def index_again(apps, schema_editor):
    """Each number is opened once. Of two rows of one paper the later found keeps its index: one paper is there once."""
    for label, source, kind in INDEXES:
        model = apps.get_model("customers", label)
        column, is_once = f"{source}_index", label in ("Customer", "RelatedParty")
        for row in model.objects.filter(**{f"{kind}__in": KINDS}).order_by("pk").iterator():
            index = blind_index(comparable(getattr(row, source) or ""), f"{model._meta.label_lower}.{source}")
            if not index or index == getattr(row, column):
                continue
            same = model.objects.filter(**{column: index}).exclude(pk=row.pk)
            other = same.filter(identity_type=row.identity_type).first() if is_once else None
            if other is None:
                model.objects.filter(pk=row.pk).update(**{column: index})
            elif label == "Customer":
                ask_about(apps, row, other)
    for pair in apps.get_model("customers", "LookAlike").objects.filter(status="open").order_by("pk"):
        if "number" in pair.grounds and papers_of(apps, pair.first_id) & papers_of(apps, pair.second_id):
            ask_about(apps, pair.first, pair.second)


def papers_of(apps, file):
    """The papers that a file has, as `(kind, comparable number)`."""
    customer = apps.get_model("customers", "Customer").objects.get(pk=file)
    rows = apps.get_model("customers", "IdentityPaper").objects.filter(customer=file, withdrawn_at=None)
    further = {(row.paper_type, comparable(row.paper_number)) for row in rows}
    return {(customer.identity_type, comparable(customer.identity)), *further}


def ask_about(apps, one, other):
    """Two files of one paper are left to be decided, unless one was merged into the other."""
    first, second = sorted({file.merged_into_id or file.pk for file in (one, other)} | {0})[-2:]
    if first == 0:
        return
    pairs = apps.get_model("customers", "LookAlike").objects
    pair, _created = pairs.get_or_create(first_id=first, second_id=second)
    if pair.status == "open" and "paper" not in pair.grounds:
        pair.grounds = [*pair.grounds, "paper"]
        pair.save(update_fields=["grounds"])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0005_papers_of_rows'),
    ]

    operations = [
        migrations.AlterField(
            model_name='customer',
            name='identity_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, folded_by=customers.identity.comparable, max_length=64, source='identity'),
        ),
        migrations.AlterField(
            model_name='identitypaper',
            name='paper_number_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, folded_by=customers.identity.comparable, max_length=64, source='paper_number'),
        ),
        migrations.AlterField(
            model_name='relatedparty',
            name='identity_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, folded_by=customers.identity.comparable, max_length=64, null=True, source='identity'),
        ),
        migrations.RunPython(index_again, migrations.RunPython.noop),
    ]
