"""Incomes: standard of living, poverty, gaps."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, Incomes, show_theme

show_theme(
    "revenus_inegalites",
    key_indicator="taux_pauvrete_60",
    sections=(
        Incomes("niveaux", "Du plus modeste au plus aisé"),
        Composition("origines", "D'où viennent les revenus", structures.INCOME_SOURCES),
        Block(
            "pauvrete",
            "Qui vit sous le seuil de pauvreté",
            ("taux_pauvrete_60", "taux_pauvrete_moins_30", "taux_pauvrete_locataires"),
        ),
        Block(
            "prestations",
            "La place des prestations dans les revenus",
            ("part_prestations_sociales_revenu", "part_minima_sociaux_revenu"),
        ),
        Block("impots", "Qui paie l'impôt sur le revenu", ("part_menages_imposes", "part_foyers_imposes")),
        Evolution("mediane", "Le niveau de vie médian au fil du temps", "niveau_vie_median"),
        Evolution("rsa", "Le RSA d'une année à l'autre", "part_foyers_rsa"),
    ),
)
