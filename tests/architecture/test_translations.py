"""Both Chinese catalogues are complete and true to the placeholders, and a lender's term has one translation."""

import gettext

import pytest
from babel.messages.catalog import Catalog

from script import catalogues
from tests.architecture.reading import ROOT

# English phrase (lower case) → the one word for it in traditional script; glossary, "The words on the screen".
TERMS = {
    "account manager": "客戶經理",
    "department manager": "部門經理",
    "finance officer": "財務人員",
    "risk officer": "風險審查員",
    "auditor": "稽核人員",
    "administrator": "系統管理員",
    "feasibility report": "可行性報告",
    "initiation form": "立項審批表",
    "guarantor": "保證人",
    "mortgagor": "抵押人",
    "guarantee circle": "擔保圈",
    "lendable value": "可擔保金額",
    "debt service cover": "償債覆蓋率",
    "debt to assets": "資產負債率",
    "current ratio": "流動比率",
    "quick ratio": "速動比率",
    "penalty interest": "罰息",
    "level payment": "等額本息",
    "demand letter": "催收通知書",
}
# Whole texts: states, outcomes, findings and classes are words that must be met again on every page.
WORDS = {
    "Draft": "草稿", "Waiting for acceptance": "待受理", "Accepted": "已受理", "Under investigation": "盡職調查中",
    "Report submitted": "報告已提交", "Under review": "審查審批中", "Approved": "已批准", "Contract signed": "已簽約",
    "Disbursed": "已放款", "Settled": "已結清", "Declined": "已否決", "Withdrawn by the customer": "客戶撤回",
    "Approval lapsed": "批覆失效", "In order": "正常", "Doubts remain": "有疑點", "Not as stated": "不符",
    "Not applicable": "不適用", "Special mention": "關注", "Substandard": "次級", "Doubtful": "可疑", "Loss": "損失",
    "Review": "部門審核", "Examination": "風險審查", "Decline": "否決", "Work list": "工作臺",
}  # fmt: skip
# Forms that the glossary avoids, with the one it takes.
AVOIDED = {
    "台帳": "臺帳", "臺賬": "臺帳", "匯總": "彙總", "批復": "批覆", "復利": "複利", "衝正": "沖正", "周報": "週報",
    "余額": "餘額", "征信": "徵信", "聯係": "聯繫", "登錄": "登入", "導出": "匯出", "打印": "列印", "系統錯誤": "—",
    "成功": "—", "工作台": "工作臺",
}  # fmt: skip


def texts(locale: str, *, also_in_context: bool = True) -> list[tuple[str, str]]:
    """(English, translation) of every message, plural forms one by one; one with a context means another thing."""
    found = []
    for message in catalogues.stored(locale):
        if message.context and not also_in_context:
            continue
        english = message.id if isinstance(message.id, str) else message.id[-1]
        found += [(english, text) for text in catalogues.texts_of(message) if message.id]
    return found


def test_every_text_is_translated_and_none_is_fuzzy_or_stale():
    assert catalogues.check() == []


def test_a_term_of_the_lender_has_one_translation():
    other = [
        f"{english} → {text}: {word}"
        for english, text in texts(catalogues.HANT)
        for phrase, word in TERMS.items()
        if phrase in english.lower() and word not in text
    ]

    assert other == []


def test_a_state_or_class_has_one_word():
    plain = texts(catalogues.HANT, also_in_context=False)

    assert [(english, text) for english, text in plain if WORDS.get(english, text) != text] == []


def test_no_text_uses_a_form_that_the_glossary_avoids():
    assert [f"{text}: {form}" for _id, text in texts(catalogues.HANT) for form in AVOIDED if form in text] == []


def test_traditional_texts_are_traditional():
    assert [(text, odd) for _id, text in texts(catalogues.HANT) if (odd := not_traditional(text))] == []


def not_traditional(text: str) -> str:
    """Han characters that Big5 does not know; all those that only simplified script has are among them."""
    return "".join(c for c in text if "\u4e00" <= c <= "\u9fff" and not c.encode("big5hkscs", "ignore"))


