"""Datelines of agencies in several languages: agency, day and place are found, and only they leave the text."""

import pytest

ENGLISH = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June."
OTHER = "Critics say that it will cost more than it brings, and that nobody was asked before the money went."
FRENCH = "Le ministère a déclaré jeudi que le port serait construit comme prévu, et que les travaux commencent en juin."
SPANISH = (
    "El ministerio dijo el jueves que el puerto se construirá según lo previsto, y que las obras comienzan en junio."
)
GERMAN = "Das Ministerium sagte am Donnerstag, der Hafen werde wie geplant gebaut, und die Arbeit beginne im Juni."
RUSSIAN = "Министерство сообщило в четверг, что порт будет построен по плану, и что работа начнется в июне."
ITALIAN = "Il ministero ha detto giovedì che il porto sarà costruito come previsto, e che i lavori cominciano a giugno."
CHINESE = "港口将按计划建设，工程将于六月开始，有关部门正在准备。批评者说，这项工程的成本高于收益。"
JAPANESE = "中国政府は木曜日に、港を計画通りに建設すると発表した。批判する人々は、費用が高いと言っている。"
KOREAN = "중국 정부는 목요일에 항구를 계획대로 건설하겠다고 발표했다. 비판하는 사람들은 비용이 많이 든다고 말한다."
WIRED = [  # what stands before the text, the text, the agency as printed, month and day
    ("PARIS, 12 mars (AFP) - ", FRENCH, "AFP", "03-12"),
    ("Pékin, 1er juin (AFP) – ", FRENCH, "AFP", "06-01"),
    ("MOSCÚ, 5 jun (Xinhua) -- ", SPANISH, "Xinhua", "06-05"),
    ("Madrid, 3 may (EFE).- ", SPANISH, "EFE", "05-03"),
    ("BUENOS AIRES, 14 ago (Prensa Latina) – ", SPANISH, "Prensa Latina", "08-14"),
    ("MOSCOW, May 5. /TASS/. ", ENGLISH, "TASS", "05-05"),
    ("MOSKVA, 5 maya. /TASS/. ", ENGLISH, "TASS", "05-05"),
    ("МОСКВА, 5 мая. /ТАСС/. ", RUSSIAN, "ТАСС", "05-05"),
    ("PEKING (dpa) - ", GERMAN, "dpa", ""),
    ("Berlin, 4. Mai (dpa) – ", GERMAN, "dpa", "05-04"),
    ("(ANSA) - PECHINO, 05 MAR - ", ITALIAN, "ANSA", "03-05"),
    ("TOKYO (Kyodo) -- ", ENGLISH, "Kyodo", ""),
    ("ISLAMABAD, Mar 5 (APP): ", ENGLISH, "APP", "03-05"),
    ("BEIJING, March 5 (Xinhua) -- ", ENGLISH, "Xinhua", "03-05"),
    ("新华社北京3月5日电（记者王明、李华）", CHINESE, "新华社", "03-05"),
    ("中新社北京3月5日电 (记者 王明)", CHINESE, "中新社", "03-05"),
    ("【新华社北京3月5日电】", CHINESE, "新华社", "03-05"),
    ("本报北京3月5日电（记者王明）", CHINESE, "", "03-05"),
    ("【北京=共同】", JAPANESE, "共同", ""),
    ("【北京＝山田太郎】", JAPANESE, "", ""),
    ("(베이징=연합뉴스) 김철수 특파원 = ", KOREAN, "연합뉴스", ""),
]


@pytest.mark.parametrize(("line", "text", "agency", "day"), WIRED)
def test_a_dateline_gives_agency_and_day_and_leaves_the_text(made, bodies, line, text, agency, day):
    article = made({"plan 2021.txt": f"Harbour plan\n\n{line}{text}\n\n{text[::-1]}\n"}).articles.loc[0]
    assert (article["credited_source"], article["published"]) == (agency, f"2021-{day}" * bool(day))
    assert list(bodies().values()) == [f"{text} {' '.join(text[::-1].split())}"]


@pytest.mark.parametrize(
    "text",
    [
        "3月5日电视台播出了这部关于港口的纪录片，批评者说，这项工程的成本高于收益，居民也不同意这个计划。",
        "据新华社北京3月5日电，港口将按计划建设，工程将于六月开始，有关部门正在准备，居民也不同意这个计划。",
        f"Reporter (CCTV): {ENGLISH}",
        f"The minister (Reuters reported) - he is new - smiled. {ENGLISH}",
        f"He asked /and waited/. {ENGLISH}",
    ],
)
def test_a_sentence_that_looks_like_a_dateline_stays(made, bodies, text):
    made({"plan.txt": f"Harbour plan\n\n{text}\n\n{OTHER}\n"})
    assert list(bodies().values()) == [f"{text} {OTHER}"]
