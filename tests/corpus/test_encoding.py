"""Encodings: in thirty languages a text is read right, or it is said that it may not be."""

import io
import struct
import tomllib
import zipfile
from pathlib import Path

import pytest

from analysis.corpus.encoding import decode, names_in, without_controls
from analysis.files import InputError

SAMPLES = tomllib.loads((Path(__file__).parents[1] / "data" / "encodings.toml").read_text(encoding="utf-8"))
CASES = [(name, encoding) for name, one in SAMPLES.items() for encoding in one["encodings"].split()]
FRENCH = SAMPLES["fr"]["text"]


def words(text, n=10):
    """Its first words; in a language without spaces, its first letters."""
    return " ".join(text.split(" ")[:n]) if text.count(" ") > n else text[:20]


@pytest.mark.parametrize(("name", "encoding"), CASES)
def test_a_long_text_is_read_right_without_a_doubt_and_a_short_one_right_or_marked(name, encoding):
    text = SAMPLES[name]["text"]
    long = "\n".join([text] * 8)
    read, known = decode(long.encode(encoding))
    assert (read, known.get("look_at")) == (long, None)
    for short in (text, words(text)):
        read, known = decode(short.encode(encoding))
        assert read == short or "look for wrong letters" in known["look_at"][0]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_without_a_mark(name, encoding):
    text = SAMPLES[name]["text"]
    assert decode(text.encode(encoding))[0] == text


SIGNS = [
    "It’s the company’s plan. He said that it was not on the table in the end. ",
    "The minister’s plan wasn’t “good enough”, he said – it was the people’s money. ",
    "Prices rose by £5 to £10 and the firm was fined £3m on Monday, said the court. ",
    "„Der Plan ist gut“, sagte die Ministerin – „und er wird in diesem Jahr nicht mehr von uns beendet“. ",
    "« Le plan de la ministre est bon », dit-il, « et il sera fini dans les temps » – sans rien de plus. ",
    "L’accordo con l’azienda dell’auto non c’è. Il ministro dice che la gente non è d’accordo con il piano. ",
]


@pytest.mark.parametrize("sentence", SIGNS)
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_signs_alone_are_not_taken_for_letters(sentence, encoding):
    for times in (1, 3, 12, 60):
        assert decode((sentence * times).encode(encoding))[0] == sentence * times


def test_a_language_that_no_list_has_is_marked():
    text = "Náttúruhamfarir þrífast þegar ðæð " * 30  # in an encoding that is not tried
    assert "is guessed" in decode(text.encode("mac_iceland"))[1]["look_at"][0]


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve", "cp1252", ("naïve", "utf-8-sig", "byte order mark")),
        ("naïve".encode("utf-16"), None, ("naïve", "utf-16", "byte order mark")),
        ("naïve".encode("utf-32"), None, ("naïve", "utf-32", "byte order mark")),
        ("\ufeffnaïve".encode("utf-16-be"), None, ("naïve", "utf-16", "byte order mark")),
        ("naïve".encode(), "cp1252", ("naïve", "utf-8", "valid UTF-8")),
        ("naïve plan".encode("cp1252"), "iso-8859-1", ("naïve plan", "cp1252", "declared")),
        ("朱镕基和陶喆说".encode("gbk"), "gb2312", ("朱镕基和陶喆说", "gb18030", "declared")),
        ("港口計画".encode("iso-2022-jp"), "iso-2022-jp", ("港口計画", "iso2022_jp_2", "escape sequences")),
        ("港口计划".encode("hz"), None, ("港口计划", "hz", "escape sequences")),
        (b"the ~{ is no sign of ~} here", None, ("the ~{ is no sign of ~} here", "utf-8", "valid UTF-8")),
    ],
)
def test_an_encoding_is_taken_from_mark_utf8_and_label_in_this_order(data, declared, expected):
    text, known = decode(data, declared)
    assert (text, *known["encoding"]) == expected
    assert "look_at" not in known


def test_one_sign_in_a_long_text_is_too_little_to_be_sure():
    text = "The plan was not good and they said it to the owner of it. " * 20 + "It’s so."
    read, known = decode(text.encode("cp1252"))
    assert (read, known["look_at"][0]) == (text, "its encoding, cp1252, is guessed: look for wrong letters")


