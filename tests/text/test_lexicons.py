"""Lexicons: what the files become, what is refused, and what the bundled files promise."""

import re
from dataclasses import FrozenInstanceError
from functools import partial

import pandas as pd
import pytest

from analysis.files import InputError, InputErrors, bundled, read_csv_text
from analysis.text import lexicons
from analysis.text.lexicons import (
    accept,
    lexicon,
    parse,
    read_entries,
    read_house,
    read_lexicons,
)
from analysis.text.matches import find
from analysis.text.tokens import encode

BUNDLED = bundled("seeds", "lexicons")
FULL = """
[[slogan]]
id = "b"
label = "Second"
chinese = "新常态"
pinyin = "xin changtai"
gloss = "slower growth"
official = ["new normal <2> growth"]
variants = ["Xinormal"]
drifts = ["new standard"]
chinese_variants = ["经济新常态"]
first_use = { date = 2014-05-10, event = "In Henan", source = "http://a.b", status = "confirmed" }
yields_to = ["a"]
note = "a trap"
[[slogan]]
id = "a"
official = ["common prosperity"]
"""


def slogans(folder, text, name="slogans.toml"):
    folder.joinpath(name).write_text(text, encoding="utf-8")
    return read_entries(folder / name, "slogan")


def words(folder, stopwords="the\n", abbreviations="mr\n", forms='[forms]\nUS = ["U.S."]\n'):
    files = {"stopwords.txt": stopwords, "abbreviations.txt": abbreviations, "forms.toml": forms}
    folder.joinpath("lexicons").mkdir()
    for name, text in files.items():
        folder.joinpath("lexicons", name).write_text(text, encoding="utf-8")
    return read_lexicons(folder).words


def lines(failure):
    """The problems of a refusal, as printed."""
    return [str(problem) for problem in failure.value.problems]


SLOGANS = partial(read_entries, kind="slogan")


