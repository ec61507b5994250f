"""What a brief may be made of: our fonts, our styles, the photos given. Everything else is denied.

Addresses are `torg:css/brief.css` (in static/) and `photo:<sha-256>`. The fetcher knows names,
not paths: nothing a person wrote can name a file, a host or a device.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
KINDS = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml"}
_SHA = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True)
class Asset:
    """The bytes of an asset and their media type."""

    content: bytes
    kind: str


@dataclass
class Shelf:
    """The assets of one brief; `denied` holds every other address that was asked for.

    `sheets` are styles made for this brief alone: their text by their address.
    """

    photos: Path | None = None
    sheets: dict[str, str] = field(default_factory=dict)
    denied: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._files = {
            f"torg:{path.relative_to(STATIC).as_posix()}": path
            for path in STATIC.rglob("*")
            if path.suffix in KINDS
        }

    def get(self, address: str) -> Asset:
        """Return what stands under the address; ValueError when we do not know it."""
        if address in self._files:
            path = self._files[address]
            return Asset(path.read_bytes(), KINDS[path.suffix])
        if address in self.sheets:
            return Asset(self.sheets[address].encode(), KINDS[".css"])
        scheme, _, name = address.partition(":")
        if scheme == "photo" and self.has_photo(name):
            return Asset(self._photo(name).read_bytes(), "image/jpeg")
        self.denied.append(address)
        raise ValueError("Not one of our assets")

    def has_photo(self, sha: str) -> bool:
        """Whether that photo is here; a name that is no hash never is."""
        known = self.photos is not None and _SHA.fullmatch(sha) is not None
        return known and self._photo(sha).is_file()

    def _photo(self, sha: str) -> Path:
        return (self.photos or STATIC) / f"{sha}.jpg"