def test_a_label_that_the_letters_contradict_is_not_believed_without_a_word():
    text = SAMPLES["zh"]["text"]
    read, known = decode((text * 6).encode("gbk"), "iso-8859-1")
    assert read == text * 6
    assert known["look_at"][0] == "its encoding, gb18030, is guessed: look for wrong letters"
    assert "which may be wrong" in decode(text.encode("gbk"), "iso-8859-1")[1]["look_at"][0]
    assert decode(FRENCH.encode("cp1252"), "no such label")[0] == FRENCH


def test_utf8_with_a_few_torn_letters_loses_only_these():
    text, known = decode((FRENCH * 4).encode() + b"\xc3")
    assert (text, known["encoding"]) == (FRENCH * 4 + "\ufffd", ("utf-8", "nearly valid UTF-8"))


@pytest.mark.parametrize("label", [None, "gb2312"])
def test_a_torn_letter_in_another_encoding_costs_only_itself(label):
    text = SAMPLES["zh"]["text"] * 6
    read, known = decode(text.encode("gbk") + b"\xd6", label)
    assert (read, known.get("look_at")) == (f"{text}\ufffd", None)


def test_a_text_that_was_decoded_wrongly_before_is_marked():
    assert "decoded wrongly" in decode(FRENCH.encode().decode("cp1252").encode())[1]["look_at"][0]
    assert "look_at" not in decode(FRENCH.encode())[1]


@pytest.mark.parametrize(
    "data", [b"a\0b", b"\xff\xfe\0", bytes(range(256)), b"\x1f\x8b\x08\0\xff", b"\xff\xd8\xff\xe0\0\x10J"]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(InputError, match="not text, or in an unknown encoding; save it as UTF-8"):
        decode(data)


def test_control_characters_are_taken_out_counted_and_said():
    assert without_controls("One\0 \x1bplan\x7f.\r\n\t") == ("One plan.\r\n\t", "3 control characters were taken out")
    assert without_controls("naïve\x92s") == ("naïve’s", "")  # a byte of Windows that was taken for Latin-1
    assert without_controls("\ud83d\ude00 \ud83d") == ("😀 \ufffd", "")


def archive(*names, extra=b""):
    """A zip whose names are these bytes, without the mark of UTF-8."""
    file = io.BytesIO()
    held = [f"{'%' * (len(name) - 2)}{n:02}" for n, name in enumerate(names)]
    with zipfile.ZipFile(file, "w") as made:
        for name in held:
            info = zipfile.ZipInfo(name)
            info.extra = extra
            made.writestr(info, "x")
    data = file.getvalue()
    for one, name in zip(held, names, strict=True):
        data = data.replace(one.encode(), name)
    return zipfile.ZipFile(io.BytesIO(data))


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gbk", ["2023-06-05_新华社_自立自强.txt", "人民日报.txt"]),
        ("gbk", ["新华社.txt"]),
        ("gbk", ["陶喆.docx", "朱镕基/讲话.txt", "plain.txt"]),
        ("cp932", ["2023-06-05_朝日新聞_経済.txt", "社説.txt", "日本の技術.txt"]),
        ("cp932", ["東京.txt"]),
        ("big5", ["聯合報.txt"]),
        ("cp949", ["조선일보_경제.txt"]),
        ("cp866", ["Правда_новости.txt"]),
        ("cp850", ["Müller.txt", "Größe.txt"]),
        ("utf-8", ["新华社.txt", "Müller.txt"]),
        ("ascii", ["plain.txt"]),
    ],
)
def test_the_names_in_a_zip_are_read_in_one_encoding(encoding, names):
    assert names_in(archive(*(name.encode(encoding) for name in names))) == names


def test_the_extra_field_of_info_zip_comes_first():
    name = "新华社.txt".encode()
    extra = b"up" + struct.pack("<HBI", len(name) + 5, 1, 0) + name
    assert names_in(archive(b"\x81\x81\x81.txt", extra=extra)) == ["新华社.txt"]
