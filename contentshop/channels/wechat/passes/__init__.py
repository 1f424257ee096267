"""From plain HTML to what an official account takes: small passes over the tree, one for each quirk."""

from collections.abc import Callable

from bs4 import Tag

from . import cards, code, links, lists, looks, losses, pictures, shape, tables, tidying
from .work import Work

Pass = Callable[[Tag, Work], None]
PASSES: tuple[Pass, ...] = (
    losses.footnotes_go_to_the_end,
    losses.drawings_are_named,
    losses.formulas_become_text,
    losses.media_become_links,
    losses.unseen_is_dropped,
    losses.task_boxes_become_characters,
    losses.forms_are_opened,
    losses.ruby_goes_into_brackets,
    losses.abbreviations_are_spelled_once,
    losses.quotation_marks_are_written,
    code.code_blocks_are_written_out,
    shape.admonitions_become_notes,
    shape.details_are_opened,
    shape.terms_become_paragraphs,
    shape.keys_are_drawn,
    pictures.foreign_pictures_become_links,
    pictures.pictures_say_their_size,
    shape.tags_are_renamed,
    shape.headings_are_levelled,
    shape.paragraphs_hold_no_blocks,
    shape.loose_text_gets_paragraphs,
    pictures.pictures_stand_alone,
    links.article_links_stay,
    links.product_links_get_ways,
    links.outside_links_are_numbered,
    lists.lists_hold_items_only,
    lists.deep_lists_are_flattened,
    lists.items_hold_one_section,
    lists.task_lists_lose_bullets,
    tables.tables_lose_widths,
    tables.wide_tables_become_records,
    cards.inserts_are_marked,
    cards.texts_to_copy_are_filled,
    cards.codes_keep_a_screen_apart,
    links.references_are_listed,
    tidying.empty_elements_go,
    tidying.white_space_is_folded,
    looks.headings_get_insides,
    looks.styles_are_written,
    looks.attributes_are_few,
    looks.everything_stands_in_two_sections,
    tidying.bare_elements_are_opened,
    tidying.texts_are_joined,
)
"""In their order: what is lost is put in words first, then the tags are set right, then links, lists, tables and
cards; styles come last."""

FOR_DRAFTS: tuple[Pass, ...] = (cards.cards_are_put_in,)
"""What is done besides for the draft API, once all these are through."""

__all__ = ["FOR_DRAFTS", "PASSES", "Pass", "Work"]
