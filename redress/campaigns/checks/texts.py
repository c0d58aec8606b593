"""Checks on any text: placeholders, names of files, short names, slips of the pen."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from redress.campaigns.checks.check import Check, Finding, Level, Sheet, Words, at

# --- B1: placeholders ------------------------------------------------------------------------

# words of an unfinished page, in both languages whatever the language of the field
_PLACEHOLDER = re.compile(
    r"\b(?:goes|go) here\b|\blorem\b|\bx{3,}\b|\bplaceholder\b|\bsample text\b"
    r"|\byour (?:text|title|name) here\b|\bclick (?:here )?to edit\b|\btheir title\b"
    r"|\bto be (?:written|determined|announced|filled in)\b"
    r"|#\d{1,2}\b|_{3,}"
    r"|\borganization \d{1,2}\b|\borganización \d{1,2}\b|\bcoalition member \d{1,2}\b"
    r"|\btexto aquí\b|\bva aquí\b|\baquí va\b|\bescriba aquí\b|\btexto de ejemplo\b"
    r"|\bpendiente de (?:redactar|redacción|escribir|completar|definir|confirmar)\b"
    r"|\bpor (?:definir|redactar|completar)\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(r"\b(?:TBD|TBA|TK|TKTK)\b")  # in small letters they may be names
_BRACKETED = re.compile(r"\[(?P<words>[^\[\]\n]{1,80})\]")
# what an editor puts into a quotation, and what the law itself has in brackets
_EDITORIAL = re.compile(r"(?:sic|…|\.\.\.|\w|reserved|reservado|\d{1,3})", re.IGNORECASE)
# alone on its line each of these says that nothing was written yet
_ALONE = re.compile(
    r"\W*(?:pendiente|su cargo|text|texto|summary|resumen|n/a)\W*|\?{2,}", re.IGNORECASE
)
_LINE = re.compile(r"[^\n]+")


def _placeholders(sheet: Sheet) -> Iterator[Finding]:
    for words in sheet.texts:
        found = [*_PLACEHOLDER.finditer(words.plain), *_SHOUTED.finditer(words.plain)]
        found += [
            match
            for match in _BRACKETED.finditer(words.plain)
            if not _EDITORIAL.fullmatch(match["words"].strip())
        ]
        found += [line for line in _LINE.finditer(words.plain) if _ALONE.fullmatch(line.group())]
        for start, end in _apart([match.span() for match in found]):
            yield at(words, start, end)


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, without those that begin within another."""
    last = -1
    for start, end in sorted(spans):
        if start >= last:
            yield start, end
            last = end


PLACEHOLDERS = Check(
    code="B1",
    level=Level.BLOCK,
    title=_("A placeholder is left"),
    why=_("Words such as “text goes here” tell a reader that nobody has finished the page."),
    mend=_("Write what belongs there, or clear the field if it may stay empty."),
    judge=_placeholders,
    on_files=True,
)

# --- W4: the name of a file ------------------------------------------------------------------

_FILE_NAME = re.compile(
    r"\b(?:IMG|DSC|DSCN|DSCF|PXL|MVIMG|VID|Screenshot)[_ -]?\d{3,}\w*"
    r"|\bRC\d{6,}\w*"
    r"|\b[\w-]+\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|svg|bmp|pdf|docx?|pptx?|xlsx?)\b"
    r"|\bsmall\d+(?:\.\d+)?\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+")


def _file_names(sheet: Sheet) -> Iterator[Finding]:
    for words in sheet.texts:
        addresses = [match.span() for match in _ADDRESS.finditer(words.plain)]
        for match in _FILE_NAME.finditer(words.plain):
            if not any(start <= match.start() < end for start, end in addresses):
                yield at(words, *match.span())


FILE_NAMES = Check(
    code="W4",
    level=Level.WARN,
    title=_("This looks like the name of a file"),
    why=_("The name of a picture file tells a person who hears the page read out nothing."),
    mend=_("Say in plain words what is to be seen. A true number of a picture may stay."),
    judge=_file_names,
    on_files=True,
)

# --- W5: short names -------------------------------------------------------------------------

_SHORT_NAME = re.compile(r"(?<![\w./-])[A-Z]{2,6}(?![\w/-]|\.\w)")
# those that a newspaper prints without a word of explanation, in either language
_FAMILIAR_NAMES = (
    "US USA UN ONU EU UE UK OK TV ID PDF FAQ AM PM PST PDT EST EDT CST CDT MST MDT UTC GMT DC CFR"
    " USC FBI HIV VIH AIDS DNA ADN CEO PO ZIP URL SMS GPS EE UU NY LA SF II III IV VI VII"
)
_FAMILIAR = frozenset(_FAMILIAR_NAMES.split())


