"""Makes archives/: four small images in train and test folders, packed in every way that is read but zip, and one table.

Python 3.11 with Pillow; set.7z by bsdtar 3.6 (libarchive-tools), since Python has no writer; set.rar by hand, stored, after
the description of the format in libarchive's reader, since no free program writes it.
"""
import binascii
import gzip
import io
import struct
import subprocess
import tarfile
import tempfile
from pathlib import Path

from PIL import Image

folder = Path(__file__).parent / "archives"
folder.mkdir(exist_ok=True)
images = {}
for index, name in enumerate(
        ["train/happy/1.png", "train/sad/2.png", "test/happy/3.png", "test/sad/4.png"]):
    stream = io.BytesIO()
    Image.new("L", (4, 3), 40 + 50 * index).save(stream, "PNG")
    images[name] = stream.getvalue()


def tar(mode):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=f"w:{mode}") as archive:
        for name, content in images.items():
            member = tarfile.TarInfo("./set/" + name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("./set/train/happy/link.png")
        link.type, link.linkname = tarfile.SYMTYPE, "1.png"
        archive.addfile(link)
    return stream.getvalue()


for ending, mode in (("tar", ""), ("tar.gz", "gz"), ("tar.bz2", "bz2"), ("tar.xz", "xz")):
    (folder / f"set.{ending}").write_bytes(tar(mode))
with tempfile.TemporaryDirectory() as place:
    for name, content in images.items():
        path = Path(place) / "set" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    subprocess.run(["bsdtar", "--format=7zip", "-cf", folder.resolve() / "set.7z", "-C", place, "set"], check=True)


def rar_block(kind, flags, content, data=b""):
    head = struct.pack("<BHH", kind, flags, 7 + len(content)) + content
    return struct.pack("<H", binascii.crc32(head) & 0xFFFF) + head + data


rar = b"Rar!\x1a\x07\x00" + rar_block(0x73, 0, bytes(6))
for name, content in images.items():
    name = ("set/" + name).replace("/", "\\").encode()
    fields = struct.pack("<IIBIIBBHI", len(content), len(content), 3, binascii.crc32(content), 0x52000000, 20, 0x30,
                         len(name), 0o100644) + name
    rar += rar_block(0x74, 0x8000, fields, content)
(folder / "set.rar").write_bytes(rar + rar_block(0x7B, 0x4000, b""))
table = "a,b,label\n" + "".join(f"{i},{i * i},{'yes' if i % 2 else 'no'}\n" for i in range(8))
(folder / "table.csv.gz").write_bytes(gzip.compress(table.encode(), mtime=0))
# One MiB of zeros; such files one after another are one packed file.
(folder / "zeros.gz").write_bytes(gzip.compress(bytes(1 << 20), mtime=0))
