"""Codes people type and secrets they carry: how they are made, and what is kept of them."""

import hashlib
import re
import secrets
import unicodedata

#: Without 0 O 1 I L, and without U, so that no code spells much.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def join_code() -> str:
    """Return four letters or digits that can be read out: 810,000 of them."""
    return "".join(secrets.choice(LETTERS) for _ in range(4))


def secret() -> str:
    """Return 128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def hashed(token: str, purpose: str) -> str:
    """Return what is kept of a secret; with the purpose in it, hashes cannot be linked."""
    return hashlib.sha256(f"{purpose}:{token}".encode()).hexdigest()


def as_typed(code: str) -> str:
    """Return a join code as people may type it: lower case, spaces and hyphens forgiven."""
    return re.sub(r"[\s-]+", "", code).upper()


def slug_of(name: str) -> str:
    """Return a short name for addresses: lower-case ASCII, digits and hyphens; maybe empty."""
    plain = name.replace("ø", "o").replace("Ø", "O").replace("æ", "ae").replace("Æ", "AE")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")


def prefix_of(name: str) -> str:
    """Return the three letters before every public number: "Hamar" gives HAM."""
    letters = slug_of(name).replace("-", "").upper()
    return (letters + "TRG")[:3]
