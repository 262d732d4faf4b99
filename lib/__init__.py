"""Boussole sociale: figures on social needs, from official files to a board meeting."""
