"""Comparisons of made corpora: what may be called absent, robust or typical, and what may not."""

from dataclasses import replace

import numpy as np
import pytest

from analysis import open_corpus
from analysis.files import write_atomic
from analysis.workbook import comparison
from analysis.workbook.result import TEXT, About
from analysis.workbook.wording import rate


@pytest.fixture
def compared(tmp_path):
    """The comparison of articles given as (side, day, text)."""

    def one(*articles):
        rows = [f"{number:03}.txt,{day},{side}\n" for number, (side, day, _) in enumerate(articles)]
        write_atomic(tmp_path / "articles.csv", "file,published,side\n" + "".join(rows))
        for number, (_, _, text) in enumerate(articles):
            write_atomic(tmp_path / f"{number:03}.txt", text)
        return open_corpus(tmp_path).compare("side", "north", "south")

    return one


def absent(sides, kind="words"):
    table = sides.absent(kind, n=50).table
    return set(zip(table["term"], table["silent"], strict=True))


def test_a_word_is_not_absent_where_the_other_side_prints_another_form(compared):
    north = ("The harbour companies saw the U.S. again.", "Those harbour companies left; the U.S. did not.")
    south = ("The old company met the U.S.-led group.", "Every group met a small enterprise.")
    sides = compared(*(("north", "", text) for text in north), *(("south", "", text) for text in south))
    assert absent(sides) == {("harbour", "south"), ("group", "north"), ("met", "north")}


def test_a_word_with_a_hyphen_is_not_absent_where_the_other_side_prints_a_space(compared):
    north = ("Our fellow-citizens met the harbour.", "These fellow-citizens left the harbour.")
    south = ("Our fellow citizens came.", "A tree fell.")
    sides = compared(*(("north", "", text) for text in north), *(("south", "", text) for text in south))
    assert absent(sides) == {("harbour", "south")}


def test_of_a_side_with_one_article_no_word_is_robust(compared):
    sides = compared(("north", "", "plan plan plan"), ("south", "", "plan tree tree"), ("south", "", "plan tree house"))
    assert sides.robust_terms().table.empty


def test_where_all_terms_shown_are_flagged_the_title_says_so(compared):
    sides = compared(("north", "", "plan house"), ("south", "", "plan tree"))
    assert (
        sides.keyness().title
        == f"All of the {len(sides.keyness().table)} terms shown have a flag, which the table explains."
    )


def test_names_labels_numbers_and_house_style_are_not_called_absent(compared):
    north = (
        "Impact: they met in old Leeds. On Monday 45 ships came.",
        "Impact: all of Leeds met. On Monday 45 ships sank.",
    )
    sides = compared(*(("north", "", text) for text in north), ("south", "", "A tree."), ("south", "", "A tree fell."))
    assert absent(sides) == {("ships", "south"), ("met", "south"), ("tree", "north")}


def test_an_article_older_than_a_slogan_says_nothing_about_its_absence(compared):
    new = "They spoke of new quality productive forces."
    sides = compared(
        ("north", "2024-03-01", new), ("south", "2019-01-01", "A tree."), ("south", "2024-01-01", "A house.")
    )
    row = sides.absent("slogans").table.set_index("term").loc["new quality productive forces"]
    assert row[["of_docs_silent", "could_carry"]].tolist() == [2, 1]
    assert row["bound_docs"] == pytest.approx(0.95)
    assert row["n_tokens_silent"] == 2
    old = compared(("north", "2024-03-01", new), ("south", "2019-01-01", "A tree."), ("south", "", "A tree fell."))
    assert old.absent("slogans").table["could_carry"].tolist() == [1]  # of an undated article nobody can tell
    none = compared(
        ("north", "2024-03-01", new), ("south", "2019-01-01", "A tree."), ("south", "2018-05-01", "A house.")
    )
    assert none.absent("slogans").table.empty


def words(rng, planted=""):
    """Two hundred words of a made language, of which some are frequent; then what is planted."""
    drawn = rng.zipf(1.6, 200).clip(max=400)
    return " ".join(f"w{number}q" for number in drawn) + f" {planted}."


def test_a_null_corpus_has_no_robust_word_and_a_planted_one_is_found(compared):
    rng = np.random.default_rng(3)
    null = [(side, "", words(rng)) for side in ["north", "south"] * 15]
    assert compared(*null).robust_terms().table.empty
    planted = [
        (side, "", words(rng, "harbour harbour harbour" * (side == "north"))) for side in ["north", "south"] * 15
    ]
    sides = compared(*planted)
    assert sides.robust_terms().table["term"].tolist() == ["harbour"]
    assert "passes every check: harbour (north articles)." in sides.robust_terms().title


def test_a_term_of_one_side_leads_no_better_documented_one(compared):
    north = ["plan plan plan plan house", "plan plan plan plan house"]
    sides = compared(
        ("north", "", " ".join(north[0:1])), ("north", "", north[1]), ("south", "", "plan tree tree tree wall")
    )
    table = sides.keyness().table.set_index("term")
    assert table.index[0] == "plan"
    assert np.isnan(table.loc["house", "log_ratio_low"])


