"""Which letters a text is printed with, and what stands for the signs that no font of ours has."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

FAMILIES = ("Public Sans", "Noto Sans", "Vazirmatn")


@dataclass(frozen=True)
class Face:
    """A font that is taken along only where a text needs it: its family, its file."""

    family: str
    file: str


@dataclass(frozen=True)
class Letters:
    """The rare fonts of one document; the signs that even they lack, and how often those stand.

    A sign that is lacking leads to the same in plain letters, or to "".
    """

    faces: tuple[Face, ...] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)
    times: int = 0

    def named(self, text: str) -> str:
        """Return the text with "[Runic ×6]" for six runes, and "T" for a fancy one."""
        if self.lacking.keys().isdisjoint(text):
            return text
        runs = groupby((self.lacking.get(each) or each for each in text), self._script)
        return "".join(_name(script, run) if script else "".join(run) for script, run in runs)

    def sheet(self) -> str:
        """Return the style that brings the rare fonts along, after those that are there anyway."""
        faces = [
            f'@font-face {{ font-family: "{each.family}"; src: url("torg:fonts/{each.file}"); }}'
            for each in self.faces
        ]
        families = [*FAMILIES, *(each.family for each in self.faces)]
        named = ", ".join(f'"{each}"' for each in families)
        return "\n".join([*faces, f"html {{ font-family: {named}, sans-serif; }}"])

    def _script(self, sign: str) -> str:
        """The script of a sign that is lacking, by its name in Unicode; "" for every other."""
        if sign not in self.lacking:
            return ""
        return unicodedata.name(sign, f"U+{ord(sign):04X}").split(" ")[0]


#: What is at hand anyway: Latin, Greek, Cyrillic, Arabic.
USUAL = Letters()


def _name(script: str, run: Iterable[str]) -> str:
    name = script if script.startswith("U+") else script.capitalize()
    return f"[{name} ×{len(list(run))}]"
