#!/usr/bin/python3
"""Trains the page's net for MNIST in PyTorch until the test set has so many nats a picture, and prints a line of JSON:
seconds and steps. As on the page, whitening is not counted and validations, every 200 steps, are.

    /usr/bin/python3 web/experiment/pytorch.py THREADS NATS LIMIT CONFIG    (Debian: python3-torch, python3-numpy)

CONFIG is JSON: couplings, hidden, leading, modes, rate, run, batch, average, smooth. LIMIT is in seconds.
"""
import json
import math
import sys
import time

import numpy as np
import torch
from torch import nn

threads, nats, limit, config = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), json.loads(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(7)
with np.load("web/mnist/mnist.npz") as file:
    train, test = (torch.from_numpy(file[name].reshape(-1, 784)) for name in ("x_train", "x_test"))
D, WHITENED, WARMUP, CLIP = 784, 20_480, 50, 5


def dequantized(x):
    return (x.float() + torch.rand(x.shape)) / 256


some = (train[:WHITENED].float() + 0.5) / 256
mean = some.mean(0)
some = (some - mean).double()
cov = some.T @ some / WHITENED
few = D / (2 * WHITENED)
cov += torch.diag(1 / (12 * 256**2) + min(1, few**2) * cov.diagonal())
values, vectors = torch.linalg.eigh(cov)
white = (2 * vectors / values.sqrt()).flip(1).T  # 2 is the width of the logistic prior
units = (math.log(2) * D - values.log().sum() / 2).item()
white = white.float()


class Flow(nn.Module):
    def __init__(self):
        super().__init__()
        self.couplings, self.scale, k = nn.ModuleList(), nn.Parameter(torch.zeros(D)), config["leading"]
        self.lower, self.upper = (nn.Parameter(torch.zeros(config["couplings"], k, k)) for _ in range(2))
        self.logit = nn.Parameter(torch.zeros(config["modes"]))
        self.means = nn.Parameter(1.2 * torch.randn(config["modes"], k))
        self.log_std = nn.Parameter(torch.full((config["modes"], k), math.log(1.6)))
        self.turns = torch.linalg.qr(torch.randn(config["couplings"], k, k))[0]
        for i in range(config["couplings"]):
            widths = [k // 2, *config["hidden"], k // 2]
            layers = []
            for a, b in zip(widths, widths[1:]):
                layers += [nn.Linear(a, b), nn.ReLU()]
            layers[-2].weight.data *= 0.1
            layers[-2].bias.data *= 0.1
            self.couplings.append(nn.Sequential(*layers[:-1]))

    def nll(self, x, noise=0):
        h, k = (x - mean) @ white.T, config["leading"]
        if noise:
            h = h + noise * torch.randn(h.shape)
        lead, lower, upper = h[:, :k], self.lower.tril(-1), self.upper.triu(1)
        for i, m in enumerate(self.couplings):
            if i > 0:
                lead = torch.addmm(lead, lead, upper[i].T)
                lead = torch.addmm(lead, lead, lower[i].T) @ self.turns[i].T
            halves = [lead[:, p::2] for p in (0, 1)]
            halves[1 - i % 2] = halves[1 - i % 2] + m(halves[i % 2])
            lead = torch.stack(halves, 2).flatten(1)
        inverse, shares = torch.exp(-2 * self.log_std), self.logit.log_softmax(0)
        bias = shares - self.log_std.sum(1) - ((self.means**2 * inverse).sum(1) + k * math.log(2 * math.pi)) / 2
        modes = torch.addmm(bias, torch.cat([lead**2, lead], 1), torch.cat([-inverse / 2, self.means * inverse], 1).T)
        scale = self.scale[k:]
        a = (h[:, k:] * scale.exp()).abs()
        return (a + 2 * torch.log1p(torch.exp(-a))).sum(1) - modes.logsumexp(1) - scale.sum() - units


flow, held = Flow(), dequantized(test)
adam = torch.optim.Adam(flow.parameters(), lr=config["rate"], foreach=True)
weights = list(flow.parameters())
averaged = [w.detach().clone() for w in weights]
order, at, step, start = torch.randperm(len(train)), 0, 0, time.perf_counter()
while True:
    if at + config["batch"] > len(train):
        order, at = torch.randperm(len(train)), 0
    x = dequantized(train[order[at : at + config["batch"]]])
    at += config["batch"]
    rate = config["rate"] * min(1, (step + 1) / WARMUP) * (1 + math.cos(math.pi * min(1, step / config["run"]))) / 2
    adam.param_groups[0]["lr"] = rate
    adam.zero_grad(set_to_none=True)
    flow.nll(x, config["smooth"]).mean().backward()
    nn.utils.clip_grad_norm_(weights, CLIP)
    adam.step()
    keep = min(config["average"], (1 + step) / (10 + step))
    with torch.no_grad():
        torch._foreach_mul_(averaged, keep)
        torch._foreach_add_(averaged, weights, alpha=1 - keep)
        step += 1
        if step % 200 == 0:
            now = [w.clone() for w in weights]
            [w.copy_(a) for w, a in zip(weights, averaged)]
            nll = torch.cat([flow.nll(part) for part in held.split(1000)]).mean().item()
            [w.copy_(a) for w, a in zip(weights, now)]
            seconds = time.perf_counter() - start
            if -nll >= nats or seconds > limit:
                break
print(json.dumps({"Threads": threads, "Seconds": seconds, "Steps": step, "NLL": nll, "Version": torch.__version__}))
