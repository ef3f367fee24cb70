"""The map of the articles, modal verbs, evaluative words and headlines of the five articles, counted by hand there."""

import shutil

import pandas as pd
import pytest

from analysis import InputError, open_corpus
from analysis.files import bundled
from analysis.show import axes


@pytest.fixture
def own(tmp_path):
    """The five articles with a word list of their own."""

    def one(name, text):
        folder = shutil.copytree(bundled("seeds"), tmp_path / "corpus")
        shutil.rmtree(folder / "lexicons")
        (folder / "lexicons").mkdir()
        (folder / "lexicons" / name).write_text(text, encoding="utf-8")
        return open_corpus(folder)

    return one


def test_a_map_has_every_article_and_its_words(corpus):
    table = corpus.article_map(n=4).table
    articles, words = table[table["kind"] == "article"], table[table["kind"] == "word"]
    assert articles["term"].tolist() == corpus.articles["doc_id"].tolist()
    assert 2 <= len(words) <= 4
    assert words["publisher"].eq("").all()
    assert articles["contribution_1"].sum() == pytest.approx(1)


def test_the_map_of_the_five_articles_is_that_of_prince(corpus):
    table = corpus.article_map().table.set_index("term")  # prince 0.23.0 on the same 187 words
    expected = {"el-ciudadano-2026": (-0.814549, 0.915388), "peace-post-2020": (0.803511, 0.326437)}
    for name, place in expected.items():
        assert table.loc[name, ["dimension_1", "dimension_2"]].tolist() == pytest.approx(place, abs=1e-6)


def test_a_map_opens_the_sentences_of_its_words(corpus):
    found = corpus.article_map()
    assert len(found.lines("sci-tech").table) == corpus.frequency("sci-tech").table["count"].sum()
    with pytest.raises(InputError, match="choose one of"):
        found.lines("cgtn-2024")


def test_a_map_names_outlet_and_day_and_its_inertia(sides):
    ax = sides.article_map().plot()
    texts = " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    assert all(label in texts for label in ("Xinhua, 2023-06-09", "El Ciudadano, 2026-02-10", "sci-tech"))
    assert (ax.get_xlabel(), ax.get_ylabel()) == (
        "dimension 1 (30% of the differences)",
        "dimension 2 (26% of the differences)",
    )
    assert ax.get_aspect() == 1
    names = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert names == ["word (scale of its own)", "state article", "foreign article"]


@pytest.mark.parametrize("outlets", ["CGTN", ["CGTN", "Xinhua"]])
def test_one_or_two_articles_have_no_map(corpus, outlets):
    title = corpus.where(publisher=outlets).article_map().title
    assert title.startswith("No map of these articles: ") and title.endswith(
        "three articles and three words are needed."
    )


def test_the_same_map_twice(corpus):
    pd.testing.assert_frame_equal(corpus.article_map().table, open_corpus().article_map().table)


def test_modal_verbs_of_the_five_articles(corpus):
    table = corpus.modality("article", n=5).table
    counts = table.pivot_table(index="group", columns="modality", values="count")
    assert counts.loc["cgtn-2024"].to_dict() == {"obligation": 3, "possibility": 1, "prediction": 0}
    assert counts.loc["247-news-reel-2023"].to_dict() == {"obligation": 4, "possibility": 1, "prediction": 3}
    assert counts.to_numpy().sum() == 18
    assert "el-ciudadano-2026" not in counts.index  # it has none


def test_a_speaker_is_named_and_the_outlet_speaks_in_its_own_voice(corpus):
    table = corpus.modality(n=50).table
    rows = table[table["count"] > 0].set_index(["speaker", "modality"])
    assert rows.loc[("Hou Lijun", "obligation"), ["count", "n_tokens", "side", "printed"]].tolist() == [
        1,
        36,
        "state",
        "must 1",
    ]
    assert rows.loc[("Xinhua, own voice", "prediction"), "own"] == 1
    assert not {"He", "he"} & set(table["speaker"])
    assert table["count"].sum() == 18


def test_the_words_of_all_speakers_are_the_words_of_the_corpus(corpus):
    base = corpus.frequency(["China"], by="voice").table
    rows = corpus.modality("voice").table.query("modality == 'obligation'").set_index("group")["n_tokens"]
    assert rows.to_dict().items() <= base.set_index("group")["n_tokens"].astype(int).to_dict().items()
    assert set(rows.index) == {"own", "attributed", "quoted"}


def test_modal_verbs_open_their_sentences(corpus):
    lines = corpus.modality().lines("possibility").table
    assert lines["node"].tolist() == ["can", "can", "can"]
    assert len(corpus.modality().lines().table) == 18


