"""What people do from one page to the next: with the keyboard alone, from a dropped file to an export, and with a document that means harm."""

import re
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

# The first line is beyond the first plane of Unicode, where code points and UTF-16 part ways. Then, made up:
# "The president of Kazakhstan met the president of China in Astana on 3 July 2024. Kazakhstan and Türkiye signed an agreement on 5 July 2024."
PERSIAN = "🟢🟢 گزارش آزمایشی\nرئیس‌جمهور قزاقستان روز ۳ ژوئیه ۲۰۲۴ با رئیس‌جمهور چین در آستانه دیدار کرد.\nقزاقستان و ترکیه روز ۵ ژوئیه ۲۰۲۴ توافقنامه امضا کردند."
TIME = "from=2024-01&to=2024-07"

DROP = """([name, text]) => {
  const files = new DataTransfer()
  files.items.add(new File([text], name, { type: 'text/plain' }))
  const place = document.querySelector('.drop')
  for (const kind of ['dragenter', 'dragover', 'drop']) place.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: files }))
}"""

# Goes by the text alone, and not by how the page cut it: where the letters from one code point to another are drawn, and what is highlighted there.
DRAWN = """([first, last]) => {
  const section = document.querySelector('section.text')
  for (const paragraph of section.querySelectorAll('p[data-start]')) {
    let at = Number(paragraph.dataset.start)
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
    const boxes = []
    let words = ''
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      let unit = 0
      for (const letter of node.data) {
        if (at >= first && at < last) {
          words += letter
          const range = document.createRange()
          range.setStart(node, unit)
          range.setEnd(node, unit + letter.length)
          boxes.push([letter, range.getBoundingClientRect(), node.parentElement.closest('.segment')])
        }
        unit += letter.length
        at += 1
      }
    }
    if (!boxes.length) continue
    const lit = boxes.filter(([, , place]) => place?.classList.contains('part') && getComputedStyle(place).backgroundColor !== 'rgba(0, 0, 0, 0)')
    const seen = boxes.filter(([letter, box]) => box.width > 0.5).filter(([, box, place]) =>
      document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2).some((each) => each === place))
    return { words, lit: lit.length, letters: boxes.length, seen: seen.length, drawn: boxes.filter(([, box]) => box.width > 0.5).length }
  }
  return null
}"""
HIGHLIGHTED = "() => [...document.querySelectorAll('section.text .segment.part')].map((each) => each.textContent).join('')"


def test_file_is_dropped_read_highlighted_corrected_weighed_and_written_out(open_browser, own_home, tmp_path: Path) -> None:
    looking = open_browser(language="fa", address=own_home)
    before = looking.go(f"/balance?{TIME}").locator("main").inner_text()
    tab = looking.go("/sources")
    tab.evaluate(DROP, ["گزارش.txt", PERSIAN])
    tab.locator('[data-job][data-state="done"]').wait_for(timeout=60_000)

    looking.go(f"/search?q={quote('آزمایشی')}").locator("main ol a").first.click()
    tab.wait_for_url(re.compile(r"/documents/"))
    looking.settle()
    doc = tab.url.rsplit("/", 1)[1].partition("?")[0]
    with httpx2.Client(base_url=own_home, headers={"Origin": own_home}) as client:
        opened = client.get(f"/api/documents/{doc}").json()
        assert opened["text"] == PERSIAN
        records = [each["held"]["record"] for each in opened["records"]]
        types = client.get("/api/settable").json()["values"]["type"]
    assert {each.get("type") for each in records} == {"CONSULT", "SUPPORT"}

    for at, record in enumerate(records):
        if at:
            tab.keyboard.press("j")
        expect_open(tab, record["id"])
        check_highlight(tab, record)

    # the agreement becomes an accusation; the Persian layout writes ۹ where the Latin one writes 9
    agreed = next(each for each in records if each.get("type") == "SUPPORT")
    tab.locator(f"#record-{agreed['id']} button").first.click()
    expect_open(tab, agreed["id"])
    tab.evaluate("dispatchEvent(new KeyboardEvent('keydown', { key: '۹', code: 'Digit9', bubbles: true, cancelable: true }))")
    tab.locator("aside [role=status]").filter(has_text=re.compile(r"\S")).wait_for()
    assert types[8] == "ACCUSE"
    tab.reload()
    looking.settle()
    with httpx2.Client(base_url=own_home) as client:
        kept = [each["held"] for each in client.get(f"/api/documents/{doc}").json()["records"]]
    assert [each["judged"] for each in kept if each["record"].get("type") == "ACCUSE"] == ["corrected"]

    assert looking.go(f"/balance?{TIME}").locator("main").inner_text() != before
    tab = looking.go("/sources")
    with tab.expect_download() as downloading:
        tab.locator('a[href="/api/export/annotations"]').click()
    written = tmp_path / "annotations"
    downloading.value.save_as(written)
    assert "ACCUSE" in written.read_text(encoding="utf-8")
    assert looking.complaints == []


