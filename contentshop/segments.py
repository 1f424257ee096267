"""What stands inside segments: the one way to reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from contentshop.model import Faq, ProductLink, Question, Quote, Segment, Verdict

Flow = tuple[Segment, ...]
"""Segments that stand together inside another one."""


def walk(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Return the segments and all inside them, each before what it holds."""
    for segment in segments:
        yield segment
        for flow in inside(segment):
            yield from walk(flow)


def inside(segment: Segment) -> list[Flow]:
    """Return the flows a segment holds, in the order of the document or, in a verdict, of the page."""
    found: list[Flow] = []

    def noted(flow: Flow) -> Flow:
        found.append(flow)
        return flow

    with_inside(segment, noted)
    return found


def with_inside(segment: Segment, change: Callable[[Flow], Flow]) -> Segment:
    """Return the segment with each flow it holds changed; most segments hold none."""
    match segment:
        case ProductLink():
            return msgspec.structs.replace(segment, label=change(segment.label))
        case Quote():
            return msgspec.structs.replace(segment, body=change(segment.body))
        case Verdict():
            pros, cons = (tuple(map(change, notes)) for notes in (segment.pros, segment.cons))
            return msgspec.structs.replace(segment, pros=pros, cons=cons, audience=change(segment.audience))
        case Faq():
            return msgspec.structs.replace(segment, items=tuple(_question(one, change) for one in segment.items))
        case _:
            return segment


def _question(one: Question, change: Callable[[Flow], Flow]) -> Question:
    return msgspec.structs.replace(one, question=change(one.question), answer=change(one.answer))
