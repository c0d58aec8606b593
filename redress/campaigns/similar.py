"""Campaigns that are about the same: by their words in either language, agency and rule."""

import re
import unicodedata
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Greatest

from redress.campaigns.models import Campaign, CampaignQuerySet

MOST = 6
LONGEST_QUERY = 4000  # characters that are read of what was typed
_CONFIGURATIONS = (("english", "english"), ("spanish", "spanish"))  # column, configuration
_WEIGHTS = (0.0, 0.3, 0.6, 1.0)  # unused, problem, summary, title
_MOST_WORDS = 32
_LEAST_LETTERS = 3
_CANDIDATES = 60
_SAME_AGENCY, _SAME_PART = 1.5, 4.0
# common words whose accents are folded, so that the Spanish configuration does not know them
_COMMON = frozenset(
    {"mas", "tambien", "estan", "esta", "sera", "habia", "segun", "asi", "aun", "aqui", "alli"}
)
_CFR_PART = re.compile(r"\A(\d{1,2}) CFR (?:part )?(\d{1,5})")

_MATCHED = """
    SELECT words.campaign_id,
           (SELECT count(*) FROM unnest(%(words)s::text[]) AS word
             WHERE words.english @@ plainto_tsquery('english', word)
                OR words.spanish @@ plainto_tsquery('spanish', word))
      FROM campaigns_searchtext AS words WHERE words.campaign_id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    campaign: Campaign
    rank: float
    matched: int
    same_part: bool

    @property
    def score(self) -> float:
        return self.matched + self.rank + _SAME_PART * self.same_part


def similar_campaigns(
    text: str, *, agency_id: int | None = None, citation: str = "", limit: int = MOST
) -> list[Campaign]:
    """Listed campaigns about the same thing, the likest first; with what a card shows.

    A campaign fits when it shares enough words with `text`, or the part of the rule cited.
    The same agency alone makes none similar; it only ranks higher.
    """
    words = words_of(text)
    part = _part_of(citation)
    rows = _candidates(words, part)
    matched = _matched(words, [row.pk for row in rows])
    least = _least(len(words))
    found = [
        _Candidate(
            campaign=row,
            rank=float(row.rank) + (_SAME_AGENCY if agency_id == row.agency_id else 0.0),  # type: ignore[attr-defined]
            matched=matched.get(row.pk, 0),
            same_part=bool(part) and _part_of(row.rule_citation) == part,
        )
        for row in rows
    ]
    fitting = [one for one in found if one.same_part or (words and one.matched >= least)]
    fitting.sort(key=lambda one: (-one.score, one.campaign.pk))
    return [one.campaign for one in fitting[:limit]]


def search(text: str) -> CampaignQuerySet:
    """Listed campaigns in which every word stands, in either language; all when none is given."""
    words = words_of(text)
    rows = Campaign.objects.listed()
    return rows.filter(_stands(" ".join(words))) if words else rows


def words_of(text: str) -> list[str]:
    """The words that are looked for: folded, without repetition, never an operator."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_QUERY].casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.findall(r"[^\W_]+", letters)
    telling = [word for word in words if len(word) >= _LEAST_LETTERS and word not in _COMMON]
    return list(dict.fromkeys(telling))[:_MOST_WORDS]


def _candidates(words: list[str], part: tuple[int, int] | None) -> list[Campaign]:
    conditions = [_stands(" or ".join(words))] if words else []
    if part:
        title, number = part
        conditions += [
            Q(rule_citation__startswith=f"{title} CFR {number}"),
            Q(rule_citation__startswith=f"{title} CFR part {number}"),
        ]
    if not conditions:
        return []
    rows = Campaign.objects.listed().filter(reduce(or_, conditions))
    return list(
        rows.annotate(rank=_rank(words))
        .select_related("agency", "petition__agency")
        .prefetch_related("issue_areas")
        .order_by("-rank", "-listed_at", "-pk")[:_CANDIDATES]
    )


def _stands(words: str) -> Q:
    """A word, or one of several, in one of the languages."""
    conditions = [
        Q(**{f"search_text__{column}": _query(words, configuration)})
        for column, configuration in _CONFIGURATIONS
    ]
    return reduce(or_, conditions)


def _query(words: str, configuration: str) -> SearchQuery:
    return SearchQuery(words, config=configuration, search_type="websearch")


def _rank(words: list[str]) -> Greatest | Value:
    if not words:
        return Value(0.0, output_field=FloatField())
    return Greatest(
        *(
            SearchRank(
                F(f"search_text__{column}"),
                _query(" or ".join(words), configuration),
                weights=list(_WEIGHTS),
            )
            for column, configuration in _CONFIGURATIONS
        )
    )


def _matched(words: list[str], ids: list[int]) -> dict[int, int]:
    if not words or not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MATCHED, {"words": words, "ids": ids})
        return dict(cursor.fetchall())


def _least(count: int) -> int:
    """How many words must be shared: one of one or two, three of a whole story."""
    if count <= 2:
        return 1
    return 2 if count <= 12 else 3


def _part_of(citation: str) -> tuple[int, int] | None:
    match = _CFR_PART.match(citation)
    return (int(match[1]), int(match[2])) if match else None
