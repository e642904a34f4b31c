"""Products: dated versions that are never edited, by administrators only; quotes with their fees; people of a draft."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from applications import services
from applications.costs import Charge, charged, fee_flows
from applications.eligibility import HARD_RULES
from applications.labels import version_changes
from applications.models import Party, PartyRole, Product, ProductVersion
from applications.products import PRODUCTS
from applications.rules import submission_lacks
from applications.schedule import Terms, annual_cost_rate, schedule
from applications.services.product_rows import papers_of
from core import dates
from core.errors import InvalidInput, NotAllowed, Stale
from core.models import AuditEvent
from tests.applications.test_services import COMPLETE
from tests.customers.test_screening import clear
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db


PAPER = {"group": "subject", "need": "mandatory", "roles": ["borrower"], "titles": {"zh-hant": "營業執照"}}


def tomorrow() -> date:
    return dates.today() + timedelta(days=1)


@pytest.fixture
def product(db):
    services.install_products()
    return Product.objects.get(code="working_capital")


@pytest.fixture
def draft(product, am1, department_a):
    customer = CustomerFactory(account_manager=am1, department=department_a)
    return services.open_application(customer=customer, product_version=product.versions.get(), by=am1, **COMPLETE)


def test_the_six_products_have_names_in_three_languages_limits_and_questions(product):
    assert {entry["code"] for entry in PRODUCTS} == set(Product.objects.values_list("code", flat=True))
    assert Product.objects.count() == 6
    for version in ProductVersion.objects.all():
        assert set(version.product.names) == {"zh-hant", "zh-hans", "en"}
        assert version.checklist.count() >= 12 and version.eligibility
        assert version.product.shown_name == version.product.names["en"]


def test_a_case_keeps_the_version_it_was_opened_under(draft, product, admin, am1):
    clear(draft, am1)
    made = services.new_version(product=product, most_amount=Decimal(1_000_000), note="調整規則", by=admin)

    draft.refresh_from_db()
    assert (made.number, made.valid_from) == (2, tomorrow())
    assert draft.product_version.number == 1 and submission_lacks(draft) == []
    assert ProductVersion.objects.in_force().get(product=product).number == 1
    assert ProductVersion.objects.in_force(tomorrow()).get(product=product).number == 2


def test_a_new_version_copies_what_is_not_said_otherwise(product, admin):
    first = product.versions.get()
    fee = {"name": "帳戶管理費", "amount": Decimal(100), "charged": "instalment"}

    made = services.new_version(product=product, fees=[fee], note="增收管理費", by=admin)

    assert [row.title for row in made.checklist.all()] == [row.title for row in first.checklist.all()]
    assert [(row.name, row.amount) for row in made.fees.all()] == [("帳戶管理費", Decimal(100))]
    assert first.fees.get().name == "印花稅"


def test_versions_are_compared_in_words(product, admin):
    first = product.versions.get()
    items = [*first.checklist.values("section", "code", "title", "hint", "needs_file")][:12]

    made = services.new_version(product=product, longest_months=24, checklist=items, note="問題精簡", by=admin)

    changes = {change["label"]: (change["before"], change["after"]) for change in version_changes(first, made)}
    assert changes["Term"] == ("1 month to 36 months", "1 month to 24 months")
    assert set(changes) == {"Term", "Due-diligence template"}


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"least_amount": Decimal(0)}, "most_amount"),
        ({"most_amount": Decimal(1)}, "most_amount"),
        ({"longest_months": 0}, "longest_months"),
        ({"longest_months": 601}, "longest_months"),
        ({"shortest_months": 48}, "longest_months"),
        ({"least_rate": Decimal("0.3")}, "most_rate"),
        ({"methods": []}, "methods"),
        ({"methods": ["flat"]}, "methods"),
        ({"security_allowed": ["guarantee"], "security_required": ["mortgage"]}, "security_required"),
        ({"for_companies": False}, "for_persons"),
        ({"eligibility": ["luck"]}, "eligibility"),
        ({"day_count": "actual/366"}, "day_count"),
        ({"penalty_multiplier": Decimal(3)}, "penalty_multiplier"),
        ({"authority_profile": "nobody"}, "authority_profile"),
        ({"valid_from": date(2020, 1, 1)}, "valid_from"),
        ({"fees": [{"name": "費", "charged": "release"}]}, "fees"),
        ({"fees": [{"name": "費", "rate": Decimal("0.01"), "amount": Decimal(1), "charged": "release"}]}, "fees"),
        ({"fees": [{"name": "費", "amount": Decimal(1), "charged": "never"}]}, "fees"),
        ({"checklist": [{"section": "identity", "title": " "}]}, "checklist"),
        ({"papers": [{**PAPER, "titles": {"en": "Licence"}}]}, "papers"),
        ({"papers": [{**PAPER, "roles": ["landlord"]}]}, "papers"),
        ({"papers": [{**PAPER, "need": "conditional"}]}, "papers"),
        ({"papers": [{**PAPER, "days_valid": 0}]}, "papers"),
        ({"papers": [{**PAPER, "code": "a"}, {**PAPER, "code": "a"}]}, "papers"),
        ({"screenings": {"borrower": ["luck"]}}, "screenings"),
        ({"screenings": {"landlord": ["identity"]}}, "screenings"),
        ({"valid_from": date(9999, 1, 1)}, "valid_from"),
        ({"most_rate": Decimal(5)}, "most_rate"),
        ({"least_rate": Decimal(3)}, "least_rate"),
    ],
)
def test_a_version_that_no_loan_could_follow_is_refused(product, admin, rules, field):
    with pytest.raises(InvalidInput) as refusal:
        services.new_version(product=product, by=admin, note="依新授信政策", **rules)

    assert refusal.value.field == field
    assert product.versions.count() == 1


def test_today_is_allowed_only_while_nobody_has_applied(product, draft, admin):
    with pytest.raises(InvalidInput) as refusal:
        services.new_version(product=product, valid_from=dates.today(), note="調整規則", by=admin)
    assert refusal.value.field == "valid_from"

    unused = Product.objects.get(code="pledge_loan")
    made = services.new_version(product=unused, valid_from=dates.today(), longest_months=12, note="調整規則", by=admin)

    assert ProductVersion.objects.in_force().get(product=unused) == made


def test_a_change_on_an_old_page_is_stale(product, admin):
    services.new_version(product=product, longest_months=24, version=1, note="調整規則", by=admin)

    with pytest.raises(Stale):
        services.new_version(product=product, longest_months=12, version=1, note="調整規則", by=admin)


@pytest.mark.parametrize("who", ["am1", "dm1", "risk1", "finance1", "auditor"])
def test_nobody_but_an_administrator_configures(request, product, who):
    by = request.getfixturevalue(who)
    first = product.versions.get()

    for act in (
        lambda: services.new_version(product=product, longest_months=24, note="調整規則", by=by),
        lambda: services.create_product(code="bill", name="票據貸款", like=first, by=by),
        lambda: services.withdraw_product(product=product, reason="停辦", by=by),
        lambda: services.offer_product(product=product, by=by),
        lambda: services.add_exclusion(kind="purpose", text="炒幣", basis="x", by=by),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_withdrawn_product_takes_no_new_case_and_lets_the_open_ones_go_on(draft, product, admin, am1):
    clear(draft, am1)
    services.withdraw_product(product=product, reason="合併到新產品", by=admin)

    assert not ProductVersion.objects.in_force().filter(product=product).exists()
    assert services.submit_application(application=draft, by=am1).status == "submitted"
    with pytest.raises(InvalidInput):
        services.withdraw_product(product=product, reason="再一次", by=admin)
    services.offer_product(product=product, by=admin)
    assert ProductVersion.objects.in_force().filter(product=product).exists()


def test_every_change_leaves_its_trace(product, admin):
    services.new_version(product=product, longest_months=24, note="調整規則", by=admin)
    services.withdraw_product(product=product, reason="停辦", by=admin)

    events = AuditEvent.objects.filter(subject=f"applications.product:{product.pk}", actor=admin).order_by("sequence")

    assert [event.action for event in events] == ["new_version", "withdraw_product"]
    assert events[0].details["changes"] == {"longest_months": [36, 24]}


@pytest.mark.parametrize("code", ["working_capital", "x", "", "長"])
def test_a_code_that_is_taken_or_none_opens_no_product(product, admin, code):
    with pytest.raises(InvalidInput):
        services.create_product(code=code, name="票據貸款", like=product.versions.get(), by=admin)


@pytest.mark.parametrize(
    ("code", "security", "count"),
    [
        ("mortgage_loan", ["guarantee"], 1),
        ("mortgage_loan", ["mortgage", "guarantee"], 0),
        ("pledge_loan", ["unsecured"], 2),
        ("guarantee_loan", ["guarantee"], 0),
        ("working_capital", ["unsecured"], 0),
    ],
)
def test_a_product_allows_and_asks_for_security(draft, am1, code, security, count):
    version = ProductVersion.objects.get(product__code=code)
    services.save_draft(application=draft, by=am1, product_version=version, security=security)

    draft.refresh_from_db()
    assert [field for field, _sentence in submission_lacks(draft)].count("security") == count


def test_a_rate_that_is_a_percentage_is_told_how_a_rate_is_written(product, admin):
    with pytest.raises(InvalidInput, match=r"0\.24 for 24%"):
        services.new_version(product=product, most_rate=Decimal(5), note="調整規則", by=admin)


def test_a_new_list_of_papers_and_checks_is_of_the_new_version_only(draft, product, admin, am1):
    services.reconcile_papers(application=draft, by=am1)
    before = draft.papers.count()
    lease = {
        **PAPER,
        "need": "conditional",
        "titles": {"zh-hant": "經營場所租約", "en": "Lease"},
        "conditions": {"zh-hant": "租用場所"},
        "days_valid": 90,
        "needs_clearance": True,
    }

    made = services.new_version(
        product=product,
        papers=[PAPER, lease],
        screenings={"borrower": ["identity", "tax"]},
        note="其餘查詢由總行統一辦理",
        by=admin,
    )

    rows = list(made.paper_requirements.all())
    assert [row.titles for row in rows] == [
        {"zh-hant": "營業執照", "zh-hans": "营业执照"},
        {"zh-hant": "經營場所租約", "en": "Lease", "zh-hans": "经营场所租约"},
    ]
    assert (rows[1].condition, rows[1].days_valid, rows[1].needs_clearance) == ("租用場所", 90, True)
    assert made.screenings == {"borrower": ["identity", "tax"]}
    draft.refresh_from_db()
    services.reconcile_papers(application=draft, by=am1)
    assert draft.papers.count() == before > 2
    labels = {change["label"] for change in version_changes(product.versions.get(number=1), made)}
    assert labels == {"Papers", "Checks"}


def test_a_version_is_withdrawn_before_its_day_and_another_takes_its_place(product, admin):
    slip = services.new_version(
        product=product, valid_from=dates.today() + timedelta(days=300), note="調整規則", by=admin
    )
    services.withdraw_version(product=product, version=2, reason="日期有誤", by=admin)

    made = services.new_version(product=product, version=1, longest_months=24, note="調整規則", by=admin)

    slip.refresh_from_db()
    assert (slip.withdrawn_on, slip.withdrawn_by, made.number) == (dates.today(), admin, 3)
    assert ProductVersion.objects.in_force(slip.valid_from).get(product=product) == made
    assert AuditEvent.objects.filter(action="withdraw_version", actor=admin).get().details["reason"] == "日期有誤"


def test_a_version_in_force_the_first_one_and_one_in_use_stay(product, draft, admin):
    unused = Product.objects.get(code="pledge_loan")
    services.new_version(product=unused, valid_from=dates.today(), note="調整規則", by=admin)
    coming = services.new_version(product=product, note="調整規則", by=admin)
    type(draft).objects.filter(pk=draft.pk).update(product_version=coming)

    for found, number, reason in (
        (unused, 2, "停用"),
        (unused, 1, "停用"),
        (Product.objects.get(code="fixed_asset"), 1, "停用"),
        (product, 2, "停用"),
    ):
        with pytest.raises(InvalidInput):
            services.withdraw_version(product=found, version=number, reason=reason, by=admin)
    assert not ProductVersion.objects.exclude(withdrawn_on=None).exists()


# Pages


def test_the_page_of_a_product_shows_its_papers_its_checks_and_its_questions(enter, product, am1):
    page = enter(am1).get(reverse("applications:product", args=[product.code])).content.decode()

    version = product.versions.get()
    assert all(row.titles["en"].replace("'", "&#x27;") in page for row in version.paper_requirements.all())
    assert "three people" in page and "Court enforcement" in page and "120 days" in page
    assert all(item.shown_title.replace("'", "&#x27;") in page for item in version.checklist.all())


def test_a_paper_is_added_on_the_page_and_everything_wrong_with_it_is_said(enter, product, admin):
    url, client = reverse("applications:product-version", args=[product.code]), enter(admin)
    page = client.get(url)
    typed = filled(page) | {"note": "增加資料"}
    place = page.context["papers"].initial_form_count()
    row = {"title": "水電費單據", "group": "operation", "need": "conditional", "days_valid": "0"}

    wrong = client.post(url, {**typed, **{f"papers-{place}-{name}": value for name, value in row.items()}})
    row |= {"roles": ["borrower"], "condition": "生產型企業", "days_valid": "90"}
    right = client.post(url, {**typed, **{f"papers-{place}-{name}": value for name, value in row.items()}})

    assert wrong.status_code == 422 and "days_valid" in wrong.context["papers"].forms[place].errors
    assert right.status_code == 302
    assert product.versions.get(number=2).paper_requirements.last().titles["zh-hans"] == "水电费单据"


def test_the_administrator_takes_a_coming_version_back_on_the_page(enter, product, admin):
    services.new_version(product=product, note="調整規則", by=admin)
    client, page = enter(admin), reverse("applications:product", args=[product.code])
    address = reverse("applications:product-version-withdraw", args=[product.code, 2])
    assert address in client.get(page).content.decode()

    client.post(address, {"reason": "日期有誤"})

    assert product.versions.get(number=2).withdrawn_on == dates.today()
    shown = client.get(page).content.decode()
    assert address not in shown and "Version 2: withdrawn" in shown


def filled(page) -> dict:
    """What a browser sends of the form of a new version as it came."""
    typed = {}
    formsets = [page.context[name] for name in ("fees", "items", "papers")]
    for part in (page.context["form"], *(form for formset in formsets for form in formset)):
        for field in part:
            value = field.value()
            if value not in (None, False, "", []):
                typed[field.html_name] = "on" if value is True else value
    return typed | {field.html_name: field.value() for formset in formsets for field in formset.management_form}


def test_a_version_is_made_on_the_page_from_the_last_one(enter, product, admin):
    url, client = reverse("applications:product-version", args=[product.code]), enter(admin)
    typed = filled(client.get(url))

    first = product.versions.get()
    answer = client.post(url, {**typed, "most_amount": "800萬", "note": "收緊上限"})

    made = product.versions.get(number=2)
    assert answer.status_code == 302
    assert (made.most_amount, made.note, made.made_by) == (Decimal(8_000_000), "收緊上限", admin)
    assert made.fees.get().names["zh-hans"] == "印花税"
    assert [row.code for row in made.checklist.all()] == [
        row.code for row in product.versions.get(number=1).checklist.all()
    ]
    assert papers_of(made) == papers_of(first)
    assert (made.screenings, made.reminder_profile) == (first.screenings, first.reminder_profile)
    shown = client.get(reverse("applications:product", args=[product.code])).content.decode()
    assert "收緊上限" in shown


def test_who_decides_and_how_borrowers_are_reminded_is_chosen_on_the_page(enter, product, admin):
    url, client = reverse("applications:product-version", args=[product.code]), enter(admin)
    typed = filled(client.get(url))

    client.post(url, {**typed, "authority_profile": "risk", "reminder_profile": "close", "note": "加強管理"})

    first, made = product.versions.order_by("number")
    assert (first.authority_profile, first.reminder_profile) == ("secured", "standard")
    assert (made.authority_profile, made.reminder_profile) == ("risk", "close")
    changes = {row["label"]: row["after"] for row in version_changes(first, made)}
    assert changes == {
        "Who decides": made.get_authority_profile_display(),
        "How borrowers are reminded": made.get_reminder_profile_display(),
    }


def test_a_wrong_row_of_a_version_keeps_what_was_typed(enter, product, admin):
    url, client = reverse("applications:product-version", args=[product.code]), enter(admin)

    answer = client.post(
        url,
        {
            "most_amount": "many",
            "note": "收緊上限",
            "fees-TOTAL_FORMS": 1,
            "fees-INITIAL_FORMS": 0,
            "fees-0-rate": "1",
            **{f"{rows}-{count}_FORMS": 0 for rows in ("items", "papers") for count in ("TOTAL", "INITIAL")},
        },
    )

    assert answer.status_code == 422 and "收緊上限" in answer.content.decode()
    assert product.versions.count() == 1


# Quotes


def test_fees_raise_the_yearly_cost_by_what_they_take():
    terms = Terms(
        principal=Decimal(100_000), annual_rate=Decimal("0.072"), instalments=12, disbursed_on=date(2026, 1, 5)
    )
    rows = schedule(terms)
    charges = [
        Charge("release", rate=Decimal("0.01")),
        Charge("instalment", amount=Decimal(10)),
        Charge("end", amount=Decimal(5)),
    ]

    flows = fee_flows(terms, rows, charges)

    assert [charged(charge, terms.principal, 12) for charge in charges] == [Decimal(1000), Decimal(120), Decimal(5)]
    assert sum(amount for _day, amount in flows) == Decimal(1125)
    assert flows[0] == (date(2026, 1, 5), Decimal("1000.00")) and flows[-1][0] == rows[-1].due_on
    assert annual_cost_rate(terms, rows, flows) > annual_cost_rate(terms, rows)
    assert annual_cost_rate(terms, rows, fee_flows(terms, rows, [])) == annual_cost_rate(terms, rows)


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "印花稅"), ("zh-hans", "印花税"), ("en", "Stamp duty")])
def test_a_quote_prints_in_three_languages_with_the_fees_of_the_product(enter, draft, am1, language, words):
    answer = enter(am1).get(reverse("applications:quote-print", args=[draft.number]), {"language": language})

    text = answer.content.decode()
    assert words in text and draft.customer.name in text and "140.00" in text


# Who takes part


@pytest.fixture
def guarantor(am1, department_a):
    return CustomerFactory(kind="person", name="林永盛", account_manager=am1, department=department_a)


def test_somebody_is_added_taken_off_and_comes_back_to_the_same_row(draft, am1, guarantor):
    party = services.add_party(application=draft, customer=guarantor, role="guarantor", by=am1)
    services.remove_party(party=party, by=am1)
    assert not draft.parties.standing().filter(customer=guarantor).exists()

    services.add_party(application=draft, customer=guarantor, role="guarantor", by=am1)

    assert Party.objects.filter(application=draft, customer=guarantor).count() == 1
    assert draft.parties.standing().get(customer=guarantor) == party


@pytest.mark.parametrize("role", ["co_borrower", "guarantor"])
def test_nobody_stands_for_their_own_loan(draft, am1, role):
    with pytest.raises(InvalidInput) as refusal:
        services.add_party(application=draft, customer=draft.customer, role=role, by=am1)

    assert refusal.value.field == "customer"


@pytest.mark.parametrize("role", ["mortgagor", "pledgor"])
def test_the_borrower_may_give_own_security(draft, am1, role):
    assert services.add_party(application=draft, customer=draft.customer, role=role, by=am1).role == role


def test_the_file_of_somebody_else_is_not_put_on_a_draft(draft, am1, am3, department_b):
    hidden = CustomerFactory(account_manager=am3, department=department_b)

    with pytest.raises(InvalidInput):
        services.add_party(application=draft, customer=hidden, role="guarantor", by=am1)


def test_the_same_role_twice_the_borrower_and_a_submitted_case_are_refused(draft, am1, guarantor):
    party = services.add_party(application=draft, customer=guarantor, role="guarantor", by=am1)
    with pytest.raises(InvalidInput):
        services.add_party(application=draft, customer=guarantor, role="guarantor", by=am1)
    with pytest.raises(InvalidInput):
        services.remove_party(party=draft.parties.get(role=PartyRole.BORROWER), by=am1)

    clear(draft, am1)
    services.submit_application(application=draft, by=am1)

    for act in (
        lambda: services.remove_party(party=party, by=am1),
        lambda: services.add_party(application=draft, customer=guarantor, role="pledgor", by=am1),
    ):
        with pytest.raises(InvalidInput):
            act()


@pytest.mark.parametrize("who", ["am2", "dm1", "risk1", "auditor", "admin"])
def test_only_the_account_manager_names_the_parties(request, draft, guarantor, who):
    with pytest.raises(NotAllowed):
        services.add_party(application=draft, customer=guarantor, role="guarantor", by=request.getfixturevalue(who))


def test_a_search_finds_only_what_one_may_see_and_adds_it(enter, draft, guarantor, am1, am3, department_b):
    CustomerFactory(kind="person", name="林永發", account_manager=am3, department=department_b)
    client = enter(am1)

    found = client.post(reverse("applications:parties", args=[draft.number]), {"party": "林永"}).content.decode()
    client.post(
        reverse("applications:party-add", args=[draft.number]), {"customer": guarantor.number, "role": "guarantor"}
    )

    assert "林永盛" in found and "林永發" not in found
    assert draft.parties.standing().filter(role="guarantor", customer=guarantor).exists()


def test_everything_wrong_with_a_version_is_said_in_one_round(enter, product, admin):
    typed = {
        "valid_from": "2000-01-01",
        "least_amount": "100萬",
        "most_amount": "50萬",
        "shortest_months": "many",
        "longest_months": "12",
        "least_rate": "3",
        "most_rate": "9",
        "methods": ["equal_payment"],
        "interest": "daily",
        "day_count": "30/360",
        "penalty_multiplier": "9",
        "authority_profile": "nobody",
        "reminder_profile": "standard",
        **{f"{rows}-{count}_FORMS": 0 for rows in ("fees", "items", "papers") for count in ("TOTAL", "INITIAL")},
    }

    answer = enter(admin).post(reverse("applications:product-version", args=[product.code]), typed)

    wrong = {
        "valid_from", "most_amount", "shortest_months", "for_persons", "penalty_multiplier", "note",
        "authority_profile",
    }  # fmt: skip
    assert answer.status_code == 422
    assert wrong <= set(answer.context["form"].errors) <= {*wrong, "methods", "day_count"}
    assert product.versions.count() == 1


def test_no_version_gives_up_a_hard_rule(product, admin):
    rules = product.versions.get().eligibility
    without_soft = [rule for rule in rules if rule != "debt_ratio"]

    with pytest.raises(InvalidInput) as hard:
        services.new_version(product=product, eligibility=["operating"], note="全部改為人工判斷", by=admin)
    made = services.new_version(product=product, eligibility=without_soft, note="依新授信政策", by=admin)

    assert [problem.field for problem in hard.value.all] == ["eligibility"]
    assert made.eligibility == without_soft


@pytest.mark.parametrize("note", ["", "....", "調整"])
def test_every_version_says_why_it_was_made(product, admin, note):
    with pytest.raises(InvalidInput) as refusal:
        services.new_version(product=product, most_amount=Decimal(500_000), note=note, by=admin)

    assert [problem.field for problem in refusal.value.all] == ["note"]
    assert product.versions.count() == 1


def test_the_page_offers_the_soft_rules_alone_and_names_the_hard_ones(enter, product, admin):
    url, client = reverse("applications:product-version", args=[product.code]), enter(admin)
    page = client.get(url)

    client.post(url, {**filled(page), "eligibility": [], "note": "全部改為人工判斷"})

    offered = {value for value, _label in page.context["form"].fields["eligibility"].choices}
    assert offered & set(HARD_RULES) == set() and "These rules hold for every product" in page.content.decode()
    assert set(product.versions.get(number=2).eligibility) == set(HARD_RULES)


def test_a_product_like_an_old_version_without_a_hard_rule_has_it(product, admin):
    old = product.versions.get()
    old.eligibility = [rule for rule in old.eligibility if rule != "adult"]
    old.save(update_fields=["eligibility"])

    alike = services.create_product(code="alike", name="同款貸款", like=old, by=admin)
    made = services.new_version(product=product, longest_months=24, note="調整規則", by=admin)

    assert "adult" in alike.versions.get().eligibility and "adult" in made.eligibility


def test_without_a_day_a_version_begins_with_the_planned_one_before_it(product, admin):
    planned = services.new_version(
        product=product, valid_from=dates.today() + timedelta(days=9), note="調整規則", by=admin
    )

    made = services.new_version(product=product, longest_months=24, note="調整規則", by=admin)

    assert made.valid_from == planned.valid_from


def test_a_machine_chooses_who_decides_and_how_borrowers_are_reminded(enter, product, admin):
    given = {"version": 1, "authority_profile": "risk", "reminder_profile": "call", "note": "加強管理"}

    answer = enter(admin).post(f"/api/v1/products/{product.code}/version/", given, "application/json")

    made = product.versions.get(number=2)
    assert answer.status_code == 200
    assert (made.authority_profile, made.reminder_profile) == ("risk", "call")


def test_a_draft_keeps_its_version_when_its_own_product_is_chosen_again(enter, product, draft, am1, admin):
    newer = services.new_version(product=product, valid_from=tomorrow(), longest_months=24, note="調整規則", by=admin)
    with dates.as_of(dates.now() + timedelta(days=1)):
        page = enter(am1).get(reverse("applications:edit", args=[draft.number]))
        services.save_draft(application=draft, product_version=newer, amount=Decimal(300_000), by=am1)

    draft.refresh_from_db()
    offered = page.context["form"].fields["product_version"].queryset
    assert draft.product_version.number == 1 and draft.amount == Decimal(300_000)
    assert [version.number for version in offered.filter(product=product)] == [1]


def test_a_version_is_begun_with_the_one_that_was_read(enter, product, admin):
    services.new_version(product=product, longest_months=7, note="調整規則", by=admin)
    client = enter(admin)
    page = client.get(reverse("applications:product", args=[product.code]), {"version": "1"})
    address = reverse("applications:product-version", args=[product.code]) + "?version=1"
    assert address in page.content.decode()

    form = client.get(address)
    answer = client.post(address, filled(form) | {"note": "恢復原規則"})

    assert "from version 1" in form.content.decode()
    assert answer.status_code == 302
    assert product.versions.get(number=3).longest_months == product.versions.get(number=1).longest_months


def test_two_products_do_not_bear_one_name(product, admin):
    with pytest.raises(InvalidInput) as caught:
        services.create_product(code="another", name=f" {product.name} ", like=product.versions.get(), by=admin)

    assert caught.value.field == "name"


def test_a_service_says_everything_wrong_with_a_version_at_once(product, admin):
    with pytest.raises(InvalidInput) as caught:
        services.new_version(
            product=product,
            by=admin,
            valid_from=date(2000, 1, 1),
            note="",
            most_amount=Decimal(1),
            fees=[{"name": "手續費"}],
        )

    assert [problem.field for problem in caught.value.all] == ["valid_from", "note", "most_amount", "fees"]
    assert all(str(problem.sentence) in str(caught.value) for problem in caught.value.all)
