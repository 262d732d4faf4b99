"""Lexicon: the sheet of every indicator, with a full-text search."""

from lib.ui.lexicon import show_lexicon

show_lexicon()
