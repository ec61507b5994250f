"""Which words people used: each person counts once a word, whatever its case and accents. Pure.

Stop words of English and both kinds of Norwegian are left out, the most frequent ones of Spanish,
Catalan, German and French, and words of fewer than three letters. Inflected forms are words of
their own: no stem is guessed.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

LEAST_LETTERS = 3
#: A word of one person is that person's; the words of the room need two.
LEAST_PEOPLE = 2
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_STOP = (
    # English
    "about above after again all also and any are around because been before being below between "
    "both but can could did does doing don down during each either else even ever every for from "
    "further get gets give had has have having her here hers him his how into its it's just let "
    "like lot made make makes many may maybe more most much must need needs never not now off "
    "once one only other our out over own per please put really same shall she should some such "
    "than that the their them then there these they this those through too under until upon use "
    "very want wants was way were what when where which while who why will with without would "
    "yes yet you your i'd i'm don't isn't "
    # bokmål and nynorsk, folded
    "alle alt andre ansa at av bare ble blei bli blir bort bor burde da de deg dei den denne der "
    "dere deres det dette din disse ditt dit du eg ein eit eitt eller elles en enn er et etter "
    "ett for fordi fra fram frå før får få ganske gjerne gjøre gjør god godt ha hadde han hans "
    "har hele hennes her hit hjå ho hos hun hva hvem hver hvilken hvis hvor hvordan hvorfor ikke "
    "ikkje ingen inn inne inni inntil ja jeg kan kom kommer korleis kor kva kvar kvifor kunne "
    "lage litt lite man mange med meg meir mellom men mens mer mest mine min mitt mot mye må "
    "måtte ned noe noen noko nokon nokre når nå nei og også om opp oss over på rundt sa samme se "
    "seg selv si sia siden sin sine sitt sjølv skal skulle slik som så sånn særlig til ti under "
    "upp ut uten vart var ved veldig vere verte vi vil ville vore vært være våre vår åt "
    # Spanish, Catalan
    "además ahora algo algunos ante antes así aún bien cada como con contra cosas cuando del desde "
    "donde dos ella ellos entre era eran esa ese eso esta está estaba están estas este esto estos "
    "fue han hasta hay las les los más menos mejor mismo mucho muchos muy nada ningún nos nosotros "
    "otra otras otro otros para pero poco por porque puede pueden pues que qué quien ser será "
    "sería según sea sin sobre solo son sus también tan tanto tener tengan tengo tiene tienen toda "
    "todas todo todos una unas uno unos vez "
    "això allà altra altre altres amb aquell aquesta aquest aquestes aquests cal com dels des dins "
    "ells els fer fins hem les mateix més molt només nostra nostre pel pels perquè però qual quals "
    "què seu seus seva seves sense ser són sota també tant tenir tot tota totes tots una unes uns "
    # German, French
    "aber alle allem allen aller alles als also auch auf aus bei beim bin bis damit dann das dass "
    "daß dem deren des deshalb dies diese diesem diesen dieser dieses doch dort durch ein eine "
    "einem einen einer eines etwas für gegen gibt haben ich ihr ihre ihren immer ist jede jeder "
    "jetzt kann kein keine können mehr mir mit muss müssen nach nicht noch nur oder ohne sehr sein "
    "seine sich sie sind sollen sollte sollten sowie über und uns unter vom von vor weil wenn "
    "werden wie wir wird würde zum zur zwischen "
    "avec aux car ces cette dans des donc elle elles est être fait ils leur leurs mais même nos "
    "notre nous ont par pas plus pour qui sans ses soit sont sur tous tout toute toutes une vos "
    "votre vous"
)


@dataclass(frozen=True)
class Counted:
    """A word as it was written most often, and how many people wrote it."""

    word: str
    people: int


def count_words(
    said: Iterable[tuple[Hashable, int, str]], most: int = 12, least: int = LEAST_PEOPLE
) -> tuple[Counted, ...]:
    """Return the words of most people first; of equals by the alphabet.

    `said` are (person, people the device stands for, text) in any order.
    """
    people: defaultdict[str, dict[Hashable, int]] = defaultdict(dict)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for person, n, text in said:
        for word in _WORD.findall(unicodedata.normalize("NFC", text)):
            key = folded(word)
            if len(key) >= LEAST_LETTERS and key not in _STOPS:
                people[key][person] = n
                written[key][word.lower()] += 1
    counted = {key: sum(some.values()) for key, some in people.items()}
    order = sorted(
        (key for key, n in counted.items() if n >= least), key=lambda k: (-counted[k], k)
    )
    return tuple(Counted(_usual(written[key]), counted[key]) for key in order[:most])


def folded(word: str) -> str:
    """Return a word without case and accents: "Café" and "cafe" are one."""
    letters = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def is_common(word: str) -> bool:
    """Whether a folded word is one of the usual small words, which say nothing by themselves."""
    return word in _STOPS


def _usual(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))


_STOPS = frozenset(folded(word) for word in _STOP.split())
