"""The hostile corpus (S28): files that are something else than they say, that run, carry, explode or lie; none is kept.

And what a telephone really sends: a large photograph is taken fast, upright, and without its place.
"""

import io
import random
import socket
import struct
import threading
import time
import zipfile
import zlib
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from applications.models import PaperPage
from core import attachments, dates, sealing
from core.attachments import pictures
from core.errors import InvalidInput
from core.models import Attachment
from tests import factories
from tests.factories import sealed_files
from tests.security.pictures import chunk, hidden_data, jpeg_of_scans, photograph, png, png_of, segment
from tests.security.test_uploads import REFUSED, pdf, picture


def huge_png(width=60_000, height=60_000) -> bytes:
    """A few bytes that say they are 3.6 thousand million pixels."""
    return png_of(width, height, zlib.compress(bytes(100)))


def two_heads() -> bytes:
    """All lines of the first size are there; the second is the one that counts."""
    head = struct.pack(">IIBBBBB", 1, 20_000, 8, 2, 0, 0, 0)
    content = png_of(8, 8, zlib.compress(bytes(200)))
    return content[:33] + chunk(b"IHDR", head) + content[33:]


def archive(name="a.exe", content=b"MZ" * 500) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


WEB, SHARE = "https://loandesk.example/", "\\\\host.invalid\\share\\a.pdf"


def entry(writer, **names) -> DictionaryObject:
    return writer._add_object(DictionaryObject({NameObject(f"/{key}"): value for key, value in names.items()}))


def forms_of_xfa(writer):
    stream = StreamObject()
    stream._data = b"<xdp:xdp><script>app.alert(1)</script></xdp:xdp>"
    form = {"XFA": writer._add_object(stream), "Fields": ArrayObject()}
    writer._root_object[NameObject("/AcroForm")] = entry(writer, **form)


def named_file(writer):
    """A file specification with an embedded stream, hung on an annotation instead of the name tree."""
    stream = StreamObject()
    stream._data = b"MZ"
    held = entry(writer, F=writer._add_object(stream))
    spec = entry(writer, Type=NameObject("/Filespec"), F=TextStringObject("a.exe"), EF=held)
    note = entry(writer, Type=NameObject("/Annot"), Subtype=NameObject("/FileAttachment"), FS=spec)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


def action(kind: str, **more):
    def change(writer):
        link = entry(writer, S=NameObject(f"/{kind}"), **more)
        writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): link})

    return change


def field_script(writer):
    """A script that runs at every key in a field."""
    act = entry(writer, S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    keys = DictionaryObject({NameObject("/K"): act})
    field = entry(writer, FT=NameObject("/Tx"), T=TextStringObject("a"), AA=keys)
    writer._root_object[NameObject("/AcroForm")] = entry(writer, Fields=ArrayObject([field]))


def rich_media(writer):
    note = entry(
        writer, Type=NameObject("/Annot"), Subtype=NameObject("/RichMedia"), RichMediaContent=DictionaryObject()
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


def link(address: str):
    """A place on the page that is clicked."""

    def change(writer):
        act = entry(writer, S=NameObject("/URI"), URI=TextStringObject(address))
        note = entry(writer, Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=act)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return change


def opens_a_link(writer):
    act = entry(writer, S=NameObject("/URI"), URI=TextStringObject("javascript:app.alert(1)"))
    writer._root_object[NameObject("/OpenAction")] = act


def opens_the_web(**more):
    """Before anybody clicks: a sender who learns who opens the paper, and when."""

    def change(writer):
        writer._root_object[NameObject("/OpenAction")] = entry(
            writer, **{"S": NameObject("/URI"), "URI": TextStringObject(WEB), **more}
        )

    return change


def opens_the_web_next(writer):
    web = entry(writer, S=NameObject("/URI"), URI=TextStringObject(WEB))
    opens_the_web(S=NameObject("/Named"), N=NameObject("/FirstPage"), Next=ArrayObject([web]))(writer)


def kind_said_elsewhere(writer):
    """The kind of an action is an object of its own, so its dictionary says only a number."""
    kind = writer._add_object(NameObject("/Launch"))
    writer._root_object[NameObject("/OpenAction")] = entry(writer, S=kind, F=TextStringObject("cmd.exe"))


def note(kind: str, **more):
    """Something on the page that is no text: what plays, shows or holds."""

    def change(writer):
        held = entry(writer, Type=NameObject("/Annot"), Subtype=NameObject(f"/{kind}"), **more)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([held])

    return change


def start_of_links(writer):
    """Where all links of the file begin."""
    writer._root_object[NameObject("/URI")] = entry(writer, Base=TextStringObject("file://host.invalid/share/"))


def page_drawn_from(**names):
    """A page whose drawing orders say where else they lie."""

    def change(writer):
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream_of(b"", **names))

    return change


def form_elsewhere(writer):
    held = entry(writer, F=TextStringObject(SHARE), Page=NumberObject(0))
    form = stream_of(b"", Type=NameObject("/XObject"), Subtype=NameObject("/Form"), Ref=held)
    form[NameObject("/BBox")] = ArrayObject([NumberObject(side) for side in (0, 0, 9, 9)])
    names = DictionaryObject({NameObject("/X"): writer._add_object(form)})
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})


