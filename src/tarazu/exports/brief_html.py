"""A brief as one HTML file that needs no other: styles and drawings are in it, and nothing in it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tarazu.exports.brief_drawing import COLOURS
from tarazu.exports.brief_page import Page, PageChart, PageNote, Part, lay_out
from tarazu.exports.brief_phrasing import Runs
from tarazu.exports.brief_svg import to_svg
from tarazu.records.brief import Brief

_STYLE = """
:root{color-scheme:light}
body{margin:0;background:#fff;color:#1c1c1c;font:16px/1.6 "Vazirmatn","Noto Sans","Noto Sans Arabic","Segoe UI",Tahoma,"DejaVu Sans",sans-serif}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.8rem;line-height:1.25;margin:0 0 .2rem}
h2{font-size:1.15rem;line-height:1.35;margin:2.2rem 0 .6rem;border-block-end:1px solid #ccc;padding-block-end:.25rem}
.when{color:#555;margin:0 0 1rem}
ul{padding-inline-start:1.2rem;margin:.4rem 0}
li{margin:.35rem 0}
li.nested{margin-inline-start:1.2rem;list-style:circle}
sup{line-height:0;font-size:.72em;unicode-bidi:isolate}
sup a{color:#0057a8;text-decoration:none;padding:0 .12em}
figure{margin:1rem 0;break-inside:avoid}
figure svg{width:100%;max-width:36rem;height:auto;display:block;direction:ltr}
figcaption{font-size:.85rem;color:#444}
figcaption strong{display:block;font-size:.95rem;color:#1c1c1c}
.key{display:inline-block;margin-inline-end:1rem}
.key i{display:inline-block;width:.8em;height:.8em;margin-inline-end:.35em;vertical-align:-.05em}
.scroll{overflow-x:auto}
table{border-collapse:collapse;overflow-wrap:normal;font-size:.85rem;width:100%}
th,td{border-block-end:1px solid #ddd;padding:.25rem .5rem;text-align:start;vertical-align:top}
details{margin:.5rem 0}
summary{cursor:pointer;font-size:.85rem;color:#444}
ol.notes{padding:0;list-style:none;font-size:.88rem}
ol.notes>li{margin:.8rem 0;padding-inline-start:2.4rem;position:relative;break-inside:avoid}
ol.notes>li>b{position:absolute;inset-inline-start:0;font-weight:600}
blockquote{margin:.25rem 0;padding-inline-start:.7rem;border-inline-start:3px solid #ccc}
:target{background:#fff6d6}
@media print{main{max-width:none;padding:0}a{color:inherit}details::details-content{content-visibility:visible;display:block}}
"""
# The page may show its own styles and nothing else: whatever a document smuggles in, no browser fetches or runs it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_NESTED = ' class="nested"'


def to_html(brief: Brief) -> str:
    """A brief as an HTML page.

    Raises:
        OptionError: The language has no words for briefs.
        DataFileError: Its words lack one that this brief needs.
    """
    page = lay_out(brief)
    used: Counter[int] = Counter()
    body = "".join(_part(each, used, page.numbers) for each in page.parts)
    return (
        f'<!doctype html>\n<html lang="{page.language}" dir="{page.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1>{escape(page.title)}</h1>\n<p class="when">{escape(page.subtitle)}</p>\n{body}'
        f'<section id="notes">\n<h2>{escape(page.notes_heading)}</h2>\n<ol class="notes">\n{"".join(_note(each, page, used) for each in page.notes)}</ol>\n'
        "</section>\n</main>\n</body>\n</html>\n"
    )


def write_html(brief: Brief, target: Path) -> None:
    """Writes a brief as HTML; errors as for `to_html`."""
    target.write_text(to_html(brief), encoding="utf-8", newline="\n")


def _part(part: Part, used: Counter[int], numbers: str) -> str:
    charts = "".join(_figure(each, numbers) for each in part.charts)
    if part.running:
        lines = f"<p>{' '.join(_text(each.runs, used) for each in part.lines)}</p>\n"
    else:
        items = (f"<li{_NESTED if each.nested else ''}>{_text(each.runs, used)}</li>\n" for each in part.lines)
        lines = f"<ul>\n{''.join(items)}</ul>\n" if part.lines else ""
    return f'<section id="{part.key}">\n<h2>{escape(part.heading)}</h2>\n{charts}{lines}</section>\n'


def _figure(chart: PageChart, numbers: str) -> str:
    keys = "".join(f'<span class="key"><i style="background:{COLOURS[at % len(COLOURS)]}"></i>{escape(name)}</span>' for at, name in enumerate(chart.names))
    head = "".join(f"<th>{escape(each)}</th>" for each in chart.head)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in chart.rows)
    body = f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table></div>'
    table = f"<details><summary>{escape(numbers)}</summary>{body}</details>" if chart.rows else ""
    return (
        f"<figure>\n{to_svg(chart)}\n<figcaption><strong>{escape(chart.title)}</strong>{keys}<br>{escape(chart.caption)}</figcaption>\n"
        f"{table}\n</figure>\n"
    )


def _note(note: PageNote, page: Page, used: Counter[int]) -> str:
    link = f' <a href="{escape(note.url)}" rel="noreferrer nofollow"><bdi>{escape(note.url)}</bdi></a>' if note.url else ""
    quotation = f'<blockquote lang="{escape(note.language)}" dir="{note.direction}">{escape(note.quotation)}</blockquote>' if note.quotation else ""
    remarks = "".join(f"<div>{_text(each, used)}</div>" for each in note.remarks)
    back = "".join(_back(note.number, at, page) for at in range(1, used[note.number] + 1))
    return f'<li id="n{note.number}"><b>{escape(note.mark)}</b>{_text(note.source, used)}{link}{quotation}{remarks}{back}</li>\n'


def _back(number: int, at: int, page: Page) -> str:
    return f' <a href="#r{number}-{at}" aria-label="{escape(page.back)}" title="{escape(page.back)}">↩</a>'


def _text(runs: Runs, used: Counter[int]) -> str:
    return "".join(_runs(runs, used))


def _runs(runs: Runs, used: Counter[int]) -> Iterator[str]:
    for each in runs:
        if each.kind == "note":
            used[each.number] += 1
            yield f'<sup><a id="r{each.number}-{used[each.number]}" href="#n{each.number}">{escape(each.text)}</a></sup>'
        elif each.kind == "foreign":
            yield f"<bdi>{escape(each.text)}</bdi>"
        else:
            yield escape(each.text)
