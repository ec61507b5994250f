"""Pages as a browser takes them apart: elements, words, addresses, forms."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import tinyhtml5
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "srcset", "{xlink}href")


@dataclass
class Form:
    """A form with its fields; `choices` are the values of those that can be chosen."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Page:
    """A page that was parsed by the rules of HTML 5."""

    def __init__(self, markup: str) -> None:
        self.root: Element = tinyhtml5.parse(markup, namespace_html_elements=False)

    def __iter__(self) -> Iterator[Element]:
        return (each for each in self.root.iter() if isinstance(each.tag, str))

    def tags(self) -> set[str]:
        return {each.tag for each in self}

    def attributes(self) -> set[str]:
        return {f"{each.tag} {name}" for each in self for name in each.attrib}

    def words(self) -> str:
        """All text and all values of attributes, white space made one."""
        values = (value for each in self for value in each.attrib.values())
        return " ".join(" ".join([*self.root.itertext(), *values]).split())

    def addresses(self) -> set[str]:
        """Everything a browser would go to or fetch."""
        found = {each.attrib[name] for each in self for name in ADDRESSES if name in each.attrib}
        return {address.strip() for address in found}

    def runs(self) -> list[str]:
        """What would run or style from within the page; there should be nothing."""
        found = []
        for each in self:
            inline = each.tag in ("script", "style") and "src" not in each.attrib
            handlers = [n for n in each.attrib if n.startswith("on") or n in ("style", "srcdoc")]
            if inline or handlers:
                found.append(f"<{each.tag} {handlers}>")
        found += [
            a for a in self.addresses() if re.match(r"\s*(javascript|vbscript):", a, re.IGNORECASE)
        ]
        return found

    def forms(self) -> list[Form]:
        return [_form(each) for each in self if each.tag == "form"]


def _form(element: Element) -> Form:
    form = Form(element.attrib.get("action", ""), element.attrib.get("method", "get"))
    for each in element.iter():
        name = each.attrib.get("name") if isinstance(each.tag, str) else None
        if name is None or "disabled" in each.attrib:
            continue
        kind = each.attrib.get("type", "text")
        if each.tag == "select":
            form.choices[name] = [o.attrib["value"] for o in each.iter("option")]
        elif kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(each.attrib["value"])
        elif each.tag == "textarea":
            form.fields[name] = each.text or ""
        elif kind not in ("file", "submit", "button"):
            form.fields[name] = each.attrib.get("value", "")
    return form


def read(client: FlaskClient, address: str) -> Page:
    """Return the page at an address that has to answer with one."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return Page(answer.get_data(as_text=True))


def weight(client: FlaskClient, address: str) -> dict[str, int]:
    """Return what a first visit costs in bytes as sent: the page and all that it loads."""
    loaded: dict[str, int] = {}
    waiting = [address]
    while waiting:
        each = waiting.pop()
        answer = client.get(each, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, f"{each}: {answer.status}"
        loaded[each] = len(answer.data)
        waiting += [new for new in loaded_by(answer, each) if new not in loaded]
    return loaded


def loaded_by(answer: TestResponse, address: str) -> set[str]:
    """The files that a page or a style sheet loads by itself."""
    is_zipped = answer.headers.get("Content-Encoding") == "gzip"
    content = gzip.decompress(answer.data) if is_zipped else answer.data
    if answer.mimetype == "text/css":
        return {urljoin(address, each) for each in urls_in(content.decode())}
    if answer.mimetype != "text/html":
        return set()
    found = {
        each.attrib.get(LOADS[each.tag], "") for each in Page(content.decode()) if each.tag in LOADS
    }
    return {each for each in found if each.startswith("/")}


LOADS = {"script": "src", "link": "href", "img": "src", "{http://www.w3.org/2000/svg}image": "href"}


def urls_in(style: str) -> set[str]:
    """The addresses in a style sheet."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    found = re.findall(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", style)
    return {one or other for one, other in found}