def many_pages(writer):
    for _page in range(attachments.MOST_PAGES):
        writer.add_blank_page(200, 200)


def large_page(writer):
    writer.add_blank_page(1_440_000, 200)


def content_of(size: int, sign: bytes = b"q ") -> bytes:
    """What so many bytes of drawing orders look like packed."""
    packer = zlib.compressobj(9)
    piece = sign * (1_000_000 // len(sign))
    return b"".join([*(packer.compress(piece) for _ in range(size // len(piece))), packer.flush()])


def stream_of(packed: bytes, **names) -> StreamObject:
    stream = StreamObject()
    stream._data = packed
    stream.update({NameObject(f"/{name}"): value for name, value in names.items()})
    return stream


def drawn_with(packed: bytes, *filters: str):
    """A page whose drawing orders lie packed, once or in several layers."""
    kinds = ArrayObject([NameObject(f"/{name}") for name in filters or ("FlateDecode",)])

    def change(writer):
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream_of(packed, Filter=kinds))

    return change


def many_streams(writer):
    """Each is small enough, all together are not."""
    packed = content_of(50_000_000)
    for _number in range(6):
        writer._add_object(stream_of(packed, Filter=NameObject("/FlateDecode")))


def picture_of(width: int, height: int, packed: bytes = b""):
    def change(writer):
        image = stream_of(
            packed or zlib.compress(bytes(5_000)),
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Image"),
            Width=NumberObject(width),
            Height=writer._add_object(NumberObject(height)),
            BitsPerComponent=NumberObject(8),
            ColorSpace=NameObject("/DeviceGray"),
            Filter=NameObject("/FlateDecode"),
        )
        names = DictionaryObject({NameObject("/Im0"): writer._add_object(image)})
        writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})
        drawn_with(zlib.compress(b"q 200 0 0 200 0 0 cm /Im0 Do Q"))(writer)

    return change


def endless_forms(writer):
    """Nine forms, each of which draws the next one ten times: a thousand million pictures in a few hundred bytes."""
    last = None
    for _level in range(9):
        form = stream_of(
            b"/X Do " * 10 if last else b"0 0 9 9 re f", Type=NameObject("/XObject"), Subtype=NameObject("/Form")
        )
        form[NameObject("/BBox")] = ArrayObject([NumberObject(side) for side in (0, 0, 200, 200)])
        if last:
            form[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/XObject"): DictionaryObject({NameObject("/X"): last})}
            )
        last = writer._add_object(form)
    names = DictionaryObject({NameObject("/X"): last})
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): names})
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream_of(b"/X Do " * 10))


def empty_pdf() -> bytes:
    file = io.BytesIO()
    PdfWriter().write(file)
    return file.getvalue()


def many_objects() -> bytes:
    rows = b"".join(b"%010d 00000 n \n" % 15 for _ in range(100_001))
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + (
        b"xref\n0 100001\n" + rows + b"trailer<</Root 1 0 R/Size 100001>>\nstartxref\n55\n%%EOF"
    )