def refused(path, text, reader=SLOGANS):
    """The one problem of a file that a reader refuses, as printed."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputErrors) as failure:
        reader(path)
    (problem,) = lines(failure)
    return problem


def test_a_search_takes_plain_patterns_each_its_own_key():
    found = lexicon(["b <2> c", "a", "a"])
    assert found.table().to_numpy().tolist() == [
        ["a", "a", "pattern", "a"],
        ["b <2> c", "b <2> c", "pattern", "b <2> c"],
    ]
    assert lexicon("common prosperity").keys == ["common prosperity"]


def test_a_search_lists_every_wrong_pattern():
    with pytest.raises(InputErrors) as failure:
        lexicon(["a", "b (", "*"])
    places = ["search, pattern 2, position 3", "search, pattern 3, position 1"]
    assert [line.split(":")[0] for line in lines(failure)] == places


def test_a_search_for_nothing_is_refused():
    with pytest.raises(InputErrors, match="search: no pattern; give at least one"):
        lexicon([])


def test_a_slogan_keeps_everything_the_file_says(tmp_path):
    entry = slogans(tmp_path, FULL).entries[0]
    assert (entry.key, entry.label, entry.gloss, entry.yields_to) == ("b", "Second", "slower growth", ("a",))
    assert [(one.kind, one.text) for one in entry.variants] == [
        ("official", "new normal <2> growth"),
        ("variant", "Xinormal"),
        ("drift", "new standard"),
        ("chinese", "新常态"),
        ("chinese", "经济新常态"),
    ]
    assert all(one.nodes == parse(one.text) for one in entry.variants)
    first = {"date": "2014-05-10", "event": "In Henan", "source": "http://a.b", "status": "confirmed"}
    assert entry.facts == {"chinese": "新常态", "pinyin": "xin changtai", "note": "a trap", "first_use": first}


def test_the_table_has_one_row_a_pattern_sorted_by_key(tmp_path):
    read = slogans(tmp_path, FULL)
    assert (read.name, read.source, read.keys) == ("slogans", "slogans.toml", ["a", "b"])
    assert read.labels == {"a": "a", "b": "Second"}
    assert list(read.table().columns) == ["key", "label", "kind", "variant"]
    assert read.table().kind.tolist() == ["official", "official", "variant", "drift", "chinese", "chinese"]


def test_an_id_and_one_pattern_are_enough(tmp_path):
    entry = slogans(tmp_path, '[[slogan]]\nid = "a"\nchinese = "两会"').entries[0]
    assert (entry.label, entry.gloss, entry.yields_to) == ("a", "", ())
    assert entry.facts == {"chinese": "两会", "pinyin": "", "note": ""}


def test_without_a_label_the_gloss_serves(tmp_path):
    assert slogans(tmp_path, '[[slogan]]\nid = "a"\ngloss = "g"\nofficial = ["x"]').labels == {"a": "g"}


def test_a_file_with_byte_order_mark_and_windows_line_ends_is_read(tmp_path):
    tmp_path.joinpath("s.toml").write_bytes(b'\xef\xbb\xbf[[slogan]]\r\nid = "a"\r\nofficial = ["x"]\r\n')
    assert read_entries(tmp_path / "s.toml", "slogan").keys == ["a"]


@pytest.mark.parametrize("date", ["", "2011", "2015-10", "2020-02-29"])
def test_a_date_is_as_exact_as_its_source(tmp_path, date):
    text = f'[[slogan]]\nid = "a"\nofficial = ["x"]\nfirst_use = {{ date = "{date}" }}'
    first = slogans(tmp_path, text).entries[0].facts["first_use"]
    assert first == {"date": date, "event": "", "source": "", "status": "commonly stated"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('official = ["a b ("]', r"official 1, position 5: \( is never closed"),
        ('variants = ["a", "a <99> b"]', "variants 2, position 3: <99>"),
        ('chinese = ""\nofficial = ["x"]', "chinese, position 1: no word"),
        ('official = "x"', r"official: 'x' is not a list; put it in \[ \]"),
        ("official = [3]", "official 1: 3 is not text; put it in quotes"),
        ('oficial = ["x"]', "oficial: unknown key; the known keys are explained at the head"),
        ('official = ["x"]\nfirst_use = { when = "2011" }', "first_use when: unknown key"),
        ('official = ["x"]\nfirst_use = "2011"', "first_use: '2011' is not a table"),
        ('official = ["x"]\nfirst_use = { date = "2011-13" }', "first_use date: '2011-13' is not a date; write YYYY"),
        ('official = ["x"]\nfirst_use = { date = "May 2011" }', "first_use date: 'May 2011' is not a date"),
        ('official = ["x"]\nfirst_use = { status = "sure" }', "first_use status: 'sure' is unknown; write"),
        ('official = ["x"]\nfirst_use = { status = "confirmed" }', "first_use: confirmed without a source"),
    ],
)
def test_a_wrong_slogan_is_named_with_its_key_and_the_remedy(tmp_path, line, problem):
    found = refused(tmp_path / "slogans.toml", f'[[slogan]]\nid = "s"\n{line}')
    assert re.match(f"slogans.toml, slogan s, {problem}", found), found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[slogan]]\nid = "s"', "slogan s: no pattern; add one under official or variants"),
        ('[[slogan]]\nofficial = ["x"]', "slogan 1, id: missing; add it"),
        ('[[slogan]]\nid = " "\nofficial = ["x"]', "slogan 1, id: ' ' is not an id; write a short name"),
        ('[[slogan]]\nid = "a\\nb"\nofficial = ["x"]', "id: 'a.*b' is not an id"),
        (f'[[slogan]]\nid = "{"a" * 101}"\nofficial = ["x"]', "id: .* is not an id"),
        ('[slogan]\nid = "a"', r"slogan: .* is not a list; .*\[\[ \]\]"),
        ("slogan = [3]", "slogan 1: 3 is not a table"),
        ("slogan = []", "slogan: empty; add an entry"),
        ("# nothing yet", "slogan: missing; add it"),
        ('[[slogan]]\nid = "a"\nofficial = ["x"]\n[[frame]]\nid = "b"', "frame: unknown key"),
        ('slogan = [{id = "a", official = ["x"]}, {id = "a", official = ["y"]}]', "slogan a: id used 2 times"),
        ('[[slogan]]\nid = "s"\nofficial = ["x y", " X  y "]', "s: pattern 'x y' is also one of s; keep one"),
        ('[[slogan]]\nid = "s"\nofficial = ["a-b"]\ndrifts = ["a‑b"]', "s: pattern 'a-b' is also one of s"),
        ('[[slogan]]\nid = "s"\nofficial = ["x"]\nyields_to = ["t"]', "slogan s: no other entry t; correct"),
        ('[[slogan]]\nid = "s"\nofficial = ["x"]\nshares = ["s"]', "slogan s: no other entry s; correct"),
    ],
)
def test_a_wrong_file_of_slogans_is_refused_with_the_remedy(tmp_path, text, problem):
    found = refused(tmp_path / "slogans.toml", text)
    assert re.match(f"(?s)slogans.toml, .*{problem}", found), found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[[slogan]]\nid = "a\n', "not TOML: .*line 2"),
        ("a = " + "[" * 9_000, "not TOML"),
        ("a = " + "9" * 5_000, "not TOML"),
        ("", "empty; correct it, or delete it to use the bundled one"),
    ],
)
def test_a_file_that_is_no_toml_names_the_line(tmp_path, text, problem):
    with pytest.raises(InputError, match=f"^slogans.toml: {problem}"):
        slogans(tmp_path, text)


def test_a_missing_a_huge_and_an_undecodable_file_are_named(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"^slogans.toml: no such file; .* use the bundled one"):
        read_entries(tmp_path / "slogans.toml", "slogan")
    tmp_path.joinpath("slogans.toml").write_bytes(b'id = "\xff"')
    with pytest.raises(InputError, match=r"^slogans.toml: not UTF-8"):
        read_entries(tmp_path / "slogans.toml", "slogan")
    monkeypatch.setattr(lexicons, "LARGEST_FILE", 7)
    with pytest.raises(InputError, match=r"^slogans.toml: over 4 MB"):
        read_entries(tmp_path / "slogans.toml", "slogan")


def test_all_problems_of_a_file_are_listed_at_once(tmp_path):
    broken = '[[slogan]]\nid = "a"\nnick = "n"\nofficial = ["x (", "y"]\n[[slogan]]\nofficial = ["q"]'
    with pytest.raises(InputErrors) as failure:
        slogans(tmp_path, broken)
    places = ["slogan a, official 1, position 3", "slogan a, nick", "slogan 2, id"]
    assert [line.split(":")[0] for line in lines(failure)] == [f"slogans.toml, {place}" for place in places]


def test_a_long_list_of_problems_is_counted_and_shortened_in_print(tmp_path):
    with pytest.raises(InputErrors, match=r"^107 problems in slogans.toml:\n") as failure:
        slogans(tmp_path, "".join(f'[[slogan]]\nid = "s{i}"\n' for i in range(107)))
    assert len(lines(failure)) == 107
    assert str(failure.value).splitlines()[-1].startswith("  and 102 more: add one under official or variants")


TWO = '[[slogan]]\nid = "a"\n{}\nofficial = ["x"]\n[[slogan]]\nid = "b"\n{}\nofficial = ["y"]\n'


@pytest.mark.parametrize(
    "labels", [('label = "New era"', 'label = "new Era"'), ('label = "g"', 'gloss = "g"'), ('label = "b"', "")]
)
def test_two_entries_with_the_same_label_are_refused(tmp_path, labels):
    found = refused(tmp_path / "slogans.toml", TWO.format(*labels))
    assert found == "slogans.toml, slogan b: it has the same label as a; give each its own label"


@pytest.mark.parametrize("name", ["b", "Second", "second", "新常态"])
def test_an_entry_is_found_by_key_label_or_chinese_original(tmp_path, name):
    assert slogans(tmp_path, FULL).entry(name).key == "b"


def test_an_unknown_entry_is_refused_with_the_nearest_labels(bundle):
    nearest = 'the nearest labels are "new normal of the economy", "new '
    with pytest.raises(InputError, match=f"^slogans.toml: no entry 'New Normall'; {nearest}"):
        bundle.slogans.entry("New Normall")
    with pytest.raises(InputError, match="^search: no entry ''; the nearest labels are \"red plan\"$"):
        lexicon("red plan").entry("")


def test_a_slogan_without_a_chinese_original_has_no_empty_name(tmp_path):
    with pytest.raises(InputError, match="^slogans.toml: no entry ''; the nearest labels are "):
        slogans(tmp_path, FULL).entry("")


SHARED = '[[slogan]]\nid = "a"\nofficial = ["One  Two"]\n{}\n[[slogan]]\nid = "b"\ndrifts = ["one two"]\n{}\n'


@pytest.mark.parametrize(("first", "second"), [('shares = ["b"]', ""), ("", 'shares = ["a"]')])
def test_two_slogans_share_a_pattern_only_where_one_declares_it(tmp_path, first, second):
    assert slogans(tmp_path, SHARED.format(first, second)).keys == ["a", "b"]
    with pytest.raises(InputErrors, match="slogan b: pattern 'one two' is also one of a; keep one, or add shares"):
        slogans(tmp_path, SHARED.format("", ""))


def test_what_was_read_cannot_be_changed(tmp_path):
    read = slogans(tmp_path, FULL)
    for thing, name in [(read, "name"), (read.entries[0], "key"), (read.entries[0].variants[0], "text")]:
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, "x")


def test_frames_have_plain_patterns_and_no_keys_of_a_slogan(tmp_path):
    file = tmp_path / "f.toml"
    file.write_text('[[frame]]\nid = "a"\nlabel = "A"\nvariants = ["x", "yyy*"]')
    read = read_entries(file, "frame")
    assert (read.name, read.source) == ("frames", "f.toml")
    assert read.table().to_numpy().tolist() == [["a", "A", "pattern", "x"], ["a", "A", "pattern", "yyy*"]]
    found = refused(file, '[[frame]]\nid = "a"\nofficial = ["x"]', partial(read_entries, kind="frame"))
    assert found.startswith("f.toml, frame a, official: unknown key")


def test_words_are_folded_and_comments_left_out(tmp_path):
    forms = '[forms]\nUS = ["US", "U.S.", "USA"]\nUK = ["U.K."]'
    read = words(tmp_path, "# head\n\nThe  # article\nDon’t\n", "Mr\nU.S. +\ne.g.\nco +\n# end\n", forms)
    assert read.stopwords == {"the", "don't"}
    assert read.abbreviations == {"mr", "u.s", "e.g", "co"}
    assert read.may_end == {"u.s", "co"}
    assert read.forms == {"US": "US", "U.S.": "US", "USA": "US", "U.K.": "UK"}


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"stopwords": "the\nin front of\n"}, "^stopwords.txt, line 2: 'in front of' is not one word"),
        ({"stopwords": "the\na +\n"}, "^stopwords.txt, line 2: "),
        ({"abbreviations": "u.s ++\n"}, "^abbreviations.txt, line 1: "),
        ({"abbreviations": ""}, "^abbreviations.txt: empty"),
        ({"forms": 'US = ["U.S."]'}, "forms.toml, US: unknown key"),
        ({"forms": "forms = 3"}, "^forms.toml, forms: 3 is not a table"),
        ({"forms": '[forms]\nUS = "U.S."'}, "^forms.toml, forms US: 'U.S.' is not a list"),
        ({"forms": "[forms]\nUS = [3]"}, "^forms.toml, forms US, 1: 3 is not text"),
        ({"forms": '[forms]\nUS = ["United States"]'}, "^forms.toml, forms US, 1: .* write one word"),
        ({"forms": '[forms]\nUS = ["U.S."]\nUSA = ["U.S."]'}, "^forms.toml, forms: 'U.S.' stands in 2 groups"),
        ({"forms": '[forms]\nUS = ["USA"]\nUSA = ["U.S.A."]'}, "^forms.toml, forms: 'USA' stands in 2 groups"),
    ],
)
def test_wrong_words_are_named_with_line_or_key(tmp_path, files, problem):
    with pytest.raises(InputError) as failure:
        words(tmp_path, **files)
    found = [str(one) for one in getattr(failure.value, "problems", [failure.value])]
    assert any(re.search(problem, one) for one in found), found


def test_the_sources_say_which_files_are_the_corpus_own(tmp_path):
    assert set(read_lexicons(tmp_path).sources.origin) == {"bundled"}
    tmp_path.joinpath("lexicons").mkdir()
    tmp_path.joinpath("lexicons", "README.md").write_text("does no harm")
    slogans(tmp_path / "lexicons", FULL)
    read = read_lexicons(tmp_path)
    assert read.slogans.keys == ["a", "b"]
    names = ["slogans.toml", "frames.toml", "reporting.toml", "modality.toml", "evaluation.toml", "strength.toml"]
    names += ["stopwords.txt", "abbreviations.txt", "forms.toml", "cleaning.toml", "accepted.txt", "house_style.toml"]
    names += ["countries.toml", "families.toml", "actors.toml", "actions.toml", "roles.toml", "function_words.toml"]
    assert read.sources.file.tolist() == names
    assert read.sources.origin.tolist() == ["own"] + ["bundled"] * (len(names) - 1)
    assert read.sources.entries.tolist()[:2] == [2, len(read.frames.entries)]


def test_the_bundled_corpus_uses_bundled_files_however_it_is_named(monkeypatch):
    monkeypatch.chdir(bundled("seeds").parent)
    assert set(read_lexicons("seeds").sources.origin) == {"bundled"}


@pytest.mark.parametrize(("name", "meant"), [("slogan.toml", "slogans.toml"), ("Frames.toml", "frames.toml")])
def test_a_misspelt_lexicon_is_not_passed_over(tmp_path, name, meant):
    tmp_path.joinpath("lexicons").mkdir()
    tmp_path.joinpath("lexicons", name).write_text("x")
    with pytest.raises(InputErrors) as failure:
        read_lexicons(tmp_path)
    assert lines(failure) == [f"lexicons, file {name}: unknown; rename it {meant}, or move it away"]


COUNTED = """country = "B"
[[slogan]]
id = "a"
official = ["red plan"]
general = ["big plan"]
unless = ["tree*"]
"""
COUNTRIES = '[[country]]\nid = "B"\nvariants = ["Bland"]\n[[country]]\nid = "C"\nvariants = ["Cland"]\n'


@pytest.fixture
def lists(tmp_path):
    """Lists of a corpus with one slogan of country B."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "countries.toml").write_text(COUNTRIES)
    (tmp_path / "lexicons" / "slogans.toml").write_text(COUNTED)
    return read_lexicons(tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A big plan.", ["big plan"]),
        ("A big plan of Cland.", []),
        ("A red plan of Cland.", ["red plan"]),
        ("Cland and Bland have a big plan.", ["big plan"]),
        ("Cland is far. A big plan.", []),  # the article names no other country
        ("Cland is far. Bland is near. A big plan.", ["big plan"]),
        ("A red plan for trees. A red plan.", ["red plan"]),
        ("A big plan for trees.", []),
    ],
)
def test_a_general_wording_counts_at_home_and_a_word_under_unless_cancels(lists, tokens_of, text, found):
    tokens = tokens_of(text)
    assert find(tokens, lists.slogans)["variant"].tolist() == found


