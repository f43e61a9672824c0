"""Tables, archives and files that faces are found by to begin with, by the standard library alone: seeds.py FOLDER."""
import pathlib
import struct
import sys
import zipfile
import zlib

folder = pathlib.Path(sys.argv[1])
tables = [
    "emotion,pixels,Usage\n0,1 2 3 4,Training\n3,9 8 7 6,PublicTest\n6,255 0 128 77,PrivateTest\n",
    "\ufeffa;b;label;subject\r\n1,5;2;\"x;\"\"y\";S1\r\n3;4e5;z;S2\r\n",
    "5.1,3.5,setosa\n4.9,3.0,virginica\n6.2,nan,setosa\n",
    "a b label\n1 1.5 -2e3 x\n2 2.5 0x10 y\n3 +inf 1e400 x\n",
    "id|when|value|class\r1|2026-01-01|12345678901234567890|é\r2|2026-01-02|0.1|日本\r",
]
for number, text in enumerate(tables):
    (folder / f"seed{number}.csv").write_bytes(text.encode())


def png(tone):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(bytes([0] + [(tone + x + y) % 256 for x in range(6)]) for y in range(5))
    head = struct.pack(">IIBBBBB", 6, 5, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


for number, method in enumerate([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]):
    with zipfile.ZipFile(folder / f"seed{number}.zip", "w", method) as archive:
        for tone, name in enumerate(["train/happy/1.png", "test/sad/2.png", "test/happy/3.png"]):
            archive.writestr(name, png(40 * tone))


def cascade(stages, side=8):
    """In the form of OpenCV: for each stage its threshold and stumps of (rectangles, threshold, below, above)."""
    features, parts = [], []
    for threshold, stumps in stages:
        weak = ""
        for rectangles, bound, below, above in stumps:
            weak += f"<_><internalNodes>0 -1 {len(features)} {bound}</internalNodes><leafValues>{below} {above}</leafValues></_>\n"
            features.append("".join(f"<_>{x} {y} {w} {h} {weight}</_>" for x, y, w, h, weight in rectangles))
        parts.append(f"<_><maxWeakCount>{len(stumps)}</maxWeakCount><stageThreshold>{threshold}</stageThreshold>"
                     f"<weakClassifiers>{weak}</weakClassifiers></_>\n")
    rects = "".join(f"<_><rects>{feature}</rects></_>\n" for feature in features)
    most = max(len(stumps) for _, stumps in stages)
    return (f'<?xml version="1.0"?>\n<!-- a seed -->\n<opencv_storage><cascade type_id="opencv-cascade-classifier">'
            f"<stageType>BOOST</stageType><featureType>HAAR</featureType><height>{side}</height><width>{side}</width>"
            f"<stageParams><maxWeakCount>{most}</maxWeakCount></stageParams><featureParams><maxCatCount>0</maxCatCount>"
            f"</featureParams><stageNum>{len(stages)}</stageNum><stages>{''.join(parts)}</stages>"
            f"<features>{rects}</features></cascade></opencv_storage>\n")


whole = (0, 0, 8, 8, -1)
for number, stages in enumerate([
    [(0, [([whole, (0, 0, 8, 4, 2)], 0, 1, 1)])],
    [(0, [([whole, (0, 4, 8, 4, 2)], 0.5, -1, 1)]),
     (-0.5, [([whole, (0, 0, 4, 8, 2)], 0.25, 1, -1),
             ([(0, 0, 8, 2, 1), (0, 3, 8, 2, -2), (0, 6, 8, 2, 1)], 0.125, 0.25, -0.25)])],
]):
    (folder / f"seed{number}.xml").write_text(cascade(stages))


def whole_number(number):
    """As dlib packs it: how many bytes and the sign, then the bytes, the lowest first."""
    size = max(1, (abs(number).bit_length() + 7) // 8)
    return bytes([size | (128 if number < 0 else 0)]) + abs(number).to_bytes(size, "little")


def real(number):
    if number == 0:
        return whole_number(0) * 2
    exponent = 0
    while number != int(number):
        number, exponent = number * 2, exponent - 1
    return whole_number(int(number)) + whole_number(exponent)


def column(numbers):
    return whole_number(-len(numbers)) + whole_number(-1) + b"".join(map(real, numbers))


def counted(parts):
    return whole_number(len(parts)) + b"".join(parts)


# Five landmarks and two levels of one tree each.
mean = [0.875, 0.25, 0.625, 0.25, 0.125, 0.25, 0.375, 0.25, 0.5, 0.75]
split = whole_number(0) + whole_number(1) + real(25.5)
tree = counted([split]) + counted([column([0.125, 0.0] * 5), column([0.0] * 10)])
levels = [counted([tree])] * 2
anchors = [counted([whole_number(4), whole_number(0)])] * 2
offsets = [counted([real(0.0) + real(shift), real(shift) + real(0.0)]) for shift in (0.0, -0.0625)]
(folder / "seed0.dat").write_bytes(
    whole_number(1) + column(mean) + counted(levels) + counted(anchors) + counted(offsets))
