"""Solidarity: households supported by the Caf, the Département and the CCAS."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "solidarite",
    key_indicator="foyers_allocataires_part",
    sections=(
        Block(
            "allocataires",
            "Ce que reçoivent les allocataires",
            ("part_rsa_allocataires", "part_aide_logement_allocataires"),
        ),
        Composition("familles", "Avec qui vivent les allocataires", structures.RECIPIENTS),
        Evolution(
            "monoparents",
            "Les familles monoparentales parmi les allocataires, année après année",
            "part_allocataires_monoparents",
        ),
        Block(
            "dependance",
            "Quand les prestations font l'essentiel du revenu",
            ("part_dependants_50", "part_dependants_100"),
        ),
        Evolution("rsa", "Les allocataires au RSA, année après année", "part_rsa_allocataires"),
        Evolution("couverture", "Les habitants que la Caf couvre, année après année", "foyers_allocataires_part"),
        Block("suivi", "Les bénéficiaires du RSA accompagnés", ("part_orientes_rsa", "part_contrat_rsa")),
    ),
)