def expect_open(tab, record: str) -> None:
    tab.locator(f"#record-{record}.open").wait_for()


def check_highlight(tab, record) -> None:
    """The letters that are highlighted are the letters of the evidence, each of them and no other."""
    spans = [(part["start"], part["end"]) for evidence in record["evidence"] for part in evidence["parts"]]
    assert spans
    for start, end in spans:
        found = tab.evaluate(DRAWN, [start, end])
        assert found["words"] == PERSIAN[start:end]
        assert found["lit"] == found["letters"] == end - start
        assert found["seen"] == found["drawn"] > 0
    letters = sorted({at for start, end in spans for at in range(start, end)})
    assert tab.evaluate(HIGHLIGHTED) == "".join(PERSIAN[at] for at in letters)


def test_keyboard_alone_reaches_the_pages_a_story_and_the_way_back(open_browser) -> None:
    looking = open_browser()
    tab = looking.go("/stories")
    focused = "(document.activeElement?.textContent ?? '').trim()"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.classList.contains('skip')")
    assert tab.evaluate("document.activeElement.getBoundingClientRect().top") >= 0, "the skip link is not seen where it has the focus"
    order = []
    for _ in range(16):
        tab.keyboard.press("Tab")
        order.append(tab.evaluate(focused))
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", f"the focus is not seen on {order[-1]}"
    pages = [each.inner_text() for each in tab.locator("header nav a").all()]
    assert [each for each in order if each in pages] == pages
    tab.locator("a.skip").focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"

    press_until(tab, "Tab", "document.activeElement.matches('main a[href^=\"/stories/\"]')")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/stories/.+"))
    looking.settle()
    assert tab.evaluate("document.activeElement.tagName") == "H1", "after a step the focus is on the heading of the new page"
    tab.go_back()
    looking.settle()
    assert tab.url.endswith("/stories")

    tab.keyboard.press("?")
    tab.locator("dialog[open]").wait_for()
    tab.keyboard.press("Escape")
    tab.locator("dialog[open]").wait_for(state="detached")
    tab.keyboard.press("/")
    tab.wait_for_url(re.compile(r"/search"))
    looking.settle()
    tab.keyboard.type("Tokayev")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"q=Tokayev"))
    looking.settle()
    assert tab.locator("main mark").count() > 0
    assert looking.complaints == []


def press_until(tab, key: str, condition: str, most: int = 80) -> None:
    for _ in range(most):
        tab.keyboard.press(key)
        if tab.evaluate(condition):
            return
    pytest.fail(f"{key} was pressed {most} times, and never {condition}")


def test_menu_opens_and_closes_on_a_narrow_screen(open_browser) -> None:
    looking = open_browser(width=390)
    tab = looking.go("/sources")
    link = tab.locator("header nav a[href='/stories']")
    assert not link.is_visible()
    tab.locator("header button[aria-controls=menu]").click()
    assert link.is_visible()
    tab.keyboard.press("Escape")
    assert not link.is_visible()
    tab.locator("header button[aria-controls=menu]").click()
    link.click()
    tab.wait_for_url(re.compile(r"/stories$"))
    looking.settle()
    assert not tab.locator("header nav a[href='/stories']").is_visible()


