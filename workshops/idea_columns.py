"""Which column of a stranger's table holds what: by its name in six languages, by its content."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from workshops.degrees import number
from workshops.tabular import Table
from workshops.text import clean, fold

SAMPLE_ROWS = 500
#: A column of categories has at most this many, or half as many as it has rows.
FEW = 12
LONG_LABEL = 60


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split(", "))


# Headers as `fold` gives them, best first: English, Norwegian, Spanish, Catalan, German, French.
DESCRIPTION = _names(
    "description, beskrivelse, descripcion, descripcio, beschreibung, descriptif, detail"
)
TEXT = (
    *_names("text, tekst, texto, texte, comment body, body, idea text, your idea"),
    *_names("idea, ide, idee, proposal, forslag, propuesta, proposta, vorschlag, proposition"),
    *_names("innspill, suggestion, sugerencia, suggeriment, anregung, statement, contribution"),
    *_names("bidrag, aportacion, aportacio, beitrag, wish, onske, deseo, desig, wunsch, souhait"),
    *DESCRIPTION,
    *_names("comment, kommentar, comentario, comentari, commentaire, message, melding, mensaje"),
    *_names("missatge, nachricht, content, innhold, contenido, contingut, inhalt, contenu"),
    *_names("observation, note, answer, svar, respuesta, resposta, antwort, reponse"),
)
MORE = (
    *DESCRIPTION,
    *_names("summary, sammendrag, resumen, resum, zusammenfassung, resume, details, detaljer"),
    *_names("detalles, detalls, einzelheiten, reason, begrunnelse, motivo, motiu, begrundung"),
    *_names("raison, why, hvorfor, por que, per que, warum, pourquoi, justification"),
    *_names("justificacion, justificacio, objective, formal, objetivo, objectiu, ziel, objectif"),
)
NAME = _names("name, navn, nombre, nom")
TITLE = (
    *_names("title, tittel, titulo, titol, titel, titre, heading, overskrift, uberschrift"),
    *_names("headline, subject, emne, asunto, assumpte, betreff, objet"),
    *NAME,
)
CATEGORY = (
    *_names("category, kategori, categoria, kategorie, categorie, theme, tema, thema, topic"),
    *_names("type, tipo, tipus, typ, group, gruppe, grupo, grup, groupe, label, etiqueta, art"),
)
LON = (
    *_names("lon, lng, long, longitude, lengdegrad, longitud, langengrad, laengengrad"),
    *_names("x, easting, ost"),
)
LAT = (
    *_names("lat, latitude, breddegrad, latitud, breitengrad"),
    *_names("y, northing, nord"),
)
SUPPORTS = (
    *_names("supports, num supports, stotter, apoyos, suports, unterstutzungen, soutiens"),
    *_names("support, stotte, apoyo, suport, unterstutzung, soutien, supporters, hearts, hjerter"),
    *_names("corazones, cors, herzen, coeurs, likes, liker, me gusta, m agrada, positive votes"),
    *_names("num positive votes, agrees, agree, enig, upvotes, up votes, votes, stemmer, votos"),
    *_names("vots, stimmen, voix, num votes"),
)
AGAINST = _names(
    "disagrees, disagree, uenig, negative votes, num negative votes, downvotes, against"
)
AUTHOR = (
    *_names("author id, author, forfatter, autor, autora, verfasser, auteur, user id, user"),
    *_names("bruker, usuario, usuari, nutzer, benutzer, utilisateur, submitter, participant id"),
)
MODERATED = _names("moderated, visible, synlig, published, publisert, publicado, publicat, hidden")
ID = (
    *_names("id, idea id, comment id, proposal id, code, kode, codigo, codi, ref, reference"),
    *_names("referanse, referencia, nr, no, num, number, nummer, numero"),
)
#: Beside such a column "name" is somebody's name, and names are not taken.
PERSONAL = frozenset(
    (
        *_names("email, e mail, mail, epost, e post, correo, correu, phone, telephone, telefon"),
        *_names("telefono, mobil, surname, last name, first name, etternavn, fornavn, apellido"),
        *_names("apellidos, cognom, cognoms, nachname, vorname, prenom"),
    )
)
#: A header with one of these words is not what its other words say: "user type", "num comments".
OTHERWISE = frozenset(
    _names("user, author, url, link, date, time, num, number, count, parent, at, file, photo, type")
)

_NUMBER = re.compile(r"[-+]?\d[\d\s.,'’]*")
_LETTERS = re.compile(r"[^\W\d_]")
_NO_WORDS = re.compile(r"\s*(https?://|[/{\[])|\S+@\S+\Z", re.IGNORECASE)
_SPACED = re.compile(r"\S\s+\S|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
VERDICTS = frozenset(["-1", "0", "1", "true", "false", "yes", "no", ""])


@dataclass(frozen=True)
class Columns:
    """Which column is what; "" where a file has none. `more` are further columns of words."""

    text: str = ""
    title: str = ""
    category: str = ""
    lon: str = ""
    lat: str = ""
    supports: str = ""
    more: tuple[str, ...] = ()
    id: str = ""
    author: str = ""
    moderated: str = ""
    against: str = ""


@dataclass(frozen=True)
class _Column:
    """A column as its first cells show it; `cells` are those that hold something."""

    name: str
    folded: str
    cells: Sequence[str]

    def most(self, test: Callable[[str], object], share: float = 0.5) -> bool:
        return sum(bool(test(cell)) for cell in self.cells) > len(self.cells) * share

    @property
    def is_numeric(self) -> bool:
        return self.most(_NUMBER.fullmatch, 0.9)

    @property
    def is_text(self) -> bool:
        """Holds words, be it one a cell: no numbers, addresses, codes of a program."""
        return not self.is_numeric and self.most(_is_text)

    @property
    def is_prose(self) -> bool:
        """Holds several words a cell, or a script that does not divide them."""
        return self.is_text and self.most(_SPACED.search)

    @property
    def is_label(self) -> bool:
        """The same few short words over and over: something to sort by."""
        different = len(set(self.cells))
        return (
            self.is_text and self.length < LONG_LABEL and different <= max(FEW, len(self.cells) / 2)
        )

    @property
    def is_distinct(self) -> bool:
        return len(set(self.cells)) == len(self.cells)

    @property
    def length(self) -> float:
        return sum(map(len, self.cells)) / max(len(self.cells), 1)


def _is_text(cell: str) -> bool:
    return not _NO_WORDS.match(cell) and len(_LETTERS.findall(cell)) > len(cell) / 2


def guess(table: Table) -> Columns:
    """Return what the columns of a table most likely are."""
    columns = [_column(table, name) for name in table.columns]
    found = _words(columns)
    rest = [each for each in columns if each.name not in {found.text, found.title, *found.more}]
    lon = _named(LON, [each for each in rest if each.most(_is_coordinate)])
    lat = _named(LAT, [each for each in rest if each.most(_is_coordinate)])
    on_map = bool(lon and lat) and not table.places
    return replace(
        found,
        category=_named(CATEGORY, [each for each in rest if each.is_label]),
        lon=lon if on_map else "",
        lat=lat if on_map else "",
        supports=_named(SUPPORTS, [each for each in rest if each.is_numeric]),
        against=_named(AGAINST, [each for each in rest if each.is_numeric]),
        id=_id(table, rest),
        author=_named(AUTHOR, [each for each in rest if each.cells and each.length < LONG_LABEL]),
        moderated=_named(MODERATED, [each for each in rest if _is_verdict(each)]),
    )


def _column(table: Table, name: str) -> _Column:
    cells = (clean(row[name]) for row in islice(table.rows, SAMPLE_ROWS))
    return _Column(name, fold(name), [cell for cell in cells if cell])


def _words(columns: Sequence[_Column]) -> Columns:
    """Find the words: the column called so, else the longest prose; a title; what adds to it."""
    texts = [each for each in columns if each.is_text]
    text = _named(TEXT, texts)
    is_personal = any(each.folded in PERSONAL for each in columns)
    titles = [each for each in texts if not (is_personal and each.folded in NAME)]
    title = _named(TITLE, [each for each in titles if each.name != text])
    if not text:
        text = _longest([each for each in texts if each.is_prose and each.name != title])
    if not text and not title:
        text = _longest(texts) if len(columns) < 3 else ""
    more = [
        each.name
        for each in texts
        if each.is_prose and each.name not in {text, title} and each.folded in MORE
    ]
    return Columns(text=text, title=title, more=tuple(more))


def _named(names: Sequence[str], columns: Sequence[_Column]) -> str:
    """Return the column with the best of the names: the whole header, else words of it."""
    for name in names:
        for column in columns:
            if column.folded == name:
                return column.name
    for name in names:
        for column in columns:
            if len(name) > 2 and _holds(column.folded, name):
                return column.name
    return ""


def _holds(header: str, name: str) -> bool:
    others = header.split() if name in header.split() else []
    return f" {name} " in f" {header} " and not OTHERWISE.intersection(others)


def _longest(columns: Sequence[_Column]) -> str:
    return max(columns, key=lambda each: each.length).name if columns else ""


def _id(table: Table, columns: Sequence[_Column]) -> str:
    """Return the column that tells every row from every other."""
    names = [*ID, *(each.folded for each in columns if each.folded.endswith(" id"))]
    for name in names:
        for column in columns:
            cells = (
                [row[column.name].strip() for row in table.rows] if column.folded == name else []
            )
            if cells and all(cells) and len(set(cells)) == len(cells):
                return column.name
    return ""


def _is_coordinate(cell: str) -> bool:
    return number(cell) is not None


def _is_verdict(column: _Column) -> bool:
    return bool(column.cells) and all(cell.casefold() in VERDICTS for cell in column.cells)
