"""What MkDocs has not: pages of tags, a feed, cards and pictures."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from cards import own_code, with_cards

HEAD = re.compile(r"^title: (.*)\ndate: (.*)\ntags: \[(.*)\]", re.MULTILINE)
newest: list[tuple[str, str, str]] = []


def on_files(files: Any, config: Any) -> Any:
    """Add a page for each tag."""
    newest.clear()
    tags = defaultdict(list)
    for file in files.documentation_pages():
        found = HEAD.search(file.content_string) if file.src_uri.startswith("articles/") else None
        if found:
            newest.append((found[2], found[1], file.url))
            for tag in found[3].split(", "):
                tags[tag].append((found[1], file.url))
    newest.sort(reverse=True)
    new = type(next(iter(files))).generated
    for tag, rows in tags.items():
        text = f"# {tag}\n\n" + "".join(f"- [{title}](/{url})\n" for title, url in rows)
        files.append(new(config, f"tags/{tag}.md", content=text))
    return files


def on_page_content(html: str, page: Any, config: Any, **_: Any) -> str:
    """Put cards and pictures in."""
    return with_cards(html, page.file.name, Path(config.site_dir))


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Put in the code of the article's own address."""
    if not page.file.src_uri.startswith("articles/"):
        return output
    code = own_code(page.url, page.file.name, Path(config.site_dir))
    return output.replace("<!--own-->", f'<img class="code" src="{code}" alt="">')


def on_post_build(config: Any) -> None:
    """Write the feed."""
    site = Path(config.site_dir)
    base = config.site_url
    rows = []
    for _, title, url in newest[:20]:
        page = (site / url / "index.html").read_text("utf-8")
        content = f'<content type="html">{escape(page)}</content>'
        rows.append(f"<entry><title>{escape(title)}</title><id>{base}{url}</id>{content}</entry>")
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Bench</title><id>{base}</id>{"".join(rows)}</feed>'
    (site / "feed.xml").write_text(feed, "utf-8")
