"""The facts that a reader can check, and the sources they rest on."""

from urllib.parse import urlsplit

from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from redress.campaigns.models import Campaign, Fact, Source
from redress.campaigns.parts.part import Data, Lack, Part, both_languages, both_or_none, text_of
from redress.core.translated import Translated

_ASIDE = 10_000  # numbers that no source has, for the moment in which sources change places


class NotALink(ValueError):
    """The text is no address that a page may link to."""


def clean_link(text: str) -> str:
    """The address as it is kept, https only; '' stays ''. Nothing is asked of any host.

    An address without a scheme is taken as https. Raises NotALink.
    """
    typed = text.strip()
    if not typed:
        return ""
    if "://" not in typed:
        typed = f"https://{typed}"
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise NotALink(text) from fault
    # a name with a dot, and a last label that is no number: no addresses of machines
    labels = host.split(".")
    named = len(labels) > 1 and all(labels) and not labels[-1].isdecimal() and ":" not in host
    plain = typed.isprintable() and not any(sign in typed for sign in ' <>"\\`{}|^')
    if parts.scheme != "https" or not named or not plain or "@" in parts.netloc or port == 0:
        raise NotALink(text)
    return typed


def match_sources(standing: list[Source], wanted: list[Data]) -> list[Source | None]:
    """Which row each wanted source is: the one with its very words, else the one in its place.

    So that what rests on a source (a petition's paragraph) keeps it when sources are reordered.
    """
    left = {row.pk: row for row in standing}
    found: list[Source | None] = []
    for data in wanted:
        same = next((row for row in left.values() if _of_source(row) == data), None)
        if same is not None:
            del left[same.pk]
        found.append(same)
    for place, row in enumerate(found):
        if row is None:
            there = next((one for one in left.values() if one.number == place + 1), None)
            if there is not None:
                del left[there.pk]
                found[place] = there
    return found


def _of_source(row: Source) -> Data:
    return {"citation": text_of(row.citation), "url": row.url}


def _read(campaign: Campaign) -> Data:
    sources = list(campaign.sources.all())
    places = {row.pk: place for place, row in enumerate(sources, start=1)}
    return {
        "sources": [_of_source(row) for row in sources],
        "facts": [
            {
                "figure": text_of(row.figure),
                "statement": text_of(row.statement),
                "origin": text_of(row.origin),
                "source": places[row.source_id] if row.source_id else None,
            }
            for row in campaign.facts.all()
        ],
    }


def _write(campaign: Campaign, data: Data) -> None:
    campaign.facts.all().delete()
    rows = _write_sources(campaign, data["sources"])
    Fact.objects.bulk_create(
        Fact(
            campaign=campaign,
            position=position,
            source=rows[fact["source"] - 1] if fact["source"] else None,
            figure=Translated(fact["figure"]),
            statement=Translated(fact["statement"]),
            origin=Translated(fact["origin"]),
        )
        for position, fact in enumerate(data["facts"], start=1)
    )


def _write_sources(campaign: Campaign, wanted: list[Data]) -> list[Source]:
    standing = list(Source.objects.filter(campaign=campaign))
    matched = match_sources(standing, wanted)
    kept = {row.pk for row in matched if row is not None}
    needed = [row for row in standing if row.pk not in kept and not _deleted(row)]
    # what the petition rests on stays behind the others, whatever older state is brought back
    matched, wanted = [*matched, *needed], [*wanted, *map(_of_source, needed)]
    # first out of each other's way, because a number is given once
    for row in matched:
        if row is not None:
            row.number += _ASIDE
            row.save(update_fields=["number"])
    written = []
    for number, (row, source) in enumerate(zip(matched, wanted, strict=True), start=1):
        row = row or Source(campaign=campaign)  # noqa: PLW2901  the row is the loop's own
        row.number = number
        row.citation = Translated(source["citation"])
        row.url = source["url"]
        row.save()
        written.append(row)
    return written


def _deleted(row: Source) -> bool:
    try:
        row.delete()
    except ProtectedError:
        return False
    return True


def _lacks(data: Data) -> list[Lack]:
    lacks = []
    if not data["facts"]:
        lacks.append(Lack(field="facts", sentence=_("No fact is written yet.")))
    for place, source in enumerate(data["sources"]):
        lacks += both_languages(f"sources-{place}-citation", source["citation"])
    for place, fact in enumerate(data["facts"]):
        lacks += both_or_none(f"facts-{place}-figure", fact["figure"])
        lacks += both_languages(f"facts-{place}-statement", fact["statement"])
        lacks += both_or_none(f"facts-{place}-origin", fact["origin"])
        if not fact["source"]:
            lacks.append(
                Lack(field=f"facts-{place}-source", sentence=_("This fact has no source yet."))
            )
    return lacks


FACTS = Part(
    key="facts",
    title=_("Facts and sources"),
    read=_read,
    write=_write,
    lacks=_lacks,
    loads=("sources", "facts"),
)
