"""The areas like my territory: criteria, group, figures; the comparison goes with the reader from page to page."""

from lib.ui.peers_choice import show_peers

show_peers()
