"""How hard a text is to read: the formulas against texts counted by hand."""

import pytest

from redress.campaigns.checks.reading import (
    english_grade,
    english_syllables,
    sentences_in,
    spanish_score,
    spanish_syllables,
    words_in,
)


class TestEnglish:
    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("cat", 1),
            ("child", 1),
            ("children", 2),
            ("asked", 1),
            ("wanted", 2),
            ("table", 2),
            ("release", 2),
            ("petition", 3),
            ("the", 1),
            ("tree", 1),
            ("agency", 3),
        ],
    )
    def test_counts_syllables_by_groups_of_vowels(self, word, count):
        assert english_syllables(word) == count

    def test_grades_by_words_to_a_sentence_and_syllables_to_a_word(self):
        # 10 words, 2 sentences, 11 syllables
        text = "The child went home today. The door was not closed."
        assert (len(words_in(text)), sentences_in(text)) == (10, 2)
        assert english_grade(text) == pytest.approx(0.39 * 5 + 11.8 * 1.1 - 15.59)

    def test_puts_an_office_s_prose_above_plain_words(self):
        hard = "Institutional accountability necessitates administrative consideration."
        assert english_grade(hard) > 9 > english_grade("We ask that the child go home soon.")

    def test_grades_nothing_as_zero(self):
        assert english_grade("") == 0


class TestSpanish:
    @pytest.mark.parametrize(
        ("word", "count"),
        [
            ("sol", 1),
            ("niña", 2),
            ("petición", 3),
            ("cuidado", 3),
            ("día", 2),
            ("país", 2),
            ("que", 1),
            ("guerra", 2),
            ("agencia", 3),
            ("leer", 2),
            ("ciudad", 2),
            ("muy", 1),
            ("averiguáis", 4),
        ],
    )
    def test_counts_syllables_by_strong_vowels(self, word, count):
        assert spanish_syllables(word) == count

    def test_scores_by_syllables_to_a_word_and_words_to_a_sentence(self):
        # 6 words, 1 sentence, 9 syllables
        text = "La niña vuelve hoy a casa."
        assert sum(map(spanish_syllables, words_in(text))) == 9
        assert spanish_score(text) == pytest.approx(206.84 - 60 * 9 / 6 - 1.02 * 6)

    def test_puts_an_office_s_prose_below_plain_words(self):
        hard = "La responsabilidad institucional requiere consideraciones administrativas."
        assert spanish_score(hard) < 60 < spanish_score("Pedimos que la niña vuelva a casa.")

    def test_scores_nothing_as_easy(self):
        assert spanish_score("") == 100
