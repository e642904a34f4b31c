"""Numbers as people type them."""

import pytest

from core.numbering import shown, typed


@pytest.mark.parametrize(
    "text", ["HQA2026-00012", "hqa2026-00012", " HQ申2026-00012 ", "ＨＱ申２０２６－０００１２", "HQ 申 2026-00012"]
)
def test_a_number_is_understood_however_it_is_typed(text):
    assert typed(text) == "HQA2026-00012"


@pytest.mark.parametrize(("language", "words"), [("zh-hant", "HQ據2026-00001"), ("zh-hans", "HQ据2026-00001")])
def test_what_is_shown_is_understood_again(language, words):
    assert shown("HQL2026-00001", language) == words
    assert typed(words) == "HQL2026-00001"
