"""NICE in PyTorch. Reads a request a line, answers a line; the argument is the number of threads."""
import json
import math
import struct
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))


def read(path):
    """Returns config and tensors of a checkpoint of NICE Lab."""
    with open(path, "rb") as f:
        header = json.loads(f.read(struct.unpack("<Q", f.read(8))[0]))
        data = f.read()
    config = json.loads(header.pop("__metadata__")["config"])
    return config, {
        name: torch.from_numpy(np.frombuffer(data[slice(*t["data_offsets"])], np.float32).reshape(t["shape"]).copy())
        for name, t in header.items()
    }


class NICE(nn.Module):
    def __init__(self, config, tensors):
        super().__init__()
        d, self.couplings = config["dim"], nn.ModuleList()
        for i in range(config["couplings"]):
            widths = [(d + 1 - i % 2) // 2, *config["hidden"], (d + i % 2) // 2]
            layers = []
            for a, b in zip(widths, widths[1:]):
                layers += [nn.Linear(a, b), nn.ReLU()]
            self.couplings.append(nn.Sequential(*layers[:-1]))
        self.load_state_dict({k: v for k, v in tensors.items() if k.startswith("couplings.")})
        self.scale = nn.ParameterList([nn.Parameter(tensors["log_scale"][p::2].clone()) for p in (0, 1)])
        self.mean, self.std = tensors["mean"], tensors["std"]

    def split(self, x):
        """The halves of rows, done once: a step has only the maths to do."""
        x = (x - self.mean) / self.std
        return [x[:, p::2].contiguous() for p in (0, 1)]

    def forward(self, even, odd):
        """log p of each row."""
        h = [even, odd]
        for i, m in enumerate(self.couplings):
            h[1 - i % 2] = h[1 - i % 2] + m(h[i % 2])
        lp = -self.std.log().sum() - len(self.std) / 2 * math.log(2 * math.pi)
        for x, s in zip(h, self.scale):
            lp = lp - (x * s.exp()).square().sum(1) / 2 + s.sum()
        return lp


def repeat(seconds, f):
    start, times = time.perf_counter(), 0
    while True:
        result = f()
        times += 1
        passed = time.perf_counter() - start
        if passed >= seconds:
            return result, {"times": times, "seconds": passed}


class Bench:
    def load(self, request):
        """Which Adam is faster, parameter by parameter or all at once, depends on the model: takes the better."""
        checkpoint = read(f"run/bench/{request['model']}.safetensors")
        passed = {}
        for foreach in (False, True):
            self.start(*checkpoint, foreach)
            self.step()
            answer = repeat(0.3, self.step)[1]
            passed[foreach] = answer["seconds"] / answer["times"]
        self.start(*checkpoint, passed[True] < passed[False])
        return {"losses": [self.step().item() for _ in range(request["steps"])], "version": torch.__version__}

    def start(self, config, tensors, foreach):
        self.net = NICE(config, tensors)
        self.batch = self.net.split(tensors["train.batch"])
        self.adam = torch.optim.Adam(self.net.parameters(), 1e-3, (0.9, 0.999), 1e-8, foreach=foreach)

    def step(self):
        self.adam.zero_grad(set_to_none=True)
        loss = -self.net(*self.batch).mean()
        loss.backward()
        self.adam.step()
        return loss.detach()

    def train(self, request):
        return repeat(request["seconds"], self.step)[1]

    def grid(self, request):
        side = request["side"]
        line = torch.linspace(-4, 4, side)
        halves = self.net.split(torch.stack([line.repeat(side), line.repeat_interleave(side)], 1))
        with torch.no_grad():
            lp, answer = repeat(request["seconds"], lambda: self.net(*halves))
        return answer | {"mean": lp.double().mean().item()}


bench = Bench()
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = getattr(bench, request["do"])(request)
    except Exception as e:
        answer = {"error": repr(e)}
    print(json.dumps(answer), flush=True)
