"""Keeps the catalogues: English source strings, `zh_Hant` by hand, `zh_Hans` by map from it.

`script/messages` collects every string marked for translation, adds the new ones with an empty translation, drops
those no longer used, and writes both catalogues. A simplified text is made from the traditional one whenever that
changes; one that was put right by hand carries the comment `# by hand` above it in the file and is left alone.
`script/messages --check` changes nothing and lists what is missing, fuzzy, stale, or has other placeholders.
`script/messages --compile` writes the `.mo` files that Django reads. GNU gettext is not needed.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from opencc import OpenCC

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "config", "core", "staff", "customers", "applications", "collateral", "underwriting", "contracts", "servicing",
    "investors", "desk", "templates",
)  # fmt: skip
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HANT, HANS = "zh_Hant", "zh_Hans"
BY_HAND = "by hand"
# A fixed date: the file changes only when a text does.
MADE = datetime(2026, 11, 23, tzinfo=UTC)

# Where mainland usage is another word, or the characters of one word merge into two; applied after the characters.
TERMS = {
    "储存格": "单元格", "标题列": "标题行", "试算表": "电子表格", "栏位": "字段", "字元": "字符", "范本": "模板", "接著": "接着",
    "带著": "带着", "寄出": "发出", "早安": "早上好", "午安": "下午好", "晚安": "晚上好",
    "登入": "登录", "登出": "退出", "汇出": "导出", "汇入": "导入", "列印": "打印", "储存": "保存", "搜寻": "搜索",
    "开启": "打开", "目前": "当前", "使用者": "用户", "帐户": "账户", "帐号": "账号", "台帐": "台账", "帐": "账",
    "批覆": "批复", "覆核": "复核", "答覆": "答复", "回覆": "回复", "身分": "身份", "预设": "默认", "萤幕": "屏幕",
    "网路": "网络", "连结": "链接", "伺服器": "服务器", "电子邮件": "电子邮件", "讯息": "消息", "简讯": "短信",
    "资讯": "信息", "档名": "文件名", "品质": "质量", "计画": "计划", "透过": "通过", "设定": "设置", "程式": "程序",
    "笔数": "笔数", "检视": "查看", "点选": "点击", "行动电话": "手机", "建立": "建立", "汇总": "汇总", "周期": "周期",
    "「": "“", "」": "”", "『": "‘", "』": "’",
}  # fmt: skip
_converter = OpenCC("t2s")


def simplified(text: str) -> str:
    """A traditional text in simplified characters and mainland words."""
    text = _converter.convert(text)
    for word, other in TERMS.items():
        text = text.replace(word, other)
    return text


def aliases(source: str) -> dict[str, object]:
    """The keywords of a file, with the names under which it imports them (`gettext as _`)."""
    found: dict[str, object] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            found.update(
                {name.asname: KEYWORDS[name.name] for name in node.names if name.asname and name.name in KEYWORDS}
            )
    return KEYWORDS | found


def of_python(source: str) -> Iterator[tuple]:
    yield from extract_python(io.BytesIO(source.encode()), aliases(source), ["Translators:"], {"encoding": "utf-8"})


def of_template(source: str, name: str) -> Iterator[tuple]:
    """Django turns a template into Python calls; their indentation means nothing and is dropped."""
    code = "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())
    yield from extract_python(io.BytesIO(code.encode()), KEYWORDS | {"_": None}, [], {"encoding": "utf-8"})


def of_file(path: Path) -> Iterator[tuple[str | None, str | tuple[str, str]]]:
    """(context, message or (singular, plural)) in the order of the file."""
    source = path.read_text(encoding="utf-8")
    found = of_python(source) if path.suffix == ".py" else of_template(source, str(path))
    for _line, function, strings, _comments in found:
        texts = [text for text in (strings if isinstance(strings, tuple) else (strings,)) if isinstance(text, str)]
        has_context = function.startswith(("pgettext", "npgettext"))
        context = texts.pop(0) if has_context and texts else None
        is_plural = "ngettext" in function or "npgettext" in function
        if texts and texts[0]:
            yield context, (texts[0], texts[1]) if is_plural and len(texts) > 1 else texts[0]


def source_files() -> list[Path]:
    found = [p for name in SOURCES for p in (ROOT / name).rglob("*") if p.suffix in {".py", ".html", ".txt"}]
    return sorted(p for p in found if not {"migrations", "__pycache__", "tests"} & set(p.parts))


def template_catalogue() -> Catalog:
    """Every marked string, with the files it stands in and no line numbers."""
    catalogue = new_catalogue(None)
    for path in source_files():
        for context, text in of_file(path):
            catalogue.add(text, context=context, locations=[(str(path.relative_to(ROOT)), 0)])
    return catalogue


def new_catalogue(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        domain="django",
        project="Loandesk",
        version="1",
        header_comment="# Made by script/messages; it tells how a text is kept.",
        copyright_holder="Loandesk",
        creation_date=MADE,
        revision_date=MADE,
        last_translator="Loandesk",
        language_team="Loandesk",
        fuzzy=False,
    )


def po_path(locale: str) -> Path:
    return ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"


def stored(locale: str) -> Catalog:
    path = po_path(locale)
    if not path.exists():
        return new_catalogue(locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale, domain="django", abort_invalid=True)


def texts_of(message: Message | None) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form; none if any is empty."""
    if message is None:
        return ()
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(texts) if all(texts) else ()


