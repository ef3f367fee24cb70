"""Pages that are no articles are named and not counted; a text that a paywall cuts off keeps its sentences and is marked."""

import pytest

HARBOUR = "The ministry said on Thursday that the harbour would be built as planned, and that work begins in June."
CRITICS = "Critics say that it will cost more than it brings, and that nobody was asked before the money went."
GERMAN = "Der Minister sagte am Donnerstag, der Hafen werde gebaut wie geplant, und die Arbeit beginne im Juni."
FRENCH = "Les travaux du port iront de l'avant, a déclaré jeudi le ministre, et le chantier commencera en juin."
ERRORS = """403 Forbidden~You don't have permission to access this resource.|404 Not Found~nginx/1.18.0|Access Denied
Access Denied~You don't have permission to access "http://www.example.com/news/1" on this server.~Reference #18.8f3c1402.1600
Just a moment...~Enable JavaScript and cookies to continue|抱歉，您访问的页面不存在或已删除！~返回首页
Please verify you are a human~We have detected unusual activity from your network. To continue, please click the box below.~Why did this happen?
Page not found~Sorry, the page you are looking for does not exist or has been moved. Try searching or go back to the homepage.
Seite nicht gefunden~Die von Ihnen gesuchte Seite existiert leider nicht oder wurde verschoben."""
NOTICES = """We value your privacy~We and our 842 partners store and access information on a device, such as cookies.~Accept all~Reject all
Before you continue to Google~We use cookies and data to deliver services and protect against abuse.~Accept all~Reject all~More options
Wir verwenden Cookies~Mit Ihrer Zustimmung speichern wir Daten auf Ihrem Gerät.~Alle akzeptieren"""
RESULTS = """Search results for "self-reliance"~About 1,240 results~Harbour plan goes ahead~Jun 5, 2023 - The ministry said on Thursday that ...
共找到 128 条结果~科技自立自强是必由之路~2023-06-05 新华社 ...|Your search returned 0 results."""


def pages(text):
    return [one.replace("~", "\n\n") for one in text.replace("\n", "|").split("|")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("an error page", one) for one in pages(ERRORS)]
    + [("a notice on cookies", one) for one in pages(NOTICES)]
    + [("a list of search results", one) for one in pages(RESULTS)],
)
def test_a_page_that_is_no_article_is_named_with_a_remedy_and_not_counted(made, kind, text):
    result = made({"page.txt": text, "plan.txt": f"Harbour plan goes ahead\n\n{HARBOUR}\n\n{CRITICS}"})
    assert result.articles["original"].tolist() == ["plan.txt"]
    assert result.problems[["file", "problem"]].to_numpy().tolist() == [
        ["page.txt", f"looks like {kind}, not like an article"]
    ]
    assert "--one 'page.txt'" in result.problems.loc[0, "remedy"]


def test_such_a_row_of_a_table_is_named_and_a_file_that_a_person_names_is_taken(made):
    table = f'title,text\nOne,"{HARBOUR}"\nTwo,"Access Denied. You do not have permission to access this page."\n'
    result = made({"t.csv": table, "page.txt": "Page not found\n\nSorry, the page has been moved."}, one=["page.txt"])
    assert result.articles["original"].tolist() == ["page.txt", "t.csv"]
    assert result.problems[["file", "row"]].to_numpy().tolist() == [["t.csv", 3]]


@pytest.mark.parametrize(
    "text",
    [
        f"Access denied\n\n{HARBOUR}\n\n{CRITICS}",
        f"Page not found in the archive\n\n{HARBOUR} The page said that access was denied when he tried.\n\n{CRITICS}",
        "Your privacy is at risk, say lawyers in Beijing who have read the bill.",
        f"10 results from the election\n\n{HARBOUR}\n\n{CRITICS}",
        f"We and our neighbours\n\n{HARBOUR} You can change your mind.\n\n{CRITICS}",
    ],
)
def test_an_article_that_has_such_words_is_taken(made, text):
    result = made({"plan.txt": text})
    assert len(result.articles) == 1
    assert result.problems.empty


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        (HARBOUR, "Subscribe to continue reading~Get unlimited access for $1 a week."),
        (HARBOUR, "This article is for subscribers only.~Already a subscriber? Log in"),
        (HARBOUR, "To read the full story, subscribe or sign in."),
        (HARBOUR, "You've reached your limit of free articles. Subscribe to keep reading."),
        (GERMAN, "Weiterlesen mit F+~Jetzt 30 Tage kostenfrei testen"),
        (FRENCH, "Il vous reste 75% de cet article à lire. La suite est réservée aux abonnés."),
    ],
)
def test_a_text_that_is_cut_off_keeps_its_sentences_and_is_marked(made, bodies, text, offer):
    result = made({"plan.txt": "\n\n".join(["Harbour plan goes ahead", text, *offer.split("~")])})
    assert list(bodies().values()) == [text]
    assert result.articles.loc[0, "look_at"].startswith(f"cut off: it ends where the page says {offer.split('~')[0]!r}")


def test_an_offer_that_stands_behind_the_last_sentence_goes_and_one_that_is_quoted_stays(made, bodies):
    quoted = f"{HARBOUR} 'Subscribe to continue reading' is what the sign said."
    made(
        {
            "a.txt": f"Harbour\n\n{CRITICS}\n\n{HARBOUR} Subscribe to continue reading.",
            "b.txt": f"Harbour\n\n{CRITICS}\n\n{quoted}",
        }
    )
    assert [body.removeprefix("Harbour ") for body in bodies().values()] == [
        f"{CRITICS} {HARBOUR}",
        f"{CRITICS} {quoted}",
    ]


@pytest.mark.parametrize(
    "menu",
    [
        "World News|Home|World|Business|Opinion|Sport|Culture|More",
        "Politik|Wirtschaft|Kultur|Sport|Wissen|Reise|Stil",
        "国际|财经|科技|文化|体育|军事|娱乐",
    ],
)
def test_a_page_with_a_menu_only_is_asked_about(made, menu):
    result = made({"page.txt": menu.replace("|", "\n"), "plan.txt": f"Harbour plan goes ahead\n\n{HARBOUR}"})
    assert "as a menu" in result.articles.set_index("original").loc["page.txt", "look_at"]
