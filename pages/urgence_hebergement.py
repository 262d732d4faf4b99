"""Emergency and shelter: known places, and what only those on duty know."""

from lib.ui.theme_page import show_theme

show_theme(
    "urgence_hebergement",
    key_indicator="structures_chrs",
    sections=(),
)
