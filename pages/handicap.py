"""Disability: allowances, help and services, from childhood on."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "handicap",
    key_indicator="part_aah_allocataires",
    sections=(
        Block(
            "enfants",
            "Où sont accueillis les enfants et les adultes",
            (
                "etablissements_enfants_handicapes",
                "services_enfants_handicapes",
                "camsp_cmpp",
                "esat",
                "foyers_adultes_handicapes",
                "foyers_medicalises",
            ),
        ),
    ),
)
