#!/usr/bin/python3
"""Writes the reference values that flow's tests compare against: NICE in PyTorch.

    /usr/bin/python3 flow/testdata/fixtures.py      (Debian: python3-torch, python3-numpy)

Each nice-*.json beside this script holds one flow. Matrices are flat lists, row-major.

    config      the Config, with the keys of config.go
    tensors     [{name, shape, data}] in the order of the checkpoint: mean, std,
                whiten, then for each coupling mix.{i}.lower, .upper and .rotation [dim,dim] and
                couplings.{i}.{2k}.weight [out,in] and .bias [out], modes.logit [modes],
                .mean and .log_std [modes,dim], clusters.logit [clusters], .mean [clusters,dim] and
                .scale_tril [clusters,dim,dim], log_scale, as far as the config has them; exact float32
    x           32 rows of dim, in the user's units; exact float32
    z           f(x), 32 rows of dim
    log_p       nats per row, in the user's units
    loss        mean NLL of x: -mean(log_p)
    gradients   [{name, shape, data}] of loss, for every tensor that is trained
    inverse     {z, x}: 8 rows drawn from the prior (exact float32), and f^-1(z) in the user's units
    adam        [{lr, beta1, beta2, eps, losses}]: full-batch Adam from the weights above; losses[t]
                is the mean NLL before update t, 20 of them. With warmup, run, clip and average the rate rises over
                the first steps and falls to 0 along a cosine, long gradients are shortened, and averaged[t] is the
                mean NLL of the averaged weights before update t. With blur the loss is of clusters whose covariances
                have blur^2 added to their diagonals

z, log_p, loss, gradients and inverse are float64 arithmetic on the float32 weights; the Adam
runs are float32 throughout. The data layer (mean, std) and the clusters are never trained.
"""
import copy
import json
import math
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

ROWS, STEPS = 32, 20
ADAM = dict(lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8)
RUN = dict(lr=0.03, beta1=0.9, beta2=0.999, eps=1e-8, warmup=5, run=20, clip=0.5, average=0.9)
BLUR = dict(lr=0.01, beta1=0.9, beta2=0.999, eps=1e-8, blur=0.5)
PAPER = dict(lr=0.01, beta1=0.9, beta2=0.99, eps=1e-4)

# name, seed, dim, couplings, hidden, activation, prior, Adam settings, what NICE has not. The seeds keep every ReLU's
# input at least 1e-3 from the kink, so that rounding cannot flip a gradient.
FLOWS = [
    ("nice-d2-relu-gaussian", 20, 2, 4, [16, 16], "relu", "gaussian", [ADAM]),
    ("nice-d3-tanh-logistic", 60, 3, 3, [8], "tanh", "logistic", [ADAM]),
    ("nice-d5-relu-logistic", 13, 5, 5, [12, 7], "relu", "logistic", [ADAM, PAPER]),
    ("nice-d2-tanh-gaussian", 21, 2, 2, [8, 8, 8], "tanh", "gaussian", [ADAM]),
    ("nice-d9-relu-gaussian", 75, 9, 4, [16], "relu", "gaussian", [ADAM]),
    ("nice-d2-rotate", 31, 2, 5, [8, 8], "tanh", "gaussian", [ADAM, RUN], dict(mix="rotate")),
    ("nice-d5-linear-whiten", 32, 5, 4, [8], "tanh", "logistic", [ADAM], dict(mix="linear", whiten=True)),
    ("nice-d5-modes", 33, 5, 4, [8], "tanh", "logistic", [ADAM], dict(mix="linear", modes=6)),
    ("nice-d5-clusters", 34, 5, 4, [8], "tanh", "logistic", [ADAM, BLUR], dict(mix="linear", clusters=6)),
]


