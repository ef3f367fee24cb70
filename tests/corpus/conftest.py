"""What people have, made into a corpus by name and content."""

import pytest

from analysis.corpus.importing import import_corpus
from analysis.corpus.read import check, read_corpus


@pytest.fixture
def made(tmp_path):
    """What `import_corpus` makes of files, by name, once the corpus reads back."""

    def make(files, only="", **options):
        for name, data in files.items():
            path = tmp_path / "have" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        result = import_corpus(tmp_path / "corpus", tmp_path / "have" / only, options)
        assert check(tmp_path / "corpus").empty
        return result

    return make


@pytest.fixture
def bodies(tmp_path):
    """The words that count in each article of the corpus that ``made`` has made, by doc_id."""

    def words():
        articles, found = read_corpus(tmp_path / "corpus"), {}
        for doc_id, text in zip(articles.docs["doc_id"], articles.docs["text"], strict=True):
            spans = articles.zones[articles.zones["doc_id"] == doc_id]
            for start, end in sorted(zip(spans["start"], spans["end"], strict=True), reverse=True):
                text = f"{text[:start]} {text[end:]}"
            found[doc_id] = " ".join(text.split())
        return found

    return words
