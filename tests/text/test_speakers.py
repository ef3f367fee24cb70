"""Speakers: full names, titles, pronouns and roles, by sentences read by hand."""

import pandas as pd
import pytest

from analysis.files import bundled
from analysis.text.lexicons import read_lexicons
from analysis.text.matches import find
from analysis.text.speakers import role_names
from analysis.text.tokens import encode
from analysis.text.voice import roles_of, stretches, voices

EMPTY = pd.DataFrame(columns=["doc_id", "zone", "start", "end"])


@pytest.fixture(scope="module")
def lexicons():
    return read_lexicons(bundled("seeds"))


@pytest.fixture(scope="module")
def heard(lexicons):
    """The speakers of texts with their roles, in order, without those who are not named."""

    def all_of(*texts):
        docs = pd.DataFrame({"doc_id": [str(row) for row in range(len(texts))], "text": texts})
        tokens = encode(docs, EMPTY, lexicons.words)
        voiced = voices(tokens, find(tokens, lexicons.reporting), roles_of(tokens, lexicons))
        said = stretches(tokens, voiced)["speaker"]
        roles = dict(zip(voiced.speakers, voiced.roles, strict=True))
        return [(name, roles[name]) for name in dict.fromkeys(said) if name]

    return all_of


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        ("President Marta Solis left. Solis said the pits would close.", "Marta Solis", "leader"),
        ("Chinese President Xi Jinping arrived. Xi said the plan would work.", "Xi Jinping", "leader"),
        ("President Alim Karimov came. The president said the dam would hold.", "Alim Karimov", "leader"),
        ("Ruth Abara led the survey. She said the map was wrong.", "Ruth Abara", ""),
        ("Nordsteel Holdings fell. The company said orders were down.", "Nordsteel Holdings", "company"),
        ("Wang Hua, a professor at Tsinghua University, said growth was slow.", "Wang Hua", "state expert"),
        (
            "Maja Lindt, senior fellow at an institute in Oslo, told the Courier that it was wrong.",
            "Maja Lindt",
            "foreign expert",
        ),
        ("German minister Jan Holt said the talks had failed.", "Jan Holt", "foreign official"),
        ("The bank's chairman, Piet Lomax, said rates would rise.", "Piet Lomax", "company"),
        ("Critics said the law was vague.", "Critics", "critic"),
        ("The report said the leak was large.", "The report", "document"),
        ("However, Li also stressed that it was true.", "Li", ""),
        ("Ana Beltran on Thursday said it was late.", "Ana Beltran", ""),
        ("Sen. Carla Whitmore (R-Ohio) said it was dead.", "Carla Whitmore", "official"),
        ("“It is dead,” said former Gov. Carla Whitmore of New Mexico, a farmer.", "Carla Whitmore", "official"),
        ("Texas Sen. Carla Whitmore said it was dead.", "Carla Whitmore", "foreign official"),
    ],
)
def test_a_speaker_has_the_full_name_and_the_role_that_the_article_gives(heard, text, speaker, role):
    assert heard(text) == [(speaker, role)]


def test_a_pronoun_without_a_person_is_left_open(heard):
    assert heard("They said that the road was haunted. He said so in June.") == []


def test_a_name_is_not_taken_from_another_article(heard):
    assert heard("Marta Solis came to town.", "He said that it rained. Solis said it snowed.") == [("Solis", "")]


def test_every_role_of_the_list_has_a_name(lexicons):
    names = role_names(lexicons.roles)
    assert {"leader", "official", "foreign official", "expert", "state expert", "foreign expert", "critic"} <= set(
        names
    )
    assert not {"title", "surname", "home"} & set(names)


def test_a_last_name_that_is_a_title_stays(heard):
    assert [name for name, _ in heard("Larry King arrived. Larry King said it was dead.")] == ["Larry King"]


@pytest.mark.parametrize(
    "text",
    [
        "These said it was late.",
        "One of us said that the mine would close.",
        "Sometimes I think that the mine will close. He said it was late.",
        "The town I know said it was late.",
        "The firm that it has bought said it was late.",
        "It was a mistake, believe me.",
        "They learned that value from his Norwegian family, and in the words of a mayor, Jan Holt, said it was late.",
    ],
)
def test_pronouns_clauses_and_things_name_nobody(heard, text):
    assert {name for name, _ in heard(text)} <= {"a mayor"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The US said that the mine would close.", "The US"),
        ("US said that the mine would close.", "US"),
        ("Staff at the hospital said it was late.", "Staff at the hospital"),
        ("Ninety percent of the miners said it was late.", "Ninety percent of the miners"),
        ("The will of the council shows that it is late.", "The will of the council"),
        ("These officials said it was late.", "These officials"),
        ("Some said it was late.", "Some"),
        ("Minister of trade Jan Holt said it was late.", "Minister of trade Jan Holt"),
    ],
)
def test_words_that_resemble_these_still_name_somebody(heard, text, speaker):
    assert [name for name, _ in heard(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A poll released Sunday by the Courier shows that many agree.", "A poll"),
        ("A letter from the League obtained by the Courier warns that it will fail.", "A letter from the League"),
        ("Ms. Holt is convinced that it will fail.", "Holt"),
        ("As the crowd sang, Holt rose and joked, “You are all out of tune tonight.”", "Holt"),
        ("Asked whether it was late, Ms. Holt shot back: “That is it.”", "Holt"),
    ],
)
def test_participles_and_subordinate_clauses_hide_no_speaker(heard, text, speaker):
    assert heard(text)[-1][0] == speaker


def test_an_initial_makes_no_second_person_and_a_letter_before_a_colon_is_nobody(heard):
    texts = [
        "Ana B. Holt said it was late.",
        "Ana Holt said it was early.",
        "Q: Was it late?\nA: It was not late at all.",
    ]
    assert [name for name, _ in heard(*texts)] == ["Ana Holt"]
    assert [name for name, _ in heard(*texts[:1])] == ["Ana B. Holt"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("A Courier/Delta College poll found that many agree.", ["A Courier/Delta College poll"]),
        ("Miners met. The head of the Mining Bureau, Ana B. Holt, said it was late.", ["Ana B. Holt"]),
        ("Another pollster, Jan Lomax of Delta College, said it was late.", ["Jan Lomax"]),
        ("Ana Holt came. Holt in her speech said it was late.", ["Ana Holt"]),
        ("NEA president Piet Lomax left. The NEA said it was late.", ["The NEA"]),
        ("Ms. Holt said one of the miners believes that it is late.", ["Holt"]),
        ("Holt called Lomax’s plan to dig a folly and threatened to leave.", ["Holt", "Lomax"]),
        ("The board blamed the press for Ana Holt’s claim that it was late.", ["The board", "Ana Holt"]),
        (
            "Shortly after the storm, Ana Holt issued a note, “We will rebuild every last one of the houses.”",
            ["Ana Holt"],
        ),
        ("The news does not surprise the pollster Ana Holt: “We have seen this in every single year.”", ["Ana Holt"]),
        ("Ana Holt, a miner for years, said he expects Lima.", ["Ana Holt"]),
        ("Asked by Lomax if it was late, Ms. Holt said that it was not.", ["Lomax", "Holt"]),
    ],
)
def test_the_speaker_is_the_one_that_the_sentence_names(heard, text, speakers):
    assert [name for name, _ in heard(text)] == speakers
