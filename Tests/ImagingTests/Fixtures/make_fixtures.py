#!/usr/bin/env python3
"""Makes the fixtures of the imaging tests, except faces: make_fixtures.py DIGITS FACES

DIGITS and FACES are folders of grey PNG files (28 × 28 and 25 × 25 here). Needs numpy, Pillow and scikit-image 0.26.
"""
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from skimage import data
from skimage.feature import local_binary_pattern

here = Path(__file__).parent
for folder in ("patterns", "codecs", "resizing"):
    (here / folder).mkdir(exist_ok=True)


def fnv1a(content):
    """The 64-bit hash of Fowler, Noll and Vo."""
    value = 0xCBF29CE484222325
    for byte in content:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def patterns(digits, faces):
    """Grey pictures, and the hashes of their codes; not-a-number counts as -1."""
    generator = np.random.default_rng(1)
    pictures = {f"face{i}": np.array(Image.open(f)) for i, f in enumerate(sorted(faces.rglob("*.png"))[:4])}
    pictures |= {f"digit{i}": np.array(Image.open(f)) for i, f in enumerate(sorted(digits.rglob("*.png"))[:2])}
    pictures["camera"] = data.camera()[100:180, 200:280]
    pictures["flat"] = np.full((70, 21), 77, np.uint8)
    pictures["lowcontrast"] = generator.integers(100, 103, (90, 150), dtype=np.uint8)
    pictures["gradient"] = np.add.outer(np.arange(40) * 3, np.arange(35) * 2).astype(np.uint8)
    pictures["noise"] = generator.integers(0, 256, (33, 41), dtype=np.uint8)
    pictures["pixel"] = np.array([[9]], np.uint8)
    lines = []
    for name, picture in pictures.items():
        Image.fromarray(picture).save(here / f"patterns/{name}.png")
        for points, radius in ((8, 1), (16, 2), (24, 3), (5, 1.7), (1, 1), (8, 12.25)):
            for method in ("default", "ror", "uniform", "nri_uniform", "var"):
                codes = local_binary_pattern(picture, points, radius, method)
                codes = np.where(np.isnan(codes), -1.0, codes).astype("<f8")
                lines.append(f"{name} {points} {radius} {method} {fnv1a(codes.tobytes())}")
    (here / "patterns/codes.txt").write_text("\n".join(lines) + "\n")
    codes = local_binary_pattern(pictures["camera"], 8, 1, "nri_uniform").astype(int)
    cells = [cell for row in np.array_split(codes, 7) for cell in np.array_split(row, 7, axis=1)]
    shares = np.concatenate([np.bincount(cell.ravel(), minlength=59) / cell.size for cell in cells])
    (here / "patterns/camera-descriptor.f32").write_bytes(shares.astype("<f4").tobytes())


def resizing():
    """Pictures and what Pillow makes of them: picture-width-height-filter.png."""
    pictures = {"gray": Image.fromarray(data.camera()[100:180, 200:291])}
    pictures["colour"] = Image.fromarray(data.astronaut()[20:90, 190:250])
    for name, picture in pictures.items():
        picture.save(here / f"resizing/{name}.png")
        for width, height in ((24, 24), (37, 21), (150, 99), (1, 1), (200, 10)):
            for word, kind in (("bilinear", Image.Resampling.BILINEAR), ("nearest", Image.Resampling.NEAREST)):
                picture.resize((width, height), kind).save(here / f"resizing/{name}-{width}-{height}-{word}.png")
    pictures["colour"].convert("L").save(here / "resizing/colour-as-gray.png")


