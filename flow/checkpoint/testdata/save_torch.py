"""Trains a NICE flow in PyTorch and saves it as a checkpoint that NICE Lab opens and trains on.

    python3 save_torch.py '{"dim": 2, "couplings": 4, "hidden": [64, 64], "activation": "relu", "prior": "gaussian", "seed": 7}' rows.csv flow.safetensors

rows.csv has one row a line, no header. Prints log p of the rows, nats in their units. Needs torch alone.
"""
import json, math, struct, sys, torch
from torch import nn

class NICE(nn.Module):
    def __init__(self, c, x):
        super().__init__()
        self.c, self.k, d, act = c, c.get("leading", c["dim"]), c["dim"], {"relu": nn.ReLU, "tanh": nn.Tanh}[c["activation"]]
        self.register_buffer("mean", x.mean(0)), self.register_buffer("std", x.std(0))
        h = (x - self.mean) / self.std
        _, s, v = torch.linalg.svd(h.T @ h / len(h))  # PCA: each row an eigenvector over the root of its variance
        self.register_buffer("whiten", v / s.sqrt()[:, None] if c.get("whiten") else torch.eye(d), persistent=c.get("whiten", False))
        self.couplings, self.mix, k = nn.ModuleList(), nn.ModuleList(), self.k
        for i in range(c["couplings"]):  # m_i reads the columns of parity i % 2 and shifts the others
            w = [len(range(i % 2, k, 2)), *c["hidden"], len(range(1 - i % 2, k, 2))]
            self.couplings.append(nn.Sequential(*[m for n in zip(w, w[1:]) for m in (nn.Linear(*n), act())][:-1]))
            self.mix.append(nn.Module())
            q = torch.linalg.qr(torch.randn(k, k))[0] if i > 0 and "mix" in c else torch.eye(k)
            self.mix[i].register_buffer("rotation", q, persistent=i > 0 and "mix" in c)
            for n in ("lower", "upper"):
                if i > 0 and c.get("mix") == "linear": self.mix[i].register_parameter(n, nn.Parameter(torch.zeros(k, k)))
        self.log_scale, self.modes, self.clusters = nn.Parameter(torch.zeros(d)), nn.Module(), nn.Module()
        for n, *shape in (("logit",), ("mean", k), ("log_std", k)) if "modes" in c else ():
            self.modes.register_parameter(n, nn.Parameter(0.7 * torch.randn(c["modes"], *shape) * (n == "mean")))
        self.modal = k if "modes" in c or "clusters" in c else 0
        if "clusters" in c: self.cluster((h @ self.whiten.T)[:, :k], c["clusters"])
    def cluster(self, h, n):  # fixes n Gaussians: each of the rows that are nearest to one of the first n
        near = torch.cdist(h, h[:n]).argmin(1)
        of = nn.functional.one_hot(near, n).to(h)
        rows = of.sum(0)  # none, where two of the first n are the same
        mean = of.T @ h / rows.clamp(1)[:, None]
        off = h - mean[near]
        covariance = torch.einsum("rm,ri,rj->mij", of, off, off) / rows.clamp(1)[:, None, None] + 0.01 * torch.eye(self.k)
        for name, t in ("logit", rows.log().clamp(-1000)), ("mean", mean), ("scale_tril", torch.linalg.cholesky(covariance)):
            self.clusters.register_buffer(name, t)
    def mixing(self, i):  # what comes before coupling i: a rotation Q, or Q L U with strict triangles and ones
        m, one = self.mix[i], torch.eye(self.k)
        return m.rotation @ (m.lower.tril(-1) + one) @ (m.upper.triu(1) + one) if hasattr(m, "lower") else m.rotation
    def mixture(self):  # the prior of the first k coordinates, where they have modes or clusters
        m, D = self.modes if "modes" in self.c else self.clusters, torch.distributions
        tril = m.log_std.exp().diag_embed() if "modes" in self.c else m.scale_tril
        return D.MixtureSameFamily(D.Categorical(logits=m.logit), D.MultivariateNormal(m.mean, scale_tril=tril))
    def log_prob(self, x):
        h, F = (x - self.mean) / self.std @ self.whiten.T, nn.functional
        for i, m in enumerate(self.couplings):
            h = torch.cat([h[:, :self.k] @ self.mixing(i).T, h[:, self.k:]], 1)
            h[:, 1 - i % 2:self.k:2] += m(h[:, i % 2:self.k:2].clone())
        z, modal = h * self.log_scale.exp(), self.modal
        log_h = -(z**2 + math.log(2 * math.pi)) / 2 if self.c["prior"] == "gaussian" else -F.softplus(z) - F.softplus(-z)
        log_p = log_h[:, modal:].sum(1) + self.log_scale[modal:].sum() + self.whiten.slogdet()[1] - self.std.log().sum()
        return log_p + self.mixture().log_prob(h[:, :modal]) if modal else log_p
    def save(self, path, columns=()):
        meta = {"format": "nice-lab/1", "config": json.dumps(self.c), "columns": json.dumps(list(columns))}
        head, body = {"__metadata__": meta}, b""
        for name, t in self.state_dict().items():
            raw = struct.pack(f"<{t.numel()}f", *t.flatten().tolist())
            head[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(body), len(body) + len(raw)]}
            body += raw
        text = json.dumps(head).encode()
        text += b" " * (-len(text) % 8)
        open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)

config, rows, path = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
x = torch.tensor([[float(v) for v in line.split(",")] for line in open(rows)])
torch.manual_seed(config["seed"])
flow = NICE(config, x)
adam = torch.optim.Adam(flow.parameters(), lr=0.005)
for _ in range(50):
    adam.zero_grad(), (-flow.log_prob(x).mean()).backward(), adam.step()
flow.save(path)
print(*flow.log_prob(x).tolist(), sep="\n")
