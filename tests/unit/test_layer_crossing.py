"""The classes of a crossed map: what is not touched stands apart, and only when there is some."""

import numpy as np

from lib.ui.layer_crossing import LEAST, _cut


def test_what_is_not_touched_has_a_class_of_its_own():
    cut = _cut(np.array([0.0, 0.0, 20.0, 40.0, 60.0, 80.0]))
    assert cut.breaks[0] == LEAST and cut.counts([0.0, 0.0, 20.0, 40.0, 60.0, 80.0])[0] == 2


def test_no_class_is_empty_when_everything_is_touched():
    values = [3.0, 12.0, 51.0, 91.0, 100.0, 100.0]
    cut = _cut(np.array(values))
    assert LEAST not in cut.breaks and min(cut.counts(values)) > 0
