"""Two people changing the same thing: what each of them changed is kept, or both are shown."""

from collections.abc import Mapping

from workshops.refusal import Refused

Values = Mapping[str, str]


class Clash(Refused):
    """Both changed the same field; `fields` names them. Whoever shows this shows both."""

    def __init__(self, name: str, fields: tuple[str, ...]) -> None:
        super().__init__("Somebody changed %(name)s meanwhile. Here are both.", name=name)
        self.fields = fields


def merged(name: str, now: Values, wanted: Values, was: Values) -> dict[str, str]:
    """Return what stands now with what this person changed over it; a `Clash` where both did.

    `was` is what this person's page showed; what is not in it counts as unchanged by others.
    """
    mine = {field: value for field, value in wanted.items() if field in now}
    changed = {field for field, value in mine.items() if value != was.get(field, now[field])}
    clashing = tuple(
        field
        for field in now
        if field in changed and was.get(field, now[field]) != now[field] != mine[field]
    )
    if clashing:
        raise Clash(name, clashing)
    return {**now, **{field: mine[field] for field in changed}}
