"""Disability: allowances, help and services, from childhood on."""

from lib.ui.theme_page import Block, Evolution, show_theme

show_theme(
    "handicap",
    key_indicator="part_aah_allocataires",
    sections=(
        Block("aah", "La part des allocataires qui reçoivent l'AAH", ("part_aah_allocataires",)),
        Block(
            "frequence",
            "L'AAH et la compensation pour 1 000 habitants",
            ("aah_pour_1000_20_64", "aah_1000_departement", "pch_actp_1000"),
        ),
        Evolution("evolution", "L'AAH dans le département, année après année", "aah_1000_departement"),
    ),
)