def test_the_country_of_the_slogans_must_be_listed(lists, tmp_path):
    (tmp_path / "lexicons" / "slogans.toml").write_text(COUNTED.replace('"B"', '"D"', 1))
    with pytest.raises(InputError, match="slogans.toml: country 'D': not an id of countries.toml"):
        read_lexicons(tmp_path)


def test_without_a_country_general_wordings_count_everywhere(lists, tmp_path, tokens_of):
    (tmp_path / "lexicons" / "slogans.toml").write_text(COUNTED.split("\n", 1)[1])
    assert len(find(tokens_of("A big plan of Cland."), read_lexicons(tmp_path).slogans)) == 1


@pytest.fixture(scope="module")
def bundle():
    return read_lexicons(bundled("seeds"))


def test_every_bundled_slogan_is_complete(bundle):
    assert len(bundle.slogans.entries) == 193
    for entry in bundle.slogans.entries:
        first = entry.facts["first_use"]
        assert all([entry.facts["chinese"], entry.facts["pinyin"], first["event"]]), entry.key
        assert (first["status"] == "confirmed") == (first["source"] != ""), entry.key
        assert 0 < len(entry.label) < 50, entry.key
        assert 0 < len(entry.gloss.split()) < 12, entry.key


def test_no_article_of_the_bundled_corpus_is_the_source_of_a_first_use(bundle):
    articles = read_csv_text((bundled("seeds") / "articles.csv").read_text(encoding="utf-8"))
    sources = {entry.facts["first_use"]["source"] for entry in bundle.slogans.entries} - {""}
    assert not sources & set(articles["url"])
    assert all(one.startswith("http") or one.endswith("(Chinese text)") for one in sources)


