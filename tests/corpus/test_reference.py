"""Reference lists: what people have, and what is refused with its row."""

import pytest

from analysis.corpus.reference import read_reference
from analysis.files import InputError


def written(folder, text, name="list.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["term,count,n_docs", "Word,Freq,range", " form , FREQUENCY , n", "n,token,count"])
def test_columns_are_found_under_each_name_mark_and_encoding(tmp_path, encoding, mark, header):
    cells = [["China", "3", "2"], ["café", "40", "7"]]
    rows = [row if header[0] != "n" else [row[2], row[0], row[1]] for row in cells]
    text = "\n".join(mark.join(row) for row in [header.split(","), *rows]) + "\n"
    found = read_reference(written(tmp_path, text, encoding=encoding))
    assert found.rows.values.tolist() == [["China", 3], ["café", 40]]
    assert (found.name, found.total) == ("list.csv", 0)


def test_numbers_are_read_as_people_write_them(tmp_path):
    text = 'term,count,n_tokens\nChina,"1,234,567",2000000\nplan,12.0,\n\n"NA",0,2000000\n"a, b",7,\n'
    found = read_reference(str(written(tmp_path, text)))
    assert found.rows.values.tolist() == [["China", 1234567], ["plan", 12], ["NA", 0], ["a, b", 7]]
    assert found.total == 2_000_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "list.csv: empty; give a CSV with a column term and a column count"),
        ("\n \n", "list.csv: empty"),
        ("term,count\n", "list.csv: has a header and no row"),
        (
            "term,count\nplan,3\nthe,61,847\n",
            'list.csv, row 3: 3 cells under 2 columns; write 61847 or "61,847", not 61,847',
        ),
        ("term,n\nplan,3\n", "list.csv, row 1: no column count among term, n; name the columns in the first row"),
        ("lemma,count\nplan,3\n", "list.csv, row 1: no column term among lemma, count"),
        ("plan,3\nred,4\n", "list.csv, row 1: no column term among plan, 3"),
        ("term,count\nplan,3\nred,-4\n", "list.csv, row 3, count ('-4'): not a count of 0 or more"),
        ("term,count\nplan,3\n\nred,many\nbig,x\n", "row 4, count ('many'): not a count of 0 or more (and in 1 more"),
        ("term,count\nplan,41.86\n", "row 2, count ('41.86'): not a count of 0 or more; write whole numbers"),
        ("term,count\nplan\n", "row 2, count: not a count of 0 or more"),
        ("term,count\nplan,1e5\n", "row 2, count ('1e5')"),
        ("term,count\nplan,12345678901234567890\n", "row 2, count ('12345678901234567890')"),
        ("term,count\nplan,3\n,4\n", "row 3, term: a count without a term; name the term, or remove the row"),
        ("term,count,n_tokens\nplan,3,90\nred,4,80\n", "row 3, n_tokens ('80'): not the 90 of another row"),
        ("term,count,n_tokens\nplan,3,all\n", "row 2, n_tokens ('all'): not a count of 0 or more"),
        ('term,count\n"plan,3\n', "list.csv, row 2: a quoted cell"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_row(tmp_path, text, said):
    with pytest.raises(InputError) as caught:
        read_reference(written(tmp_path, text))
    assert said in str(caught.value)


def test_what_is_no_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none.csv: cannot be read \(No such file or directory\); check the name"):
        read_reference(tmp_path / "none.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_reference(tmp_path)
    with pytest.raises(InputError, match="5: no name of a file"):
        read_reference(5)
