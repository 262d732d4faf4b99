"""The questions that a gap raises: all about known indicators, every unfavourable gap has one, faults are named."""

import pytest

from lib.formats import COUNTS
from lib.model import DataError
from lib.questions import load_questions

QUESTIONS = load_questions()


def test_every_indicator_named_is_in_the_catalogue_and_is_never_a_count(catalog):
    for one in QUESTIONS:
        assert one.plus or one.moins, one.id
        for name in (*one.plus, *one.moins):
            assert catalog.resolve(name).unite not in COUNTS, (one.id, name)


def test_every_unfavourable_gap_raises_a_question(catalog):
    rates = [one for one in catalog.indicators.values() if one.unite not in COUNTS and one.sens != "neutre"]
    silent = [
        one.id
        for one in rates
        if not any(asked.raised_by(one.id, above=one.sens == "defavorable") for asked in QUESTIONS)
    ]
    assert silent == []


def test_no_question_is_written_twice_nor_raised_by_both_sides():
    assert len({one.question for one in QUESTIONS}) == len(QUESTIONS)
    for one in QUESTIONS:
        assert not set(one.plus) & set(one.moins), one.id


@pytest.mark.parametrize("text", ["a:\n  question: Sans point\n", "a:\n  question: Oui ?\n  plus: taux\n", "a: 3\n"])
def test_a_fault_names_the_file_and_the_question(tmp_path, text):
    path = tmp_path / "questions.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_questions(path)
    assert "questions.yml" in error.value.where
