"""What names of files, first lines and other articles tell: outlets by short names, titles above a standfirst, languages."""

import pytest

NAMES = {  # names of files, and the outlet and side of each
    "short, in files": {
        "AP_2020-01-02.txt": ("AP", "foreign"),
        "FT-2021-01-02.txt": ("FT", "foreign"),
        "nyt_2020-01-02.txt": ("The New York Times", "foreign"),
        "人民日报-2020-01-01.txt": ("人民日报", "state"),
        "rmrb-2020-01-02.txt": ("People's Daily", "state"),
    },
    "folders, also of names that are ordinary words": {
        "Guardian/1.txt": ("Guardian", "foreign"),
        "Economist/1.txt": ("Economist", "foreign"),
        "xinhua-zh/1.txt": ("Xinhua", "state"),
        "peoples_daily/1.txt": ("People's Daily", "state"),
        "reuters/2020/1.txt": ("Reuters", "foreign"),
    },
    "names that several outlets have": {
        "The Star/1.txt": ("The Star", "unknown"),
        "Standard/1.txt": ("Standard", "unknown"),
        "Xinhua/1.txt": ("Xinhua", "state"),
        "BBC/1.txt": ("BBC", "foreign"),
    },
    "an ordinary word without other outlets beside it": {
        "Guardian/1.txt": ("", "unknown"),
        "Guardian/2.txt": ("", "unknown"),
    },
    "ordinary folders": {"Opinion/1.txt": ("", "unknown"), "2020/News/1.txt": ("", "unknown")},
    "words of titles": {"Reuters - Time.txt": ("Reuters", "foreign"), "notes on express trains.txt": ("", "unknown")},
}


@pytest.mark.parametrize("kind", NAMES)
def test_the_outlet_of_a_file_or_folder(made, kind):
    text = (
        "Harbour plan {} goes ahead\n\nThe ministry said on Thursday that harbour number {} would be built as planned."
    )
    result = made({name: text.format(n, n) for n, name in enumerate(NAMES[kind])})
    rows = result.articles[["original", "publisher", "side_by_publisher"]].to_numpy().tolist()
    assert {name: (outlet, side) for name, outlet, side in rows} == NAMES[kind]


TEXT = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June. Critics say no."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("China lands a robot on the Moon.", "en"),
        ("Große Pläne für den Hafen", ""),
        ("Беларусь и Китай: план готов.", ""),
        ("港口计划推进了。", "zh"),
    ],
)
def test_a_short_text_has_the_language_of_most_articles_if_its_letters_can_be_of_it(made, text, language):
    result = made({"a.txt": f"{TEXT} It is plan one.", "b.txt": f"{TEXT} It is plan two.", "c.txt": text})
    assert result.articles["language"].tolist() == ["en", "en", language]
    assert (result.articles["language_basis"].iloc[2] == "short text: that of most articles") == (language == "en")


@pytest.mark.parametrize(
    "above",
    [
        "Harbour plan goes ahead: what we know\n\nA minister promises work in June",
        "Harbour plan goes ahead: what we know\n\nThe minister says yes. His critics say no.",
        "Harbour plan goes ahead: what we know\n\nJane Doe in Beijing\n\nMinister promises work, critics doubt the cost",
    ],
)
def test_a_title_above_a_standfirst_is_found(made, above):
    result = made({"a.txt": f"{above}\n\n{TEXT}"})
    assert result.articles["title"].tolist() == ["Harbour plan goes ahead: what we know"]