def test_pinyin_has_its_tones_and_the_original_no_notation(bundle):
    for entry in bundle.slogans.entries:
        assert re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", entry.facts["pinyin"]), entry.key
        assert not re.search(r"[{}|!]", entry.facts["chinese"]), entry.key
    assert bundle.slogans.entry("卡脖子").facts["pinyin"] == "qiǎ bózi"


def test_each_label_is_found_by_the_patterns_of_its_slogan(bundle):
    labels = bundle.slogans.labels
    docs = pd.DataFrame({"doc_id": list(labels), "text": list(labels.values())})
    found = find(encode(docs, pd.DataFrame(columns=["doc_id", "zone", "start", "end"]), bundle.words), bundle.slogans)
    own = found[found["key"].astype(str) == found["doc_id"]]
    assert set(labels) - set(own["doc_id"]) == set()


def test_labels_of_the_charts_are_all_different(bundle):
    for one in (bundle.slogans, bundle.frames):
        assert len(set(one.labels.values())) == len(one.entries)


def test_two_formulas_for_the_modern_country_are_not_mixed(bundle):
    yields = {entry.key: entry.yields_to for entry in bundle.slogans.entries if entry.yields_to}
    assert yields == {"shehuizhuyi-xiandaihua-guojia": ("shehuizhuyi-xiandaihua-qiangguo",)}


