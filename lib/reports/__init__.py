"""The report of the analysis of social needs: a draft, a neutral document, one renderer per format."""
