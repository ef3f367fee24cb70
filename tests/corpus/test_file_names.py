"""Outlets by short names of files and folders: where other outlets stand; a name that several outlets have is asked about."""

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