# What acts or reaches out of a PDF
ACTIVE = {
    "opens-web.pdf": pdf(opens_the_web()),
    "opens-web-next.pdf": pdf(opens_the_web_next),
    "web-at-a-page.pdf": pdf(action("URI", URI=TextStringObject(WEB))),
    "kind-elsewhere.pdf": pdf(kind_said_elsewhere),
    "thread-elsewhere.pdf": pdf(action("Thread", F=TextStringObject(SHARE))),
    "file-link.pdf": pdf(link("file:///c:/windows/a.exe")),
    "hidden-file-link.pdf": pdf(link(" Fi\tle:///etc/passwd")),
    "share-link.pdf": pdf(link(SHARE)),
    "slashes-link.pdf": pdf(link("//host.invalid/share/a.exe")),
    "drive-link.pdf": pdf(link("C:\\windows\\a.exe")),
    "links-begin.pdf": pdf(start_of_links),
    "movie.pdf": pdf(note("Movie", Movie=DictionaryObject({NameObject("/F"): TextStringObject("a.avi")}))),
    "3d.pdf": pdf(note("3D")),
    "screen.pdf": pdf(note("Screen")),
    "rich-media.pdf": pdf(note("RichMedia")),
    "sound.pdf": pdf(note("Sound")),
    "file-note.pdf": pdf(note("FileAttachment", FS=TextStringObject(SHARE))),
    "form-elsewhere.pdf": pdf(form_elsewhere),
    "elsewhere-share.pdf": pdf(page_drawn_from(F=TextStringObject(SHARE))),
    "elsewhere-web.pdf": pdf(
        page_drawn_from(
            F=DictionaryObject({NameObject("/FS"): NameObject("/URL"), NameObject("/F"): TextStringObject(WEB)})
        )
    ),
}
# What is worked on for long, is not all there or says it is larger than anything
LABORIOUS = {
    "scans.jpg": jpeg_of_scans(7_168, 2_500),
    "scans-41.jpg": jpeg_of_scans(1_024, 41),
    "segments.jpg": picture()[:2] + segment(0xEF) * 6_000_000 + picture()[2:],
    "chunks.png": png()[:33] + chunk(b"abCd", b"") * 2_000_000 + png()[33:],
    "long.png": png_of(1, 50_000_000, zlib.compress(bytes(1000))),
    "wide-side.png": png_of(30_001, 1, zlib.compress(bytes(90_004))),
    "cut-inside.png": png_of(100, 100, zlib.compress(bytes(99 * 301))),
    "cut-interlaced.png": png_of(8, 8, zlib.compress(bytes(70)), colour=0, interlaced=1),
    "two-heads.png": two_heads(),
}
HOSTILE = {
    **REFUSED,
    **ACTIVE,
    **LABORIOUS,
    "page.png": b"<!doctype html><script>alert(1)</script>",
    "drawing.png": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program.pdf": b"MZ" + bytes(60) + b"PE\0\0" + bytes(200),
    "program.jpg": b"\x7fELF" + bytes(200),
    "macro.pdf": workbook(),
    "bomb.zip": archive("a.txt", bytes(5_000_000)),
    "bomb.pdf": archive("a.txt", bytes(5_000_000)),
    "both.pdf": pdf() + archive(),
    "page-behind.pdf": pdf() + b"<html><script>alert(1)</script></html>",
    "huge.png": huge_png(),
    "wide.png": huge_png(2**31 - 1, 1),
    "cut.png": png()[:40],
    "cut.pdf": pdf()[:60],
    "cut-photo.jpg": photograph()[:300],
    "noise.jpg": b"\xff\xd8\xff\xe0" + random.Random(1).randbytes(5000),
    "picture.tiff": picture("TIFF"),
    "tiff.png": picture("TIFF"),
    "picture.gif": picture("GIF"),
    "picture.webp": picture("WEBP"),
    "picture.bmp": picture("BMP"),
    "picture.ico": picture("ICO", (16, 16)),
    "photo.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
    "xfa.pdf": pdf(forms_of_xfa),
    "annotated.pdf": pdf(named_file),
    "media.pdf": pdf(rich_media),
    "keys.pdf": pdf(field_script),
    "sends.pdf": pdf(action("SubmitForm", F=TextStringObject("http://example.invalid/"))),
    "imports.pdf": pdf(action("ImportData", F=TextStringObject("a.fdf"))),
    "goes.pdf": pdf(action("GoToE", T=DictionaryObject())),
    "elsewhere.pdf": pdf(action("GoToR", F=TextStringObject("b.pdf"))),
    "sounds.pdf": pdf(action("Sound")),
    "starts.pdf": pdf(action("Launch", F=TextStringObject("cmd.exe"))),
    "link.pdf": pdf(link("javascript:app.alert(1)")),
    "hidden-link.pdf": pdf(link("Java\tScript :alert(1)")),
    "data-link.pdf": pdf(link("data:text/html,<script>alert(1)</script>")),
    "opens-link.pdf": pdf(opens_a_link),
    "pages.pdf": pdf(many_pages),
    "page-size.pdf": pdf(large_page),
    "locked-open.pdf": pdf(lambda writer: writer.encrypt("", "owner")),
    "no-pages.pdf": empty_pdf(),
    "objects.pdf": many_objects(),
    "unpacks.pdf": pdf(drawn_with(content_of(300_000_000))),
    "unpacks-twice.pdf": pdf(drawn_with(zlib.compress(content_of(300_000_000)), "FlateDecode", "FlateDecode")),
    "unpacks-in-parts.pdf": pdf(many_streams),
    "picture.pdf": pdf(picture_of(60_000, 60_000)),
    "zeros.png": bytes(1000),
    "script.pdf": b"#!/bin/sh\nrm -rf /\n",
    "postscript.pdf": b"%!PS-Adobe-3.0\n(a) run\n",
    "empty.png": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_the_hostile_corpus_is_kept(am1, name):
    with pytest.raises(InvalidInput):
        attachments.seal(SimpleUploadedFile(name, HOSTILE[name]))

    assert sealed_files() == []


def test_the_corpus_is_large_enough_and_a_page_refuses_all_of_it(am1, department_a):
    case = factories.application_of(am1, department_a)
    client, address = Client(), reverse("applications:papers-upload", args=[case.number])
    client.force_login(am1)

    answers = [
        client.post(address, {"files": SimpleUploadedFile(name, content)}, headers={"Accept": "application/json"})
        for name, content in HOSTILE.items()
    ]

    assert len(HOSTILE) >= 50
    assert {answer.status_code for answer in answers} == {422}
    assert all(answer.json()["detail"] for answer in answers)
    assert (Attachment.objects.count(), PaperPage.objects.count(), sealed_files()) == (0, 0, [])


@pytest.mark.parametrize("name", ["unpacks.pdf", "unpacks-twice.pdf", "unpacks-in-parts.pdf", "picture.pdf"])
@translation.override("en")
def test_what_unpacks_to_too_much_is_refused_soon_with_what_to_do(am1, name):
    began = time.monotonic()
    with pytest.raises(InvalidInput, match=r"Print it to a plain PDF|lower resolution"):
        attachments.seal(SimpleUploadedFile(name, HOSTILE[name]))

    assert len(HOSTILE[name]) < 1_000_000 and time.monotonic() - began < 20


@pytest.mark.parametrize("name", ACTIVE)
@translation.override("en")
def test_a_pdf_that_acts_or_reaches_out_is_refused_for_that(name):
    with pytest.raises(InvalidInput, match="scripts or attached files"):
        attachments.seal(SimpleUploadedFile(name, ACTIVE[name]))


@pytest.mark.parametrize("name", LABORIOUS)
@translation.override("en")
def test_a_picture_that_is_laborious_or_not_all_there_is_refused_at_once(name):
    assert len(LABORIOUS[name]) < attachments.LARGEST

    began = time.monotonic()
    with pytest.raises(InvalidInput, match=r"damaged or incomplete|too many pixels"):
        attachments.seal(SimpleUploadedFile(name, LABORIOUS[name]))

    assert time.monotonic() - began < 10


# What looks like it and is ordinary


def bookmarks_to_the_web(writer):
    web = {"A": entry(writer, S=NameObject("/URI"), URI=TextStringObject(WEB)), "Title": TextStringObject("a")}
    second = entry(writer, **web)
    first = entry(writer, Next=second, **web)
    writer._root_object[NameObject("/Outlines")] = entry(writer, First=first, Last=second, Count=NumberObject(2))


def part_that_refers_to_another(writer):
    part = entry(writer, S=NameObject("/P"))
    writer._root_object[NameObject("/StructTreeRoot")] = entry(writer, K=entry(writer, Ref=ArrayObject([part])))


def fonts_by_short_names(writer):
    font = entry(writer, Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Courier"))
    names = DictionaryObject({NameObject(f"/{name}"): font for name in ("F", "AA", "Next")})
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): names})


