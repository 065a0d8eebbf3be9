"""Thirteen ways in which news sites lay out a page, with the furniture that stands around and between the text.

The words come from `boilerplate/<language>.yml`; a page is an article in a layout. Nothing of it is a real site's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from html import escape

import msgspec

TITLE, DATE, AUTHOR, OUTLET = "title", "date", "author", "outlet"
ALL = frozenset({TITLE, DATE, AUTHOR, OUTLET})


class Article(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article: its facts, its paragraphs, and the list and the table that some layouts put into it."""

    title: str
    date: dt.date
    shown_date: str
    author: str
    outlet: str
    url: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The articles of a language, and the words of the furniture."""

    source: str
    licence: str
    language: str
    direction: str
    menu: tuple[str, ...]
    share: tuple[str, ...]
    cookies: str
    agree: tuple[str, ...]
    advertisement: str
    read_also: tuple[str, ...]
    read_also_label: str
    related_label: str
    related: tuple[str, ...]
    most_read_label: str
    most_read: tuple[str, ...]
    comments_label: str
    comments: tuple[str, ...]
    tags_label: str
    tags: tuple[str, ...]
    newsletter: str
    footer: tuple[str, ...]
    caption: str
    by: str
    published_label: str
    live_times: tuple[str, ...]
    next_title: str
    next_paragraphs: tuple[str, ...]
    articles: tuple[Article, ...]


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page with what must come of it.

    Attributes:
        markup: The page.
        lines: What is its text: paragraphs, and points and cells where the layout has some.
        stated: Which facts it states so that a machine can read them.
    """

    markup: str
    lines: tuple[str, ...]
    stated: frozenset[str]


def _tags(tag: str, texts: Iterable[str], attributes: str = "") -> str:
    return "".join(f"<{tag}{attributes}>{escape(text, quote=False)}</{tag}>" for text in texts)


