import hashlib
import json

import pytest

FOLDERS = ("static/vendor", "static/fonts", "tests/vendor")
LICENCES = ("LICENSE", ".txt")
LICENCES_TAKEN = (
    "MIT",
    "BSD-2-Clause",
    "MPL-2.0",
    "OFL-1.1",
    "Apache-2.0",
    "Bitstream-Vera",
)


@pytest.fixture(scope="module")
def manifest(root):
    return json.loads((root / "static/vendor/manifest.json").read_text())


def test_every_vendored_file_is_in_the_manifest(root, manifest):
    there = {
        path.relative_to(root).as_posix()
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.is_file() and path.name != "manifest.json" and not path.name.endswith(LICENCES)
    }
    assert there == {entry["file"] for entry in manifest}


def test_every_file_is_what_the_manifest_says(root, manifest):
    changed = [
        entry["file"]
        for entry in manifest
        if hashlib.sha256((root / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert changed == []


def test_every_entry_names_package_version_and_licence(manifest):
    for entry in manifest:
        assert entry["package"]
        assert entry["version"][0].isdigit()
        assert entry["licence"] in LICENCES_TAKEN


def test_what_is_vendored_stays_under_ten_megabytes(root, manifest):
    """Four of them are the letters of China and Japan, without which their words are boxes."""
    assert sum((root / entry["file"]).stat().st_size for entry in manifest) < 10_000_000


def test_the_licences_lie_beside_the_files(root):
    for folder in ("static/vendor/leaflet", "static/vendor/socket.io-client"):
        assert (root / folder / "LICENSE").read_text().strip()
    for family in ("public-sans", "noto-sans", "noto-sans-arabic", "noto-rare", "vazirmatn"):
        assert "SIL Open Font License" in (root / f"static/fonts/OFL-{family}.txt").read_text()
    for family, words in (("dejavu-sans", "Bitstream"), ("droid-sans-fallback", "Apache")):
        assert words in (root / f"static/fonts/LICENSE-{family}.txt").read_text()


def test_every_font_the_styles_name_is_there(root):
    styles = root / "static/css/fonts.css"
    named = [part.split('"')[0] for part in styles.read_text().split('url("')[1:]]
    assert named
    for name in named:
        assert (styles.parent / name).is_file()
