"""The public reading API, ``/api/v1/…``: territories, themes, indicators, figures, sources; nothing can be written."""