def points_at_nothing(writer):
    """What a program leaves that takes pages out of a file."""
    writer.pages[0][NameObject("/AA")] = IndirectObject(999, 0, writer)


ORDINARY = {
    "web.pdf": pdf(link(WEB)),
    "mail.pdf": pdf(link("mailto:am1@loandesk.example")),
    "near.pdf": pdf(link("page-2.html")),
    "opens-at-a-place.pdf": pdf(opens_the_web(S=NameObject("/GoTo"), D=TextStringObject("a"))),
    "bookmarks.pdf": pdf(bookmarks_to_the_web),
    "field.pdf": pdf(note("Widget", FT=NameObject("/Tx"), F=NumberObject(4), Ff=NumberObject(1))),
    "short-filter.pdf": pdf(page_drawn_from(F=NameObject("/FlateDecode"))),
    "short-filters.pdf": pdf(page_drawn_from(F=ArrayObject([NameObject("/FlateDecode")]))),
    "part.pdf": pdf(part_that_refers_to_another),
    "fonts.pdf": pdf(fonts_by_short_names),
    "nothing.pdf": pdf(points_at_nothing),
    "slow-line.jpg": picture(progressive=True, size=(64, 64)),
    "scans-40.jpg": jpeg_of_scans(1_024, 40),
    "small-picture.jpg": picture()[:2] + segment(0xE1, b"\xff\xda" * 100) + picture()[2:],
    "zeros-behind.png": png() + bytes(1_000_000),
    "film-behind.jpg": picture() + b"\xff\xda" * 100,
    "long.png": png_of(1, 30_000, zlib.compress(bytes(4 * 30_000))),
    "interlaced.png": png_of(8, 8, zlib.compress(bytes(79)), colour=0, interlaced=1),
    **{
        f"{mode.replace(';', '-')}.png": picture("PNG", (9, 7), mode)
        for mode in ("1", "L", "P", "LA", "RGB", "RGBA", "I;16")
    },
}


