"""Own zones: compose, keep, open and share them."""

from lib.ui.zones_page import show_zones

show_zones()