class NICE(nn.Module):
    """f: x' = (x - mean) / std, additive couplings (eq. 9-10 of the paper), z = exp(s) h (section 3.3)."""

    def __init__(self, dim, couplings, hidden, activation, prior, mix="", whiten=False, modes=0, clusters=0):
        super().__init__()
        self.prior = prior
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("std", torch.ones(dim))
        self.kept = [torch.arange(i % 2, dim, 2) for i in range(couplings)]
        self.moved = [torch.arange(1 - i % 2, dim, 2) for i in range(couplings)]
        self.couplings = nn.ModuleList()
        for kept, moved in zip(self.kept, self.moved):
            widths = [len(kept), *hidden, len(moved)]
            layers = []
            for n_in, n_out in zip(widths, widths[1:]):
                layers += [nn.Linear(n_in, n_out), nn.ReLU() if activation == "relu" else nn.Tanh()]
            self.couplings.append(nn.Sequential(*layers[:-1]))
        self.log_scale = nn.Parameter(torch.zeros(dim))
        if whiten:
            self.register_buffer("whiten", torch.eye(dim))
        if modes:
            self.modes = nn.Module()
            self.modes.logit = nn.Parameter(torch.zeros(modes))
            self.modes.mean, self.modes.log_std = (nn.Parameter(torch.zeros(modes, dim)) for _ in range(2))
        if clusters:
            self.clusters = nn.Module()
            for name, *shape in ("logit",), ("mean", dim), ("scale_tril", dim, dim):
                self.clusters.register_buffer(name, torch.zeros(clusters, *shape))
        self.modal = modes or clusters
        self.mix = nn.ModuleList(nn.Module() for _ in range(couplings))
        for m in self.mix[1:] if mix else []:
            if mix == "linear":
                m.lower, m.upper = nn.Parameter(torch.zeros(dim, dim)), nn.Parameter(torch.zeros(dim, dim))
            m.register_buffer("rotation", torch.eye(dim))

    def matrices(self):
        """What comes before each coupling."""
        one = torch.eye(len(self.mean), dtype=self.mean.dtype)
        for i, m in enumerate(self.mix):
            q = getattr(m, "rotation", one)
            if hasattr(m, "lower"):
                q = q @ (m.lower.tril(-1) + one) @ (m.upper.triu(1) + one)
            yield q @ self.whiten if i == 0 and hasattr(self, "whiten") else q

    def forward(self, x):
        h = (x - self.mean) / self.std
        for q, m, kept, moved in zip(self.matrices(), self.couplings, self.kept, self.moved):
            h = h @ q.T
            h = h.index_add(1, moved, m(h[:, kept]))
        return h if self.modal else torch.exp(self.log_scale) * h

    def inverse(self, z):
        h = z / torch.exp(self.log_scale)
        for q, m, kept, moved in reversed(list(zip(self.matrices(), self.couplings, self.kept, self.moved))):
            h = h.index_add(1, moved, -m(h[:, kept]))
            h = torch.linalg.solve(q, h.T).T
        return self.mean + self.std * h

    def mixture(self, blur):
        law = torch.distributions
        if hasattr(self, "modes"):
            m = self.modes
            each = law.Independent(law.Normal(m.mean, m.log_std.exp()), 1)
        else:
            m = self.clusters
            covariance = m.scale_tril @ m.scale_tril.mT + blur**2 * torch.eye(len(self.mean), dtype=self.mean.dtype)
            each = law.MultivariateNormal(m.mean, covariance)
        return law.MixtureSameFamily(law.Categorical(logits=m.logit), each)

    def log_prob(self, x, blur=0):
        z = self(x)
        if self.prior == "gaussian":
            log_h = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
        else:
            log_h = -softplus(z) - softplus(-z)
        units = -torch.log(self.std).sum()
        if hasattr(self, "whiten"):
            units = units + torch.linalg.slogdet(self.whiten)[1]
        if self.modal:  # which log_scale leaves as they are
            return self.mixture(blur).log_prob(z) + units + 0 * self.log_scale.sum()
        return log_h.sum(1) + self.log_scale.sum() + units


def randomise(flow):
    """Weights large enough that every coupling bends, none saturates, and no scale is 1."""
    with torch.no_grad():
        for m in flow.couplings:
            for p in m.parameters():
                p.mul_(1.5)
        flow.log_scale.copy_(0.3 * torch.randn_like(flow.log_scale))
        if hasattr(flow, "modes"):
            flow.log_scale.zero_()
            for p, scale in (flow.modes.logit, 1), (flow.modes.mean, 1), (flow.modes.log_std, 0.3):
                p.copy_(scale * torch.randn_like(p))
        if hasattr(flow, "clusters"):
            flow.log_scale.zero_()
            logit, mean, tril = flow.clusters.buffers()
            logit.copy_(torch.randn_like(logit)), mean.copy_(torch.randn_like(mean))
            logit[-1] = -1000  # there is none
            tril.copy_(0.4 * torch.randn_like(tril).tril(-1) + torch.exp(0.3 * torch.randn_like(mean)).diag_embed())
        flow.mean.copy_(3 * torch.randn_like(flow.mean))
        flow.std.copy_(torch.exp(torch.randn_like(flow.std)))
        turned = lambda t: torch.linalg.qr(torch.randn_like(t).double())[0].float()
        if hasattr(flow, "whiten"):
            flow.whiten.copy_(torch.exp(0.3 * torch.randn(len(flow.whiten), 1)) * turned(flow.whiten))
        for m in flow.mix:
            if hasattr(m, "rotation"):
                m.rotation.copy_(turned(m.rotation))
            if hasattr(m, "lower"):
                m.lower.copy_(0.2 * torch.randn_like(m.lower).tril(-1)), m.upper.copy_(0.2 * torch.randn_like(m.upper).triu(1))


