"""What messages to customers say: the wordings that come with the house, and the words that are filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Known of every message, and asked of its sender.
ALWAYS = ("customer", "lender", "manager", "phone")
ASKED = ("day", "time", "place", "papers", "note")
OPTIONAL = ("note",)
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Wording:
    """One language of a message."""

    name: str
    subject: str
    body: str


def named_in(*texts: str) -> list[str]:
    """The words to be filled in, each once, in the order in which they stand."""
    return list(dict.fromkeys(name for text in texts for name in PLACEHOLDER.findall(text)))


def unknown_in(*texts: str) -> list[str]:
    """Placeholders that nobody could fill, and braces that are left over."""
    odd = [name for name in named_in(*texts) if name not in {*ALWAYS, *ASKED}]
    rest = "".join(PLACEHOLDER.sub("", text) for text in texts)
    return odd + sorted({sign for sign in rest if sign in "{}"})


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its words; a line of which nothing but an empty word is left falls away."""
    lines = []
    for line in text.split("\n"):
        done = PLACEHOLDER.sub(lambda found: values.get(found[1], ""), line)
        if done.strip() or not line.strip():
            lines.append(done)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


SHIPPED: dict[str, dict[str, Wording]] = {
    "appointment": {
        "zh-hant": Wording(
            "約定面談",
            "{lender}：約定 {day} {time} 面談",
            "{customer}您好：\n\n謹與您確認，{day} {time} 在{place}面談。\n{note}\n\n"
            "如需改期，請致電{manager}，電話 {phone}。",
        ),
        "zh-hans": Wording(
            "约定面谈",
            "{lender}：约定 {day} {time} 面谈",
            "{customer}您好：\n\n谨与您确认，{day} {time} 在{place}面谈。\n{note}\n\n"
            "如需改期，请致电{manager}，电话 {phone}。",
        ),
        "en": Wording(
            "Appointment",
            "{lender}: our appointment on {day}, {time}",
            "Dear {customer},\n\nThis is to confirm that we meet on {day} at {time}, {place}.\n{note}\n\n"
            "If another time suits you better, please call {manager} on {phone}.",
        ),
    },
    "missing_papers": {
        "zh-hant": Wording(
            "補交資料",
            "{lender}：請於 {day} 前補交資料",
            "{customer}您好：\n\n辦理您的申請還需要以下資料，請於 {day} 前送交，並帶原件核對：\n\n{papers}\n\n{note}\n\n"
            "有疑問請致電{manager}，電話 {phone}。",
        ),
        "zh-hans": Wording(
            "补交资料",
            "{lender}：请于 {day} 前补交资料",
            "{customer}您好：\n\n办理您的申请还需要以下资料，请于 {day} 前送交，并带原件核对：\n\n{papers}\n\n{note}\n\n"
            "有疑问请致电{manager}，电话 {phone}。",
        ),
        "en": Wording(
            "Missing papers",
            "{lender}: papers we still need by {day}",
            "Dear {customer},\n\nFor your application we still need the papers below by {day}. Please bring the "
            "originals for comparison.\n\n{papers}\n\n{note}\n\nQuestions are answered by {manager} on {phone}.",
        ),
    },
    "visit_thanks": {
        "zh-hant": Wording(
            "走訪致謝",
            "{lender}：感謝您 {day} 的接待",
            "{customer}您好：\n\n感謝您在 {day} 接待我們的走訪。\n{note}\n\n後續如有問題，請致電{manager}，電話 {phone}。",
        ),
        "zh-hans": Wording(
            "走访致谢",
            "{lender}：感谢您 {day} 的接待",
            "{customer}您好：\n\n感谢您在 {day} 接待我们的走访。\n{note}\n\n后续如有问题，请致电{manager}，电话 {phone}。",
        ),
        "en": Wording(
            "Thanks for the visit",
            "{lender}: thank you for receiving us on {day}",
            "Dear {customer},\n\nThank you for receiving us on {day}.\n{note}\n\n"
            "Should anything come up, please call {manager} on {phone}.",
        ),
    },
}
