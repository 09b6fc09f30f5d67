#!/usr/bin/python3
"""Trains two moons by the page's recipe in PyTorch, on one thread, until the NLL of fresh rows is at most a bound, and
prints the seconds, the steps and that NLL as JSON. Measuring is not counted. `./build.sh quality -torch` runs it with the
recipe, the seed, the noise and the bound as JSON.      (Debian: python3-torch, python3-numpy)
"""
import json
import math
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
ASKED = json.loads(sys.argv[1])
RUN, AVERAGE = ASKED["run"], ASKED["average"]
torch.manual_seed(ASKED["seed"])
rng = np.random.default_rng(ASKED["seed"])


def moons(n):
    which, u = rng.integers(0, 2, n), rng.random(n)
    angle = math.pi * (u + which)
    at = np.stack([np.where(which, 1, -1) + 2 * np.cos(angle), np.where(which, 0.8, -0.2) + 2 * np.sin(angle)], 1)
    return torch.tensor(at + ASKED["noise"] * rng.standard_normal((n, 2)), dtype=torch.float32)


def net(widths):
    layers = [layer for i, o in zip(widths, widths[1:]) for layer in (nn.Linear(i, o), nn.ReLU())]
    return nn.Sequential(*layers[:-1])


class Flow(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.mean, self.std = x.mean(0), x.std(0, unbiased=False)
        a = math.pi * (3 - math.sqrt(5))
        self.turn = torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
        self.couplings = nn.ModuleList(net([1, *ASKED["hidden"], 1]) for _ in range(ASKED["couplings"]))
        self.scale = nn.Parameter(torch.zeros(2))
        with torch.no_grad():
            for m in self.couplings:
                m[-1].weight.mul_(ASKED["last"]), m[-1].bias.mul_(ASKED["last"])

    def nll(self, x):
        h = (x - self.mean) / self.std
        for i, m in enumerate(self.couplings):
            if i:
                h = h @ self.turn.T
            a, b = h[:, :1], h[:, 1:]
            h = torch.cat([a, b + m(a)] if i % 2 == 0 else [a + m(b), b], 1)
        z = h * self.scale.exp()
        return (0.5 * z * z).sum(1).mean() + math.log(2 * math.pi) - self.scale.sum() + self.std.log().sum()


def main():
    flow, test = Flow(moons(2000)), moons(20_000)
    adam = torch.optim.Adam(flow.parameters(), lr=ASKED["rate"])
    shape = lambda t: min(1, (t + 1) / ASKED["warmup"]) * (0.5 + 0.5 * math.cos(math.pi * t / RUN))
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, shape)
    mean, spent = [p.detach().clone() for p in flow.parameters()], 0.0
    for step in range(RUN):
        start = time.perf_counter()
        adam.zero_grad()
        flow.nll(moons(ASKED["batch"])).backward()
        nn.utils.clip_grad_norm_(flow.parameters(), ASKED["clip"])
        adam.step()
        schedule.step()
        leaves = min(AVERAGE, (1 + step) / (10 + step))
        with torch.no_grad():
            for m, p in zip(mean, flow.parameters()):
                m.lerp_(p, 1 - leaves)
        spent += time.perf_counter() - start
        if (step + 1) % ASKED["every"] == 0:
            with torch.no_grad():
                now = [p.detach().clone() for p in flow.parameters()]
                for p, m in zip(flow.parameters(), mean):
                    p.copy_(m)
                nll = flow.nll(test).item()
                for p, m in zip(flow.parameters(), now):
                    p.copy_(m)
            if nll <= ASKED["bound"]:
                break
    print(json.dumps({"seconds": spent, "steps": step + 1, "nll": nll, "version": torch.__version__}))


main()
