"""From the inputs of a build to everything it wants written, in all channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from contentshop.channels import Backlog, Batch, Inputs, Shown, Steps, joined
from contentshop.channels.kit import plan_kit
from contentshop.channels.texts import plan_texts
from contentshop.channels.web import Kept, Plan, Round, open_web, plan_web
from contentshop.links import advice, ready_identities, stale, unsure
from contentshop.model import Channel, Config, Problem
from contentshop.problems import Report

_HANDED_ON: tuple[Channel, ...] = ("wechat", "moments", "group", "chat", "weibo", "email", "print")
"""The channels in which products of articles are passed on beside the web."""


class Planned(msgspec.Struct, frozen=True):
    """A plan, and what it was made of."""

    plan: Plan
    opened: Round
    """The articles."""
    kits: Batch
    """What the channels beside the web want."""
    beside: tuple[str, ...]
    """The files of these."""
    told: tuple[Problem, ...] = ()
    """What planning these told."""

    def in_memory(self) -> Planned:
        """Return this without need of the backlog, and without what the build before gave."""
        plan = msgspec.structs.replace(self.plan, listings=dict(self.plan.listings))
        opened = msgspec.structs.replace(self.opened, kept=Kept())
        return msgspec.structs.replace(self, plan=plan, opened=opened)


def plan(inputs: Inputs, kept: Kept, steps: Steps, backlog: Backlog, report: Report) -> Plan:
    """Plan every file of the output, as `planned` does."""
    return planned(inputs, kept, steps, backlog, report).plan


def planned(inputs: Inputs, kept: Kept, steps: Steps, backlog: Backlog, report: Report) -> Planned:
    """Add the task of every file of the output to the backlog, and return what is known of them all.

    Args:
        inputs: the values of the build.
        kept: what articles and products gave at the last build in which they were sound.
        steps: works out what is costly once per content.
        backlog: takes the tasks; pages wait there, too, until all of the site is known.
        report: takes what is wrong.

    """
    opened = open_web(inputs, kept, backlog, report)
    told: list[Problem] = []
    kits = beside(inputs, kept, opened.shown, steps, told.append)
    for found in told:
        report(found)
    for found in left_out(inputs, opened.shown):
        report(found)
    for found in unsure(opened.shown.resolver.rows(), inputs.config):
        report(found)
    for found in stale(inputs.config, inputs.today):
        report(found)
    made = plan_web(opened, kits, steps, backlog, report)
    files = tuple(task.path for task in kits.tasks)
    return Planned(made, opened, kits, files, tuple(told))


def beside(inputs: Inputs, kept: Kept, shown: Shown, steps: Steps, report: Report) -> Batch:
    """Return what the channels beside the web want.

    The kits gather what the others make, and what stays of theirs. The tokens that stand in ready-made links come
    along, for the ledger and their go pages.
    """
    batches = [plan(inputs, shown, steps, report) for plan in _planning(inputs.config)]
    made = {task.path: task for one in batches for task in one.tasks}
    held = joined(batches).held
    staying = frozenset(path for path in held if path in kept.files and not path.startswith("web/"))
    ready = Batch(identities=dict.fromkeys(ready_identities(inputs.catalogue.products.values()), ""))
    return joined([ready, *batches, plan_kit(inputs, shown, made, staying, steps, report)])


def _planning(config: Config) -> Iterator[Callable[[Inputs, Shown, Steps, Report], Batch]]:
    """Yield what plans the channels whose files kits gather; what is switched off is not imported either."""
    if config.builds("wechat"):
        from contentshop.channels.wechat import plan_wechat

        yield plan_wechat
    if config.builds("moments"):
        from contentshop.channels.moments import plan_moments

        yield plan_moments
    yield plan_texts


def left_out(inputs: Inputs, shown: Shown) -> Iterator[Problem]:
    """Yield what to add to products that can be bought, but reached by nothing in a channel that is built."""
    config, catalogue = inputs.config, inputs.catalogue
    products = dict.fromkeys(name for one in shown.articles for name in one.products if name in catalogue.products)
    for channel in _HANDED_ON:
        if config.builds(channel):
            for name in products:
                place = catalogue.place(name, "offers")
                found = advice(catalogue.products[name], channel, config, inputs.today, place)
                if found is not None:
                    yield found