def test_a_chart_of_many_articles_has_a_dot_an_outlet_weighted_by_words(compared, monkeypatch):
    sides = compared(
        ("north", "2020-01-01", "harbour boat"),
        ("north", "2020-01-01", "boat boat boat boat boat boat"),
        ("south", "2020-01-01", "boat"),
    )
    assert "dot: one article" in sides.frequency("harbour").caption
    monkeypatch.setattr(comparison, "CROWD", 2)
    drawn = sides.frequency("harbour")
    assert "dot: one outlet" in drawn.caption
    state = next(line for line in drawn.plot().lines if len(line.get_xdata()))
    assert state.get_xdata().tolist() == [125]  # 1 of 8 words of the one outlet without a name


def test_in_a_run_a_result_without_a_picture_writes_its_table(compared, tmp_path):
    words = replace(
        compared(("north", "2020-01-01", "harbour boat"), ("south", "2020-01-01", "boat")).frequency("boat"),
        about=About(exports=tmp_path / "out"),
    )
    assert "rates.csv" in words.tabled().publish().html
    assert [path.name for path in (tmp_path / "out").rglob("*.*")] == ["rates.csv"]


def test_a_caption_counts_the_words_that_are_not_called_absent(compared):
    north = ("The harbour companies saw a bridge.", "Those harbour companies left a bridge.")
    south = ("The company slept.", "Every company slept long.")
    sides = compared(*(("north", "", text) for text in north), *(("south", "", text) for text in south))
    assert absent(sides) == {("harbour", "south"), ("bridge", "south"), ("slept", "north")}
    assert "; 2 words left out that it prints in another form" in sides.absent(n=1).caption  # companies, company


def test_a_title_names_no_two_phrases_with_the_same_words(compared):
    north = "We saw Ann Lee and Bo Roy. They met Ann Lee and Bo Roy. Clear blue water ran. More clear blue water came."
    sides = compared(("north", "", north), ("north", "", north.replace("We", "You")), ("south", "", "A tree fell."))
    said = sides.keyness("phrases").title
    assert said.count("Lee") + said.count("Roy") <= 2 and said.count("water") <= 1


def test_where_nothing_of_a_list_occurs_titles_say_so_in_words(compared):
    sides = compared(("north", "", "plan house"), ("south", "", "plan tree"))
    assert sides.keyness("slogans").title == "None of the slogans listed occurs."
    assert sides.shared().title == "No slogan occurs on both sides."
    assert sides.corpus.slogan_lines().title == "No line in the 2 articles."


def test_a_day_is_a_group_without_an_hour_and_a_rate_of_few_words_is_no_title(compared):
    long = "plan " * 2 + "house " * 198
    sides = compared(("north", "2024-05-01", "plan"), ("north", "2024-05-02", long), ("south", "2024-05-03", "tree"))
    result = sides.corpus.frequency("plan", by="published")
    assert result.table["group"].tolist() == ["2024-05-01", "2024-05-02", "2024-05-03"]
    assert result.title == "“plan” is most frequent in 2024-05-02: 10.00 per 1,000 words (2 occurrences)."


def test_where_the_country_of_the_lists_is_not_the_subject_nobody_is_foreign(compared):
    text = "President Joe Smith of the United States said that the harbour is old."
    sides = compared(("north", "", text), ("south", "", text.replace("harbour", "bridge")))
    assert not sides.roles().table["role"].str.contains("foreign|state").any()


def test_a_corpus_in_which_nothing_is_found_says_so_in_sentences(tmp_path):
    write_atomic(tmp_path / "a.txt", "Rain fell. Snow melts.")
    write_atomic(tmp_path / "articles.csv", "file,publisher,published,side\na.txt,Daily,,x\n")
    rain = open_corpus(tmp_path)
    names = ("keywords", "keyphrases", "cleaning", "first_uses", "phrases", "frames", "evaluation", "modality")
    titles = [getattr(rain, name)().title for name in names]
    assert all(title.startswith(("No ", "Cleaning found no headline")) and " 0 " not in title for title in titles)


def test_sides_in_which_no_word_of_a_list_stands_say_so(compared):
    sides = compared(("north", "", "Rain fell."), ("south", "", "Snow melts."))
    assert sides.frames().title == "No word of a frame occurs in these articles."
    assert sides.evaluation().title == "No evaluative word occurs in these articles."
    assert sides.strata().title == "No article of these sides has a label to be matched by."


def test_a_side_column_called_side_stands_once_in_the_lines(compared):
    sides = compared(("north", "", "We will go."), ("south", "", "They must go."))
    table = sides.corpus.modality(by="speaker").lines().table
    assert table.columns.is_unique and sides.corpus.modality(by="speaker").shown()