@pytest.mark.parametrize("name", ORDINARY)
def test_what_only_looks_like_it_is_taken_and_can_be_drawn(am1, name):
    kept = attachments.accept(SimpleUploadedFile(name, ORDINARY[name]), by=am1)

    assert (attachments.preview(kept) or b"").startswith(b"\x89PNG")


# Kept before it was weighed, or not seen through: it still takes no more than a preview may


def page_of(case, by, content: bytes) -> PaperPage:
    key = uuid4()
    file = attachments.Sealed(
        uuid=key,
        name="a.pdf",
        media_type="application/pdf",
        size=len(content),
        pages=1,
        sha256="",
        path=sealing.store_file(content, Attachment(uuid=key).bound_to()),
        place="",
    )
    kept = attachments.keep(file, by=by, case_uuid=case.uuid)
    return PaperPage.objects.create(application=case, attachment=kept, position=1)


def answers_to_a_page(case, by, content: bytes) -> tuple[PaperPage, list, float]:
    """The page, what is answered to it twice, and how long the first answer took."""
    page = page_of(case, by, content)
    client, address = Client(), reverse("applications:page-preview", args=[page.uuid, 1])
    client.force_login(by)
    began = time.monotonic()
    answers = [client.get(address)]
    took = time.monotonic() - began
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(attachments, "_drawn", lambda *_given: pytest.fail("drawn again"))
        answers.append(client.get(address))
    return page, answers, took


def test_a_page_that_cannot_be_drawn_says_so_and_offers_the_file_and_is_not_tried_again(am1, department_a, monkeypatch):
    monkeypatch.setattr(attachments, "SECONDS_TO_DRAW", 4)

    page, answers, took = answers_to_a_page(factories.application_of(am1, department_a), am1, pdf(endless_forms))

    assert [answer.status_code for answer in answers] == [422, 422] and took < 20
    assert reverse("desk:attachment", args=[page.attachment.uuid]) in answers[0].content.decode()


# In the time they really have a fast machine may draw these; in a hundredth of a second none unpacks so much
@pytest.mark.parametrize("name", ["unpacks.pdf", "picture.pdf"])
def test_a_page_that_takes_longer_than_it_may_is_refused_and_worked_on_once(am1, department_a, monkeypatch, name):
    monkeypatch.setattr(attachments, "SECONDS_TO_DRAW", 0.01)

    _page, answers, took = answers_to_a_page(factories.application_of(am1, department_a), am1, HOSTILE[name])

    assert [answer.status_code for answer in answers] == [422, 422] and took < 20


