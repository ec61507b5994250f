"""Phones that vote at once: real requests over loopback, from a process of their own.

Run as `python -m app.bench.phones PORT CODE ACTIVITY N`; prints JSON. Every phone joins first,
then all vote in the same instant; a vote counts as acknowledged when the server said "Sent".
"""

from gevent import monkey

monkey.patch_all()

import http.client  # noqa: E402
import json  # noqa: E402
import re  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from dataclasses import dataclass  # noqa: E402

import gevent  # noqa: E402
from gevent.event import Event  # noqa: E402
from gevent.pool import Pool  # noqa: E402

HELLOS, IN_FLIGHT = 2000, 64


@dataclass
class Phone:
    """One phone: its connection, its cookie, its token."""

    line: http.client.HTTPConnection
    cookie: str
    token: str


def join(port: int, code: str) -> Phone:
    """Open the page as a phone does."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", f"/w/{code}/")
    answer = line.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    if token is None:
        raise RuntimeError(f"no token on the page: {answer.status}")
    return Phone(line, (answer.getheader("Set-Cookie") or "").split(";")[0], token[1])


def vote(phone: Phone, code: str, activity: str, key: str) -> float | None:
    """Vote; return the seconds to the acknowledgement, None without one."""
    headers = {
        "Cookie": phone.cookie,
        "X-CSRFToken": phone.token,
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    started = time.perf_counter()
    phone.line.request(
        "POST", f"/w/{code}/answers/{activity}", f"key={key}&dots-1=2&dots-2=1", headers
    )
    answer = phone.line.getresponse()
    body = answer.read()
    return time.perf_counter() - started if answer.status == 200 and b"sent" in body else None


def hellos(port: int) -> float:
    """Return how many do-nothing requests a second the same server answers, 64 in flight."""

    def ask(_: int) -> None:
        lines[gevent.getcurrent()].request("GET", "/healthz")
        lines[gevent.getcurrent()].getresponse().read()

    lines: dict[object, http.client.HTTPConnection] = {}

    def worker(n: int) -> None:
        lines[gevent.getcurrent()] = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for i in range(n):
            ask(i)

    started = time.perf_counter()
    gevent.joinall([gevent.spawn(worker, HELLOS // IN_FLIGHT) for _ in range(IN_FLIGHT)])
    return HELLOS // IN_FLIGHT * IN_FLIGHT / (time.perf_counter() - started)


def main(port: int, code: str, activity: str, n: int) -> dict[str, object]:
    """Let n phones in, then let all vote in the same instant."""
    hello_per_s = hellos(port)
    phones = Pool(50).map(lambda _: join(port, code), range(n))
    start = Event()

    def one(i: int) -> float | None:
        start.wait()
        return vote(phones[i], code, activity, f"bench{i}")

    waiting = [gevent.spawn(one, i) for i in range(n)]
    gevent.sleep(0.1)
    began = time.perf_counter()
    start.set()
    gevent.joinall(waiting)
    took = time.perf_counter() - began
    times = sorted(each.value for each in waiting if each.value is not None)
    return {
        "phones": n,
        "acknowledged": len(times),
        "ack_ms": {
            "p50": _ms(times, 0.5),
            "p95": _ms(times, 0.95),
            "p99": _ms(times, 0.99),
            "max": _ms(times, 1.0),
        },
        "votes_per_s": round(len(times) / took),
        "hello_per_s": round(hello_per_s),
    }


def _ms(times: list[float], share: float) -> float:
    return round(1000 * times[min(int(share * len(times)), len(times) - 1)], 1) if times else 0.0


if __name__ == "__main__":
    port, code, activity, n = sys.argv[1:]
    sys.stdout.write(json.dumps(main(int(port), code, activity, int(n))))
