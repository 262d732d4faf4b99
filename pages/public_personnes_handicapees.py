"""Disabled people: allowances, help and services."""

from lib.ui.publics import show_public

show_public("personnes_handicapees")