def test_a_page_is_drawn_once_and_the_drawing_lies_sealed_until_it_is_old(am1, department_a, monkeypatch):
    page = page_of(factories.application_of(am1, department_a), am1, pdf())
    drawn = attachments.preview(page.attachment)
    monkeypatch.setattr(attachments, "_drawn", lambda *_given: pytest.fail("drawn again"))

    assert attachments.preview(page.attachment) == drawn and drawn.startswith(b"\x89PNG")
    assert attachments.preview(page.attachment, 2) is None
    with default_storage.open(attachments._drawing_of(page.attachment, 1)[0]) as stored:
        assert b"PNG" not in stored.read()
    assert attachments.drop_orphans(before=dates.now() + timedelta(minutes=1)) == 0
    assert (attachments.drop_drawings(), attachments.drop_drawings(dates.now() + timedelta(minutes=1))) == (0, 1)


def test_a_photo_in_a_format_only_some_phones_know_is_answered_with_how_to_set_the_phone(am1):
    with pytest.raises(InvalidInput, match="HEIC"):
        attachments.seal(SimpleUploadedFile("IMG_0001.HEIC", HOSTILE["photo.heic"]))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\windows\\system32\\a.png", "a.png"),
        ("../../etc/passwd", "passwd"),
        ("a\0.exe.png", "a.exe.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\r\nSet-Cookie: x.png", "aSet-Cookie: x.png"),
        ("/", "file"),
        ("長" * 300 + ".png", "長" * 116 + ".png"),
    ],
)
def test_a_name_that_leads_elsewhere_is_only_a_name(given, kept):
    upload = SimpleUploadedFile("x.png", png())
    upload._name = given

    file = attachments.seal(upload)

    assert file.name == kept
    assert len(file.path) < 60 and ".." not in file.path


def test_a_ten_megabyte_photo_from_a_phone_is_taken_fast_upright_and_without_its_place(am1):
    content = photograph((4000, 3000), noise=90)
    assert 9_000_000 < len(content) < attachments.LARGEST

    began = time.monotonic()
    kept = attachments.accept(SimpleUploadedFile("IMG_1.jpg", content, "image/jpeg"), by=am1)
    seconds = time.monotonic() - began

    clear = attachments.read(kept)
    fresh = Image.open(io.BytesIO(clear))
    assert seconds < 15
    assert (fresh.size, dict(fresh.getexif())) == ((4000, 3000), {})
    assert b"Canary" not in clear and kept.place == ""


