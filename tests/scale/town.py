"""Several servers behind the nginx of docs/deploy, on loopback, as one machine would have them."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.bench.cluster import HERE, answers, free_port
from tests.faults.torg import Torg, start

RECIPE = Path(__file__).resolve().parents[2] / "docs" / "deploy" / "nginx.conf"
START_S = 30


@contextmanager
def nginx(folder: Path, servers: Sequence[int]) -> Iterator[int]:
    """Run the recipe's nginx in front of the servers on these ports; tell its own."""
    port = free_port()
    (folder / "nginx.conf").write_text(_here(RECIPE.read_text(encoding="utf-8"), folder, port))
    lines = [f"server {HERE}:{each} max_fails=0;\n" for each in servers]
    (folder / "torg-servers.conf").write_text("".join(lines))
    # Who is root may name who it works as, and must, to write into our folder.
    modest = "user root; " if os.geteuid() == 0 else ""
    options = ["-p", str(folder), "-c", "nginx.conf", "-g", f"{modest}daemon off;"]
    process = subprocess.Popen(["nginx", *options], stderr=subprocess.PIPE, text=True)
    try:
        until = time.monotonic() + START_S
        while not answers(port):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.02)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=START_S)


def _here(recipe: str, folder: Path, port: int) -> str:
    """The recipe with its port and its files where a test may have them."""
    changes = {
        "listen 80;": f"listen {HERE}:{port};",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "http {\n": "http {\n"
        + "".join(
            f"    {kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ),
    }
    for ours, here in changes.items():
        assert recipe.count(ours) == 1
        recipe = recipe.replace(ours, here)
    return recipe


@dataclass
class Town:
    """Servers that share a data folder, by their ports, and the nginx before them."""

    instance: Path
    settings: Mapping[str, str]
    port: int = 0
    servers: dict[int, Torg] = field(default_factory=dict)

    def start(self, port: int) -> None:
        """Start the server on that port."""
        folder = self.instance.parent / f"complaints-{port}"
        self.servers[port] = start(self.instance, port=port, env=self.settings, complaints=folder)

    def restart(self, port: int) -> int:
        """Stop a server as systemd does, start it again, and return how it ended."""
        self.servers[port].stop()
        ended = self.servers[port].process.returncode
        self.start(port)
        return int(ended)

    def crash(self, port: int) -> None:
        """Kill a server and start it again."""
        self.servers[port].kill()
        self.start(port)


@contextmanager
def town(instance: Path, settings: Mapping[str, str], servers: int = 2) -> Iterator[Town]:
    """Run so many servers on a data folder, with nginx before them."""
    with ExitStack() as stack:
        made = Town(instance, settings)
        for port in [free_port() for _ in range(servers)]:
            made.start(port)
            stack.callback(lambda port=port: made.servers[port].stop())
        made.port = stack.enter_context(nginx(instance.parent, list(made.servers)))
        yield made