def _short_names(sheet: Sheet) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    spoken: dict[str, str] = {}
    for words in sheet.texts:
        spoken[words.language] = f"{spoken.get(words.language, '')}\n{words.plain}"
    for words in sheet.texts:
        # citations are written as courts and libraries write them
        if not words.language or "citation" in words.field or _is_shouted(words.plain):
            continue
        for match in _SHORT_NAME.finditer(words.plain):
            short = match.group()
            if short in _FAMILIAR or (words.language, short) in seen:
                continue
            seen.add((words.language, short))
            if not _is_explained(short, spoken[words.language]):
                yield at(words, *match.span())


def _is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(map(str.isupper, letters)) * 2 > len(letters)


def _is_explained(short: str, text: str) -> bool:
    """Whether it stands in brackets after words, or words in brackets stand after it."""
    return bool(re.search(rf"\w\s+\({short}\)|\b{short}\s+\(\w[^()]{{3,}}\)", text))


SHORT_NAMES = Check(
    code="W5",
    level=Level.WARN,
    title=_("A short name is not explained"),
    why=_("Whoever does not know the letters cannot read on."),
    mend=_("Write the whole name once, with the letters in brackets behind it."),
    judge=_short_names,
    on_files=True,
)

# --- W6: slips of the pen --------------------------------------------------------------------

_DOUBLED = re.compile(r"\b(?P<word>[^\W\d_]{2,})(?: +|\n)(?P=word)\b", re.IGNORECASE)
_MAY_DOUBLE = frozenset({"had", "that", "bye", "ha", "no", "muy", "nos", "you"})
# two small words of which the writer wanted one
_TWO_FOR_ONE = re.compile(
    r"\b(?:by (?:after|before|until|from|of)|at (?:after|before|of)|with of|for of|of by|to of"
    r"|antes después|después antes|por después|para de|con de|en de)\b",
    re.IGNORECASE,
)
# a sign ends a sentence before a capital; "5 U.S.C. § 553" is one piece
_SENTENCE = re.compile(r"[^\n]+?(?<![A-Z])[.!?…](?=\s+[A-ZÁÉÍÓÚÑ¿¡“«\"]|\s*$)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST_WORDS = 6
# endings and small words by which a verb is known; whatever has one of them is let pass
_ENGLISH_VERB = re.compile(
    r"(?:am|is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|shall|should|may"
    r"|might|must|let|ask|say|go|get|make|take|give|want|need|know|see|come|keep|stand|write|read"
    r"|pay|hold|stop|tell|find|show|put|set|left|made|took|gave|said|went|came|saw|knew|kept|held"
    r"|stood|wrote|paid|told|found|fell|grew|felt|send|sent|petition|change|help|work|bring|use"
    r"|call|live|mean|think|believe|leave|feel|lose|lost|meet|run|move|hear|answer|count|sign|join"
    r"|add|open|close|file|speak|learn|wait|turn|buy|build|serve|die|hurt|cost|cut|eat|sleep|start"
    r"|end|lie|sit|grow|fall|carry|cause|try|ought|\w+(?:ed|ing|es|s|n’t|n't|’s|'s|’re|’ve))",
    re.IGNORECASE,
)
_SPANISH_VERB = re.compile(
    r"(?:es|son|era|fue|hay|ha|han|sea|está|están|va|van|da|dan|ve|ven|sé|soy|doy|voy|haga|diga"
    r"|\w+(?:a|an|e|en|o|ó|é|í|ía|ían|aba|aban|aron|ieron|amos|emos|imos|ar|er|ir|rá|rán|ado|ido"
    r"|ando|iendo|as|es|arse|erse|irse|arlo|erlo|irlo|arla|erla))",
    re.IGNORECASE,
)
_VERB = {"en": _ENGLISH_VERB, "es": _SPANISH_VERB}


def _slips(sheet: Sheet) -> Iterator[Finding]:
    for words in sheet.texts:
        if not words.language:
            continue
        for match in _DOUBLED.finditer(words.plain):
            if match["word"].lower() not in _MAY_DOUBLE:
                yield at(words, *match.span())
        for match in _TWO_FOR_ONE.finditer(words.plain):
            yield at(words, *match.span())
        yield from _without_verb(words)


def _without_verb(words: Words) -> Iterator[Finding]:
    verb = _VERB.get(words.language)
    if verb is None:
        return
    for sentence in _SENTENCE.finditer(words.plain):
        said = _WORD.findall(sentence.group())
        if len(said) >= _LEAST_WORDS and not any(verb.fullmatch(word) for word in said):
            yield at(words, *sentence.span())


SLIPS = Check(
    code="W6",
    level=Level.WARN,
    title=_("A word stands twice, or one is lost"),
    why=_("A slip in the text makes a reader doubt the rest of it."),
    mend=_("Read the sentence aloud and put it right."),
    judge=_slips,
    on_files=True,
)
