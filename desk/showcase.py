"""What the living component page shows: every component in every state, with invented names and figures."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.figures import Figure
from core.forms import AmountField, ChoiceRows, DateField, DeskForm, PercentField, SubmissionKeyField, VersionField
from core.tables import AmountColumn, DayColumn, DeskTable, NumberColumn, RowLinkColumn, TextColumn

COLOURS = [
    (_("Accent"), "#0b5970"),
    (_("Accent, pressed"), "#07414f"),
    (_("Accent line"), "#b3d2db"),
    (_("Accent ground"), "#e7f1f4"),
    (_("Ink"), "#16232b"),
    (_("Ink, secondary"), "#4a5963"),
    (_("Ink, meta"), "#5f6e78"),
    (_("Strong line"), "#c5cfd5"),
    (_("Line"), "#e1e7ea"),
    (_("Ground"), "#f4f7f8"),
    (_("Late, wrong"), "#ae2620"),
    (_("Look here"), "#855000"),
    (_("Passed"), "#1c6a40"),
]
TONES = [
    (_("Not begun"), ""),
    (_("Under way"), "is-active"),
    (_("Done"), "is-done"),
    (_("Passed"), "is-good"),
    (_("In doubt"), "is-warn"),
    (_("Late"), "is-late"),
    (_("Withdrawn"), "is-stopped"),
]
ICONS = [
    "home",
    "people",
    "doc",
    "shield",
    "pen",
    "coin",
    "link",
    "chart",
    "find",
    "bell",
    "menu",
    "plus",
    "check",
    "x",
    "warn",
    "stop",
    "info",
    "lock",
    "right",
    "up",
    "down",
    "export",
    "dots",
    "camera",
]
STAGES = ["申請", "受理", "調查", "報告", "審批", "放款"]


class SampleForm(DeskForm):
    """A short application, with every kind of control."""

    columns = {"name": 4, "industry": 2, "amount": 3, "months": 3, "rate": 3, "founded_on": 3}
    paired = ("amount", "months")
    units = {"months": _("months")}

    name = forms.CharField(label=_("Company name"), max_length=60)
    industry = forms.ChoiceField(
        label=_("Industry"), choices=[("3032", "3032 建築用石加工"), ("2231", "2231 紙和紙板容器製造")]
    )
    amount = AmountField(label=_("Amount"), min_value=Decimal(10_000), max_value=Decimal(10_000_000))
    months = forms.IntegerField(label=_("Term"), min_value=1, max_value=36, widget=forms.TextInput)
    rate = PercentField(label=_("Annual rate"), high=Decimal(24), required=False)
    founded_on = DateField(label=_("Founded on"))
    product = forms.ChoiceField(
        label=_("Product"),
        choices=[("working", "流動資金貸款"), ("fixed", "固定資產貸款")],
        widget=ChoiceRows(
            hints={"working": "最長 36 個月，需測算營運資金需求", "fixed": "最長 120 個月，自有資金至少 20 %"}, span=3
        ),
    )
    security = forms.MultipleChoiceField(
        label=_("Security"),
        choices=[("mortgage", "抵押"), ("pledge", "質押"), ("guarantee", "保證")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        min_length=20,
        help_text=_("What is bought, from whom, for how much, and why now."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.BooleanField(label=_("I have read the whole report."))
    version = VersionField(initial=3)
    submission_key = SubmissionKeyField()


class SampleTable(DeskTable):
    """Applications as a list of records."""

    caption = _("Applications, for example")
    customer = RowLinkColumn(verbose_name=_("Customer"), linkify=lambda: "#")
    number = NumberColumn(verbose_name=_("Number"))
    amount = AmountColumn(verbose_name=_("Amount"))
    security = TextColumn(verbose_name=_("Security"), hide_narrow=True)
    due_on = DayColumn(verbose_name=_("Due"), due=True)

    class Meta(DeskTable.Meta):
        orderable = True


ROWS = [
    ("珠海藍灣海鮮批發有限公司", "HQ申2026-00419", "1200000", "保證", date(2026, 11, 22)),
    ("東莞市虎門潔雅服飾有限公司", "HQ申2026-00391", "1800000", "抵押、保證", date(2026, 11, 24)),
    ("惠州市恆泰精密五金有限公司", "HQ申2026-00405", "3000000", "抵押、保證", date(2026, 11, 25)),
    ("深圳市寶安銳科模具有限公司", "HQ申2026-00426", "5000000", "設備抵押", None),
]


def _rail(now: int, state: str, when: list[str]) -> list[dict[str, str]]:
    steps = []
    for place, name in enumerate(STAGES):
        steps.append(
            {
                "name": name,
                "when": when[place] if place < len(when) else "",
                "state": "done" if place < now else state if place == now else "",
            }
        )
    return steps


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "what": "送達第二次催收通知書",
            "url": "#",
            "who": "順德嘉禾木業",
            "why": "逾期 33 天，欠 126,932.63 元，掛號信尚未登記",
            "due_on": date(2026, 11, 21),
            "due": "逾 2 天",
            "act": {"label": "登記送達", "url": "#"},
        },
        {
            "what": "提交可行性報告",
            "url": "#",
            "who": "東莞啟明包裝材料",
            "why": "還缺 4 項，協辦周敏尚未簽名",
            "due_on": date(2026, 11, 26),
            "act": {"label": "繼續", "url": "#"},
        },
    ]


def _figure() -> Figure:
    return Figure(
        code="debt_service_cover",
        value=Decimal("1.53"),
        unit="times",
        formula="(net_profit + depreciation + interest) / (principal_12m + interest_12m)",
        inputs=(
            ("net_profit", Decimal("2620000.00")),
            ("depreciation", Decimal("1180000.00")),
            ("interest", Decimal("210000.00")),
        ),
        limit=Decimal("1.20"),
        limit_kind="min",
    )


def _wrong_form() -> SampleForm:
    typed = {"name": "宏遠石材", "amount": "２６０萬", "months": "48", "rate": "7.2%", "founded_on": "2018/06/14"}
    form = SampleForm({**typed, "industry": "3032", "product": "working", "purpose": "資金週轉", "version": "3"})
    form.full_clean()
    form.say("name", "有 1 個相近客戶，請確認", "is-warn")
    form.say("founded_on", "經營 8 年 5 個月", "is-good")
    return form


def context() -> dict[str, Any]:
    """Everything `templates/desk/components.html` needs; no database."""
    rows = [dict(zip(("customer", "number", "amount", "security", "due_on"), row, strict=True)) for row in ROWS]
    return {
        "colours": COLOURS,
        "tones": TONES,
        "icons": ICONS,
        "rails": [
            _rail(2, "now", ["11-12", "11-18", "第 5 天"]),
            _rail(2, "returned", ["11-12", "11-18", "退回 11-21"]),
            _rail(4, "refused", ["10-02", "10-08", "10-19", "10-22", "否決 11-03"]),
        ],
        "facts": [
            {"label": _("Amount"), "value": "300.00 萬元", "number": True, "strong": True},
            {"label": _("Term"), "value": "12 個月"},
            {"label": _("Security"), "value": "廠房抵押、個人保證"},
        ],
        "rows": [{"label": _("Classification"), "value": "關注"}, {"label": _("Guarantor"), "value": "梁嘉和、何美儀"}],
        "tasks": _tasks(),
        "tabs": [
            {"label": "總覽", "url": "#"},
            {"label": "調查", "url": "#", "current": True, "count": 2},
            {"label": "財務", "url": "#"},
        ],
        "chips": [{"label": _("Product"), "words": "流動資金貸款", "url": "#"}],
        "events": [
            {"text": "盤點原料倉，抽盤 18 %", "when": "今天 09:40", "who": "林曉雯", "tone": "is-key"},
            {"text": "與財務主管、倉管訪談，附錄音", "when": "11-20 14:30", "who": "林曉雯、周敏"},
            {"text": "承諾 11-20 還清，未履行", "when": "11-21 09:00", "who": "林曉雯", "tone": "is-bad"},
        ],
        "route": [
            {"name": "調查", "note": "林曉雯、周敏", "when": "11-19", "state": "done"},
            {"name": "部門審核", "note": "黎國棟", "when": "11-25", "state": "now"},
            {"name": "審批", "note": "馮志堅"},
        ],
        "checks": [
            {"name": "信用代碼", "result": "最後一位不符", "tone": "is-late"},
            {"name": "重複客戶", "result": "1 個相近，待確認", "tone": "is-warn"},
            {"name": "禁止行業與名單", "result": "查詢中", "tone": "is-active"},
        ],
        "figure": _figure(),
        "documents": [{"status": status} for status in ("requested", "ready", "failed")],
        "form": SampleForm(),
        "wrong_form": _wrong_form(),
        "table": SampleTable(rows, order_by="-amount"),
        "empty_table": SampleTable([]),
        "amount": Decimal("3000000"),
    }
