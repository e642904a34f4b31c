"""The rows that belong to a version of a product: its fees, its questions and its papers."""

from collections.abc import Mapping, Sequence
from typing import Any

from applications.models import ChargedWhen, ChecklistItem, PaperRequirement, ProductFee, ProductVersion
from applications.services.product_checks import LANGUAGES, PAPER_FIELDS, fee_values
from core.text import plain_text
from customers.names import in_simplified

Given = Sequence[Mapping[str, Any]] | None


def put_rows(
    version: ProductVersion, like: ProductVersion, *, fees: Given = None, checklist: Given = None, papers: Given = None
) -> None:
    """Write the rows of a new version: those given, and those of `like` where None is."""
    put_fees(version, fees_of(like) if fees is None else fees)
    put_checklist(version, checklist_of(like) if checklist is None else checklist)
    put_papers(version, papers_of(like) if papers is None else papers)


def in_languages(words: Mapping[str, str], most: int) -> dict[str, str]:
    """Words in the languages they are given in; the simplified ones are made where nobody wrote them."""
    kept = {language: plain_text(text)[:most] for language, text in words.items() if text and language in LANGUAGES}
    if kept.get("zh-hant"):
        kept.setdefault("zh-hans", in_simplified(kept["zh-hant"]))
    return kept


def fees_of(version: ProductVersion) -> list[dict[str, Any]]:
    return [dict(row) for row in version.fees.values("name", "names", "rate", "amount", "charged")]


def checklist_of(version: ProductVersion) -> list[dict[str, Any]]:
    return [dict(row) for row in version.checklist.values("section", "code", "title", "hint", "needs_file")]


def put_fees(version: ProductVersion, fees: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for position, fee in enumerate(fees, start=1):
        name, rate, amount = fee_values(fee)
        rows.append(
            ProductFee(
                product_version=version,
                position=position,
                name=name,
                names=in_languages(fee.get("names") or {}, 60),
                rate=rate,
                amount=amount,
                currency=version.currency,
                charged=fee.get("charged", ChargedWhen.RELEASE),
            )
        )
    ProductFee.objects.bulk_create(rows)


def put_checklist(version: ProductVersion, items: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for position, item in enumerate(items, start=1):
        rows.append(
            ChecklistItem(
                product_version=version,
                section=item["section"][:40],
                position=position,
                code=item.get("code") or f"item_{version.number}_{position}",
                title=plain_text(item["title"])[:80],
                hint=plain_text(item.get("hint", ""))[:200],
                needs_file=bool(item.get("needs_file")),
            )
        )
    ChecklistItem.objects.bulk_create(rows)


def papers_of(version: ProductVersion) -> list[dict[str, Any]]:
    """The lines of a version's checklist of papers, as `new_version` takes them."""
    return [dict(row) for row in version.paper_requirements.values(*PAPER_FIELDS)]


def put_papers(version: ProductVersion, papers: Sequence[Mapping[str, Any]]) -> None:
    PaperRequirement.objects.bulk_create(
        PaperRequirement(
            product_version=version,
            position=position,
            code=paper.get("code") or f"paper_{version.number}_{position}",
            group=paper["group"],
            need=paper["need"],
            roles=list(paper["roles"]),
            customer_kind=paper.get("customer_kind", ""),
            titles=in_languages(paper["titles"], 120),
            conditions=in_languages(paper.get("conditions") or {}, 120),
            days_valid=paper.get("days_valid"),
            **{flag: bool(paper.get(flag)) for flag in ("is_dated", "needs_clearance", "is_site_evidence")},
        )
        for position, paper in enumerate(papers, start=1)
    )
