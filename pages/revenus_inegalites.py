"""Incomes: standard of living, poverty, gaps."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "revenus_inegalites",
    key_indicator="taux_pauvrete_60",
    sections=(
        Block("pauvrete", "Qui est pauvre", ("taux_pauvrete_60", "taux_pauvrete_moins_30", "taux_pauvrete_locataires")),
    ),
)
