"""Writes tiny.onnx, a network of the operators that image backbones use, arranging.onnx, one of those that only arrange,
and what PyTorch computes with them.

    pip install torch==2.15.0 onnx==1.23.2 safetensors
    python make_onnx.py           # in this folder
"""
import torch
from torch import nn
from safetensors.torch import save_file


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.down, self.up = nn.Conv2d(channels, 4, 1), nn.Conv2d(4, channels, 1)

    def forward(self, x):
        gate = self.up(torch.relu(self.down(nn.functional.adaptive_avg_pool2d(x, 1))))
        return x * nn.functional.hardsigmoid(gate)


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU6())
        self.depthwise = nn.Sequential(nn.Conv2d(8, 8, 3, 1, 1, groups=8, bias=False), nn.BatchNorm2d(8), nn.Hardswish())
        self.block = nn.Sequential(nn.Conv2d(8, 8, 3, 1, 1), nn.BatchNorm2d(8))
        self.gate = Gate(8)
        self.late = nn.BatchNorm2d(16)
        self.head = nn.Linear(16 * 2 * 2, 5)

    def forward(self, x):
        x = self.depthwise(self.stem((x - 0.5) / 0.25))
        x = torch.relu(x + self.block(x))
        x = self.gate(x)
        x = torch.cat([nn.functional.max_pool2d(x, 3, 2, 1), nn.functional.avg_pool2d(x, 2)], 1)
        x = nn.functional.leaky_relu(self.late(x), 0.1) + torch.sigmoid(x) + torch.tanh(x)
        return torch.softmax(self.head(nn.functional.avg_pool2d(x, 2).flatten(1)), 1)


torch.manual_seed(2)
network = Tiny()
for module in network.modules():
    if isinstance(module, nn.BatchNorm2d):
        module.running_mean.normal_(0, 0.2), module.running_var.uniform_(0.5, 2)
        module.weight.data.uniform_(0.5, 1.5), module.bias.data.normal_(0, 0.2)
network.eval()
images = torch.rand(2, 3, 16, 16)
torch.onnx.export(network, images, "tiny.onnx", dynamo=False, do_constant_folding=False, opset_version=17)
with torch.no_grad():
    save_file({"images": images, "output": network(images)}, "tiny_onnx.safetensors")


class Arranging(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem, self.group, self.slopes = nn.Conv2d(3, 12, 3, 2, 1), nn.Conv2d(12, 12, 1, groups=3), nn.PReLU(12)
        self.left, self.head = nn.Conv2d(6, 6, 3, 1, 1), nn.Linear(12 * 8 * 8, 5)
        with torch.no_grad():
            self.slopes.weight.uniform_(-0.5, 0.9)

    def forward(self, x):
        x = nn.functional.pad(x, (1, 2, 3, 0), mode="reflect")
        x = self.slopes(self.stem(nn.functional.pad(x, (0, 1, 1, 2), value=0.5)))
        n, c, h, w = x.shape
        x = self.group(x).view(n, 3, 4, h, w).transpose(1, 2).reshape(n, c, h, w)
        a, b = x.chunk(2, 1)
        x = torch.cat([nn.functional.silu(self.left(a)), nn.functional.gelu(b)], 1)[:, 1:9]
        x = torch.cat([x, nn.functional.elu(x[:, :4])], 1)
        x = nn.functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        return self.head(nn.functional.interpolate(x, size=(8, 8), mode="nearest").flatten(1))


torch.manual_seed(3)
network, images = Arranging().eval(), torch.rand(2, 3, 16, 16)
torch.onnx.export(network, images[:1], "arranging.onnx", dynamo=True, external_data=False)
with torch.no_grad():
    save_file({"images": images, "output": network(images)}, "arranging.safetensors")
