"""`{% load components %}`: boxes that hold other content. What is only data is an include of `components/*.html`."""

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BaseForm, BaseFormSet
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import slugify

from core import display
from core.views import narrowing

register = template.Library()

NOTICE_ICONS = {"is-info": "info", "is-good": "check", "is-warn": "warn", "is-late": "stop"}
MESSAGE_TONES = {"success": "is-good", "warning": "is-warn", "error": "is-late", "info": "is-info", "debug": "is-info"}


@register.simple_block_tag
def panel(
    content: str,
    title: str = "",
    count: Any = None,
    meta: str = "",
    id: str = "",
    bare: bool = False,
    foot: str = "",
    classes: str = "",
) -> SafeString:
    """`{% panel title=… %}…{% endpanel %}`: what is weighed as one thing. `bare` when the content is a task list."""
    id = id or (slugify(title, allow_unicode=True) and f"panel-{slugify(title, allow_unicode=True)}")
    context = {"content": content, "title": title, "count": count, "meta": meta, "id": id}
    return render_to_string("components/panel.html", {**context, "bare": bare, "foot": foot, "classes": classes})


@register.simple_block_tag
def notice(content: str, tone: str = "is-info", title: str = "", alert: bool = False) -> SafeString:
    """`{% notice "is-warn" title=… %}…{% endnotice %}`: what changes what the reader does next."""
    gap = "" if str(title).endswith(("。", "：", "？")) else " "  # a full-width mark brings its own space
    context = {"content": content, "tone": tone, "title": title, "icon": NOTICE_ICONS[tone], "alert": alert}
    return render_to_string("components/notice.html", {**context, "gap": gap})


@register.simple_block_tag
def empty(content: str, title: str, text: str = "") -> SafeString:
    """`{% empty title=… text=… %}one action, or none{% endempty %}`: nothing yet, or nothing matches."""
    return render_to_string("components/empty.html", {"content": content, "title": title, "text": text})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, button: str, classes: str = "btn btn-quiet") -> SafeString:
    """`{% dialog id="decline" title=… button=… %}text and form{% enddialog %}`: before what cannot be undone.

    Without script the button unfolds the same content in place.
    """
    context = {"content": content, "id": id, "title": title, "button": button, "classes": classes}
    return render_to_string("components/dialog.html", context)


@register.simple_block_tag
def dock(content: str) -> SafeString:
    """`{% dock %}the next action{% enddock %}`: fixed at the foot of a phone, absent on a desk."""
    return render_to_string("components/dock.html", {"content": content})


@register.simple_block_tag
def form_foot(content: str, saved: str = "") -> SafeString:
    """`{% form_foot saved=… %}buttons{% endform_foot %}`: sticky under a form; `saved` says when the draft was kept."""
    return render_to_string("components/form_foot.html", {"content": content, "saved": saved})


@register.inclusion_tag("components/messages.html", takes_context=True)
def page_messages(context: template.Context) -> dict[str, Any]:
    """What the last action said, as notices that stay until the next page."""
    notices = []
    for message in context.get("messages") or ():
        tone = MESSAGE_TONES.get(message.level_tag, "is-info")
        notices.append({"tone": tone, "icon": NOTICE_ICONS[tone], "text": message.message})
    return {"notices": notices}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*parts: BaseForm | BaseFormSet) -> dict[str, Any]:
    """`{% error_summary form formset %}`: why not, then how many fields to change, each a link to it; it takes the focus.

    A browser sends a file once: what was chosen with a refused form has to be chosen again.
    """
    points = [point for part in parts if part is not None for point in _points(part)]
    fields = [point for point in points if "id" in point]
    has_files = any(part.is_bound and part.files for part in parts if part is not None)
    refusals = [point for point in points if "id" not in point]
    return {"refusals": refusals, "points": fields, "count": len(fields), "has_files": has_files}


def _points(part: BaseForm | BaseFormSet) -> Iterable[dict[str, Any]]:
    if isinstance(part, BaseFormSet):
        yield from ({"text": text} for text in part.non_form_errors())
        for form in part.forms:
            yield from _points(form)
        return
    if not part.is_bound:
        return
    yield from ({"text": text} for text in part.non_field_errors())
    for field in part:
        for text in field.errors:
            label = "" if getattr(field, "is_checkbox", False) else field.label
            # A group of choices has no label of its own; the link goes to the first of them.
            place = field.id_for_label or f"{field.auto_id}_0"
            yield {"text": text, "label": label, "id": "" if field.is_hidden else place}


@register.inclusion_tag("components/export_link.html", takes_context=True)
def export_link(context: template.Context) -> dict[str, Any]:
    """`{% export_link %}`: the list as a file, with the filters and the order of this page."""
    query = context["request"].GET.copy()
    for key in ("page", "unit"):
        query.pop(key, None)
    query["export"] = "xlsx"
    return {"url": f"?{query.urlencode()}"}


# Filters

KEPT = {"sort", "unit", "view"}  # what of the address is no filter and survives one


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(
    context: template.Context, filterset: Any, shown: int = 3, switch: bool = False, posts: bool = False
) -> dict[str, Any]:
    """`{% filters filter %}`: the controls of a django-filter set, then what is in force as words to remove.

    `shown` controls stand in the row, the rest unfold; `switch` adds 元 / 萬元. With `posts` what is typed goes to the
    view itself first, else by way of `customers:narrow`: names of people stand in no address.
    """
    request, form = context["request"], filterset.form
    fields = list(form.visible_fields())
    kept = [(key, value) for key, value in request.GET.items() if key not in form.fields and key in KEPT]
    chips = [chip for field in fields if (chip := _chip(field, request))]
    return {
        "request": request,
        "row": fields[:shown],
        "more": fields[shown:],
        "more_open": any(field.errors or field.name in {chip["name"] for chip in chips} for field in fields[shown:]),
        "kept": kept,
        "chips": chips,
        "clear_url": f"?{urlencode([pair for pair in kept if pair[0] != 'sort'])}",
        "switch": switch,
        "posts": posts or narrowing.FIELD in form.fields,
        "list": request.path if narrowing.FIELD in form.fields and not posts else "",
        "csrf_token": context.get("csrf_token"),
        "amount_unit": context.get("amount_unit"),
    }


def _chip(field: forms.BoundField, request: Any) -> dict[str, Any] | None:
    """What this filter says at the moment, and the address without it; None when it says nothing, or nothing it knows."""
    if field.errors:
        return None
    names = [key for key in request.GET if key == field.html_name or key.startswith(f"{field.html_name}_")]
    said = narrowing.said(request)
    texts = [text for key in names for text in said.getlist(key) if text.strip()]
    if not texts:
        return None
    choices = dict(_flat(getattr(field.field, "choices", ())))
    query = request.GET.copy()
    for key in [*names, "page"]:
        query.pop(key, None)
    words = display.joined(choices.get(text, text) for text in texts)
    return {"name": field.name, "label": field.label, "words": words, "url": f"?{query.urlencode()}"}


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
