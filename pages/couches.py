"""Layers: priority quarters, deposited outlines or points; who is touched, who lives far."""

from lib.ui.layers_page import show_layers

show_layers()
