"""Where the files are, and how numbers are written."""
import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent.parent


def data(name):
    """Rows as the tests have them: single precision, handed to the peers in double."""
    y = np.fromfile(HERE / f"{name}.labels.u8", np.uint8).astype(int)
    return np.fromfile(HERE / f"{name}.f32", "<f4").astype(float).reshape(len(y), -1), y


def short(values):
    """Seven significant digits, about as many as single precision has."""
    if isinstance(values, (list, tuple)):
        return [short(v) for v in values]
    return short(values.tolist()) if isinstance(values, np.ndarray) else float(f"{values:.7g}")


def shown(rows):
    """Nine of the rows, evenly spread."""
    return rows[::len(rows) // 8]


def codes(values):
    """One character a row: 0 to 9, then a, b, …"""
    return "".join(np.base_repr(v, 36).lower() for v in values)


def save(name, value):
    (HERE / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
