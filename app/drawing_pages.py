"""Pages of an uploaded drawing: pictures, or a PDF made into pictures by poppler in a child.

What comes out is re-encoded as photos are. A PDF is never opened in this process.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.child import TOO_LONG, Child
from app.edge import in_a_thread
from app.pictures import keep, opened, safe
from workshops.design_versions import MOST_PAGES, Page
from workshops.refusal import Refused

LONGEST_PX = 2400
MOST_PX = 100_000_000
QUALITY = 84
MOST_BYTES = 40_000_000
PDF_SECONDS, PDF_MEMORY = 60.0, 1_500_000_000
#: What poppler says of a file that it cannot open without a password.
LOCKED = "Incorrect password"
_PDF = b"%PDF-"


def pages_of(files: Sequence[bytes], folder: Path) -> list[Page]:
    """Keep every page of the files, in their order; refuses what is neither picture nor PDF."""
    given = [content for content in files if content]
    if not given:
        raise Refused("Choose the drawing first: pictures or a PDF.")
    if sum(map(len, given)) > MOST_BYTES:
        raise Refused("That is more than %(n)s MB. Send it in parts.", n=MOST_BYTES // 10**6)
    pictures = [page for content in given for page in _pictures(content)]
    if len(pictures) > MOST_PAGES:
        raise Refused("A drawing has one to %(n)s pages.", n=MOST_PAGES)
    return [in_a_thread(_kept, content, folder) for content in pictures]


def _kept(content: bytes, folder: Path) -> Page:
    with opened(content, MOST_PX) as image:
        picture = safe(image, LONGEST_PX, QUALITY)
    keep(picture, folder)
    return Page(picture.sha256, picture.width, picture.height)


def _pictures(content: bytes) -> list[bytes]:
    """Return the file itself, or the pages of a PDF."""
    return _pages_of_pdf(content) if _PDF in content[:1024] else [content]


def _pages_of_pdf(content: bytes) -> list[bytes]:
    poppler = shutil.which("pdftoppm")
    if poppler is None:
        raise Refused("This laptop cannot read PDF. Save the drawing as a picture, and send that.")
    with TemporaryDirectory(prefix="torg-pdf-") as name:
        folder = Path(name)
        (folder / "drawing.pdf").write_bytes(content)
        # One more page than there may be, so that too many are noticed and not cut.
        last, longest = str(MOST_PAGES + 1), str(LONGEST_PX)
        size = ["-l", last, "-scale-to", longest, "-jpeg"]
        child = Child([*_limits(), poppler, *size, "drawing.pdf", "page"], folder, {})
        end = child.follow(lambda _line: None, PDF_SECONDS)
        made = [path.read_bytes() for path in sorted(folder.glob("page-*.jpg"))]
    if end.fault == TOO_LONG:
        raise Refused("That PDF takes too long to read. Save the drawing as a picture.")
    if not made and LOCKED in end.fault:
        raise Refused("That PDF is locked with a password. Save it without, and send that.")
    if not made:
        raise Refused("That PDF cannot be read. Save the drawing as a picture, and send that.")
    return made


def _limits() -> list[str]:
    """Return what bounds the memory of a child, where this system has it."""
    found = shutil.which("prlimit")
    return [found, f"--as={PDF_MEMORY}", "--"] if found else []
