"""Solidarity: households supported by the Caf, the Département and the CCAS."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "solidarite",
    key_indicator="foyers_allocataires_part",
    sections=(
        Block(
            "allocataires",
            "Ce que reçoivent les allocataires",
            ("part_rsa_allocataires", "part_aide_logement_allocataires"),
        ),
    ),
)
