"""The address that people in the room type, and the QR codes that hold it."""

from functools import lru_cache
from io import StringIO

import ifaddr
import segno
from flask import current_app, request
from segno import helpers

from app.kept import kept_a_while
from workshops.models import Workshop

#: So long it may take until another network is noticed.
LAG_S = 5.0


def lan_addresses() -> list[str]:
    """Return this machine's IPv4 addresses on local networks, the likeliest first."""
    found = [
        str(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4 and not str(ip.ip).startswith(("127.", "169.254."))
    ]
    return sorted(found, key=lambda ip: not ip.startswith(("192.168.", "10.")))


def public_host() -> str:
    """Return host (and port) as people type it: set, asked for, or found."""
    config = current_app.config["TORG"]
    if config.address:
        return str(config.address)
    host = request.host if request else f"127.0.0.1:{config.port}"
    if host.split(":")[0] in ("127.0.0.1", "localhost"):
        found = kept_a_while(LAG_S, "lan", lan_addresses)
        if found:
            port = host.partition(":")[2]
            return found[0] + (f":{port}" if port else "")
    return host


def join_url(workshop: Workshop) -> str:
    """Return what the QR code holds."""
    scheme = "https" if current_app.config["TORG"].https else "http"
    return f"{scheme}://{public_host()}/w/{workshop.code}/"


@lru_cache(maxsize=64)
def qr(text: str) -> str:
    """Return a QR code as an SVG data: address, with its four modules of quiet."""
    return _svg(segno.make(text, error="m", micro=False))


def _svg(code: segno.QRCode) -> str:
    return code.svg_data_uri(scale=8, border=4, dark="#13262B", light="#FFFFFF", omitsize=True)


@lru_cache(maxsize=64)
def qr_wifi(name: str, password: str) -> str:
    """Return the QR code that joins the Wi-Fi; empty when there is none of our own."""
    if not name:
        return ""
    security = "WPA" if password else None
    code = helpers.make_wifi(ssid=name, password=password or None, security=security)
    return _svg(code)


def qr_terminal(text: str) -> str:
    """Return a QR code drawn with characters, for a terminal."""
    out = StringIO()
    segno.make(text, error="l", micro=False).terminal(out, compact=True)
    return out.getvalue()
