"""Tables and archives to begin with, by the standard library alone: seeds.py FOLDER."""
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
