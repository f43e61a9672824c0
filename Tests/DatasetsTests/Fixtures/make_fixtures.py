"""Makes the NumPy archives beside this file: python make_fixtures.py. NumPy 1.26 or newer."""
import zipfile

import numpy as np

rng = np.random.default_rng(0)
X = rng.integers(-50, 50, (6, 4)).astype(np.float64) / 4
words = np.array(["happy", "sadness", "Angry", "happy", "fear", "neutral"])
codes = np.array([3, 1, 10, 3, 1, 10])
subjects = np.array(["S1", "S2", "S1", "S3", "S2", "S3"])

np.savez("stored.npz", X=X, y=words, subject=subjects)
np.savez_compressed("deflated.npz", X=X, y=words, subject=subjects, group=np.array([1, 2, 1, 2, 1, 2]))
np.savez_compressed("fortran.npz", X=np.asfortranarray(X), y=codes)
np.savez("big_endian.npz", X=X.astype(">f8"), y=codes.astype(">i4"))
np.savez("bytes_labels.npz", X=X.astype(np.float16), y=np.char.encode(words))
for name in ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]:
    values = np.abs(X * 4) if name[0] == "u" else X * 4
    np.savez(f"type_{name}.npz", X=values.astype(name), y=codes)
np.savez("type_b1.npz", X=X > 0, y=(codes > 5))
grey = rng.integers(0, 256, (6, 5, 7), dtype=np.uint8)
colour = rng.integers(0, 256, (6, 5, 7, 3), dtype=np.uint8)
np.savez("grey.npz", X=grey, y=codes)
np.savez("colour_fortran.npz", X=np.asfortranarray(colour), y=codes)
np.savez("objects.npz", X=X, y=np.array(list(words), dtype=object))
np.savez("nan.npz", X=np.where(X == X[2, 1], np.nan, X), y=codes)
np.savez("no_labels.npz", X=X)

# What the tests expect, as text: one number a line, row-major.
np.savetxt("expected_X.txt", X.ravel(), fmt="%.17g")
np.savetxt("expected_grey.txt", grey.ravel(), fmt="%d")
np.savetxt("expected_colour.txt", colour.ravel(), fmt="%d")

# Zip64 records everywhere in a small archive: zipfile writes them above limits, which are lowered here.
zipfile.ZIP64_LIMIT = 100
zipfile.ZIP_FILECOUNT_LIMIT = 1
np.savez_compressed("zip64.npz", X=X, y=words)
