#!/usr/bin/python3
"""Trains two moons by the page's recipe in PyTorch, on one thread: seconds until the NLL of fresh rows is within a bound
of the NICE floor. Measuring is not counted.

    /usr/bin/python3 web/quality/pytorch_moons.py FLOOR [BOUND]      (Debian: python3-torch, python3-numpy)
"""
import math
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(7)
rng = np.random.default_rng(7)
NOISE, COUPLINGS, WIDTH, RUN, WARMUP, RATE, BATCH, CLIP, AVERAGE = 0.05, 32, 16, 6_000, 50, 0.002, 256, 5, 0.99


def moons(n):
    which, u = rng.integers(0, 2, n), rng.random(n)
    angle = math.pi * (u + which)
    at = np.stack([np.where(which, 1, -1) + 2 * np.cos(angle), np.where(which, 0.8, -0.2) + 2 * np.sin(angle)], 1)
    return torch.tensor(at + NOISE * rng.standard_normal((n, 2)), dtype=torch.float32)


class Flow(nn.Module):
    def __init__(self, x):
        super().__init__()
        self.mean, self.std = x.mean(0), x.std(0, unbiased=False)
        a = math.pi * (3 - math.sqrt(5))
        self.turn = torch.tensor([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
        net = lambda: nn.Sequential(nn.Linear(1, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 1))
        self.couplings = nn.ModuleList(net() for _ in range(COUPLINGS))
        self.scale = nn.Parameter(torch.zeros(2))
        with torch.no_grad():
            for m in self.couplings:
                m[4].weight.mul_(3), m[4].bias.mul_(3)

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
    floor, bound = float(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.05
    flow, test = Flow(moons(2000)), moons(20_000)
    adam = torch.optim.Adam(flow.parameters(), lr=RATE)
    shape = lambda t: min(1, (t + 1) / WARMUP) * (0.5 + 0.5 * math.cos(math.pi * t / RUN))
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, shape)
    mean, spent = [p.detach().clone() for p in flow.parameters()], 0.0
    for step in range(RUN):
        start = time.perf_counter()
        adam.zero_grad()
        flow.nll(moons(BATCH)).backward()
        nn.utils.clip_grad_norm_(flow.parameters(), CLIP)
        adam.step()
        schedule.step()
        leaves = min(AVERAGE, (1 + step) / (10 + step))
        with torch.no_grad():
            for m, p in zip(mean, flow.parameters()):
                m.lerp_(p, 1 - leaves)
        spent += time.perf_counter() - start
        if (step + 1) % 250 == 0:
            with torch.no_grad():
                now = [p.detach().clone() for p in flow.parameters()]
                for p, m in zip(flow.parameters(), mean):
                    p.copy_(m)
                gap = flow.nll(test).item() - floor
                for p, m in zip(flow.parameters(), now):
                    p.copy_(m)
            if gap <= bound:
                break
    print(f"pytorch {torch.__version__}, one thread: {gap:.3f} nats above the floor after {step + 1} steps and {spent:.1f} s")


main()
