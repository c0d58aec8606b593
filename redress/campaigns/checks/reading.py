"""How hard a text is to read, by the usual formulas of each language."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks.check import Check, Finding, Level, Sheet, at

HARDEST_GRADE = 9
# the scale of Fernández Huerta beside school years: 60 to 70 is the eighth and ninth
EASIEST_HARD_SCORE = 60
LEAST_WORDS = 60  # fewer say more about the sample than about the writer
_SENTENCE_END = re.compile(r"[.!?…:]+(?=\s|$)|\n{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENGLISH_GROUP = re.compile(r"[aeiouy]+")
_SPANISH_GROUP = re.compile(r"[iuü]?[aeoáéó](?:[iuü]|y\b)?|[íú]|[iuü]+(?:y\b)?|y\b")


def words_in(text: str) -> list[str]:
    """The words of a plain text; numbers are none."""
    return _WORD.findall(text)


def sentences_in(text: str) -> int:
    """How many sentences, at least one; a heading or a list's point counts as one."""
    return max(1, sum(bool(_WORD.search(piece)) for piece in _SENTENCE_END.split(text)))


def english_syllables(word: str) -> int:
    """Syllables of an English word as its letters suggest: groups of vowels, silent e aside."""
    small = word.lower()
    count = len(_ENGLISH_GROUP.findall(small))
    if small.endswith("e") and not small.endswith(("le", "ee", "ie", "ye")) and count > 1:
        count -= 1
    if small.endswith("ed") and not small.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)


def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word: one for each strong vowel, weak ones join it unless accented."""
    small = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "k", word.lower())
    return max(1, len(_SPANISH_GROUP.findall(small)))


def english_grade(text: str) -> float:
    """The school year that reads it with ease, by Flesch and Kincaid.

    Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Research Branch
    Report 8-75, Naval Technical Training Command, 1975.
    """
    words = words_in(text)
    if not words:
        return 0.0
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / sentences_in(text) + 11.8 * syllables / len(words) - 15.59


def spanish_score(text: str) -> float:
    """How easily it reads, 0 to 100, by Fernández Huerta; below 60 is rather hard.

    Source: J. Fernández Huerta, Medidas sencillas de lecturabilidad, Consigna 214, 1959, with
    words to a sentence as corrected since. The scale INFLESZ (I. M. Barrio-Cantalejo et al.,
    Anales del Sistema Sanitario de Navarra 31, 2008) draws its line for the public at 55.
    """
    words = words_in(text)
    if not words:
        return 100.0
    syllables = sum(map(spanish_syllables, words))
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / sentences_in(text)


def _hard_texts(sheet: Sheet) -> Iterator[Finding]:
    for words in sheet.texts:
        if len(words_in(words.plain)) < LEAST_WORDS:
            continue
        detail = ""
        if words.language == "en" and (grade := english_grade(words.plain)) > HARDEST_GRADE:
            detail = gettext("It reads like a text for school year %(grade)s.") % {
                "grade": round(grade)
            }
        elif words.language == "es" and (score := spanish_score(words.plain)) < EASIEST_HARD_SCORE:
            detail = gettext("It scores %(score)s of 100; plain texts have 60 or more.") % {
                "score": round(score)
            }
        if detail:
            found = at(words)
            yield Finding(
                part=found.part,
                field=found.field,
                language=found.language,
                excerpt=found.excerpt,
                detail=detail,
            )


READING = Check(
    code="W1",
    level=Level.WARN,
    title=_("This text is hard to read"),
    why=_("Many people read in a second language, on a phone, in a hurry."),
    mend=_("Make shorter sentences and take the shorter word."),
    judge=_hard_texts,
    on_files=True,
)
