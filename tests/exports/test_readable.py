import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def html():
    assert pytest.importorskip("exports._readable")
    return pytest.importorskip("weasyprint").HTML


def read(html, text: str, path: Path) -> str:
    """Return what a reader finds in a drawing with that text."""
    html(string=f'<svg width="400" height="40">{text}</svg>').write_pdf(path)
    command = ["pdftotext", str(path), "-"]
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not here: apt install poppler-utils")


@pytest.mark.parametrize("words", ["مكان للجلوس", "שלום על", "Karl-Marx-Platz"])
def test_a_name_in_a_drawing_is_read_back_whole(html, tmp_path, words):
    assert words in read(html, f'<text x="20" y="20">{words}</text>', tmp_path / "a.pdf")


def test_letters_with_places_of_their_own_keep_them(html, tmp_path):
    assert "ab" not in read(html, '<text x="20 200" y="20">ab</text>', tmp_path / "a.pdf")