EVERYDAY = """new normal, tough battle, opening-up, digital development, critical tasks, two sessions, two meetings,
two needs, manufacturing power, quality development, involution, cyber-power, AI Plus, shared prosperity"""


@pytest.mark.parametrize("everyday", re.split(r",\s", EVERYDAY))
def test_an_everyday_wording_is_no_slogan_by_itself(bundle, everyday):
    assert parse(everyday) not in {one.nodes for entry in bundle.slogans.entries for one in entry.variants}


@pytest.mark.parametrize("key", ["xin-changtai", "liang-ge-bibao", "hulianwang-jia"])
def test_the_everyday_part_of_a_slogan_stands_beside_context(bundle, key):
    variants = next(entry.variants for entry in bundle.slogans.entries if entry.key == key)
    english = [one for one in variants if one.kind in ("official", "general", "drift")]
    assert english
    assert all("context" in {node[0] for node in one.nodes} for one in english)


def test_countries_have_names_and_china_those_of_its_places(bundle):
    assert len(bundle.countries.entries) >= 60
    china = [one.text for one in bundle.countries.entry("China").variants]
    assert {"China", "Chinese", "Beijing", "Hong Kong*", "中国"} <= set(china)
    assert bundle.slogans.country == "China" and bundle.slogans.countries is bundle.countries