def chunk(name, content):
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def interlaced(picture):
    """An Adam7 PNG of an RGB picture, which Pillow cannot write."""
    rows = b""
    for y, x, dy, dx in ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)):
        for row in picture[y::dy, x::dx]:
            rows += b"\0" + row.tobytes() if row.size else b""
    head = struct.pack(">IIBBBBB", picture.shape[1], picture.shape[0], 8, 2, 0, 0, 1)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def codecs():
    """Files of many variants, each with its pixels as NAME.expected.png (8-bit grey or RGB, alpha laid over white)."""
    colour = data.astronaut()[30:60, 200:237]
    gray = data.camera()[100:130, 200:237]
    rgb, l = Image.fromarray(colour), Image.fromarray(gray)
    alpha = np.add.outer(np.arange(30), np.arange(37)).astype(np.uint8) * 3

    def keep(name, expected, picture=None, **options):
        if picture is not None:
            picture.save(here / "codecs" / name, **options)
        expected.save(here / "codecs" / f"{name}.expected.png")

    keep("rgb.png", rgb, rgb)
    keep("gray.png", l, l)
    see_through = Image.fromarray(np.dstack([colour, alpha]))
    keep("rgba.png", over_white(colour, alpha), see_through)
    keep("gray-alpha.png", over_white(gray, alpha), Image.merge("LA", (l, Image.fromarray(alpha))))
    palette = rgb.quantize(13)
    keep("palette.png", palette.convert("RGB"), palette)
    palette.save(here / "codecs/palette-transparent.png", transparency=3)
    keep("palette-transparent.png", shown("palette-transparent.png"))
    bits = l.point(lambda v: 255 * (v > 90)).convert("1")
    keep("one-bit.png", bits.convert("L"), bits)
    deep = gray.astype(np.uint16) * 257
    keep("gray16.png", l, Image.fromarray(deep))
    (here / "codecs/interlaced.png").write_bytes(interlaced(colour))
    keep("interlaced.png", rgb)
    for name, picture, options in (
        ("rgb.jpg", rgb, {}), ("progressive.jpg", rgb, {"progressive": True}), ("gray.jpg", l, {}),
        ("full-colour.jpg", rgb, {"subsampling": 0, "quality": 97})):
        picture.save(here / "codecs" / name, **options)
        keep(name, Image.open(here / "codecs" / name))
    rgb.convert("CMYK").save(here / "codecs/cmyk.jpg")
    keep("cmyk.jpg", Image.open(here / "codecs/cmyk.jpg").convert("RGB"))
    keep("rgb.bmp", rgb, rgb)
    keep("gray.bmp", l, l)
    keep("one-bit.bmp", bits.convert("L"), bits)
    keep("palette.bmp", palette.convert("RGB"), palette)
    keep("rgba.bmp", rgb, Image.fromarray(np.dstack([colour, alpha])))
    bottom_up = (here / "codecs/rgb.bmp").read_bytes()
    stride = (37 * 3 + 3) // 4 * 4
    rows = [bottom_up[54 + i * stride:54 + (i + 1) * stride] for i in range(30)]
    top_down = bottom_up[:22] + struct.pack("<i", -30) + bottom_up[26:54] + b"".join(reversed(rows))
    (here / "codecs/top-down.bmp").write_bytes(top_down)
    keep("top-down.bmp", rgb)
    keep("rgb.tif", rgb, rgb)
    keep("lzw.tif", rgb, rgb, compression="tiff_lzw")
    keep("deflate.tif", l, l, compression="tiff_adobe_deflate")
    keep("gray16.tif", l, Image.fromarray(deep))
    keep("palette.tif", palette.convert("RGB"), palette)
    keep("float.tif", l, Image.fromarray(gray.astype(np.float32)))
    noise = np.random.default_rng(2).integers(0, 65536, (30, 37), dtype=np.uint16)
    keep("noise16.tif", Image.fromarray(((noise.astype(int) * 255 + 32767) // 65535).astype(np.uint8)),
         Image.fromarray(noise))
    keep("lossless.webp", rgb, rgb, lossless=True)
    keep("alpha.webp", over_white(colour, alpha), see_through, lossless=True, exact=True)
    keep("moving.webp", rgb, rgb, save_all=True, append_images=[rgb.rotate(90).resize(rgb.size)], lossless=True)
    keep("lossy.webp", rgb, rgb)
    keep("lossy.webp", Image.open(here / "codecs/lossy.webp"))
    keep("palette.gif", palette.convert("RGB"), palette, interlace=True)
    keep("gray.gif", l, l)
    palette.save(here / "codecs/transparent.gif", transparency=3)
    keep("transparent.gif", shown("transparent.gif"))
    keep("packed.ppm", rgb, rgb)
    keep("packed.pgm", l, l)
    keep("packed.pbm", bits.convert("L"), bits)
    (here / "codecs/text.pgm").write_text("P2 # a comment\n37 30\n255\n" + "\n".join(map(str, gray.ravel())))
    keep("text.pgm", l)
    orientations(rgb)


def over_white(colours, alpha):
    """Colours × alpha / 255, rounded, and white behind."""
    share = alpha[..., None].astype(int) if colours.ndim == 3 else alpha.astype(int)
    return Image.fromarray(((colours * share + 127) // 255 + 255 - share).astype(np.uint8))


def shown(name):
    pixels = np.array(Image.open(here / "codecs" / name).convert("RGBA"))
    return over_white(pixels[..., :3], pixels[..., 3])


def orientations(picture):
    """The eight ways in which a picture can lie in its file, as PNG; one of them in the other formats."""
    (here / "orientation").mkdir(exist_ok=True)
    for number in range(1, 9):
        exif = Image.Exif()
        exif[274] = number
        names = [f"{number}.png"] + [f"{number}.jpg", f"{number}.webp", f"{number}.tif"] * (number == 6)
        for name in names:
            options = {"tiffinfo": {274: number}} if name.endswith("tif") else {"exif": exif}
            picture.save(here / "orientation" / name, **options, **({"lossless": True} if "webp" in name else {}))
            turned = ImageOps.exif_transpose(Image.open(here / "orientation" / name))
            turned.save(here / "orientation" / f"{name}.expected.png")


if __name__ == "__main__":
    patterns(Path(sys.argv[1]), Path(sys.argv[2]))
    resizing()
    codecs()
