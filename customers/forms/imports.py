"""A spreadsheet of customers: its columns, and each row judged as the form of a new customer judges what is typed."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import dates, sheets
from customers import permissions
from customers.forms.files import NEW_FORMS
from customers.identity import compact, told_paper
from customers.models import CustomerKind
from customers.services import check_customers, drop_import, import_customers
from customers.services.file_checks import PAPERS
from customers.services.imports import KIND, in_fields_of_others, kept_already
from staff.models import User

KINDS = {"company": CustomerKind.COMPANY, "person": CustomerKind.PERSON}
KINDS |= {"公司": CustomerKind.COMPANY, "企業": CustomerKind.COMPANY, "企业": CustomerKind.COMPANY}
KINDS |= {"個人": CustomerKind.PERSON, "个人": CustomerKind.PERSON}
LANGUAGES = {"traditional chinese": "zh-hant", "繁體中文": "zh-hant", "繁体中文": "zh-hant"}
LANGUAGES |= {"simplified chinese": "zh-hans", "簡體中文": "zh-hans", "简体中文": "zh-hans"}
LANGUAGES |= {"english": "en", "英文": "en"}
COLUMNS = [
    sheets.Column("kind", gettext_lazy("Kind"), gettext_lazy("company or person")),
    sheets.Column("name", gettext_lazy("Name"), gettext_lazy("as on the licence or identity card")),
    sheets.Column(
        "identity", gettext_lazy("Identity number or credit code"), gettext_lazy("18 characters, the cell as text")
    ),
    sheets.Column("phone", gettext_lazy("Phone")),
    sheets.Column("email", gettext_lazy("E-mail")),
    sheets.Column("address", gettext_lazy("Address")),
    sheets.Column(
        "language",
        gettext_lazy("Language of letters"),
        gettext_lazy("traditional Chinese, simplified Chinese or English"),
    ),
    sheets.Column("founded_on", gettext_lazy("Founded on"), "2016-05-01"),
    sheets.Column("legal_representative", gettext_lazy("Legal representative")),
    sheets.Column("industry_code", gettext_lazy("Industry code (GB/T 4754)"), "3399"),
    sheets.Column("registered_capital", gettext_lazy("Registered capital")),
    sheets.Column("staff_count", gettext_lazy("Staff")),
    sheets.Column("main_products", gettext_lazy("Main products")),
    sheets.Column("employer", gettext_lazy("Employer or trade")),
    sheets.Column("monthly_income", gettext_lazy("Net monthly income")),
]
LABELS = {column.code: column.label for column in COLUMNS}


def judged_rows(rows: Sequence[sheets.Row], user: User) -> tuple[list[dict[str, Any]], list[dict]]:
    """What each row registers, and every problem of every cell as `{row, column, sentence}`."""
    entries, problems, seen = [], [], {}
    for row in rows:
        kind, is_certain = KINDS.get(row.values.get("kind", "").lower()), True
        if kind is None:
            problems.append(_problem(row.number, "kind", _("Write company or person.")))
            kind, is_certain = _likely_kind(row)
        form = NEW_FORMS[kind.value]({**row.values, **_language(row), "submission_key": str(uuid.uuid4())})
        form.is_valid()
        found = [(name, str(sentence)) for name, sentences in form.errors.items() for sentence in sentences]
        found += _odd_cells(row, form) if is_certain else []
        identity = form.cleaned_data.get("identity", "")
        if identity in seen:
            found.append(("identity", _("The same number stands in row {row}.").format(row=seen[identity])))
        elif identity:
            seen[identity] = row.number
        problems += [_problem(row.number, name, sentence) for name, sentence in found]
        # Whatever else is wrong with a row, what could be read of it is held against what is on file.
        entries.append(
            {"row": row.number, "kind": kind.value, "identity": identity, "details": form.details, **form.values}
        )
    problems += [_problem(*flaw) for flaw in (*kept_already(entries), *in_fields_of_others(entries, user))]
    wrong = {problem["row"] for problem in problems}
    return [entry for entry in entries if entry["row"] not in wrong], sorted(problems, key=lambda told: told["row"])


def _language(row: sheets.Row) -> dict[str, str]:
    """The language of letters by its name or its code; traditional Chinese where none is said."""
    said = row.values.get("language") or "zh-hant"
    return {"language": LANGUAGES.get(said.lower(), said.lower())}


def _likely_kind(row: sheets.Row) -> tuple[CustomerKind, bool]:
    """By which kind a row that does not say it is judged, and whether it is certain: its number says so.

    Else that of which it fills more columns, which blames none of them.
    """
    paper = told_paper(compact(row.values.get("identity", "")), dates.today())
    if paper:
        return next(kind for kind, told in PAPERS.items() if told == paper), True
    filled = {code for code, text in row.values.items() if text}
    return max(CustomerKind, key=lambda kind: len(filled & set(NEW_FORMS[kind.value].base_fields))), False


def _odd_cells(row: sheets.Row, form: Any) -> list[tuple[str, str]]:
    """Cells that belong to the other kind of customer and would be lost."""
    words = _("This column is not for this kind of customer.")
    return [(code, words) for code in row.values if code != "kind" and code not in form.fields]


def _problem(row: int, code: str, sentence: Any) -> dict:
    return {"row": row, "column": str(LABELS.get(code, code)), "sentence": str(sentence)}


TAKEOVER = sheets.Takeover(
    kind=KIND,
    columns=COLUMNS,
    may=permissions.may_register,
    judged=judged_rows,
    check=check_customers,
    save=import_customers,
    drop=drop_import,
)