def test_modal_verbs_by_side_are_those_of_the_sides(corpus, sides):
    table = sides.modality("side").table
    assert table.groupby("group")["count"].sum().to_dict() == {"foreign": 13, "state": 5}
    assert table["n_tokens"].unique().sum() == 2712
    other = corpus.compare("side_by_origin", "state", "foreign").modality("side").table
    assert other.groupby("group")["count"].sum().to_dict() == {"state": 10, "foreign": 8}


def test_a_voice_has_only_its_own_modal_verbs(corpus):
    own = corpus.where(voice="own").modality("article").table.query("modality == 'prediction'")
    assert own["count"].sum() == 2
    assert own.set_index("group")["n_tokens"].to_dict() == {
        "247-news-reel-2023": 308,
        "cgtn-2024": 189,
        "xinhua-2023": 636,
    }
    assert corpus.where(voice="quoted").modality().table["own"].sum() == 0


def test_evaluative_words_by_outlet(corpus):
    table = corpus.evaluation("publisher").table.set_index(["group", "polarity"])
    assert table.loc[("CGTN", "positive"), ["count", "n_docs", "of_docs", "own"]].tolist() == [5, 1, 1, 5]
    assert table.loc[("CGTN", "negative"), "printed"] == "abusing market rules 1, unfair 1"
    assert table.loc[("CGTN", "positive"), "per_thousand"] == pytest.approx(5 / 352 * 1000)
    assert table.loc[("El Ciudadano", "positive"), "count"] == 0


def test_evaluative_words_open_their_sentences(sides):
    assert sides.evaluation().lines("negative").table["node"].tolist() == [
        "weaknesses",
        "unfair",
        "abusing market rules",
    ]


def test_an_unknown_column_lists_the_columns(corpus):
    for question in (corpus.modality, corpus.evaluation):
        with pytest.raises(InputError, match="column 'colour': not in articles.csv; choose one of doc_id"):
            question("colour")


def test_a_word_list_of_ones_own_is_used(own):
    corpus = own("evaluation.toml", '[[group]]\nid = "new"\nvariants = ["new"]\nexcludes = ["new era"]\n')
    assert corpus.evaluation().table["polarity"].unique().tolist() == ["new"]
    assert corpus.word_lists().title.startswith("1 of 18 word lists")


def test_a_damaged_word_list_is_refused_with_its_place(own):
    with pytest.raises(InputError, match=r"modality.toml, group a, variants 1, position 1"):
        own("modality.toml", '[[group]]\nid = "a"\nvariants = [") b"]\n')


def test_without_a_match_a_question_says_so(corpus):
    found = corpus.where(voice="quoted").evaluation()
    assert found.table.empty
    assert found.title.startswith("No evaluative word occurs")
    assert "No evaluative word occurs" in found.shown().text


def test_a_headline_is_the_printed_one_else_the_title_marked(corpus):
    table = corpus.headlines().table.set_index("doc_id")
    assert table.index.tolist()[0] == "peace-post-2020"  # the earliest
    assert table.loc["cgtn-2024", "heading"].startswith("President Xi urges sci-tech workers")
    assert table.loc["el-ciudadano-2026", "heading"].endswith("nation [title; not printed in the file]")
    assert table.loc["247-news-reel-2023", "heading"] == "[no headline]"
    assert table.loc["xinhua-2023", "slogan"] == "sci-tech self-reliance and strength"
    assert "Capability and innovation" in table.loc["cgtn-2024", "frame"].split("; ")


def test_headlines_of_two_sides_stand_in_two_columns(sides):
    table = sides.headlines().table
    assert table["published"].is_monotonic_increasing
    assert (table["heading_target"] != "").tolist() == [False, False, True, True, False]
    assert ((table["heading_target"] == "") != (table["heading_reference"] == "")).all()


def test_an_evaluative_word_in_a_headline_is_shown(own):
    corpus = own("evaluation.toml", '[[group]]\nid = "good"\nvariants = ["innovative"]\n')
    table = corpus.headlines().table.set_index("doc_id")
    assert table["evaluation"].to_dict() == dict.fromkeys(table.index, "") | {"cgtn-2024": "innovative (good)"}


def test_modal_verbs_of_two_sides_are_drawn_in_their_colours_with_a_dot_an_article(sides):
    result = sides.modality()
    assert result.title == "The rates of state articles and foreign ones overlap in all 3 groups of modal verbs."
    ax = result.plot()
    assert [line.get_color() for line in ax.lines if len(line.get_xdata())] == [axes.TARGET] * 2 + [axes.REFERENCE] * 3
    assert [len(line.get_xdata()) for line in ax.lines if len(line.get_xdata())] == [3] * 5
    rates = result.table.set_index(["group", "modality"])["per_thousand"]
    together = [path.vertices[0][0] for lines in ax.collections[1::2] for path in lines.get_paths()]
    groups = [label.get_text() for label in ax.get_yticklabels()]
    assert together == pytest.approx([rates[side, group] for side in ("state", "foreign") for group in groups])
