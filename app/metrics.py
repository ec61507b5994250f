"""/metrics: the meter in Prometheus's text, for whoever watches many servers.

Only totals: nothing per activity and nothing per person. The phones of the room are told that
there is no such page.
"""

import hmac
import ipaddress
from collections import Counter as Tally
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from app import jobs, vitals
from app.edge import write_queue
from app.meter import Histogram, meter
from app.watchers import ROLES, pages
from config import VERSION, Config

bp = Blueprint("metrics", __name__)

#: What a proxy adds: then the address we see is the proxy's, and says nothing.
BY_PROXY = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


@bp.get("/metrics")
def metrics() -> Response:
    """Answer those who may read it; for all others there is nothing here."""
    if not _may_read(current_app.config["TORG"]):
        abort(404)
    # Loaded at the first scrape: the start and a room that nobody watches do without.
    library = import_module("prometheus_client")
    registry = library.CollectorRegistry(auto_describe=False)
    registry.register(Room(import_module("prometheus_client.core"), current_app.config["TORG"]))
    library.ProcessCollector(registry=registry)
    text = library.generate_latest(registry)
    return Response(text, content_type=library.CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(config: Config) -> bool:
    """Whether the asker has the token, or sits at the laptop itself."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {config.metrics_token}"
    if config.metrics_token and hmac.compare_digest(given.encode(), wanted.encode()):
        return True
    behind_proxy = config.https or any(name in request.headers for name in BY_PROXY)
    return not behind_proxy and _is_loopback(request.remote_addr or "")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Room:
    """What Prometheus's library asks for figures: read from the meter while it asks."""

    def __init__(self, core: Any, config: Config) -> None:
        self.core = core
        self.config = config

    def collect(self) -> Iterator[Any]:
        """Give all figures, one family after the other."""
        yield self._labelled("info", "The version that runs.", ("version",), {(VERSION,): 1})
        yield from self._of_answers()
        yield from self._of_requests()
        yield from self._of_sockets()
        yield from self._of_machine()

    def _of_answers(self) -> Iterator[Any]:
        yield self._count("writes_acknowledged", "Writes that are on disk.", meter.acknowledged)
        yield self._count("writes_refused", "Writes that were refused.", meter.refused)
        yield self._gauge(
            "answers_per_second", "Answers over the last ten seconds.", vitals.per_second(meter)
        )
        yield self._gauge(
            "answers_per_second_peak", "The most answers in one second.", meter.answers.peak
        )
        yield self._gauge(
            "acknowledgement_seconds_slowest",
            "What the slowest phone waited in the last minute.",
            vitals.slowest(meter),
        )
        yield self._gauge("writes_waiting", "Writes not begun yet.", write_queue().waiting.qsize())
        yield self._histogram("commit_seconds", "What a commit took.", {(): meter.commit_s})
        yield self._histogram("commit_writes", "Writes in one commit.", {(): meter.batches})

    def _of_requests(self) -> Iterator[Any]:
        by_status = {
            (name, f"{status}xx"): n
            for name, surface in meter.surfaces.items()
            for status, n in enumerate(surface.by_status)
            if n
        }
        seconds = {(name,): surface.seconds for name, surface in meter.surfaces.items()}
        requests = self.core.CounterMetricFamily(
            "torg_requests", "Requests answered.", labels=("surface", "status")
        )
        for labels, n in by_status.items():
            requests.add_metric(labels, n)
        yield requests
        yield self._histogram("request_seconds", "What a request took.", seconds, ("surface",))

    def _of_sockets(self) -> Iterator[Any]:
        watching = pages()
        by_role: Tally[tuple[str]] = Tally({(role,): 0 for role in ROLES})
        for (role, _), n in watching.items():
            by_role[role,] += n
        yield self._labelled("sockets", "Pages that watch.", ("role",), by_role)
        rooms = len({workshop_id for _, workshop_id in watching})
        yield self._gauge("rooms", "Workshops that are watched.", rooms)
        yield self._count("messages", "Messages sent to rooms.", meter.messages)

    def _of_machine(self) -> Iterator[Any]:
        late = max(meter.lag_s.last(vitals.MINUTE_S))
        yield self._gauge("loop_late_seconds", "The latest wake-up in the last minute.", late)
        yield self._gauge("jobs", "Files being made or waiting for it.", len(jobs.at_work))
        left = vitals.disk_left(self.config)
        yield self._gauge("disk_left_bytes", "On the volume of the data.", left)
        size = vitals.database_bytes(self.config)
        yield self._gauge("database_bytes", "The database with its log.", size)
        backup = vitals.backup()
        if backup is not None:
            well = int(backup.kind not in ("late", "stop"))
            yield self._gauge("backup_ok", "1 while the backup is as it should be.", well)

    def _count(self, name: str, about: str, n: float) -> Any:
        return self.core.CounterMetricFamily(f"torg_{name}", about, value=n)

    def _gauge(self, name: str, about: str, figure: float) -> Any:
        return self.core.GaugeMetricFamily(f"torg_{name}", about, value=figure)

    def _labelled(
        self, name: str, about: str, labels: tuple[str, ...], figures: Mapping[Any, float]
    ) -> Any:
        family = self.core.GaugeMetricFamily(f"torg_{name}", about, labels=labels)
        for values, figure in figures.items():
            family.add_metric(values, figure)
        return family

    def _histogram(
        self,
        name: str,
        about: str,
        figures: dict[Any, Histogram],
        labels: tuple[str, ...] = (),
    ) -> Any:
        family = self.core.HistogramMetricFamily(f"torg_{name}", about, labels=labels)
        for values, each in figures.items():
            family.add_metric(values, buckets=_buckets(each), sum_value=each.total)
        return family


def _buckets(histogram: Histogram) -> list[tuple[str, int]]:
    """Return the buckets as Prometheus counts them: each with all that is below it."""
    upto, buckets = 0, []
    for bound, n in zip((*histogram.bounds, "+Inf"), histogram.counts, strict=True):
        upto += n
        buckets.append((str(bound), upto))
    return buckets
