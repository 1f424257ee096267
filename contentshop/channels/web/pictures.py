"""From a picture's path to what a page prints of it and the files that must be in the output for that."""

from __future__ import annotations

from contentshop.channels.inputs import Inputs
from contentshop.channels.urls import Urls
from contentshop.media import Variant, preview, variants
from contentshop.model import Copy, Scale, Task
from contentshop.sources import is_remote

from .views import ImageView

_USUAL = 960
"""In px: the width of the file for browsers that know no `srcset`."""


def picture_view(
    inputs: Inputs, urls: Urls, path: str, alt: str, title: str = "", *, absolute: bool, used: set[Task]
) -> ImageView | None:
    """Return a picture by its path in the site, or None when it cannot be used; a remote one keeps its address.

    Args:
        inputs: the values of the build.
        urls: the addresses of the site.
        path: in the site, or an address elsewhere.
        alt: its text.
        title: its tooltip.
        absolute: whether it is shown away from the site (feed, link previews, search engines), where it has one
            file, a JPEG, and a whole address.
        used: takes the tasks of the files that the view refers to.

    """
    if is_remote(path):
        return ImageView(path, alt, title)
    photo = inputs.photos.get(path)
    if photo is None:
        return None
    files = (preview(photo, path),) if absolute else variants(photo, path)
    used.update(_task(one, path, photo.content) for one in files)
    addresses = [(_address(one, urls, absolute=absolute), one.width) for one in files]
    usual = next((url for url, width in reversed(addresses) if width <= _USUAL), addresses[0][0])
    largest = files[-1]
    return ImageView(
        url=usual,
        alt=alt,
        title=title,
        width=largest.width,
        height=largest.height,
        srcset=tuple(addresses) if len(addresses) > 1 else (),
        colour="" if absolute else photo.colour,
    )


def beside(view: ImageView, urls: Urls) -> ImageView:
    """Return a picture of a page two folders deep by relative addresses, so that it works on another domain.

    The file for browsers that know no `srcset` is the smallest.
    """
    if not view.url.startswith(urls.root) or view.url.startswith("//"):
        return view
    srcset = tuple((_relative(url, urls), width) for url, width in view.srcset)
    url = srcset[0][0] if srcset else _relative(view.url, urls)
    return ImageView(url, view.alt, view.title, view.width, view.height, srcset)


def _relative(url: str, urls: Urls) -> str:
    return "../../" + url.removeprefix(urls.root)


def _address(variant: Variant, urls: Urls, *, absolute: bool) -> str:
    place = f"media/{variant.name}"
    return urls.absolute(place) if absolute else urls.link(place)


def _task(variant: Variant, path: str, content: str) -> Task:
    work = Scale(path, content, variant.width, variant.form) if variant.form else Copy(path, content)
    return Task(f"web/media/{variant.name}", "media", work)