def is_by_hand(message: Message | None) -> bool:
    return message is not None and BY_HAND in message.user_comments


def merged(template: Catalog, locale: str, hant: Catalog | None = None) -> Catalog:
    """The template with the translations kept so far; with `hant`, filled by map unless put right by hand."""
    kept, catalogue = stored(locale), new_catalogue(locale)
    for message in template:
        if not message.id:
            continue
        old = kept.get(message.id, message.context)
        texts = () if old is not None and old.fuzzy else texts_of(old)
        comments = old.user_comments if old is not None else []
        if hant is not None and not (texts and is_by_hand(old)):
            texts = tuple(simplified(text) for text in texts_of(hant.get(message.id, message.context)))
        catalogue.add(
            message.id,
            texts if message.pluralizable else "".join(texts),
            context=message.context,
            locations=message.locations,
            user_comments=comments,
        )
    return catalogue


def written(catalogue: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalogue, width=120, include_lineno=False, omit_header=False, sort_by_file=True)
    return re.sub(
        r'^"(Generated-By|PO-Revision-Date|POT-Creation-Date|Report-Msgid-Bugs-To).*\n',
        "",
        out.getvalue().decode(),
        flags=re.M,
    )


def placeholders(text: str) -> set[str]:
    """`%(name)s`, `%s` and `{name}`; `%%` prints a percent sign and is none."""
    plain = text.replace("%%", "")
    return set(re.findall(r"%\(\w+\)[a-z]|%[sdrf]|{\w*}", plain))


def problems(template: Catalog, locale: str, kept: Catalog) -> Iterator[str]:
    """What keeps a catalogue from being complete and true."""
    wanted = {(message.id, message.context): message for message in template if message.id}
    for key in wanted:
        message = kept.get(*key)
        ids = key[0] if isinstance(key[0], tuple) else (key[0],)
        if message is not None and message.fuzzy:
            yield f"{locale}: fuzzy: {ids[0]}"
        elif not texts_of(message):
            yield f"{locale}: missing: {ids[0]}"
        elif any(placeholders(text) != placeholders(ids[-1]) for text in texts_of(message)):
            yield f"{locale}: placeholders differ: {ids[0]}"
    for message in kept:
        if message.id and (message.id, message.context) not in wanted:
            yield f"{locale}: no longer used: {message.id if isinstance(message.id, str) else message.id[0]}"


def map_problems(hant: Catalog, hans: Catalog) -> Iterator[str]:
    """Simplified texts that differ from the map's and do not say that they were put right by hand."""
    for message in hans:
        made = tuple(simplified(text) for text in texts_of(hant.get(message.id, message.context))) if message.id else ()
        if made and texts_of(message) not in ((), made) and not is_by_hand(message):
            yield f"{HANS}: differs from {HANT}, put “# {BY_HAND}” above it or run script/messages: {texts_of(message)[0]}"


def check() -> list[str]:
    """Every problem of both catalogues, one a line."""
    template, hant, hans = template_catalogue(), stored(HANT), stored(HANS)
    return [*problems(template, HANT, hant), *problems(template, HANS, hans), *map_problems(hant, hans)]


def update() -> None:
    """Write both catalogues, and say which simplified texts were made anew."""
    template = template_catalogue()
    hant = merged(template, HANT)
    for line in map_problems(hant, stored(HANS)):
        print(line)
    for locale, catalogue in ((HANT, hant), (HANS, merged(template, HANS, hant))):
        po_path(locale).parent.mkdir(parents=True, exist_ok=True)
        po_path(locale).write_text(written(catalogue), encoding="utf-8")
    count = len(list(problems(template, HANT, hant)))
    print(f"{len(template)} texts, {count} of them without a translation.")


def compile_all() -> None:
    """Write the `.mo` files. Babel's own command takes “30% of” for a placeholder and calls it an error."""
    for locale in (HANT, HANS):
        with po_path(locale).with_suffix(".mo").open("wb") as file:
            write_mo(file, stored(locale))


def main(arguments: list[str]) -> int:
    if arguments == ["--compile"]:
        compile_all()
        return 0
    if arguments == ["--check"]:
        found = check()
        print("\n".join(found) or "The catalogues are complete.")
        return 1 if found else 0
    if arguments:
        print("usage: script/messages [--check | --compile]", file=sys.stderr)
        return 2
    update()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
