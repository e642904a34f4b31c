"""What the browser is given comes from us alone, and the manifest storage finds every file it names."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import call_command

from core.pdf import STATIC_DIR

STYLESHEETS = sorted(STATIC_DIR.rglob("*.css"))
DRAWINGS = sorted((STATIC_DIR / "loandesk").rglob("*.svg"))


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "word", ["@import", "@font-face", "sourceMappingURL", "url(http", "url(//", "url('http", 'url("http']
)
def test_a_stylesheet_loads_nothing(path, word):
    assert word not in path.read_text("utf-8")


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_well_formed_and_has_no_style_or_script(path):
    elements = list(ElementTree.parse(path).iter())

    assert elements[0].get("viewBox")
    assert {element.tag.rpartition("}")[2] for element in elements} <= {"svg", "path", "circle", "rect"}
    assert not any("style" in element.attrib or "href" in str(element.attrib) for element in elements)


def test_a_swapped_part_takes_no_style_attribute_along():
    page = (settings.BASE_DIR / "templates" / "base.html").read_text("utf-8")
    config = json.loads(re.search(r"""name="htmx-config" content='([^']+)'""", page)[1])

    # A textarea that somebody drew larger carries one, and the policy refuses its copy.
    assert "style" not in config["attributesToSettle"]
    assert config["includeIndicatorStyles"] is False


def test_collectstatic_finds_every_file_the_stylesheets_name(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (tmp_path / "staticfiles.json").exists()
    assert list(tmp_path.glob("vendor/tabler/tabler.min.*.css"))
