"""Writes the small files of weights that WeightFileTests reads.

    pip install torch==2.15.0 safetensors numpy
    python make_weights.py        # in this folder

Element i of the tensor named t is (i + len(t)) / 8, exact in every type used.
"""
import io, pickle, zipfile
import torch
from collections import OrderedDict
from safetensors.torch import save_file


def numbers(name, *shape, dtype=torch.float32):
    count = 1
    for size in shape:
        count *= size
    return ((torch.arange(count) + len(name)) / 8).reshape(shape).to(dtype)


tensors = OrderedDict(
    [
        ("backbone.conv.weight", numbers("backbone.conv.weight", 2, 3, 2, 2)),
        ("half", numbers("half", 5, dtype=torch.float16)),
        ("brain", numbers("brain", 4, dtype=torch.bfloat16)),
        ("double", numbers("double", 3, dtype=torch.float64)),
        ("counter", torch.tensor(7)),
    ]
)
save_file(dict(tensors), "tiny.safetensors", metadata={"made": "by \"safetensors\""})
torch.save(tensors, "tiny.pth")
transposed = numbers("views", 3, 4).t()
torch.save({"epoch": 3, "state_dict": {"transposed": transposed, "column": transposed[1], "parameter":
           torch.nn.Parameter(numbers("parameter", 2))}}, "nested.pth")
torch.save(tensors, "legacy.pth", _use_new_zipfile_serialization=False)


class Evil:
    def __reduce__(self):
        import os
        return os.system, ("touch /tmp/mien-was-executed",)


torch.save({"weight": numbers("weight", 2), "evil": Evil()}, "evil.pth")