def test_simplified_texts_are_simplified_and_use_their_own_quotation_marks():
    odd = [text for _id, text in texts(catalogues.HANS) if any(mark in text for mark in "「」『』")]
    odd += [text for _id, text in texts(catalogues.HANS) if catalogues.simplified(text) != text]

    assert odd == []


@pytest.mark.parametrize(
    ("hant", "hans"),
    [
        ("登入後匯出臺帳", "登录后导出台账"),
        ("批覆條件彙總", "批复条件汇总"),
        ("「儲存草稿」與列印", "“保存草稿”与打印"),
        ("覆核放款，徵信報告", "复核放款，征信报告"),
    ],
)
def test_traditional_becomes_simplified_with_mainland_words(hant, hans):
    assert catalogues.simplified(hant) == hans


def sample(text: str, **more) -> Catalog:
    catalogue = catalogues.new_catalogue(catalogues.HANT)
    catalogue.add("{count} loans", text, **more)
    return catalogue


@pytest.mark.parametrize(
    ("kept", "problem"),
    [
        (sample(""), "zh_Hant: missing: {count} loans"),
        (sample("{count} 筆貸款", flags=["fuzzy"]), "zh_Hant: fuzzy: {count} loans"),
        (sample("{counts} 筆貸款"), "zh_Hant: placeholders differ: {count} loans"),
    ],
)
def test_an_incomplete_catalogue_is_seen(kept, problem):
    assert list(catalogues.problems(sample(""), "zh_Hant", kept)) == [problem]


def test_a_text_no_longer_used_is_seen():
    empty = catalogues.new_catalogue(None)

    assert list(catalogues.problems(empty, "zh_Hant", sample("{count} 筆貸款"))) == [
        "zh_Hant: no longer used: {count} loans"
    ]


def test_strings_are_found_in_code_and_in_templates(tmp_path):
    code, page = tmp_path / "code.py", tmp_path / "page.html"
    code.write_text('from django.utils.translation import gettext as say\nsay("One " "text")\n', encoding="utf-8")
    page.write_text(
        '{% load i18n %}<p>\n  {% translate "Two" %}</p>\n'
        "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
        '{% translate "May" context "month" %}',
        encoding="utf-8",
    )

    found = [*catalogues.of_file(code), *catalogues.of_file(page)]

    assert found == [(None, "One text"), (None, "Two"), (None, ("%(n)s row", "%(n)s rows")), ("month", "May")]


def test_a_text_put_right_by_hand_is_kept_and_others_follow_the_map(monkeypatch, tmp_path):
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    template, hant = catalogues.new_catalogue(None), catalogues.new_catalogue(catalogues.HANT)
    for english, text in (("Export", "匯出"), ("Ledger", "臺帳")):
        template.add(english)
        hant.add(english, text)
    kept = catalogues.new_catalogue(catalogues.HANS)
    kept.add("Export", "输出", user_comments=["by hand"])
    kept.add("Ledger", "旧")
    path = catalogues.po_path(catalogues.HANS)
    path.parent.mkdir(parents=True)
    path.write_text(catalogues.written(kept), encoding="utf-8")

    merged = catalogues.merged(template, catalogues.HANS, hant)

    assert [merged.get(name).string for name in ("Export", "Ledger")] == ["输出", "台账"]


def test_the_catalogues_of_every_offered_language_exist(settings):
    folders = {path.name for path in (ROOT / "locale").iterdir()}

    assert {code for code, _name in settings.LANGUAGES} - {"en"} == {
        folder.replace("_", "-").lower() for folder in folders
    }


def test_compiled_catalogues_answer_without_gnu_gettext(monkeypatch, tmp_path):
    kept = sample("{count} 筆貸款")
    kept.add("At least 30% of receipts", "至少 30% 的回款")
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    for locale in (catalogues.HANT, catalogues.HANS):
        catalogues.po_path(locale).parent.mkdir(parents=True)
        catalogues.po_path(locale).write_text(catalogues.written(kept), encoding="utf-8")

    catalogues.compile_all()

    compiled = gettext.GNUTranslations(catalogues.po_path(catalogues.HANT).with_suffix(".mo").open("rb"))
    assert compiled.gettext("{count} loans") == "{count} 筆貸款"
    assert compiled.gettext("At least 30% of receipts") == "至少 30% 的回款"