def test_each_frame_has_many_patterns_and_a_codebook(bundle):
    for entry in bundle.frames.entries:
        assert len([one for one in entry.variants if one.kind == "pattern"]) >= 12, entry.key
        assert all(entry.facts[name].strip() for name in ("definition", "includes", "excludes")), entry.key
        assert len(entry.facts["examples"]) == 2, entry.key


def test_stopwords_are_function_words_only(bundle):
    content = "us system against first two top interest call said says new one"
    assert not bundle.words.stopwords & set(content.split())
    assert {"the", "of", "and", "is", "has", "which", "not", "don't", "they"} <= bundle.words.stopwords


@pytest.mark.parametrize("name", ["stopwords.txt", "abbreviations.txt"])
def test_bundled_words_are_sorted_lower_case_and_stand_once(name):
    text = BUNDLED.joinpath(name).read_text(encoding="utf-8")
    rows = [line.removesuffix(" +") for line in text.splitlines() if line[:1] not in "#"]
    assert rows == sorted({row.lower() for row in rows})


def test_abbreviations_know_which_may_end_a_sentence(bundle):
    assert {"mr", "dr", "e.g", "vs", "gen"} <= bundle.words.abbreviations - bundle.words.may_end
    assert {"u.s", "u.k", "u.n", "e.u", "co", "ltd", "inc", "corp", "jr", "d.c"} <= bundle.words.may_end


