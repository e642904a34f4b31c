"""The matrix of duplicates and ownership."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from core import attachments, dates
from customers.models import (
    ConflictEvidence,
    FileAccess,
    FileMerge,
    FileRequest,
    LookAlike,
    OwnershipChange,
    OwnershipConflict,
    Territory,
)
from staff.models import GradeAssignment
from tests import factories
from tests.permissions import matrix as m
from tests.permissions.house import STAFF
from tests.permissions.matrix import APPROVED, MANAGER, OWN, TEAMED, Row, read, write
from tests.security.pictures import png

NEAR = frozenset({"own", "manager", "auditor"})
SIDES = frozenset({"own", "peer"})
CONCERNED = NEAR | SIDES
DELIMITED = m.ACCOUNT_MANAGERS | {"manager", "other_manager", "auditor"}
MANAGERS = frozenset({"manager", "other_manager"})
GRADERS = MANAGERS | {"auditor", "admin"}
OTHERS = m.ACCOUNT_MANAGERS - OWN
REASON = {"reason": "客戶搬到另一轄區"}


def furnish(house) -> None:
    """Files of `own` in department A: pairs, a merge, a request of `peer`, a reader, a conflict, an area, a grade."""
    own, peer, manager = (house.people[name] for name in ("own", "peer", "manager"))
    department = house.cases["draft"].department
    files = [factories.CustomerFactory(account_manager=own, department=department) for _place in range(6)]
    things, now, today = house.things, dates.now(), dates.today()
    things["pair"] = LookAlike.objects.create(first=files[0], second=files[1], grounds=["phone"])
    things["pair same"] = LookAlike.objects.create(
        first=files[2], second=files[3], grounds=["name"], status="same", decided_by=own, decided_at=now, reason="同名"
    )
    things["merge"] = FileMerge.objects.create(
        survivor=files[0], merged=files[1], survivor_version=1, merged_version=1, reason="重複", asked_by=own
    )
    things["request"] = FileRequest.objects.create(customer=files[4], kind="access", reason="需要", asked_by=peer)
    things["access"] = FileAccess.objects.create(
        customer=files[4], reader=manager, valid_from=today, valid_to=today + timedelta(days=30), granted_by=own
    )
    things["conflict"] = OwnershipConflict.objects.create(
        customer=files[5], ground="owned", opened_by=peer, claimant=peer, claimant_department=department,
        holder=own, holder_department=department, due_on=today,
    )  # fmt: skip
    paper = attachments.accept(SimpleUploadedFile("visit.png", png()), by=peer)
    ConflictEvidence.objects.create(
        conflict=things["conflict"], given_by=peer, given_at=now, text="拜訪記錄", attachment=paper
    )
    things["conflict paper"] = paper
    things["territory"] = Territory.objects.create(
        account_manager=own,
        department=department,
        kind="place",
        value="東莞市虎門鎮",
        valid_from=today,
        made_by=manager,
    )
    things["change"] = OwnershipChange.objects.create(
        customer=files[4], from_manager=own, to_manager=own, from_department=department, to_department=department,
        since=today, cause="transfer", reason="調崗", made_by=manager,
    )  # fmt: skip
    things["grade"] = GradeAssignment.objects.create(user=own, grade="senior", valid_from=today, basis="定級")


def an_identity(house) -> str:
    return house.cases["draft"].customer.identity


def ask(**more):
    return m.body(identity=an_identity, **REASON, **more)


def survivor(house) -> str:
    return house.things["pair same"].first.number


VERDICT = {"verdict": "different", "reason": "父子共用一支電話"}
TERRITORY = {"keeper": "own", "kind": "industry", "value": "33"}
GRADE = {"user": "own", "grade": "junior", "basis": "年度定級"}

PAGES = [
    Row("customers:ask", post=write(OTHERS, STAFF, ask(kind="access"))),
    Row(
        "customers:request",
        m.uuid("request"),
        get=read(CONCERNED),
        post=write(OWN | MANAGER, CONCERNED, m.version_of("request", act="grant")),
    ),
    Row("customers:revoke", m.uuid("access"), post=write(OWN | MANAGER, NEAR, m.body(**REASON))),
    Row("customers:pairs", get=read(STAFF)),
    Row(
        "customers:pair",
        m.uuid("pair"),
        get=read(NEAR),
        post=write(OWN | MANAGER, NEAR, m.body(**VERDICT)),
    ),
    Row("customers:pair-take-back", m.uuid("pair same"), post=write(OWN | MANAGER, NEAR)),
    Row(
        "customers:merge",
        m.uuid("pair same"),
        get=m.Cell(OWN, NEAR),
        post=write(OWN, NEAR, m.body(keep_name="survivor", keep_email="survivor", **REASON)),
    ),
    Row(
        "customers:merge-request",
        m.uuid("merge"),
        get=read(NEAR),
        post=write(MANAGER, NEAR, m.version_of("merge", act="confirm")),
    ),
    Row("customers:conflicts", get=read(STAFF)),
    Row(
        "customers:conflict",
        m.uuid("conflict"),
        get=read(CONCERNED),
        post=write(MANAGER, CONCERNED, m.version_of("conflict", act="rule", winner="own", **REASON)),
    ),
    Row("customers:conflict-paper", m.uuid("conflict paper"), get=read(CONCERNED)),
    Row(
        "customers:territories",
        get=read(STAFF),
        post=write(MANAGER, STAFF, m.body(valid_from=m.today, **TERRITORY)),
    ),
    Row("customers:territory-end", m.uuid("territory"), post=write(MANAGER, DELIMITED)),
    Row(
        "customers:portfolio",
        lambda house: {"username": "own"},
        get=read(APPROVED | {"stranger"}),
        note="the joint team of one case sees the customer of that case here",
    ),
    Row("customers:alike", m.customer("review"), get=read(TEAMED)),
    Row("customers:ownership", m.customer("review"), get=read(TEAMED)),
    Row("customers:transfer", m.customer("review"), post=write(MANAGER, TEAMED, m.body(to="peer", **REASON))),
    Row("desk:load", get=m.Cell(MANAGERS | {"auditor"}, STAFF)),
    Row(
        "staff:grades",
        get=m.Cell(GRADERS, STAFF),
        post=write(frozenset({"admin"}), STAFF, m.body(valid_from=m.today, **GRADE)),
    ),
]
MACHINE = [
    *(
        Row(f"api:{name}-list", get=read(STAFF))
        for name in ("look-alike", "file-merge", "file-reader", "ownership-change")
    ),
    Row("api:look-alike-detail", m.uuid("pair"), get=read(NEAR)),
    Row("api:look-alike-decide", m.uuid("pair"), post=write(OWN | MANAGER, NEAR, m.body(**VERDICT))),
    Row("api:look-alike-take-back", m.uuid("pair same"), post=write(OWN | MANAGER, NEAR)),
    Row(
        "api:look-alike-merge",
        m.uuid("pair same"),
        post=write(OWN, NEAR, m.body(survivor=survivor, **REASON)),
    ),
    Row("api:file-merge-detail", m.uuid("merge"), get=read(NEAR)),
    Row("api:file-merge-confirm", m.uuid("merge"), post=write(MANAGER, NEAR, m.version_of("merge"))),
    Row("api:file-merge-refuse", m.uuid("merge"), post=write(MANAGER, NEAR, m.version_of("merge", answer="證件待核"))),
    Row("api:file-merge-withdraw", m.uuid("merge"), post=write(OWN, NEAR)),
    Row("api:file-request-list", get=read(STAFF), post=write(OTHERS, STAFF, ask(kind="transfer"))),
    Row("api:file-request-detail", m.uuid("request"), get=read(CONCERNED)),
    Row("api:file-request-grant", m.uuid("request"), post=write(OWN | MANAGER, CONCERNED, m.version_of("request"))),
    Row(
        "api:file-request-refuse",
        m.uuid("request"),
        post=write(OWN | MANAGER, CONCERNED, m.version_of("request", answer="與其業務無關")),
    ),
    Row("api:file-request-withdraw", m.uuid("request"), post=write(frozenset({"peer"}), CONCERNED)),
    Row("api:file-reader-detail", m.uuid("access"), get=read(NEAR)),
    Row("api:file-reader-revoke", m.uuid("access"), post=write(OWN | MANAGER, NEAR, m.body(**REASON))),
    Row("api:ownership-change-detail", m.uuid("change"), get=read(NEAR)),
    Row("api:territory-list", get=read(STAFF), post=write(MANAGER, STAFF, m.body(**TERRITORY))),
    Row("api:territory-detail", m.uuid("territory"), get=read(DELIMITED)),
    Row("api:territory-end", m.uuid("territory"), post=write(MANAGER, DELIMITED, m.version_of("territory"))),
    Row("api:conflict-list", get=read(STAFF), post=write(OTHERS, STAFF, ask())),
    Row("api:conflict-detail", m.uuid("conflict"), get=read(CONCERNED)),
    Row("api:conflict-evidence", m.uuid("conflict"), post=write(SIDES, CONCERNED, m.body(text="有拜訪記錄"))),
    Row(
        "api:conflict-rule",
        m.uuid("conflict"),
        post=write(MANAGER, CONCERNED, m.version_of("conflict", winner="own", **REASON)),
    ),
    Row("api:conflict-withdraw", m.uuid("conflict"), post=write(frozenset({"peer"}), CONCERNED, m.body(**REASON))),
    Row("api:customer-transfer", m.customer("review"), post=write(MANAGER, TEAMED, m.body(to="peer", **REASON))),
    Row("api:grade-list", get=read(STAFF), post=write(frozenset({"admin"}), STAFF, m.body(**GRADE))),
    Row("api:load-list", get=m.Cell(MANAGERS | {"auditor"}, STAFF)),
    Row("api:grade-detail", m.pk("grade"), get=read(OWN | GRADERS)),
]
