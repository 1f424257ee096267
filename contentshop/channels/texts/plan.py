"""The texts channel: from what the web channel shows to every file below `build/texts/`."""

from __future__ import annotations

from collections.abc import Iterator

from contentshop.channels.batch import Batch, Shown, Steps
from contentshop.channels.inputs import Inputs
from contentshop.links import token
from contentshop.model import Identity, Outlet, Render, Task
from contentshop.problems import Report

from .posting import fitted
from .sheets import Sheets
from .views import TextView
from .wording import Writer


def plan_texts(inputs: Inputs, shown: Shown, steps: Steps, report: Report) -> Batch:
    """Return the texts of the articles that kits are made of, and the account's sheets.

    Args:
        inputs: the values of the build.
        shown: what the web channel found out.
        steps: not needed; a text is cheap.
        report: takes prices that end soon, and what to add for products that nothing leads to.

    """
    del steps
    tasks: list[Task] = []
    identities: dict[Identity, str] = {}
    products: set[str] = set()
    for article in shown.articles:
        writer = Writer(inputs, shown, article, report)
        for outlet, view in writer.texts():
            tasks += _tasks(article.article.slug, outlet, view)
        identities |= writer.identities
        products |= writer.products
    sheets = Sheets(inputs, shown)
    made = list(sheets.tasks())
    asked, held = sheets.identities, frozenset[str]()
    if shown.staying:  # a sheet would lose what failed articles gave to it; it stays as it is, with its tokens
        made, held = [], frozenset(task.path for task in made)
        asked = {one: shop for one, shop in asked.items() if token(one) in inputs.ledger}
    return Batch((*tasks, *made), identities | asked, frozenset(products | sheets.products), held)


def _tasks(slug: str, outlet: Outlet | None, view: TextView) -> Iterator[Task]:
    """Yield the files of one text."""
    folder = f"texts/{slug}/{outlet.id}" if outlet else f"texts/{slug}"
    if view.channel == "weibo":
        view = fitted(view)
        yield _task(f"{folder}/weibo-share.txt", "texts/weibo-share.txt", view)
    yield _task(f"{folder}/{view.channel}.txt", f"texts/{view.channel}.txt", view)
    if view.channel == "moments":
        yield _task(f"{folder}/moments-comment.txt", "texts/moments-comment.txt", view)


def _task(path: str, template: str, view: TextView) -> Task:
    return Task(path, "page", Render(template, view))
