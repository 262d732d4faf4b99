"""Mobility: what households have to get around."""

from lib.ui import structures
from lib.ui.theme_page import Composition, show_theme

show_theme(
    "transport_mobilite",
    key_indicator="menages_sans_voiture",
    sections=(Composition("travail", "Comment on va travailler", structures.COMMUTING),),
)