def test_forms_join_spellings_and_not_actors(bundle):
    assert bundle.words.forms["U.S."] == bundle.words.forms["USA"] == "US"
    assert not {"CCP", "CPC"} & (set(bundle.words.forms) | set(bundle.words.forms.values()))


@pytest.mark.parametrize(
    ("name", "model"),
    [("slogans.toml", lexicons._Slogan), ("frames.toml", lexicons._Coded), ("modality.toml", lexicons._Group)],
)
def test_the_keys_explained_at_the_head_are_the_keys_that_exist(name, model):
    head = BUNDLED.joinpath(name).read_text(encoding="utf-8").split("HOW A PATTERN")[0].split("[[", 2)[1]
    assert set(model.model_fields) <= set(re.findall(r"\w+", head))


def test_an_accepted_drift_counts_with_its_slogan(tmp_path):
    (tmp_path / "accepted.txt").write_text("# read in May\nb: two meetings  # Kathimerini\n\nb: two meetings\n")
    one = lexicon(["b"])
    accepted = accept(one, tmp_path / "accepted.txt")
    assert accepted.table()[["key", "kind", "variant"]].to_numpy().tolist() == [
        ["b", "pattern", "b"],
        ["b", "drift", "two meetings"],
    ]


def test_a_bad_line_of_accepted_drifts_is_named(tmp_path):
    (tmp_path / "accepted.txt").write_text("c: two meetings\nb: (two\n")
    with pytest.raises(InputErrors) as failure:
        accept(lexicon(["b"]), tmp_path / "accepted.txt")
    places = ["accepted.txt, line 1: no slogan 'c'", "accepted.txt, line 2, position 1: ( is never closed"]
    assert [line.split(";")[0] for line in lines(failure)] == places


def test_the_problems_of_all_files_are_reported_at_once(tmp_path):
    folder = tmp_path / "lexicons"
    folder.mkdir()
    for name in ("slogans.toml", "frames.toml", "forms.toml"):
        (folder / name).write_text("[[broken\n")
    (folder / "stopwords.txt").write_text("the\nin front of\nat all\n")
    with pytest.raises(InputErrors, match="^5 problems in the word lists:") as failure:
        read_lexicons(tmp_path)
    files = ["slogans.toml", "frames.toml", "stopwords.txt", "stopwords.txt", "forms.toml"]
    assert [problem.file for problem in failure.value.problems] == files


HOUSE = """number_endings = ["th"]
[[list]]
label = "title"
words = ["Mr", "Vice  President"]
[[list]]
label = "verb"
reporting = ["says"]
[spellings]
our = "or"
"""


def test_house_style_is_read_by_list(tmp_path):
    (tmp_path / "house_style.toml").write_text(HOUSE)
    read = read_house(tmp_path / "house_style.toml")
    assert read.words == {"mr": "title", "vice president": "title"}
    assert (read.reporting, read.spellings, read.number_endings) == ({"says": "verb"}, {"our": "or"}, ("th",))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"Mr"', '"mr", "MR"', "house_style.toml, list: 'mr' occurs 2 times; keep one"),
        ('"Mr"', '""', "house_style.toml, list 1, words 1: '' is not a word; write one word"),
        ('label = "verb"', "", "house_style.toml, list 2, label: missing; add it"),
        ('our = "or"', "our = 3", "house_style.toml, spellings our: 3 is not text"),
        ('our = "or"', 'our = "o r"', "house_style.toml, spellings our: 'o r' is not a word; write one word"),
        ('number_endings = ["th"]', "", "house_style.toml, number_endings: missing"),
    ],
)
def test_what_is_wrong_in_house_style_is_named(tmp_path, old, new, problem):
    found = refused(tmp_path / "house_style.toml", HOUSE.replace(old, new), read_house)
    assert re.match(problem, found), found


