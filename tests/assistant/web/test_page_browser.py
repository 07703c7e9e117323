"""The page in a real browser: a question, its answer, the clause behind it."""

from __future__ import annotations

import json
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

pytestmark = pytest.mark.browser

DUTIES = "What does the resolution instruct the ITU Council to do?"
OVERSIGHT = "Who oversees the strategic plan?"
UNSURE = (
    "How many people work in the General Secretariat?",
    "Which partners does the Union work with?",
    "What happens with feedback from members?",
    "How much does the strategic plan cost?",
    "Which values guide the staff?",
)
PAYLOAD = '"><img src="https://example.org/x" onerror="window.ran=1"><script>window.ran=1</script>'


@pytest.fixture
def browser(desktop, address):
    """A page that was just opened, and logs that are empty."""
    desktop.start_anew()
    visit(desktop, address)
    return desktop


def visit(browser, address):
    browser.visit(address)
    until(browser, lambda: one(browser, "#log .conversation:not([data-opening])"))


def until(browser, condition):
    return WebDriverWait(browser, 60, 0.05, [WebDriverException, IndexError]).until(lambda _: condition())


def one(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def all_(browser, selector):
    return browser.find_elements(By.CSS_SELECTOR, selector)


def ask(browser, question):
    before = len(all_(browser, ".answer"))
    one(browser, "#question textarea").send_keys(question, Keys.ENTER)
    until(browser, lambda: len(all_(browser, ".answer")) > before)


def label(link):
    """Return the whole label of a citation, what headings say of it included."""
    return link.get_attribute("textContent")


def marked(browser):
    return "".join(mark.get_attribute("textContent") for mark in all_(browser, "mark.quoted"))


def in_view(browser, element):
    box = browser.execute_script(
        "const b = arguments[0].getBoundingClientRect(); return [b.top, b.bottom]", element
    )
    return box[0] >= 0 and box[0] < browser.execute_script("return innerHeight")


@pytest.mark.sample
def test_a_click_on_a_citation_shows_the_quoted_words_in_their_clause(browser):
    ask(browser, DUTIES)
    quote_ = all_(browser, ".claim blockquote")[2].text.strip("“”")
    all_(browser, ".claim a.citation")[2].click()
    until(browser, lambda: marked(browser))
    until(browser, lambda: marked(browser) == quote_)
    clause = one(browser, ".clause.open")
    assert clause.get_attribute("data-label") == label(all_(browser, ".claim a.citation")[2])
    assert all_(browser, ".claim a.citation")[2].get_attribute("innerText").endswith("3")
    assert in_view(browser, one(browser, "mark.quoted"))
    assert "instructs the ITU Council" in one(browser, "#path").text


def test_a_citation_opens_within_150_milliseconds(browser):
    ask(browser, DUTIES)
    took = []
    for at in range(3):  # a busy machine slows one down, hardly all three
        took.append(
            browser.execute_async_script(
                "const [at, done] = arguments, began = performance.now();"
                "const link = document.querySelectorAll('.claim a.citation')[at];"
                "const stop = () => done(performance.now() - began);"
                "link.click();"
                "const painted = () => requestAnimationFrame(() => setTimeout(stop));"
                "const opened = () => document.querySelector('.clause.open')?.dataset.label;"
                "const shown = () => opened() === link.textContent && document.querySelector('mark.quoted');"
                "const look = () => shown() ? painted() : setTimeout(look);"
                "look();",
                at,
            )
        )
    assert min(took) <= 150


def test_the_address_of_a_clause_opens_it_with_its_neighbours(browser, address, resolution):
    clause = resolution.id_of(resolution.provision("annex_1__para_34__point_3"))
    visit(browser, f"{address}/?clause={quote(str(clause), safe='')}")
    shown = until(browser, lambda: one(browser, ".clause.open"))
    assert shown.get_attribute("id") == str(clause)
    assert in_view(browser, shown)
    assert "Enhanced digital inclusion" in shown.text
    assert "Enabling environment" in one(browser, "#path").text
    assert in_view(browser, browser.find_element(By.ID, f"{clause}".replace("point_3", "point_4")))


def test_the_address_of_an_item_inside_a_sentence_opens_its_words(browser, address, resolution):
    clause = resolution.provision("annex_1__para_1__point_b")
    visit(browser, f"{address}/?clause={quote(str(resolution.id_of(clause)), safe='')}&quote=0-15")
    assert until(browser, lambda: one(browser, ".inline.open")).text == clause.text
    assert marked(browser) == clause.text[:15]


def test_words_in_the_second_cell_of_a_table_are_found(browser, address, resolution):
    row = resolution.provision("annex_1__para_7__table_1__row_3")
    start = row.text.index("high-level")
    id_ = quote(str(resolution.id_of(row)), safe="")
    visit(browser, f"{address}/?clause={id_}&quote={start}-{start + 10}")
    until(browser, lambda: marked(browser))
    assert marked(browser) == "high-level"


def test_an_address_that_is_not_held_is_said(browser, address):
    visit(browser, f"{address}/?clause=itu-pp%2Fdec-5%2F2022%23resolves__para_1")
    assert "Decision 5 (Rev. Bucharest, 2022) is not in" in until(browser, lambda: one(browser, "#path").text)


def test_a_question_without_an_answer_shows_what_comes_closest(browser):
    ask(browser, "Who chairs the Council?")
    answer = one(browser, ".answer")
    assert answer.get_attribute("data-status") != "answered"
    assert not all_(browser, ".answer .claim")
    assert "Closest clauses, not an answer" in answer.text
    all_(browser, ".closest a.citation")[0].click()
    until(browser, lambda: one(browser, ":is(.clause, .inline).open"))


def test_an_example_is_asked_by_a_click(browser):
    example = all_(browser, "button.example")[0]
    asked = example.text
    example.click()
    until(browser, lambda: one(browser, ".answer"))
    assert one(browser, ".question").text == asked
    related = all_(browser, ".related button.example")[0]
    asked = related.text
    related.click()
    until(browser, lambda: len(all_(browser, ".answer")) == 2)
    assert all_(browser, ".question")[-1].text == asked


def test_the_way_from_question_to_clause_and_back_needs_no_mouse(browser):
    ask(browser, DUTIES)
    link = one(browser, ".claim a.citation")
    browser.execute_script("arguments[0].focus()", link)
    link.send_keys(Keys.ENTER)
    until(browser, lambda: browser.switch_to.active_element.get_attribute("class").startswith("marker"))
    assert marked(browser)
    assert "Opened: " in one(browser, ".voice[role=status]").get_attribute("textContent")
    back = next(button for button in all_(browser, "#path button") if button.text == "Back to the answer")
    back.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element == link


def test_a_finished_answer_is_read_out_once(browser):
    ask(browser, DUTIES)
    said = until(browser, lambda: one(browser, ".voice[role=status]").get_attribute("textContent"))
    assert said.startswith("Answered in the words of the text")
    assert "clauses" in said


def test_an_answer_is_copied_with_its_citations(browser):
    browser.execute_script("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    ask(browser, DUTIES)
    one(browser, ".foot button").click()
    copied = until(browser, lambda: browser.execute_script("return window.copied"))
    for link in all_(browser, ".claim a.citation"):
        assert f"({label(link)})" in copied


def test_a_new_conversation_starts_empty(browser):
    ask(browser, DUTIES)
    one(browser, "#new").click()
    until(browser, lambda: one(browser, ".welcome"))
    assert not all_(browser, ".exchange")


def test_two_readers_do_not_see_each_other_s_words(browser, address, open_browser):
    ask(browser, "Where is the word harbour?")
    other = open_browser()
    visit(other, address)
    ask(other, DUTIES)
    assert "harbour" not in other.page_source
    ask(browser, "What are the strategic goals?")
    assert DUTIES not in [question.text for question in all_(browser, ".question")]


@pytest.mark.sample
@pytest.mark.watched
def test_nothing_leaves_the_machine_and_the_policy_holds(browser):
    ask(browser, DUTIES)
    one(browser, ".claim a.citation").click()
    until(browser, lambda: marked(browser))
    assert browser.requested == {"127.0.0.1"}
    assert browser.errors == []


def test_on_a_phone_a_citation_turns_to_the_reader_and_back(desktop, address):
    phone = desktop
    phone.size(360, 780)
    visit(phone, address)
    ask(phone, DUTIES)
    assert not one(phone, "#read").is_displayed()
    one(phone, ".claim a.citation").click()
    until(phone, lambda: marked(phone))
    assert not one(phone, "#ask").is_displayed()
    assert in_view(phone, one(phone, "mark.quoted"))
    assert phone.execute_script("return document.documentElement.scrollWidth") <= 360
    assert all(right <= 360 for right in rights(phone, "#path :is(a, button)")), "no button is cut off"
    phone.get(f"{address}/library")  # a detour
    phone.back()
    until(phone, lambda: one(phone, "#path [data-back]").is_displayed())
    one(phone, "#path [data-back]").click()
    assert one(phone, "#ask").is_displayed()
    assert phone.execute_script("return document.activeElement.matches('.claim a.citation')")


def rights(browser, selector):
    """Return where each element ends on the right."""
    return browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map((one) => one.getBoundingClientRect().right)",
        selector,
    )


def test_back_from_another_page_leads_to_the_place_in_the_text(browser, address, resolution):
    clause = resolution.id_of(resolution.provision("preamble__recognizing__rec_a"))
    visit(browser, f"{address}/?clause={quote(str(clause), safe='')}")
    until(browser, lambda: one(browser, "#read .clause.open"))
    browser.execute_script("document.getElementById('read').scrollTop = 3000")
    until(browser, lambda: browser.execute_script("return history.state?.read") == 3000)
    browser.get(f"{address}/concordance?q=strategic+plan")
    browser.back()
    until(
        browser, lambda: browser.execute_script("return document.getElementById('read')?.scrollTop") == 3000
    )


def reply(*tokens, **fields):
    """What a language model replies."""
    return json.dumps({"clauses": list(tokens), "answered": True, "missing": "", "opening": "", **fields})


def test_the_model_s_answer_takes_the_place_of_the_quick_one_and_either_can_be_shown(
    desktop, assistant, home, served, fake
):
    own = assistant.ask([OVERSIGHT]).claims
    fake.says(reply("c1", "c6", "c99", opening=f"All is abolished. {PAYLOAD}"))
    fake.pause = 0.5
    visit(desktop, served(assistant, home, language_model=fake.configured))
    ask(desktop, OVERSIGHT)
    assert one(desktop, ".answer[data-waiting] .waiting").text.startswith("A language model is reading")
    assert len(all_(desktop, ".claim")) == len(own)
    until(desktop, lambda: one(desktop, ".answer[data-read]"))
    assert not all_(desktop, ".waiting, #log img, .opening")
    assert "abolish" not in one(desktop, "#log").text
    assert desktop.execute_script("return window.ran") is None
    assert one(desktop, ".read-by").text == "Read by small Show the quick answer"
    assert one(desktop, ".voice[role=status]").get_attribute("textContent").startswith("Read by small")
    chosen, quick = all_(desktop, ".said")
    assert (chosen.is_displayed(), quick.is_displayed()) == (True, False)
    button = one(desktop, "[data-quick]")
    for name, shown in (("Show the model's answer", quick), ("Show the quick answer", chosen)):
        button.send_keys(Keys.ENTER)
        assert button.text == name
        assert [each.is_displayed() for each in (chosen, quick)] == [
            each == shown for each in (chosen, quick)
        ]
        assert desktop.switch_to.active_element == button
        assert one(desktop, ".verdict").is_displayed() == (shown == chosen)
        assert one(desktop, ".read-by").text.startswith(
            "Read by small" if shown == chosen else "Quick answer"
        )
    assert len(chosen.find_elements(By.CSS_SELECTOR, ".claim")) == 2
    assert not chosen.find_elements(By.CSS_SELECTOR, ".support"), "nothing is in other words"
    found = one(desktop, ".trace").get_attribute("textContent")
    assert "verbatim: 2 of 2 statements" in found


def test_what_is_shown_of_an_earlier_question_stays_when_another_is_asked(
    desktop, assistant, home, served, fake
):
    fake.says(reply("c6"))
    visit(desktop, served(assistant, home, language_model=fake.configured))
    ask(desktop, OVERSIGHT)
    until(desktop, lambda: one(desktop, "[data-quick]")).click()
    ask(desktop, DUTIES)
    assert one(desktop, "[data-quick]").text == "Show the model's answer"
    assert one(desktop, ".said.quick").is_displayed()
    one(desktop, "#new").click()
    until(desktop, lambda: all_(desktop, ".welcome"))
    ask(desktop, OVERSIGHT)
    until(desktop, lambda: one(desktop, ".answer[data-read]"))
    assert not one(desktop, ".said.quick").is_displayed()


def test_candidates_and_a_refusal_are_told_apart_from_what_the_model_made_of_them(
    desktop, assistant, home, served, fake
):
    question = next(one for one in UNSURE if assistant.ask([one]).status == "candidates")
    fake.says(reply("c2", answered=False, missing="number"))
    fake.pause = 0.3
    visit(desktop, served(assistant, home, language_model=fake.configured))
    ask(desktop, question)
    assert one(desktop, ".answer").get_attribute("data-status") == "candidates"
    until(desktop, lambda: one(desktop, ".answer[data-read][data-status=not_stated]"))
    assert one(desktop, ".lead").text == "No clause was found that answers this."
    assert all_(desktop, ".closest li")


def test_who_asks_on_while_a_model_reads_loses_nothing(desktop, assistant, home, served, fake):
    fake.says(reply("c99"))
    fake.pause = 0.7
    visit(desktop, served(assistant, home, language_model=fake.configured))
    ask(desktop, OVERSIGHT)
    ask(desktop, another := "Why does regional presence matter?")
    assert len(all_(desktop, ".answer[data-waiting]")) == 1
    until(desktop, lambda: not all_(desktop, ".waiting"))
    assert [one.text for one in all_(desktop, ".question")] == [OVERSIGHT, another]
    assert "named no clause that it was shown" in all_(desktop, ".answer .notice")[-1].text


def test_a_dead_model_is_told_at_once_and_the_answer_stands(desktop, assistant, home, served, fake):
    fake.status = 500
    address = served(assistant, home, language_model=fake.configured)
    visit(desktop, address)
    ask(desktop, OVERSIGHT)
    until(desktop, lambda: "cannot be used" in one(desktop, ".answer .notice").text)
    assert all_(desktop, ".claim")
    assert json.load(urlopen(f"{address}/readyz"))["language_model"] == "degraded"


@pytest.mark.sample
def test_a_draft_is_met_with_adopted_clauses_and_a_citation_leads_to_the_text(browser, address):
    browser.get(f"{address}/draft")
    until(browser, lambda: one(browser, "#draft-text"))
    one(browser, "#draft-text").send_keys("to oversee the development of the strategic plan each year")
    one(browser, "#draft button.primary").click()
    until(browser, lambda: all_(browser, ".precedents article"))
    assert one(browser, "#draft-text").get_attribute("value").startswith("to oversee")
    first = one(browser, ".precedents article")
    shown = first.find_element(By.CSS_SELECTOR, "h3 a").text
    first.find_element(By.CSS_SELECTOR, "h3 a").click()
    until(browser, lambda: one(browser, ".clause.open"))
    assert one(browser, ".clause.open").get_attribute("data-label") == shown
    assert browser.errors == []


@pytest.mark.watched
def test_a_draft_that_cannot_be_read_is_told_so_and_stays(browser, address):
    browser.get(f"{address}/draft")
    until(browser, lambda: one(browser, "#draft-text"))
    one(browser, "#draft-text").send_keys("… …")
    one(browser, "#draft button.primary").click()
    until(browser, lambda: one(browser, ".refused"))
    assert "The draft is empty" in one(browser, ".refused").text
    assert one(browser, "#draft-text").get_attribute("value") == "… …"
    assert browser.requested == {"127.0.0.1"}


def test_what_may_be_asked_next_is_asked_by_a_click(browser):
    ask(browser, DUTIES)
    until(browser, lambda: all_(browser, ".chip"))
    chip = one(browser, ".chip")
    assert chip.text == "And Member States?"
    chip.click()
    until(browser, lambda: len(all_(browser, ".answer")) > 1)
    last = all_(browser, ".exchange")[-1]
    assert last.find_element(By.CSS_SELECTOR, ".question").text == "And Member States?"
    assert "Member States" in last.find_element(By.CSS_SELECTOR, ".lead").text
    assert len(all_(browser, ".chips")) <= 1


def test_a_clause_stays_selected_over_two_searches(browser, address):
    browser.get(f"{address}/draft")
    until(browser, lambda: one(browser, "#draft-text"))
    one(browser, "#draft-text").send_keys("to oversee the development of the strategic plan each year")
    one(browser, "#draft button.primary").click()
    until(browser, lambda: all_(browser, ".precedents article"))
    label = one(browser, ".precedents h3 a").text
    one(browser, ".precedents .select input").click()
    assert one(browser, ".selection summary").text == "Selection: 1"
    one(browser, ".selection summary").click()
    assert [item.text for item in all_(browser, "#selection li")] == [label]
    one(browser, "#selection input").click()
    assert (all_(browser, "#selection li"), one(browser, "#selected").text) == ([], "0")
    one(browser, ".precedents .select input").click()
    one(browser, "#draft-text").clear()
    one(browser, "#draft-text").send_keys("considering the digital divide")
    one(browser, "#draft button.primary").click()
    until(browser, lambda: all_(browser, "[aria-label=Selection] input:checked"))
    one(browser, ".selection summary").click()
    assert label in one(browser, "[aria-label=Selection]").text
    assert browser.errors == []


@pytest.mark.sample
@pytest.mark.watched
def test_a_conversation_stands_in_the_address_and_is_found_again(browser, address):
    ask(browser, DUTIES)
    until(browser, lambda: "conversation=" in browser.current_url)
    kept = browser.current_url
    one(browser, ".claim a.citation").click()
    until(browser, lambda: marked(browser))
    assert "conversation=" in browser.current_url
    browser.back()
    assert browser.current_url == kept
    browser.refresh()
    until(browser, lambda: all_(browser, ".answer"))
    assert one(browser, ".question").text == DUTIES
    ask(browser, "And Member States?")
    assert "Member States" in all_(browser, ".lead")[-1].text
    one(browser, "#new").click()
    until(browser, lambda: one(browser, ".welcome .recent li a").text == DUTIES)
    assert "conversation=" not in browser.current_url
    one(browser, ".recent h3 a").click()
    until(browser, lambda: one(browser, "#q"))
    one(browser, "#q").send_keys("council", Keys.ENTER)
    until(browser, lambda: "q=council" in browser.current_url)  # before it the list is that of all
    until(browser, lambda: one(browser, ".rows a").text == DUTIES)
    one(browser, ".rows summary").click()
    one(browser, ".rows [name=title]").clear()
    one(browser, ".rows [name=title]").send_keys("Duties", Keys.ENTER)
    until(browser, lambda: one(browser, ".rows a").text == "Duties")
    one(browser, ".rows a").click()
    until(browser, lambda: len(all_(browser, ".answer")) == 2)
    assert browser.requested == {"127.0.0.1"}
    assert browser.errors == []


def test_filters_stay_while_one_asks_on_and_open_with_the_address(browser, address):
    everything = one(browser, "#searching").text
    assert everything == "Resolution 71 (Rev. Bucharest, 2022)", "the library has one text"
    one(browser, "#filters summary").click()
    Select(one(browser, "#filter-kind")).select_by_value("operative")
    one(browser, "#filter-addressee").send_keys("ITU Council")
    assert one(browser, "#searching").text == f"{everything} · operative clauses · addressed to ITU Council"
    for question in ("What must be overseen?", "What are the strategic goals?"):
        ask(browser, question)
        labels = [label(each) for each in all_(browser, ".exchange:last-child .citation")]
        assert labels
        assert all("instructs the ITU Council" in each for each in labels)
        assert one(browser, ".exchange:last-child .narrowed").text.endswith("addressed to ITU Council")
    browser.get(browser.current_url.split("conversation=")[0] + "kind=operative&addressee=ITU+Council")
    until(browser, lambda: one(browser, "#searching").text)
    assert one(browser, "#searching").text == f"{everything} · operative clauses · addressed to ITU Council"
    one(browser, "#filters summary").click()
    one(browser, "#filters .clear").click()
    assert one(browser, "#searching").text == everything
    assert "kind" not in browser.current_url
    assert browser.errors == []


def test_a_verdict_is_given_kept_and_shown_again(browser):
    ask(browser, "What are the strategic goals?")
    assert not one(browser, ".verdict-more").is_displayed()
    one(browser, "[data-faults]").click()
    one(browser, "[data-verdict='wrong clause']").click()
    until(browser, lambda: one(browser, ".verdict-said").text.startswith("Thank you"))
    one(browser, ".verdict [name=clause]").send_keys("Annex 1 §11", Keys.ENTER)
    until(browser, lambda: "Understood: Resolution 71" in one(browser, ".verdict-said").text)
    browser.refresh()
    until(browser, lambda: one(browser, "[data-verdict='wrong clause'][aria-pressed=true]"))
    assert one(browser, ".verdict [name=clause]").get_attribute("value") == "Annex 1 §11"
    one(browser, "[data-verdict=right]").click()
    until(browser, lambda: not one(browser, ".verdict-more").is_displayed())


def test_two_tabs_of_one_conversation_lose_nothing(browser):
    ask(browser, DUTIES)
    until(browser, lambda: "conversation=" in browser.current_url)
    first, shared = browser.current_window_handle, browser.current_url
    browser.switch_to.new_window("tab")
    browser.get(shared)
    until(browser, lambda: all_(browser, ".answer"))
    ask(browser, "And Member States?")
    browser.close()
    browser.switch_to.window(first)
    ask(browser, "What are the strategic goals?")
    until(browser, lambda: "in another window" in one(browser, ".exchange:last-child .notice").text)
    asked = [each.text for each in all_(browser, ".question")]
    assert asked == [DUTIES, "And Member States?", "What are the strategic goals?"]


def test_a_conversation_that_is_not_there_is_told(browser, address):
    visit(browser, f"{address}/?conversation=none")
    until(browser, lambda: "is not here" in one(browser, "#log .notice").text)
    ask(browser, DUTIES)
    until(browser, lambda: "conversation=none" not in browser.current_url)


def test_back_and_reload_show_each_draft_as_it_was_sent(desktop, address):
    first, second = "to oversee the development of the strategic plan", "considering the digital divide"
    desktop.visit(f"{address}/draft")
    sent = [send_draft(desktop, words) for words in (first, second)]
    desktop.back()
    until(desktop, lambda: drafted(desktop) == (sent[0], first))
    desktop.refresh()
    until(desktop, lambda: drafted(desktop) == (sent[0], first))
    desktop.forward()
    until(desktop, lambda: drafted(desktop) == (sent[1], second))
    one(desktop, "#draft-text").send_keys(" and more")
    one(desktop, ".precedents h3 a").click()
    until(desktop, lambda: one(desktop, ".clause.open"))
    desktop.back()
    until(desktop, lambda: drafted(desktop) == (sent[1], f"{second} and more"))
    one(desktop, ".room > [aria-current]").click()
    one(desktop, ".rooms a[href='/draft']").click()
    until(desktop, lambda: one(desktop, "#last-draft a").is_displayed())
    assert one(desktop, "#last-draft a").get_attribute("href") == sent[1]
    assert desktop.errors == []


def send_draft(browser, words):
    before = browser.current_url
    one(browser, "#draft-text").clear()
    one(browser, "#draft-text").send_keys(words)
    one(browser, "#draft button.primary").click()
    until(browser, lambda: browser.current_url != before and all_(browser, ".precedents article"))
    return browser.current_url


def drafted(browser):
    return browser.current_url, one(browser, "#draft-text").get_attribute("value")


def test_the_switch_shows_the_adopted_text_or_the_differences_and_keeps_what_is_ticked(desktop, address):
    desktop.visit(f"{address}/draft")
    send_draft(desktop, "to oversee the development of the strategic plan each year")
    one(desktop, ".precedents .select input").click()
    assert one(desktop, ".adopted .words").is_displayed()
    assert not one(desktop, "ins").is_displayed()
    one(desktop, "#show-differences").click()
    assert not one(desktop, ".adopted .words").is_displayed()
    assert one(desktop, ".precedents del").is_displayed()
    assert one(desktop, "#selected").text == "1"


def test_a_deleted_conversation_is_restored_by_undo(browser, address):
    ask(browser, DUTIES)
    until(browser, lambda: "conversation=" in browser.current_url)
    asked = browser.current_url.partition("conversation=")[2].partition("&")[0]
    browser.get(f"{address}/conversations")
    until(browser, lambda: one(browser, f".rows a[href$='{asked}']"))
    one(browser, ".rows summary").click()
    one(browser, ".rows .danger").click()
    until(browser, lambda: one(browser, ".undo button"))
    assert not all_(browser, f".rows a[href$='{asked}']")
    one(browser, ".undo button").click()
    until(browser, lambda: one(browser, f".rows a[href$='{asked}']"))
    assert browser.errors == []
