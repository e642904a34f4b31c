import core.fields
import customers.identity
from django.conf import settings
from django.db import migrations
from django.db.models import Q
from django.utils import translation

from core.sealing import blind_index
from customers.identity import comparable

# Papers of which several spellings are one.
KINDS = ("hk_macao_pass", "taiwan_pass", "military")
INDEXES = (
    ("BlacklistEntry", "identity_index"),
    ("InsiderEntry", "identity_index"),
)


def index_again(apps, schema_editor):
    """The index is a keyed hash of what is sealed, in the form in which it is compared, so each is opened once."""
    for label, column in INDEXES:
        for row in apps.get_model("customers", label).objects.exclude(**{column: ""}).iterator():
            row.save(update_fields=[column])


def join_parties(apps, schema_editor):
    """Whoever was recorded as an outside party under several spellings of a paper stands once: as the customer, or first."""
    parties = apps.get_model("customers", "RelatedParty").objects
    for row in list(parties.filter(identity_type__in=KINDS, customer=None).order_by("pk")):
        index = blind_index(comparable(row.identity), "customers.relatedparty.identity")
        kept = parties.filter(identity_type=row.identity_type, identity_index=index).exclude(pk=row.pk).first()
        customer = customer_of(apps, row)
        if customer is not None:
            kept, _created = parties.get_or_create(customer=customer, defaults={"kind": customer.kind})
        if kept is None:
            parties.filter(pk=row.pk).update(identity_index=index)
        else:
            move_relations(apps, row, kept)
            # Nobody finds it again; the name stays with what was said of it.
            parties.filter(pk=row.pk).update(identity="", identity_type="", identity_index=None)


def customer_of(apps, party):
    """Whose identity the paper is, where the file was opened before the spellings met."""
    index = blind_index(comparable(party.identity), "customers.customer.identity")
    files = apps.get_model("customers", "Customer").objects
    found = files.filter(identity_type=party.identity_type, identity_index=index).first()
    return found.merged_into or found if found is not None else None


def move_relations(apps, gone, kept):
    """As files are joined: what would stand twice, or between somebody and themselves, ended where it began."""
    relations, parties = apps.get_model("customers", "Relation").objects, apps.get_model("customers", "RelatedParty").objects
    parties.filter(cluster__in=[gone.cluster, kept.cluster]).update(cluster=kept.cluster)
    with translation.override(settings.LANGUAGE_CODE):
        reason = translation.gettext("Stood in both files")
    for relation in relations.filter(Q(holder=gone) | Q(subject=gone)).order_by("pk"):
        holder = kept.pk if relation.holder_id == gone.pk else relation.holder_id
        subject = kept.pk if relation.subject_id == gone.pk else relation.subject_id
        again = relations.filter(kind=relation.kind, holder=holder, subject=subject, valid_to=None).exists()
        if relation.valid_to is None and (again or holder == subject):
            relation.valid_to, relation.end_reason = relation.valid_from, reason
        if holder != subject:
            relation.holder_id, relation.subject_id = holder, subject
        relation.save(update_fields=["holder", "subject", "valid_to", "end_reason"])
    groups = apps.get_model("customers", "CustomerGroup").objects
    group = groups.filter(head=kept).first()
    if group is None:
        groups.filter(head=gone).update(head=kept)
    else:
        relations.filter(group__head=gone).update(group=group)


def mark_pictures(apps, schema_editor):
    """Pictures of identity papers, those that another took the place of as well: persons hand in no other files with rows."""
    files, papers = apps.get_model("core", "Attachment").objects, apps.get_model("customers", "IdentityPaper").objects
    for name in ("front", "back"):
        files.filter(pk__in=papers.exclude(**{name: None}).values(name)).update(shows_identity=True)
    persons = apps.get_model("customers", "Customer").objects.filter(kind="person")
    left = files.filter(case_uuid=None, customer_uuid__in=persons.values("uuid"))
    for model in apps.get_app_config("customers").get_models():
        for key in model._meta.local_fields:
            if key.is_relation and key.related_model._meta.label == "core.Attachment":
                left = left.exclude(pk__in=model._base_manager.exclude(**{key.name: None}).values(key.name))
    left.update(shows_identity=True)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_pictures_of_identity_papers'),
        ('customers', '0008_addresses_in_normal_form'),
    ]

    operations = [
        migrations.AlterField(
            model_name='blacklistentry',
            name='identity_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, folded_by=customers.identity.comparable, max_length=64, source='identity'),
        ),
        migrations.AlterField(
            model_name='insiderentry',
            name='identity_index',
            field=core.fields.BlindIndexField(blank=True, db_index=True, editable=False, folded_by=customers.identity.comparable, max_length=64, source='identity'),
        ),
        migrations.RunPython(index_again, migrations.RunPython.noop),
        migrations.RunPython(join_parties, migrations.RunPython.noop),
        migrations.RunPython(mark_pictures, migrations.RunPython.noop),
    ]