# Of each: what a camera says of itself, and the size of what is kept of a picture eight wide and four high
TURNED = (ExifTags.Base.Orientation, 3, 1, b"\6\0\0\0")
DAMAGED = {
    "nothing is": ([TURNED], (4, 8)),
    "a text is a fraction": ([TURNED, (ExifTags.Base.Make, 5, 1, b"\x08\0\0\0")], (4, 8)),
    "a text is three numbers": ([TURNED, (ExifTags.Base.Make, 3, 3, b"\x08\0\0\0")], (4, 8)),
    "a fraction is a text": ([TURNED, (ExifTags.Base.XResolution, 2, 2, b"x\0\0\0")], (4, 8)),
    "a number is a text": ([TURNED, (ExifTags.Base.ImageWidth, 2, 2, b"x\0\0\0")], (4, 8)),
    "the turning is a text": ([(ExifTags.Base.Orientation, 2, 2, b"x\0\0\0")], (8, 4)),
    "the turning is none": ([(ExifTags.Base.Orientation, 3, 1, b"\x63\0\0\0")], (8, 4)),
    "the turning is many": ([(ExifTags.Base.Orientation, 3, 2**31, b"\x08\0\0\0")], (8, 4)),
    "the turning lies outside": ([(ExifTags.Base.Orientation, 5, 1, b"\xff\xff\xff\xff")], (8, 4)),
}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_picture_whose_hidden_data_are_damaged_is_taken_upright_where_they_say_how(am1, kind, damage):
    entries, size = DAMAGED[damage]
    content = picture(kind, (8, 4), exif=hidden_data(*entries))

    kept = attachments.accept(SimpleUploadedFile("a.jpg", content), by=am1, keep_place=True)

    fresh = Image.open(io.BytesIO(attachments.read(kept)))
    assert (fresh.size, dict(fresh.getexif()), kept.place) == (size, {}, "")


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_bytes_changed_by_chance_in_the_hidden_data_lead_to_a_picture_or_a_refusal():
    chance, whole = random.Random(5), photograph()
    begin = whole.index(b"Exif") + 6
    for _try in range(2_000):
        content = bytearray(whole)
        for _change in range(chance.randint(1, 4)):
            content[chance.randrange(begin, begin + 300)] = chance.choice([0, 1, 2, 3, 5, 7, 12, 0x7F, 0xFF])
        with suppress(InvalidInput):
            pictures.fresh(bytes(content))
        pictures.place_of(bytes(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_somebody_wrote_into_a_picture_is_not_kept(am1, kind):
    words = PngInfo()
    for name in ("Comment", "Author", "XML:com.adobe.xmp"):
        words.add_itxt(name, "Canary")
    written = (
        {"comment": b"Canary 138 0000 3333"} if kind == "JPEG" else {"pnginfo": words, "icc_profile": b"Canary" * 9}
    )
    content = picture(kind, **written)
    assert b"Canary" in content or kind == "PNG"

    kept = attachments.accept(SimpleUploadedFile("a.jpg", content), by=am1)

    clear = attachments.read(kept)
    fresh = Image.open(io.BytesIO(clear))
    fresh.load()
    assert b"Canary" not in clear
    assert set(fresh.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_the_place_of_site_evidence_is_kept_sealed_in_the_row_and_out_of_the_picture(am1):
    upload = SimpleUploadedFile("site.jpg", photograph(), "image/jpeg")

    kept = attachments.accept(upload, by=am1, keep_place=True)

    stored = Attachment.objects.filter(pk=kept.pk).values_list("place", flat=True).get()
    assert '"longitude": 113.75' in kept.place
    assert stored.startswith("v1:")
    assert dict(Image.open(io.BytesIO(attachments.read(kept))).getexif()) == {}


@pytest.mark.parametrize("hidden", [b"", b"\0" * 40])
def test_a_camera_that_says_nothing_or_nonsense_leaves_no_place(hidden):
    assert pictures.place_of(picture()) == ""
    assert pictures.place_of(hidden) == ""


# Broken off


def test_files_that_no_row_names_are_cleared_away_after_a_day(am1):
    kept = attachments.accept(SimpleUploadedFile("a.png", png()), by=am1)
    sealing.store_file(b"left behind", "core.attachment:none")
    assert len(sealed_files()) == 2

    assert attachments.drop_orphans() == 0
    assert attachments.drop_orphans(before=dates.now() + timedelta(minutes=1)) == 1

    assert attachments.read(kept)


def test_a_transaction_that_breaks_takes_the_sealed_file_with_it(am1):
    def fails():
        with attachments.sealed([SimpleUploadedFile("a.png", png())]):
            raise RuntimeError("the database is gone")

    with pytest.raises(RuntimeError):
        fails()

    assert sealed_files() == []


@pytest.mark.usefixtures("real_db")
def test_a_connection_cut_in_mid_upload_leaves_neither_row_nor_file(live_server):
    """A real socket against a real server: the head promises ten megabytes, two come, and the line is cut."""
    am1 = factories.person("am1", "account_manager", factories.DepartmentFactory(code="A"))
    case = factories.application_of(am1, am1.held[0].department)
    client, token = Client(), "t" * 32
    client.force_login(am1)
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    begin = (
        '--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + token + "\r\n--x\r\n"
        'Content-Disposition: form-data; name="files"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    ).encode()
    head = (
        f"POST {reverse('applications:papers-upload', args=[case.number])} HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: {cookies}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 10000000\r\n\r\n"
    ).encode()

    with socket.create_connection((live_server.thread.host, live_server.thread.port)) as line:
        line.sendall(head + begin + png() + bytes(2_000_000))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any("process_request" in thread.name for thread in threading.enumerate()):
        time.sleep(0.1)

    assert (Attachment.objects.count(), PaperPage.objects.count(), sealed_files()) == (0, 0, [])
