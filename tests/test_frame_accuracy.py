"""The bundled frames on two hundred labelled sentences: floors below what was measured."""

import frame_accuracy
import pandas as pd
import pytest

from analysis.files import bundled
from analysis.text.lexicons import read_lexicons


def test_the_set_is_half_of_other_news_and_covers_every_frame():
    rows, reader, _ = frame_accuracy.labelled()
    assert len(rows) == 200 and rows["sentence"].is_unique
    assert rows.groupby(["set", "source"]).size().tolist() == [50] * 4
    assert (reader.sum() >= 6).all() and (~reader.any(axis=1)).sum() >= 12


def test_precision_and_recall_in_each_set():
    table = frame_accuracy.by_set()
    assert len(table) == 4
    assert (table["precision"] >= 0.75).all() and (table["recall"] >= 0.75).all(), table


def test_no_frame_is_a_guess():
    table = frame_accuracy.by_frame().set_index("frame")
    assert (table["precision"] >= 0.5).all() and (table["recall"] >= 0.6).all(), table


def test_the_examples_of_the_codebook_are_no_labelled_sentences():
    rows, *_ = frame_accuracy.labelled()
    examples = {one for entry in read_lexicons(bundled("seeds")).frames.entries for one in entry.facts["examples"]}
    assert len(examples) == 34 and not examples & set(rows["sentence"])


AGENTS = {
    "Washington stepped up its crackdown on Chinese chip makers.": "restriction-rivalry",
    "Beijing's crackdown on tech companies continues.": "control-rights",
    "The government crackdown on private tutors went on.": "control-rights",
}


@pytest.mark.parametrize("sentence", AGENTS)
def test_the_agent_decides_whose_crackdown_it_is(sentence, tmp_path):
    path = tmp_path / "sentences.csv"
    path.write_text(f'sentence,frames\n"{sentence}",{AGENTS[sentence]}\n', encoding="utf-8")
    _, reader, lists = frame_accuracy.labelled(path)
    pair = ["restriction-rivalry", "control-rights"]
    assert lists[pair].equals(reader[pair])


NAMES = [
    "He works at the China Institute for Innovation and Development Strategy.",
    "The Minister of Science and Technology arrived late.",
    "She studied at the Peace Research Institute in Oslo.",
]


@pytest.mark.parametrize("sentence", NAMES)
def test_the_name_of_an_institution_is_no_frame(sentence, tmp_path):
    path = tmp_path / "sentences.csv"
    path.write_text(f'sentence,frames\n"{sentence}",\n', encoding="utf-8")
    _, _, lists = frame_accuracy.labelled(path)
    assert not lists["capability-innovation"].any()


def test_accuracy_adds_all_frames_up():
    reader = pd.DataFrame({"x": [1, 1, 0], "y": [0, 0, 1]}, dtype=bool)
    lists = pd.DataFrame({"x": [1, 0, 0], "y": [1, 0, 1]}, dtype=bool)
    table = frame_accuracy.accuracy(lists, reader).set_index("frame")
    assert table.loc["x", ["precision", "recall"]].tolist() == [1, 0.5]
    assert table.loc["all frames", ["n_coder", "n_other", "n_both"]].tolist() == [3, 3, 2]
