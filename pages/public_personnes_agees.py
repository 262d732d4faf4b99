"""Elders: how many, living how, helped by whom."""

from lib.ui.publics import show_public

show_public("personnes_agees")
