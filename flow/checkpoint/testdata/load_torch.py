import json, math, struct, torch
from torch import nn

class NICE(nn.Module):
    def __init__(self, path):
        super().__init__()
        raw = bytearray(open(path, "rb").read())
        head = json.loads(raw[8:(start := 8 + struct.unpack("<Q", raw[:8])[0])])
        self.c = c = json.loads(head.pop("__metadata__")["config"])
        d, k, act = c["dim"], c.get("leading", c["dim"]), {"relu": nn.ReLU, "tanh": nn.Tanh}[c["activation"]]
        self.k, self.modal, self.couplings, self.mix = k, k * ("modes" in c or "clusters" in c), nn.ModuleList(), nn.ModuleList()
        for i in range(c["couplings"]):
            w = [len(range(i % 2, k, 2)), *c["hidden"], len(range(1 - i % 2, k, 2))]
            self.couplings.append(nn.Sequential(*[m for n in zip(w, w[1:]) for m in (nn.Linear(*n), act())][:-1]))
            self.mix.append(nn.Module()), self.mix[i].register_buffer("rotation", torch.eye(k), persistent=i > 0 and "mix" in c)
        self.register_buffer("whiten", torch.eye(d), persistent=c.get("whiten", False))
        self.register_buffer("mean", torch.zeros(d)), self.register_buffer("std", torch.ones(d))
        self.log_scale, self.modes, self.clusters = nn.Parameter(torch.zeros(d)), nn.Module(), nn.Module()
        for name, t in head.items():  # what a model may have or not
            (at, _, n), new = name.rpartition("."), torch.zeros(t["shape"])
            if n in ("lower", "upper") or at == "modes": self.get_submodule(at).register_parameter(n, nn.Parameter(new))
            if at == "clusters": self.clusters.register_buffer(n, new)
        self.load_state_dict({name: torch.frombuffer(raw, dtype=torch.float32, count=math.prod(t["shape"]),
            offset=start + t["data_offsets"][0]).reshape(t["shape"]) for name, t in head.items() if name[:6] != "train."})
    def mixing(self, i):  # what comes before coupling i: a rotation Q, or Q L U
        m, one = self.mix[i], torch.eye(self.k)
        return m.rotation @ (m.lower.tril(-1) + one) @ (m.upper.triu(1) + one) if hasattr(m, "lower") else m.rotation
    def mixture(self):  # the prior of the first k coordinates, where they have modes or clusters
        m, D = self.modes if "modes" in self.c else self.clusters, torch.distributions
        tril = m.log_std.exp().diag_embed() if "modes" in self.c else m.scale_tril
        return D.MixtureSameFamily(D.Categorical(logits=m.logit), D.MultivariateNormal(m.mean, scale_tril=tril))
    def log_prob(self, x):  # nats per row, in the units of the data that the flow was trained on
        h, F = (x - self.mean) / self.std @ self.whiten.T, nn.functional
        for i, m in enumerate(self.couplings):
            h = torch.cat([h[:, :self.k] @ self.mixing(i).T, h[:, self.k:]], 1)
            h[:, 1 - i % 2:self.k:2] += m(h[:, i % 2:self.k:2].clone())
        z, modal = h * self.log_scale.exp(), self.modal
        log_h = -(z**2 + math.log(2 * math.pi)) / 2 if self.c["prior"] == "gaussian" else -F.softplus(z) - F.softplus(-z)
        log_p = log_h[:, modal:].sum(1) + self.log_scale[modal:].sum() + self.whiten.slogdet()[1] - self.std.log().sum()
        return log_p + self.mixture().log_prob(h[:, :modal]) if modal else log_p
    def sample(self, n):
        h = torch.randn(n, self.c["dim"]) if self.c["prior"] == "gaussian" else torch.rand(n, self.c["dim"]).logit(1e-7)
        h = torch.cat([self.mixture().sample([n]) if self.modal else h[:, :0], (h / self.log_scale.exp())[:, self.modal:]], 1)
        for i, m in reversed(list(enumerate(self.couplings))):
            h[:, 1 - i % 2:self.k:2] -= m(h[:, i % 2:self.k:2].clone())
            h = torch.cat([torch.linalg.solve(self.mixing(i), h[:, :self.k].T).T, h[:, self.k:]], 1)
        return torch.linalg.solve(self.whiten, h.T).T * self.std + self.mean
