"""Uploaded papers are what they are, whatever they are called: nothing that runs, carries files or explodes is kept."""

import io
import random
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, RectangleObject, StreamObject, TextStringObject

from core import attachments, dates, parameters
from core.errors import InvalidInput
from core.models import Attachment, Parameter

SCRIPT = DictionaryObject(
    {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
)


def picture(kind="JPEG", size=(8, 8), mode="RGB", **options) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def pdf(change=None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if change:
        change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def named_script(writer):
    names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), SCRIPT])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): names})


def script_on_opening(writer):
    writer._root_object[NameObject("/OpenAction")] = SCRIPT


def script_on_a_page(writer):
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): SCRIPT})


def program_started(writer):
    launch = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(launch)


def opens_at_the_first_page(writer):
    place = ArrayObject([writer.pages[0].indirect_reference, NameObject("/Fit")])
    writer._root_object[NameObject("/OpenAction")] = place


def large_scan(writer):
    stream = StreamObject()
    # What a compressed picture looks like: in twenty million bytes, three given ones stand together by chance.
    stream._data = random.Random(1).randbytes(1_000_000) + b"/JS" + random.Random(2).randbytes(1_000_000)
    writer.pages[0][NameObject("/Thumb")] = writer._add_object(stream)


def packed_script() -> bytes:
    """A script inside a compressed object stream, where no search of the bytes finds it."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/AA<</O 4 0 R>>>>",
        b"<</S/JavaScript/JS(app.alert(1))>>",
    ]
    head, body = b"", b""
    for number, text in enumerate(objects, start=1):
        head += b"%d %d " % (number, len(body))
        body += text + b" "
    packed = zlib.compress(head + body)
    out = b"%PDF-1.5\n"
    at = [len(out)]
    out += b"5 0 obj<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>stream\n" % (len(head), len(packed))
    out += packed + b"\nendstream endobj\n"
    at.append(len(out))
    rows = [(0, 0, 65535), *((2, 5, place) for place in range(4)), (1, at[0], 0), (1, at[1], 0)]
    table = zlib.compress(b"".join(bytes([a]) + b.to_bytes(4, "big") + c.to_bytes(2, "big") for a, b, c in rows))
    out += b"6 0 obj<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(table)
    return out + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at[1]


def swollen_comment() -> bytes:
    info = PngInfo()
    info.add_text("comment", "A" * 10_000_000, zip=True)
    return picture("PNG", pnginfo=info)


REFUSED = {
    "text.pdf": b"hello",
    "page.jpg": b"<html><script>alert(1)</script>",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "empty.pdf": b"",
    "archive.pdf": b"PK\3\4" + bytes(100),
    "animation.gif": b"GIF89a" + bytes(20),
    "half.jpg": picture()[:200],
    "bomb.png": picture("PNG", (20_000, 20_000), "1"),
    "swollen.png": swollen_comment(),
    "locked.pdf": pdf(lambda writer: writer.encrypt("secret")),
    "carrier.pdf": pdf(lambda writer: writer.add_attachment("a.exe", b"MZ")),
    "named.pdf": pdf(named_script),
    "opening.pdf": pdf(script_on_opening),
    "page.pdf": pdf(script_on_a_page),
    "launch.pdf": pdf(program_started),
    "escaped.pdf": pdf(script_on_opening).replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53"),
    "packed.pdf": packed_script(),
    "nested.pdf": b"%PDF-1.4\n1 0 obj " + b"[" * 100_000 + b" endobj trailer<</Root 1 0 R>>",
    "behind.pdf": b"junk\n" + pdf(),
}
TAKEN = {
    "scan.pdf": pdf(),
    "view.pdf": pdf(opens_at_the_first_page),
    "web.pdf": pdf(lambda writer: writer.add_uri(0, "https://loandesk.example/", RectangleObject([0, 0, 9, 9]))),
    "large.pdf": pdf(large_scan),
    "photo.jpg": picture(),
    "press.jpg": picture(mode="CMYK"),
    "phone.jpg": picture("MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))]),
    "grey.png": picture("PNG", mode="I;16"),
    "behind.jpg": picture() + b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_what_we_take_is_refused(am1, name):
    with pytest.raises(InvalidInput):
        attachments.accept(SimpleUploadedFile(name, REFUSED[name]), by=am1)

    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (picture()[:200], "damaged or incomplete"),
        (picture("PNG", (400, 400))[:60], "damaged or incomplete"),
        (b"GIF89a" + bytes(20), "none of them"),
    ],
    ids=["empty", "half a JPEG", "half a PNG", "another kind"],
)
def test_the_refusal_says_what_is_wrong_with_the_file(am1, content, sentence):
    with translation.override("en"), pytest.raises(InvalidInput, match=sentence):
        attachments.accept(SimpleUploadedFile("photo.jpg", content), by=am1)


@pytest.mark.parametrize("name", TAKEN)
def test_a_paper_or_a_photograph_is_taken(am1, name):
    kept = attachments.accept(SimpleUploadedFile(name, TAKEN[name]), by=am1)

    content = attachments.read(kept)
    assert kept.media_type.endswith({"pdf": "pdf", "jpg": "jpeg", "png": "png"}[name[-3:]])
    assert kept.media_type == "application/pdf" or b"script" not in content


def test_a_file_above_25_megabytes_is_refused_before_it_is_read(am1):
    upload = SimpleUploadedFile("large.pdf", b"%PDF-")
    upload.size = attachments.LARGEST + 1

    with pytest.raises(InvalidInput, match="25 MB"):
        attachments.accept(upload, by=am1)


def test_a_name_keeps_no_path(am1):
    upload = SimpleUploadedFile("x.png", picture("PNG"))
    upload._name = "..\\..\\etc/passwd.png"

    kept = attachments.accept(upload, by=am1)

    assert kept.name == "passwd.png"
    assert ".." not in kept.path


# How many


def limit(name: str, value: str, valid_from=None) -> None:
    Parameter.objects.update_or_create(
        name=name,
        valid_from=valid_from or dates.today(),
        defaults={"value": value, "unit": "files", "basis": "test"},
    )


def bring(by, **whose) -> Attachment:
    return attachments.accept(SimpleUploadedFile("x.png", picture("PNG")), by=by, **whose)


@pytest.mark.django_db
def test_the_limits_are_dated_parameters():
    assert parameters.values(["files_per_case", "uploads_per_day"]) == {"files_per_case": 300, "uploads_per_day": 500}


def test_a_person_brings_so_many_files_in_a_day_and_goes_on_the_next(am1, am2):
    limit("uploads_per_day", "2")
    with dates.as_of(dates.now() - timedelta(days=1)):
        bring(am1)
    bring(am1)
    bring(am1)

    with pytest.raises(InvalidInput, match="2"):
        bring(am1)

    bring(am2)
    with dates.as_of(dates.now() + timedelta(days=1)):
        bring(am1)
    assert Attachment.objects.filter(uploaded_by=am1).count() == 4


def test_a_case_holds_so_many_files_whoever_brings_them(am1, am2):
    limit("files_per_case", "1")
    case = uuid4()
    bring(am1, case_uuid=case)

    with pytest.raises(InvalidInput, match="1"):
        bring(am2, case_uuid=case)

    bring(am2, case_uuid=uuid4())
    assert Attachment.objects.filter(case_uuid=case).count() == 1


def test_a_limit_that_begins_tomorrow_does_not_hold_today(am1):
    limit("uploads_per_day", "0", dates.today() + timedelta(days=1))

    bring(am1)

    assert Attachment.objects.count() == 1