def test_house_style_of_its_own_names_kinds_of_reporting_words_that_exist(tmp_path):
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "house_style.toml").write_text(HOUSE.replace('"says"', '"sais"'))
    with pytest.raises(InputErrors, match=r"\n  house_style.toml, reporting sais: reporting.toml has no such id"):
        read_lexicons(tmp_path)


def test_reporting_words_of_its_own_need_not_fit_the_bundled_house_style(tmp_path):
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "reporting.toml").write_text('[[frame]]\nid = "says"\nvariants = ["says"]')
    assert read_lexicons(tmp_path).house.reporting.keys() == {"says", "urges"}


def test_bundled_house_style_names_titles_and_never_matter(bundle):
    matter = "technology innovation self-reliance sanctions party state leader may official reform scientist 5G"
    assert not set(bundle.house.words) & set(matter.split())
    assert {"mr", "comrade", "president", "prime minister", "monday", "june", "xinhua"} <= set(bundle.house.words)
    assert not set(bundle.house.words) & bundle.words.stopwords


GROUPS = """[[group]]
id = "wish"
variants = ["hope"]
negated = ["(do | did) not hope"]
excludes = ["hope (chest | springs)"]
"""


def test_groups_have_patterns_of_three_kinds(tmp_path):
    (tmp_path / "modality.toml").write_text(GROUPS)
    read = read_entries(tmp_path / "modality.toml", "group")
    assert read.table()[["key", "kind", "variant"]].to_numpy().tolist() == [
        ["wish", "excluded", "hope (chest | springs)"],
        ["wish", "pattern", "hope"],
        ["wish", "negated", "(do | did) not hope"],
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[[group]]", "[[frame]]", "modality.toml, (group: missing|frame: unknown key)"),
        ("negated", "denied", "modality.toml, group wish, denied: unknown key"),
        ('["hope"]', '["hope ("]', r"modality.toml, group wish, variants 1, position 6: \( is never closed"),
        ("springs)", "springs", "modality.toml, group wish, excludes 1, position 6"),
    ],
)
def test_what_is_wrong_in_a_file_of_groups_is_named(tmp_path, old, new, problem):
    (tmp_path / "modality.toml").write_text(GROUPS.replace(old, new))
    with pytest.raises(InputErrors) as failure:
        read_entries(tmp_path / "modality.toml", "group")
    assert re.match(problem, lines(failure)[0]), lines(failure)


def test_a_file_of_groups_that_is_no_toml_names_its_line(tmp_path):
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "evaluation.toml").write_text(GROUPS + "[[group\n")
    with pytest.raises(InputErrors, match=r"evaluation.toml: not TOML: .*line 6"):
        read_lexicons(tmp_path)


@pytest.mark.parametrize("name", ["modality", "evaluation"])
def test_groups_of_ones_own_replace_the_bundled_ones(tmp_path, name):
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / f"{name}.toml").write_text(GROUPS)
    read = read_lexicons(tmp_path)
    assert getattr(read, name).keys == ["wish"]
    assert read.sources.set_index("file").loc[f"{name}.toml"].tolist() == ["own", 1]


def test_bundled_groups_are_what_the_charts_expect(bundle):
    assert bundle.modality.labels == {name: name for name in ("obligation", "possibility", "prediction")}
    assert bundle.evaluation.labels == {name: name for name in ("negative", "positive")}
    counted = [one.text for entry in bundle.evaluation.entries for one in entry.variants if one.kind == "pattern"]
    words = {word for pattern in counted for word in re.findall(r"[\w-]+", pattern)}
    assert not words & set("key major critical important advanced strong innovative security".split())