def rows(flow):
    """Skewed and dependent coordinates around the data layer's own mean and std."""
    dim = len(flow.mean)
    e = torch.randn(ROWS, dim)
    e[:, 1:] += 0.5 * e[:, :-1] ** 2 - 0.5
    return flow.mean + flow.std * e


def from_prior(prior, n, dim):
    if prior == "gaussian":
        return torch.randn(n, dim)
    return torch.logit(torch.rand(n, dim))


def adam_losses(flow, x, lr, beta1, beta2, eps, warmup=0, run=0, clip=math.inf, average=0, blur=0):
    flow = copy.deepcopy(flow)
    adam = torch.optim.Adam(flow.parameters(), lr=lr, betas=(beta1, beta2), eps=eps)
    shape = lambda t: min(1, (t + 1) / max(1, warmup)) * (0.5 + 0.5 * math.cos(math.pi * t / run) if run else 1)
    rate = torch.optim.lr_scheduler.LambdaLR(adam, shape)
    step = 0
    mean = torch.optim.swa_utils.AveragedModel(
        flow, avg_fn=lambda avg, now, _: avg + (1 - min(average, (1 + step) / (10 + step))) * (now - avg))
    mean.update_parameters(flow)  # the first only copies
    losses, averaged = [], []
    for step in range(STEPS):
        adam.zero_grad()
        loss = -flow.log_prob(x, blur).mean()
        losses.append(loss.item())
        averaged.append(-mean.module.log_prob(x).mean().item())
        loss.backward()
        nn.utils.clip_grad_norm_(flow.parameters(), clip)
        adam.step()
        rate.step()
        mean.update_parameters(flow)
    return dict(losses=losses, averaged=averaged) if average else dict(losses=losses)


def numbers(t):
    """Shortest decimals that give the float32 back; 12 digits of a float64."""
    a = t.detach().numpy().ravel()
    digits = str if a.dtype == np.float32 else "{:.12g}".format
    return [float(digits(v)) for v in a]


def tensor(name, t):
    return dict(name=name, shape=list(t.shape), data=numbers(t))


def place(name):
    """Where a tensor stands in a checkpoint, as something to sort by."""
    first = ["mean", "std", "whiten"]
    if name in first:
        return -1, first.index(name)
    if name == "log_scale":
        return math.inf, 4
    if name.startswith(("modes.", "clusters.")):
        return math.inf, ["logit", "mean", "log_std", "scale_tril"].index(name.split(".")[1])
    kind, i, rest = name.split(".", 2)
    return (int(i), ["lower", "upper", "rotation"].index(rest)) if kind == "mix" else (int(i), 3 + int(rest.split(".")[0]))


def fixture(seed, dim, couplings, hidden, activation, prior, settings, more={}):
    torch.manual_seed(seed)
    flow = NICE(dim, couplings, hidden, activation, prior, **more)
    randomise(flow)
    x = rows(flow)
    z = from_prior(prior, 8, dim)

    exact = copy.deepcopy(flow).double()
    log_p = exact.log_prob(x.double())
    loss = -log_p.mean()
    loss.backward()

    trained = sorted(exact.named_parameters(), key=lambda p: place(p[0]))
    state = flow.state_dict()
    return dict(
        config=dict(dim=dim, couplings=couplings, hidden=hidden, activation=activation, prior=prior, seed=seed, **more),
        tensors=[tensor(name, state[name]) for name in sorted(state, key=place)],
        x=numbers(x),
        z=numbers(exact(x.double())),
        log_p=numbers(log_p),
        loss=numbers(loss)[0],
        gradients=[tensor(name, p.grad) for name, p in trained],
        inverse=dict(z=numbers(z), x=numbers(exact.inverse(z.double()))),
        adam=[dict(s, **adam_losses(flow, x, **s)) for s in settings],
    )


def main():
    torch.set_num_threads(1)
    for name, *flow in FLOWS:
        path = pathlib.Path(__file__).with_name(name + ".json")
        lines = [json.dumps(key) + ":" + json.dumps(value, separators=(",", ":")) for key, value in fixture(*flow).items()]
        path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(path.name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
