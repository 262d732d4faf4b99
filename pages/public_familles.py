"""Families: children, their parents, home and means."""

from lib.ui.publics import show_public

show_public("familles")
