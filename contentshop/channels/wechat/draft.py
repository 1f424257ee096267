"""`article.json`: what an official account's draft API is sent, with the files that must be uploaded before.

Fields and limits are those of `draft/add` (developer documentation, checked 2026-11-21, confidence H): title 32
characters, author 16, digest 128, `content_source_url` 1 KB. The editor takes titles of 64 and digests of 120.
"""

from __future__ import annotations

import json
import re

from contentshop.model import Record

from .uploads import COVER_WIDE, Cover

TITLE, DRAFT_TITLE, AUTHOR, DIGEST, SOURCE = 64, 32, 16, 120, 1024
"""Characters that the editor takes of a title and the API of one, both of an author and of a digest; bytes of an
address. The API takes 128 of a digest; one that both take is made."""
_ENDS = re.compile(r"[。！？!?…；;]|\.(?=\s)")
_MORE = "…"


class Upload(Record):
    """A picture of the content, to be uploaded so that its address can take the place of its name."""

    src: str
    width: int
    height: int
    alt: str


class Draft(Record):
    """What one draft says."""

    title: str
    author: str
    digest: str
    content: str
    source_url: str
    cover: Cover | None
    pictures: tuple[Upload, ...]
    inserts: tuple[dict[str, object], ...] = ()


def shortened(text: str, limit: int) -> str:
    """Return the text in at most so many characters: whole sentences where they fill half of it, else with “…”."""
    if len(text) <= limit:
        return text
    end = max((found.end() for found in _ENDS.finditer(text, 0, limit)), default=0)
    if end >= limit // 2:
        return text[:end].rstrip()
    cut = text[: limit - 1]
    if text[limit - 1].isascii() and not text[limit - 1].isspace() and (word := cut.rstrip().rpartition(" ")[0]):
        cut = word if len(word) >= limit // 2 else cut
    return cut.rstrip(" ，、,：:—-（(《“‘") + _MORE


def source_of(url: str) -> str:
    """Return the address behind 阅读原文, or nothing when it is longer than it may be."""
    return url if len(url.encode()) <= SOURCE else ""


def draft_json(draft: Draft) -> bytes:
    """Return the file.

    `articles` is what `draft/add` takes once `thumb_media_id` is filled in and every `src` that stands in `pictures`
    is replaced, wherever the content has it, by the address that `media/uploadimg` answers with. Cards of
    mini-programs and the account's stand in the content; `inserts` says so, and what a shop's product is asked for.
    """
    article: dict[str, object] = {
        "article_type": "news",
        "title": shortened(draft.title, DRAFT_TITLE),
        "author": shortened(draft.author, AUTHOR),
        "digest": shortened(draft.digest, DIGEST),
        "content": draft.content,
        "content_source_url": source_of(draft.source_url),
        "thumb_media_id": "",
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }
    if draft.cover:
        article |= _crops(draft.cover)
    found = {
        "articles": [article],
        "cover": _cover() if draft.cover else None,
        "pictures": [_picture(one) for one in draft.pictures],
        "inserts": list(draft.inserts),
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _crops(cover: Cover) -> dict[str, object]:
    crops = {"2.35_1": cover.crop_wide, "1_1": cover.crop_square}
    return {
        "pic_crop_235_1": "_".join(cover.crop_wide),
        "pic_crop_1_1": "_".join(cover.crop_square),
        "cover_info": {
            "crop_percent_list": [
                {"ratio": ratio, **dict(zip(("x1", "y1", "x2", "y2"), crop, strict=True))}
                for ratio, crop in crops.items()
            ]
        },
    }


def _cover() -> dict[str, str]:
    return {"file": COVER_WIDE, "upload": "material/add_material?type=image", "into": "articles[0].thumb_media_id"}


def _picture(one: Upload) -> dict[str, object]:
    return {
        "src": one.src,
        "upload": "media/uploadimg",
        "into": "articles[0].content",
        "width": one.width,
        "height": one.height,
        "alt": one.alt,
    }