def _links(texts: Iterable[str], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/{number}">{escape(text, quote=False)}</a></{tag}>' for number, text in enumerate(texts))


def _document(words: Words, head: str, body: str, html: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{words.language}" dir="{words.direction}"{html}><head><meta charset="utf-8">{head}'
        f"<style>.ad{{color:red}}</style><script>window.dataLayer=[];</script></head><body>{body}</body></html>"
    )


def _open_graph(article: Article) -> str:
    return (
        f'<meta property="og:title" content="{escape(article.title)}"><meta property="og:site_name" content="{escape(article.outlet)}">'
        f'<meta property="article:published_time" content="{article.date}T08:30:00+05:00"><meta name="author" content="{escape(article.author)}">'
        f'<link rel="canonical" href="{article.url}"><meta property="og:url" content="{article.url}">'
    )


def _linked_data(article: Article, kind: str = "NewsArticle") -> str:
    stated = {
        "@context": "https://schema.org",
        "@type": kind,
        "headline": article.title,
        "datePublished": f"{article.date}T08:30:00+05:00",
        "dateModified": f"{article.date + dt.timedelta(days=3)}T10:00:00+05:00",
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    return f'<script type="application/ld+json">{json.dumps(stated, ensure_ascii=False)}</script>'


def _title(article: Article) -> str:
    return f"<title>{escape(article.title)} | {escape(article.outlet)}</title>"


def _cookies(words: Words) -> str:
    return f'<div id="cookie-consent" class="cookie-banner" role="dialog"><p>{words.cookies}</p>{_tags("button", words.agree)}</div>'


def _footer(words: Words) -> str:
    return f"<footer>{_tags('p', words.footer)}</footer>"


def _comments(words: Words) -> str:
    each = "".join(f'<li class="comment"><b>user{number}</b><p>{escape(text)}</p></li>' for number, text in enumerate(words.comments))
    return f'<section id="comments" class="comments"><h3>{words.comments_label}</h3><ol class="comment-list">{each}</ol></section>'


def semantic(words: Words, article: Article) -> Page:
    body = (
        f"{_cookies(words)}<header><nav><ul>{_links(words.menu)}</ul></nav></header><main><article><h1>{article.title}</h1>"
        f'<p class="byline">{words.by}: <a rel="author" href="/a">{article.author}</a>'
        f'</p><time datetime="{article.date}T08:30:00+05:00">{article.shown_date}</time>'
        f'<ul class="share">{_links(words.share)}</ul><figure><img src="a.jpg" alt=""><figcaption>{words.caption}</figcaption></figure>'
        f"{_tags('p', article.paragraphs)}<p class='tags'>{words.tags_label}: {', '.join(words.tags)}</p></article>"
        f"<aside><h3>{words.related_label}</h3><ul>{_links(words.related)}</ul></aside></main>{_comments(words)}{_footer(words)}"
    )
    head = _title(article) + _open_graph(article) + _linked_data(article)
    return Page(markup=_document(words, head, body), lines=article.paragraphs, stated=ALL)


def boxed(words: Words, article: Article) -> Page:
    """Boxes with other stories and advertisements between the paragraphs."""
    pieces = []
    for number, text in enumerate(article.paragraphs):
        pieces.append(f"<p>{escape(text, quote=False)}</p>")
        if number % 3 == 0:
            box = f'<div class="read-also related-box"><span class="label">{words.read_also_label}</span><ul>{_links(words.read_also)}</ul></div>'
            pieces.append(box if number % 2 == 0 else f'<div class="ad advert" id="ad-{number}">{words.advertisement}</div>')
        if number == 1:
            pieces.append(f'<p class="inline-link"><strong>{words.read_also_label}:</strong> <a href="/x">{words.read_also[0]}</a></p>')
    body = (
        f'<div class="top-menu"><ul class="menu">{_links(words.menu)}</ul></div><div class="content-wrap"><div class="post">'
        f'<h1 class="headline">{article.title}</h1><div class="meta"><span class="author">{article.author}'
        f'</span> <time datetime="{article.date}">{article.shown_date}</time></div>'
        f'<div class="article-body">{"".join(pieces)}</div><div class="tags">{words.tags_label} {_links(words.tags, "span")}</div></div>'
        f'<div class="sidebar"><h4>{words.most_read_label}</h4><ol>{_links(words.most_read)}'
        f'</ol></div></div><div class="footer">{_tags("p", words.footer)}</div>'
    )
    head = _title(article) + f'<meta property="og:title" content="{escape(article.title)}"><meta property="og:site_name" content="{escape(article.outlet)}">'
    return Page(markup=_document(words, head, body), lines=article.paragraphs, stated=frozenset({TITLE, DATE, OUTLET}))


def broken_lines(words: Words, article: Article) -> Page:
    """One division with two line breaks between the paragraphs, as old systems write them."""
    text = "<br><br>\n".join(escape(each, quote=False) for each in article.paragraphs)
    body = (
        f'<div id="menu">{" | ".join(f"<a href=/{n}>{each}</a>" for n, each in enumerate(words.menu))}</div><div id="center"><h1>{article.title}</h1>'
        f'<div class="date">{words.published_label}: {article.shown_date}</div><div id="text"><img src="a.jpg" align="left">{text}</div>'
        f'<div class="print"><a href="#">{words.share[-1]}</a></div><div class="news_list"><b>{words.related_label}</b><br>'
        f'{"<br>".join(f"<a href=/{n}>{each}</a>" for n, each in enumerate(words.related))}</div></div><div id="bottom">{"<br>".join(words.footer)}</div>'
    )
    return Page(markup=_document(words, f"<title>{article.title}</title>", body), lines=article.paragraphs, stated=frozenset({TITLE}))


def tabled(words: Words, article: Article) -> Page:
    """Tables in tables, as pages were laid out twenty years ago."""
    body = (
        f'<table width="100%"><tr><td colspan="3"><table><tr>{_links(words.menu, "td")}</tr></table></td></tr><tr><td width="20%"><table>'
        f"{''.join(f'<tr>{_links([each], chr(116) + chr(100))}</tr>' for each in words.most_read)}"
        f'</table></td><td><font size="5"><b>{article.title}</b></font><br>'
        f'<font size="1">{article.shown_date}</font><br>'
        f'<font size="3">{"".join(f"<p align=justify>{escape(each, quote=False)}" for each in article.paragraphs)}</font></td>'
        f'<td width="20%"><font size="2">{words.related_label}'
        f"<br>{'<br>'.join(f'<a href=/{n}>{each}</a>' for n, each in enumerate(words.related))}</font></td></tr>"
        f'<tr><td colspan="3" align="center"><font size="1">{" ".join(words.footer)}</font></td></tr></table>'
    )
    return Page(markup=_document(words, f"<title>{article.title}</title>", body), lines=article.paragraphs, stated=frozenset({TITLE}))


def live(words: Words, article: Article) -> Page:
    """A live blog: an entry a paragraph, each with its hour and its buttons."""
    entries = "".join(
        f'<div class="live-entry" id="e{number}"><time>{words.live_times[number % len(words.live_times)]}</time><p>{escape(text, quote=False)}</p>'
        f'<div class="share-buttons">{_links(words.share, "span")}</div></div>'
        for number, text in enumerate(article.paragraphs)
    )
    body = (
        f'{_cookies(words)}<nav>{_links(words.menu, "span")}</nav><main><h1>{article.title}</h1><section class="liveblog">{entries}</section></main>'
        f'<section class="recirculation"><h2>{words.most_read_label}</h2><ul>{_links(words.most_read)}</ul></section>{_footer(words)}'
    )
    head = _title(article) + _linked_data(article, "LiveBlogPosting") + f'<meta property="og:title" content="{escape(article.title)}">'
    return Page(markup=_document(words, head, body), lines=article.paragraphs, stated=ALL)


def accelerated(words: Words, article: Article) -> Page:
    """A page for telephones, in elements of its own."""
    half = len(article.paragraphs) // 2 + 1
    body = (
        f'<amp-sidebar id="s" layout="nodisplay"><ul>{_links(words.menu)}</ul></amp-sidebar><article class="amp-wp-article"><header><h1>{article.title}</h1>'
        f'<div class="amp-wp-meta">{words.by} {article.author} <time datetime="{article.date}">{article.shown_date}</time></div></header>'
        f'<amp-img src="a.jpg" width="600" height="400"></amp-img><p class="caption wp-caption-text">{words.caption}</p><div class="amp-wp-article-content">'
        f'{_tags("p", article.paragraphs[:half])}<amp-ad width="300" height="250" type="x"><div placeholder>{words.advertisement}</div></amp-ad>'
        f'{_tags("p", article.paragraphs[half:])}</div><amp-social-share type="x"></amp-social-share></article>'
        f'<section class="amp-related"><h3>{words.related_label}</h3>{_links(words.related, "p")}</section>{_footer(words)}'
        f'<amp-consent layout="nodisplay"><div><p>{words.cookies}</p></div></amp-consent>'
    )
    head = _title(article) + _linked_data(article) + f'<link rel="canonical" href="{article.url}">'
    return Page(markup=_document(words, head, body, " amp"), lines=article.paragraphs, stated=ALL)


def endless(words: Words, article: Article) -> Page:
    """The next story stands below the first, as it does where one scrolls without end."""
    body = (
        f'<nav class="navbar"><ul>{_links(words.menu)}</ul></nav><div class="infinite-container">'
        f'<article class="story" data-url="{article.url}"><h1>{article.title}</h1>'
        f'<div class="story-meta">{article.author} · {article.shown_date}</div><div class="story-body">{_tags("p", article.paragraphs)}</div></article>'
        f'<div class="newsletter-signup"><p>{words.newsletter}</p><form><input name="mail"><button>OK</button></form></div>'
        f'<article class="story next-story" data-url="/next"><h1>{words.next_title}</h1><div class="story-meta">{article.shown_date}</div>'
        f'<div class="story-body">{_tags("p", words.next_paragraphs)}</div></article></div>{_footer(words)}'
    )
    return Page(markup=_document(words, _title(article) + _open_graph(article), body), lines=article.paragraphs, stated=ALL)


def blog(words: Words, article: Article) -> Page:
    """A blog system's page with long comments and widgets."""
    opened, closed = '<li class="comment"><article class="comment-body"><div class="comment-content"><p>', "</p></div></article></li>"
    comments = "".join(f"{opened}{each}{closed}" for each in words.comments * 3)
    body = (
        f'<div id="page" class="site"><header id="masthead"><div class="menu-main-container">'
        f'<ul id="primary-menu" class="menu">{_links(words.menu)}</ul></div></header>'
        f'<div id="primary" class="content-area"><main><article id="post-77" class="post type-post hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{article.title}</h1>'
        f'<div class="entry-meta"><span class="posted-on">'
        f'<time class="entry-date published" datetime="{article.date}T08:30:00+05:00">{article.shown_date}</time></span> '
        f'<span class="byline"><span class="author vcard"><a class="url fn n" href="/author/x">{article.author}</a></span></span></div></header>'
        f'<div class="entry-content">{_tags("p", article.paragraphs)}<div class="sharedaddy sd-sharing-enabled"><ul>{_links(words.share)}</ul></div>'
        f'<div id="jp-relatedposts" class="jp-relatedposts"><h3>{words.related_label}</h3>{_links(words.related, "p")}</div></div>'
        f'<footer class="entry-footer"><span class="tags-links">{words.tags_label} {_links(words.tags, "span")}</span></footer></article>'
        f'<div id="comments" class="comments-area"><h2 class="comments-title">{words.comments_label}</h2><ol class="comment-list">'
        f"{comments}"
        f'</ol></div></main></div><aside id="secondary" class="widget-area"><section class="widget">'
        f"<h2>{words.most_read_label}</h2><ul>{_links(words.most_read)}</ul></section>"
        f'<section class="widget"><p>{words.newsletter}</p></section></aside></div>{_footer(words)}'
    )
    head = _title(article) + f'<meta property="og:title" content="{escape(article.title)}"><meta property="og:site_name" content="{escape(article.outlet)}">'
    return Page(markup=_document(words, head, body), lines=article.paragraphs, stated=ALL)


def listed(words: Words, article: Article) -> Page:
    """A list of points above the text and a table of figures in it; both belong to it."""
    rows = "".join(f"<tr>{_tags('th' if number == 0 else 'td', row)}</tr>" for number, row in enumerate(article.rows))
    half = len(article.paragraphs) // 2 + 1
    body = (
        f"<header><nav>{_links(words.menu, 'span')}</nav></header><article><h1>{article.title}</h1><ul class='key-points'>{_tags('li', article.points)}</ul>"
        f"{_tags('p', article.paragraphs[:half])}<table class='figures'>{rows}</table>{_tags('p', article.paragraphs[half:])}"
        f'<div class="social"><ul>{_links(words.share)}</ul></div></article><div class="popular">'
        f"<h3>{words.most_read_label}</h3><ul>{_links(words.most_read)}</ul></div>{_footer(words)}"
    )
    lines = (*article.points, *article.paragraphs, *(cell for row in article.rows for cell in row))
    return Page(markup=_document(words, _title(article) + _open_graph(article), body), lines=lines, stated=ALL)


def compiled(words: Words, article: Article) -> Page:
    """What a program of the browser draws: divisions with meaningless classes, the state beside it."""
    paragraphs = "".join(
        f'<div class="sc-1x{number} kQz"><span class="sc-9 bLr">{escape(text, quote=False)}</span></div>' for number, text in enumerate(article.paragraphs)
    )
    state = json.dumps({"props": {"story": {"title": article.title, "body": list(article.paragraphs)}}}, ensure_ascii=False)
    body = (
        f'<div id="__next"><div class="css-1a"><div class="css-2b">{_links(words.menu, "div")}</div>'
        f'</div><div class="css-3c"><div class="css-4d"><h1 class="css-5e">{article.title}</h1>'
        f'<div class="css-6f"><div>{article.author}</div><div>{article.shown_date}</div></div><div class="css-7g">{paragraphs}</div>'
        f'<div class="css-8h">{_links(words.share, "div")}</div></div><div class="css-9i">'
        f"<div>{words.related_label}</div>{_links(words.related, 'div')}</div></div>"
        f'<div class="css-0j">{_tags("div", words.footer)}</div></div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
        f'<div class="css-1k"><div>{words.cookies}</div>{_tags("button", words.agree)}</div>'
    )
    return Page(markup=_document(words, _title(article) + _open_graph(article), body), lines=article.paragraphs, stated=ALL)


def marked(words: Words, article: Article) -> Page:
    """Microdata, a pulled quote, a subscription in the middle, joiners written as entities."""
    half = len(article.paragraphs) // 2 + 1
    text = [escape(each, quote=False).replace("\u200c", "&zwnj;") for each in article.paragraphs]
    body = (
        f'<div class="header">{_links(words.menu, "span")}</div>'
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{article.title}</h1>'
        f'<meta itemprop="datePublished" content="{article.date}"><span itemprop="author" itemscope><span itemprop="name">{article.author}</span></span>'
        f'<div class="photo"><img src="a.jpg"><div class="photo-caption">{words.caption}</div></div><div itemprop="articleBody" class="article__text">'
        f'{"".join(f"<p>{each}</p>" for each in text[:half])}<div class="subscribe-box">'
        f"<p>{words.newsletter}</p></div>{''.join(f'<p>{each}</p>' for each in text[half:])}</div></div>"
        f'<div class="article__related"><h3>{words.related_label}</h3><ul>{_links(words.related)}'
        f'</ul></div><div class="bottom">{_tags("span", words.footer)}</div>'
    )
    head = _title(article) + f'<meta property="og:title" content="{escape(article.title)}"><meta property="og:site_name" content="{escape(article.outlet)}">'
    return Page(markup=_document(words, head, body), lines=article.paragraphs, stated=ALL)


def crowded(words: Words, article: Article) -> Page:
    """An agency's page: little text, many lists of other news with their first lines."""
    teasers = "".join(
        f'<div class="teaser"><h3><a href="/{n}">{each}</a></h3><p>{words.next_paragraphs[n % 2]}</p></div>' for n, each in enumerate(words.related)
    )
    body = (
        f'<div class="nav">{_links(words.menu, "span")}</div>'
        f'<div class="ticker">{_links(words.most_read, "span")}</div><div class="col-8"><div class="news-view">'
        f'<h1>{article.title}</h1><div class="info"><span>{article.shown_date}</span> '
        f'<span>#1184</span> <span>{words.share[-1]}</span></div><div class="news-text">'
        f'{"".join(f"<div>{escape(each, quote=False)}</div>" for each in article.paragraphs)}</div></div><div class="more-news">{teasers}</div></div>'
        f'<div class="col-4"><div class="banner">{words.advertisement}</div>'
        f'<ul>{_links(words.read_also)}</ul></div><div class="foot">{" ".join(words.footer)}</div>'
    )
    head = _title(article) + f'<meta property="og:site_name" content="{escape(article.outlet)}"><meta name="date" content="{article.date}">'
    return Page(markup=_document(words, head, body), lines=article.paragraphs, stated=frozenset({TITLE, DATE, OUTLET}))


def styled(words: Words, article: Article) -> Page:
    """Classes that say how a thing looks and not what it is; the first paragraph stands in the header as a lead."""
    paragraphs = "".join(f'<p class="mb-4 border-b pb-2 leading-relaxed">{escape(text, quote=False)}</p>' for text in article.paragraphs[1:])
    body = (
        f'<header class="flex border-b px-4"><ul class="flex gap-2">{_links(words.menu)}</ul>'
        f'</header><main class="container mx-auto"><article class="border-t py-6 link-dark">'
        f'<header class="mb-6"><h1 class="text-3xl">{article.title}</h1><p class="lead text-xl">{escape(article.paragraphs[0], quote=False)}</p>'
        f'<div class="text-sm">{words.by} {article.author}, <time datetime="{article.date}">{article.shown_date}</time></div></header>'
        f'<div class="prose border rounded p-4">{paragraphs}</div><div class="flex gap-1">{_links(words.tags, "span")}</div></article></main>'
        f'<section class="grid grid-cols-3 border-t"><h2>{words.related_label}</h2>{_links(words.related, "div")}</section>{_footer(words)}'
    )
    return Page(markup=_document(words, _title(article) + _open_graph(article), body), lines=article.paragraphs, stated=ALL)


Layout = Callable[[Words, Article], Page]
LAYOUTS: dict[str, Layout] = {
    each.__name__: each for each in (semantic, boxed, broken_lines, tabled, live, accelerated, endless, blog, listed, compiled, marked, crowded, styled)
}
