"""A corpus of a user's own: other sides, one column of them, no dates, hostile text."""

import pytest

from analysis.files import write_atomic


@pytest.fixture
def own(tmp_path):
    """Its folder."""
    folder = tmp_path / "own"
    evil = "<script>alert(1)</script>\n\nThe mayor said that the <b>new</b> bridge & the new bridge would open. =1+1\n"
    write_atomic(folder / "articles.csv", "file,published,side\na.txt,,north\nb.txt,,south\nc.txt,,south\n")
    for name in "abc":
        write_atomic(folder / f"{name}.txt", evil + f"The {name} bridge is open.\n")
    return folder
