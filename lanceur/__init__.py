"""The launcher behind ``lancer.py``: standard library only, it runs before anything is installed."""
