"""A disk that can lose its power, be slow, or fail: see platter.c."""

import mmap
import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("platter.c")
LONG = struct.Struct("@l")
DELAY_US, SYNCS, FAILS = (LONG.size * n for n in range(3))


def build(folder: Path) -> Path:
    """Compile the shim; return the library."""
    library = folder / "platter.so"
    line = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", SOURCE, "-o", library, "-ldl"]
    subprocess.run(line, check=True, timeout=60)
    return library


class Disk:
    """The disk below one data folder: as it was when this was made, and at each sync since."""

    def __init__(self, library: Path, folder: Path, platter: Path) -> None:
        self.library, self.folder, self.platter = library, folder.resolve(), platter
        shutil.copytree(folder, platter / "before")
        (platter / "dial").write_bytes(bytes(3 * LONG.size))
        (platter / "log").touch()
        with (platter / "dial").open("r+b") as dial:
            self.dial = mmap.mmap(dial.fileno(), 3 * LONG.size)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to run on this disk."""
        places = {"TORG_DISK": str(self.folder), "TORG_PLATTER": str(self.platter)}
        return {"LD_PRELOAD": str(self.library), **places}

    def turn(self, *, delay_ms: int = 0, fails: bool = False) -> None:
        """Set how long each sync takes from now on, and whether it fails."""
        LONG.pack_into(self.dial, DELAY_US, delay_ms * 1000)
        LONG.pack_into(self.dial, FAILS, fails)

    @property
    def syncs(self) -> int:
        """How many syncs were asked for so far."""
        return LONG.unpack_from(self.dial, SYNCS)[0]

    def after_a_power_cut(self, folder: Path) -> Path:
        """Write what was promised to last into a new folder, and return that."""
        shutil.copytree(self.platter / "before", folder)
        synced = self._inodes_before()
        for line in (self.platter / "log").read_text(encoding="utf-8").splitlines():
            what, copy, inode, path = line.split(" ", 3)
            if what == "folder":
                _settle(folder / path, self.platter / copy, synced)
            else:
                synced[int(inode)] = self.platter / copy
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.platter / copy, folder / path)
        return folder

    def _inodes_before(self) -> dict[int, Path]:
        before = self.platter / "before"
        files = [each for each in self.folder.rglob("*") if each.is_file()]
        there = [(each, before / each.relative_to(self.folder)) for each in files]
        return {each.stat().st_ino: copy for each, copy in there if copy.is_file()}


def _settle(folder: Path, names: Path, synced: dict[int, Path]) -> None:
    """Give a synced folder the names it had then; a file that was never synced is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = {}
    for line in names.read_text(encoding="utf-8").splitlines():
        inode, _, name = line.partition(" ")
        listed[name] = synced.get(int(inode))
    for file in [each for each in folder.iterdir() if each.is_file()]:
        if file.name not in listed:
            file.unlink()
    for name, content in listed.items():
        (folder / name).write_bytes(content.read_bytes() if content else b"")
