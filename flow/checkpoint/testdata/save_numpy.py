"""Writes a checkpoint with random weights, as save_torch.py writes a trained one, and prints log p of rows under it.

    python3 save_numpy.py CONFIG rows.csv flow.safetensors

CONFIG is that of the metadata, as JSON. Needs numpy alone.
"""
import json
import struct
import sys

import numpy as np

from load_numpy import log_prob, read


def random(config, rows):
    rng = np.random.default_rng(config["seed"])
    d = config["dim"]
    tensors = {"mean": rows.mean(axis=0), "std": rows.std(axis=0), "log_scale": 0.3 * rng.normal(size=d)}
    if config.get("whiten"):
        _, values, vectors = np.linalg.svd(np.cov((rows - tensors["mean"]) / tensors["std"], rowvar=False))
        tensors["whiten"] = vectors / np.sqrt(values[:, None])
    k = config.get("leading", d)
    for i in range(config["couplings"]):
        if i > 0 and config.get("mix") == "linear":
            tensors[f"mix.{i}.lower"] = np.tril(0.1 * rng.normal(size=(k, k)), -1)
            tensors[f"mix.{i}.upper"] = np.triu(0.1 * rng.normal(size=(k, k)), 1)
        if i > 0 and "mix" in config:
            tensors[f"mix.{i}.rotation"] = np.linalg.qr(rng.normal(size=(k, k)))[0]
        widths = [len(range(i % 2, k, 2)), *config["hidden"], len(range(1 - i % 2, k, 2))]
        for layer, (n, m) in enumerate(zip(widths, widths[1:])):
            tensors[f"couplings.{i}.{2 * layer}.weight"] = rng.normal(size=(m, n)) / np.sqrt(n)
            tensors[f"couplings.{i}.{2 * layer}.bias"] = 0.1 * rng.normal(size=m)
    if "modes" in config:
        shape = config["modes"], k
        tensors["modes.logit"], tensors["modes.mean"] = rng.normal(size=shape[0]), rng.normal(size=shape)
        tensors["modes.log_std"] = 0.3 * rng.normal(size=shape)
        tensors["log_scale"][:k] = 0
    if "clusters" in config:
        shape = config["clusters"], k
        tensors["clusters.logit"], tensors["clusters.mean"] = rng.normal(size=shape[0]), rng.normal(size=shape)
        tensors["clusters.logit"][-1] = -1000  # there is one less
        triangle = np.tril(0.3 * rng.normal(size=(*shape, k)), -1)
        tensors["clusters.scale_tril"] = triangle + np.exp(0.3 * rng.normal(size=(*shape, 1))) * np.eye(k)
        tensors["log_scale"][:k] = 0
    return tensors


def save(path, config, tensors):
    header = {"__metadata__": {"format": "nice-lab/1", "config": json.dumps(config), "columns": "[]"}}
    body = b""
    for name, t in tensors.items():
        raw = t.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + body)


if __name__ == "__main__":
    config, csv, path = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
    rows = np.loadtxt(csv, delimiter=",", ndmin=2)
    save(path, config, random(config, rows))
    for value in log_prob(*read(path), rows):
        print(repr(float(value)))
