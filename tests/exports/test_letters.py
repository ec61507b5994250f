import pytest

from exports._letters import letters_of
from exports.letters import USUAL

EVERYDAY = ["Skøyteis – «ja»", "Čáppa čuovggat", "Лавки", "مكان", "Πάγκος", "हिन्दी", "Ghế đá"]


def families(text: str) -> list[str]:
    return [face.family for face in letters_of([text]).faces]


def test_everyday_letters_need_no_more_fonts():
    assert letters_of(EVERYDAY) == USUAL


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("😀", "Noto Emoji"),
        ("שלום", "Noto Sans Hebrew"),
        ("ትግርኛ", "Noto Sans Ethiopic"),
        ("→", "DejaVu Sans"),
        ("計程車", "Droid Sans Fallback"),
    ],
)
def test_a_rare_letter_brings_its_font_along(text, family):
    assert families(text) == [family]
    assert not letters_of([text]).lacking
    assert f'"Vazirmatn", "{family}"' in letters_of([text]).sheet()


def test_signs_that_no_font_has_are_named_and_counted():
    letters = letters_of({"a": ("ᚠᚢᚦ og ᚠ",), "b": "\uf8ff"})
    assert letters.times == 5
    assert letters.named("ᚠᚢᚦ og ᚠ") == "[Runic ×3] og [Runic ×1]"
    assert letters.named("\uf8ff") == "[U+F8FF ×1]"
    assert letters_of(["\ue000"]).named("\ue000") == "[U+E000 ×1]"


def test_fancy_letters_without_a_font_stand_as_plain_ones():
    letters = letters_of(["⒯⒭⒠⒠"])
    assert letters.named("⒯⒭⒠⒠") == "(t)(r)(e)(e)"


def test_signs_that_nobody_sees_are_lacking_nowhere():
    assert letters_of(["a\u200b\u200d\ufe0f\u00ad b"]) == USUAL
