"""Check: every problem of a corpus folder, said at once and said once."""

import pytest

from analysis.files import InputError, InputErrors, bundled, write_atomic
from analysis.report.check import checked


def test_the_articles_of_a_sound_folder_come_back():
    assert len(checked(bundled("seeds")).docs) == 5


def test_problems_of_articles_word_lists_and_claims_are_said_together(own):
    write_atomic(own / "a.txt", b"")
    write_atomic(own / "lexicons" / "slogans.toml", "[[no\n")
    write_atomic(own / "claims.csv", "sentence,table\nIt is so.,words\n")
    with pytest.raises(
        InputErrors, match="(?s)a.txt'.: empty.*slogans.toml: not TOML.*claims.csv, row 1, relation: column missing"
    ):
        checked(own)


def test_a_problem_that_two_readers_meet_is_said_once(own):
    write_atomic(own / "lexicons" / "cleaning.toml", "[[no\n")
    write_atomic(own / "a.txt", b"")
    with pytest.raises(InputError) as error:
        checked(own)
    assert str(error.value).count("cleaning.toml") == 1


def test_what_is_wrong_in_one_place_only_keeps_its_own_heading(own):
    write_atomic(own / "claims.csv", "sentence,table\nIt is so.,words\n")
    with pytest.raises(InputError, match="^5 problems in claims.csv:"):
        checked(own)