def test_numbers_in_titles_have_commas_and_small_rates_a_digit():
    assert TEXT.format("{n} of {all} words, {n:word is|words are} left", n=1300, all=np.int64(999)) == (
        "1,300 of 999 words, words are left"
    )
    assert [rate(value) for value in (1234.56, 0.099, 0.0)] == ["1234.6", "0.099", "0.0"]


def test_no_frame_is_said_to_differ_most_where_the_shares_are_alike(compared):
    text = "They sanctioned the firm.\n" + "The red plan is long.\n" * 99
    sides = compared(("north", "", text), ("south", "", text.replace("plan", "boat")))
    assert sides.frames().title.endswith("overlap in all 10 frames.")


def test_the_title_of_shared_words_says_which_are_more_frequent_in_every_article_of_a_side(compared):
    sides = compared(
        ("north", "", "plan plan plan port tree house house"),
        ("south", "", "plan port port port tree tree house house"),
    )
    result = sides.frequency()
    assert result.title == (
        "“plan” and “house”: more in every north article than in any south one; "
        "“port” and “tree”: more in every south article than in any north one."
    )
    assert list(dict.fromkeys(result.table["term"])) == ["plan", "house", "port", "tree"]  # as they are drawn
    heads = [text.get_text() for text in result.plot().texts if text.get_text().startswith("All")]
    assert heads == ["All north above all south articles", "All south above all north articles"]
    same = compared(("north", "", "plan tree"), ("south", "", "plan tree")).frequency().title
    assert same.endswith("overlap in all 2 most frequent shared words.")
    assert compared(("north", "", "plan"), ("south", "", "tree")).frequency().title == "No word occurs on both sides."


def test_chinese_is_compared_by_phrases_because_a_character_is_no_word(compared):
    north = "新质生产力推动发展。会议谈到新质生产力。新质生产力很重要。"
    south = "分析人士质疑补贴。补贴很多。质疑补贴的人士说话。会议谈到补贴。"
    sides = compared(("north", "", north), ("north", "", north), ("south", "", south), ("south", "", south))
    typical = sides.keyness()
    assert typical.name == "keyness-phrases" and {"新质生产力", "补贴"} <= set(typical.table["term"])
    assert typical.table["term"].str.len().min() >= 2 and "质生产" not in set(typical.table["term"])
    assert sides.frequency().table["term"].str.len().min() >= 2 and sides.absent().name == "absent-phrases"
    assert sides.corpus.frequency().title.startswith("The most frequent phrases are ")


def test_of_a_phrase_longer_than_eight_words_one_window_is_typical(compared):
    north = "one two three four five six seven eight nine ten." + " plan house"
    sides = compared(("north", "", north), ("north", "", north), ("south", "", "tree wall. tree wall."))
    assert "one two three four five six seven eight" in set(sides.keyness("phrases").table["term"])
    assert "two three four five six seven eight nine" not in set(sides.keyness("phrases").table["term"])


def test_terms_with_a_flag_are_drawn_only_where_a_side_has_no_other(sides):
    def drawn(n):
        ax = sides.keyness(n=n).plot()
        return [label.get_text() for label in ax.get_yticklabels()], [text.get_text() for text in ax.texts]

    names, _ = drawn(12)
    assert (names[:3], names[5:8]) == (["self-reliance", "breakthroughs", "country"], ["sector", "AI"])
    names, texts = drawn(4)
    table = sides.keyness(n=4).table
    assert (
        names == list(table["term"][table["flag"] == ""])
        and texts[0] == f"and {len(table) - len(names)} more in the table"
    )


def test_the_word_that_is_looked_at_by_default_is_no_reporting_verb_title_or_day(compared):
    text = "Mr Holt said on Monday that the harbour grew, said Mr Lee, and the harbour shrank, Mr Lee said on Monday."
    sides = compared(("north", "", text), ("south", "", text.replace("grew", "slept")))
    assert "“harbour”" in sides.corpus.collocates().title
    assert set(sides.frequency().table["term"]).isdisjoint({"said", "Mr", "Monday"})


def test_limits_name_articles_by_outlet_day_and_title_where_that_tells_them_apart(tmp_path):
    rows = [
        "a,2024-01-02,Post,north,Harbour,A plan.",
        "b,2024-01-02,Post,south,Tree,A house.",
        "c,,Wire,south,,A tree.",
    ]
    write_atomic(tmp_path / "articles.csv", "doc_id,published,publisher,side,title,text\n" + "\n".join(rows) + "\n")
    table = open_corpus(tmp_path).compare("side", "north", "south").limits().table.set_index("check")
    assert (
        "under 100: Post, 2024-01-02, “Harbour”, Post, 2024-01-02, “Tree”, Wire"
        in table.loc["shortest article", "found"]
    )


def test_a_word_is_not_called_absent_where_the_other_side_has_one_that_begins_alike(compared):
    north = ("A strategy for the harbour.", "The strategy of the harbour.")
    south = ("A strategic tree.", "The harbourmaster left.")
    sides = compared(*(("north", "", text) for text in north), *(("south", "", text) for text in south))
    assert absent(sides) == {("harbour", "south")}
