"""Saved news pages: ordinary full pages with schema.org markup, menus and all."""

import html
import json

from sample.news import Item

_WORDS = {
    "en": {
        "dir": "ltr", "menu": ("Home", "City", "Coast", "Economy", "Sport", "Opinion"),
        "more": "Read also", "by": "By", "cookie": "We use cookies to count our readers.",
        "ok": "Agree", "letter": "Get our morning letter", "share": "Share this page",
        "foot": ("About us", "Contact", "Corrections", "Privacy"), "up": "Updated",
    },
    "ar": {
        "dir": "rtl", "menu": ("الرئيسية", "المدينة", "الساحل", "اقتصاد", "رياضة", "رأي"),
        "more": "اقرأ أيضاً", "by": "بقلم", "cookie": "نستخدم ملفات تعريف الارتباط لعدّ القراء.",
        "ok": "موافق", "letter": "اشترك في نشرة الصباح", "share": "شارك الصفحة",
        "foot": ("من نحن", "اتصل بنا", "تصحيحات", "الخصوصية"), "up": "آخر تحديث",
    },
}  # fmt: skip
_PAGE = """<!DOCTYPE html>
<html lang="{lang}" dir="{dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | {outlet}</title>
<link rel="canonical" href="{url}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{outlet}">
<meta property="article:published_time" content="{published}">
<meta property="article:modified_time" content="{modified}">
<meta name="author" content="{byline}">
<script type="application/ld+json">{data}</script>
<style>body{{font-family:serif;margin:0}}nav,footer{{background:#eee;padding:1em}}</style>
</head>
<body>
<div class="cookie-banner" role="dialog"><p>{cookie}</p><button>{ok}</button></div>
<header>
<a class="logo" href="/">{outlet}</a>
<nav><ul>
{menu}
</ul></nav>
</header>
<main>
<article>
<h1>{title}</h1>
<p class="byline">{by} <span rel="author">{byline}</span></p>
<time class="published" datetime="{published}">{shown}</time>
<time class="updated" datetime="{modified}">{up} {updated}</time>
<div class="article-body">
{body}
</div>
</article>
<div class="share"><a href="#">{share}</a></div>
<aside>
<h2>{more}</h2>
<ul>
{also}
</ul>
<form><label>{letter} <input type="email" name="mail"></label></form>
</aside>
</main>
<footer>
<ul>
{foot}
</ul>
<p>© 2026 {outlet}</p>
</footer>
</body>
</html>
"""


def _json_ld(item: Item) -> str:
    row: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": item.url,
        "headline": item.title,
        "inLanguage": item.language,
        "datePublished": item.published.isoformat(),
        "dateModified": item.modified.isoformat(),
        "dateline": item.place,
        "author": [{"@type": "Person", "name": item.byline}],
        "publisher": {"@type": "NewsMediaOrganization", "name": item.outlet.name},
        "isAccessibleForFree": True,
    }
    if item.agency:
        row["author"] = [{"@type": "Organization", "name": item.agency}]
        row["sourceOrganization"] = {"@type": "Organization", "name": item.agency}
    return json.dumps(row, ensure_ascii=False, indent=1).replace("</", "<\\/")


def _links(texts: tuple[str, ...]) -> str:
    return "\n".join(f'<li><a href="#">{html.escape(text)}</a></li>' for text in texts)


def page(item: Item, others: list[Item]) -> bytes:
    """The page of one item; its side column names other items of the outlet."""
    words = _WORDS[item.language]
    also = tuple(o.title for o in others if o.outlet == item.outlet and o != item)
    text = {key: html.escape(word) for key, word in words.items() if isinstance(word, str)}
    made = _PAGE.format(
        lang=item.language,
        title=html.escape(item.title),
        outlet=html.escape(item.outlet.name),
        url=item.url,
        published=item.published.isoformat(),
        modified=item.modified.isoformat(),
        shown=f"{item.published:%d.%m.%Y %H:%M}",
        updated=f"{item.modified:%d.%m.%Y %H:%M}",
        byline=html.escape(item.byline),
        data=_json_ld(item),
        body="\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in item.paragraphs),
        menu=_links(tuple(words["menu"])),
        foot=_links(tuple(words["foot"])),
        also=_links(also),
        **text,
    )
    return made.encode()
