"""Debt: over-indebted households, and who holds the rest."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "endettement",
    key_indicator="surendettement_depots",
    sections=(Block("depots", "Les dossiers déposés, rapportés à la population", ("surendettement_depots",)),),
)
