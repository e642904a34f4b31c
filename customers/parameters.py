"""The lender's rules about who stands behind a customer and who counts as one risk with it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.parameters import Definition, define

BENEFICIAL_SHARE = "beneficial_owner_share"
RELATED_SHARE = "related_party_share"
RELATED_KIN = "related_party_kin"


define(
    Definition(
        BENEFICIAL_SHARE,
        _("Beneficial owner: ultimate share from"),
        "fraction",
        "0.25",
        gettext_noop("Anti-money-laundering law; identification of beneficial owners"),
    ),
    Definition(
        RELATED_SHARE,
        _("Related party: share from"),
        "fraction",
        "0.25",
        gettext_noop("Credit policy of the lender on related parties and groups"),
    ),
    Definition(
        RELATED_KIN,
        _("Relatives that count: 1 spouse, 2 parents and children too, 3 siblings too"),
        "variant",
        "3",
        gettext_noop("Civil Code art. 1045, close relatives; credit policy of the lender"),
    ),
)


define(
    Definition("consent_years", _("Years for which a consent may hold, at most"), "years", "10", "internal rule"),
    Definition("file_access_days", _("Days for which a colleague may read a file"), "days", "30", "internal rule"),
    Definition("conflict_days", _("Working days to rule on an ownership conflict"), "days", "3", "internal rule"),
    Definition(
        "first_contact_days", _("Days in which the first contact with a customer counts"), "days", "90", "internal rule"
    ),
    Definition(
        "first_contact_months", _("Months for which the first contact protects"), "months", "6", "internal rule"
    ),
    Definition(
        "conflict_both_departments",
        _("An ownership conflict between two departments is ruled by both managers (1) or by the customer's (0)"),
        "flag",
        "1",
        "internal rule",
    ),
    Definition(
        "top_customer_staff_rank",
        _("Lowest staff grade that may keep customers of the top value grade"),
        "rank",
        "2",
        "internal rule",
    ),
)


INTAKE = "lender's rule on customer files, section 4"
BUREAU = "Credit Reporting Industry Regulations (State Council Order 631), art. 16"


define(
    Definition("consent_days", _("Days a consent to query the bureau is first proposed for"), "days", "365", INTAKE),
    Definition(
        "consent_warning_days", _("Days before the end of a consent it stands on the work list"), "days", "30", INTAKE
    ),
    Definition("consent_urgent_days", _("Days before the end of a consent it becomes urgent"), "days", "7", INTAKE),
    Definition("credit_report_days", _("Days a credit report may be relied on"), "days", "30", INTAKE),
    Definition("bad_record_years", _("Years a bad record is kept after the event ended"), "years", "5", BUREAU),
    Definition("screening_days", _("Days a check of a list is valid"), "days", "30", INTAKE),
)


FILE_RULES = "lender's rules on customer files"
DUE_DILIGENCE = "Anti-Money Laundering Law, ongoing due diligence; lender's rules on customer files"


define(
    Definition("aml_review_months_low", _("Months between reviews, low risk"), "months", "36", DUE_DILIGENCE),
    Definition("aml_review_months_medium", _("Months between reviews, medium risk"), "months", "24", DUE_DILIGENCE),
    Definition("aml_review_months_high", _("Months between reviews, high risk"), "months", "12", DUE_DILIGENCE),
    Definition("fact_fresh_months", _("Months after which a fact about a customer is old"), "months", "12", FILE_RULES),
    Definition("paper_notice_days", _("Days before a paper of the file ends to tell of it"), "days", "30", FILE_RULES),
)


VISITS = "lender's rule on return visits"


define(
    Definition("return_visit_months", _("Months between return visits to a borrower"), "months", "3", VISITS),
    Definition("watch_visit_months", _("Months between return visits on the watch list"), "months", "1", VISITS),
    Definition("key_customer_call_days", _("Days after which a key customer is called again"), "days", "30", VISITS),
    Definition(
        "plan_ahead_months", _("Months ahead for which visits, contacts and steps are planned"), "months", "24", VISITS
    ),
    Definition("contact_back_years", _("Years back for which contacts are written down"), "years", "10", VISITS),
    Definition(
        "consultation_back_days", _("Days back for which a consultation may be registered"), "days", "7", VISITS
    ),
)


VALUE = "lender's policy on the value of customers"
# Code, label, unit of the figure, points at most, the figure from which all of them are given.
VALUE_CRITERIA = (
    ("balance", _("present balance"), "yuan", "20", "2000000"),
    ("average_balance", _("average balance of twelve months"), "yuan", "15", "2000000"),
    ("income", _("interest received in twelve months"), "yuan", "25", "150000"),
    ("expected_income", _("interest planned for twelve months"), "yuan", "10", "150000"),
    ("relation", _("length of the relation"), "months", "10", "36"),
    ("punctuality", _("share of instalments paid in time"), "fraction", "10", "1"),
    ("products", _("products in use"), "count", "5", "2"),
    ("referrals", _("customers referred"), "count", "5", "2"),
    ("overdue", _("days overdue, taken away"), "days", "30", "30"),
)
VALUE_GRADES = ("vip", "preferred", "ordinary")
VALUE_NAMES = [
    *(f"value_{part}_{code}" for code, *_rest in VALUE_CRITERIA for part in ("weight", "full")),
    *(f"value_least_{grade}" for grade in VALUE_GRADES),
]
INTERVAL = "value_review_months"


define(
    Definition(INTERVAL, _("Months between reviews of the value of a customer"), "months", "6", VALUE),
    Definition("contact_plan_days", _("Days first proposed for a contact to make"), "days", "7", VISITS),
    Definition("value_least_vip", _("Points from which a customer is graded VIP"), "points", "55", VALUE),
    Definition("value_least_preferred", _("Points from which a customer is graded preferred"), "points", "35", VALUE),
    Definition("value_least_ordinary", _("Points from which a customer is graded ordinary"), "points", "12", VALUE),
)
for _code, _label, _unit, _weight, _full in VALUE_CRITERIA:
    define(
        Definition(
            f"value_weight_{_code}",
            format_lazy(_("Value of a customer, points at most: {criterion}"), criterion=_label),
            "points",
            _weight,
            VALUE,
        ),
        Definition(
            f"value_full_{_code}",
            format_lazy(_("Value of a customer, all points from: {criterion}"), criterion=_label),
            _unit,
            _full,
            VALUE,
        ),
    )