def test_choices_turn_the_whole_page_and_are_kept(open_browser) -> None:
    looking = open_browser()
    tab = looking.go("/documents")
    language, calendar, theme = tab.locator("header select").all()
    language.select_option("fa")
    tab.wait_for_function("() => document.documentElement.dir === 'rtl' && document.documentElement.lang === 'fa'")
    theme.select_option("dark")
    calendar.select_option("gregory")
    assert "۲۰۲۴" in tab.locator("main").inner_text()
    calendar.select_option("persian")
    assert "۱۴۰۳" in tab.locator("main").inner_text()
    looking.go("/stories")
    root = tab.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("data-theme")) == ("fa", "dark")
    assert tab.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    looking.go("/stories?lang=ru")
    assert root.get_attribute("lang") == "ru"
    assert looking.complaints == []


def test_document_that_means_harm_runs_nothing(open_browser, home) -> None:
    looking = open_browser()
    with httpx2.Client(base_url=home) as client:
        found = client.get("/api/search", params={"q": "onerror"}).json()["documents"]
        stories = client.get("/api/search", params={"q": "constructor"}).json()["stories"]
    (doc,) = [each["hit"]["doc"] for each in found]
    paths = [f"/documents/{doc}", "/documents", "/sources", "/search?q=onerror", *(f"/stories/{each['story']['id']}" for each in stories)]
    assert len(paths) > 4
    for path in paths:
        tab = looking.go(path)
        assert tab.evaluate("window.ran") is None
        assert tab.locator("main img, main script, main [onerror], main [onload], main [onmouseover], a[href^='javascript:']").count() == 0
    assert "<script>window.ran = 1</script>" in looking.go(f"/documents/{doc}").locator("section.text").inner_text()
    assert looking.complaints == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_first_view_is_light(open_browser, language) -> None:
    """Under 150 KB as they travel, the page with its styles, letters and words, before what draws charts."""
    looking = open_browser(language=language)
    sizes: dict[str, int] = {}
    looking.tab.on("requestfinished", lambda request: sizes.__setitem__(request.url.removeprefix(looking.home), request.sizes()["responseBodySize"]))
    looking.go("/")
    own = {path: size for path, size in sizes.items() if not path.startswith("/api/") and not re.search(r"/charts-", path)}
    assert not any(re.search(r"/(graph|map)-", path) for path in own), "what is heavy is loaded with a page that does not draw it"
    assert len(own) > 4
    assert sum(own.values()) < 150_000, sorted(own.items(), key=lambda each: -each[1])


@pytest.mark.parametrize("page", ["documents", "stories", "sources", "search"])
def test_page_without_drawings_loads_nothing_to_draw(open_browser, page) -> None:
    looking = open_browser()
    asked: list[str] = []
    looking.tab.on("request", lambda request: asked.append(request.url))
    looking.go(f"/{page}")
    assert len(asked) > 4
    assert [url for url in asked if re.search(r"/(charts|graph|map)-", url)] == []


def test_empty_case_says_what_to_do(open_browser, empty_home) -> None:
    looking = open_browser(address=empty_home)
    for path in ("/", "/stories", "/documents", "/narratives", "/network", "/ahead", "/scenario", "/brief", "/search?q=Astana", f"/dyad/KAZ/RUS?{TIME}"):
        tab = looking.go(path)
        assert tab.locator("main h1").inner_text().strip()
    looking.go("/").locator("main a[href='/sources']").click()
    looking.settle()
    assert tab.locator(".drop").is_visible()
    assert [each for each in looking.complaints if "400" not in each] == []


def test_address_of_nothing_says_so(open_browser) -> None:
    looking = open_browser()
    tab = looking.go("/no/such/page")
    assert tab.locator("main").get_attribute("data-page") == "unknown"
    assert tab.locator("main a[href='/balance']").is_visible()
