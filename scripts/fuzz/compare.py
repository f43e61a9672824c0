"""Pixels of damaged pictures beside Pillow's, where both read them: KEEP=3000 scripts/fuzz/run 100000 1, then
compare.py FOLDER. Needs Pillow and NumPy."""
import pathlib
import sys
import warnings

import numpy as np
from PIL import Image, ImageOps

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
counts = {}
for pixels in sorted(folder.rglob("*.pixels")):
    ours = np.asarray(Image.open(pixels)).astype(int)
    path = pixels.with_suffix("")
    count = counts.setdefault(path.suffix, {"same": 0, "near": 0, "refused by Pillow": 0, "other": []})
    try:
        with Image.open(path) as picture:
            picture.load()
            kind, tags = picture.mode, getattr(picture, "tag_v2", {})
            picture = ImageOps.exif_transpose(picture)
            if kind in ("I", "I;16", "I;16B", "F"):
                # Pillow gives what is stored, of which the first eight bits are taken here as the reader's documentation
                # says: rounded; floating-point numbers of at most 1 times 255.
                stored = np.asarray(picture).astype(float)
                deep = 65535
                if path.suffix == ".tif" and tags.get(258) == (32,):
                    # Pillow calls them signed whether they are or not.
                    deep, stored = 2**32 - 1, stored % 2**32
                scale = (255.0 if stored.max() <= 1 else 1.0) if kind == "F" else 255.0 / deep
                stored = np.floor(stored * scale + 0.5).clip(0, 255)
                # White is zero: turned by Pillow in eight bits alone.
                picture = Image.fromarray((255 - stored if tags.get(262) == 0 else stored).astype(np.uint8))
                kind = "L"
            if "A" in kind or "transparency" in picture.info:
                picture = picture.convert("RGBA")
                back = Image.new("RGBA", picture.size, "white")
                back.alpha_composite(picture)
                picture = back.convert("RGB")
            else:
                picture = picture.convert("L" if kind in ("1", "L") and ours.ndim == 2 else "RGB")
            theirs = np.asarray(picture).astype(int)
    except Exception:
        count["refused by Pillow"] += 1
        continue
    if ours.ndim == 2 and theirs.ndim == 3:
        ours = np.repeat(ours[:, :, None], 3, axis=2)
    if ours.ndim == 3 and theirs.ndim == 2:
        theirs = np.repeat(theirs[:, :, None], 3, axis=2)
    if ours.shape != theirs.shape:
        count["other"].append((path.name, f"{ours.shape} beside {theirs.shape}"))
    elif (worst := np.abs(ours - theirs).max()) == 0:
        count["same"] += 1
    elif worst <= 1:
        count["near"] += 1
    else:
        count["other"].append((path.name, f"{worst} in {(np.abs(ours - theirs) > 1).mean():.3f} of the bytes"))
for ending, count in counts.items():
    print(ending, {key: len(value) if key == "other" else value for key, value in count.items()})
    for entry in count["other"][:12]:
        print("   ", *entry)
