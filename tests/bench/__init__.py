"""Measures of speed, always as ratios between two variants interleaved in the same run."""
