"""Prints log p of rows under a NICE Lab checkpoint, one line a row: nats, in the units of the rows.

    python3 load_numpy.py flow.safetensors rows.csv     (or the rows on standard input)

rows.csv has one row a line, commas between the numbers, no header. Needs numpy alone and shares
no code with NICE Lab: the safetensors format and the flow are written out below, in float64.
"""
import json
import struct
import sys

import numpy as np


def read(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        body = file.read()
    metadata = header.pop("__metadata__")
    assert metadata["format"] == "nice-lab/1", metadata["format"]
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        if not name.startswith("train."):
            assert entry["dtype"] == "F32", name
            tensors[name] = np.frombuffer(body[start:end], "<f4").reshape(entry["shape"]).astype(float)
    return json.loads(metadata["config"]), tensors


def log_prob(config, tensors, x):
    h = (x - tensors["mean"]) / tensors["std"]
    units = -np.log(tensors["std"]).sum()
    if config.get("whiten"):
        h = h @ tensors["whiten"].T
        units += np.log(np.linalg.norm(tensors["whiten"], axis=1)).sum()
    leading = config.get("leading", config["dim"])  # the couplings read, mix and bend the first so many
    h, others = h[:, :leading], h[:, leading:]
    for i in range(config["couplings"]):
        if i > 0 and config.get("mix") == "linear":
            h = h + h @ np.triu(tensors[f"mix.{i}.upper"], 1).T
            h = h + h @ np.tril(tensors[f"mix.{i}.lower"], -1).T
        if i > 0 and "mix" in config:
            h = h @ tensors[f"mix.{i}.rotation"].T
        m = h[:, i % 2 :: 2]
        last = len(config["hidden"])
        for k in range(last + 1):
            name = f"couplings.{i}.{2 * k}"
            m = m @ tensors[name + ".weight"].T + tensors[name + ".bias"]
            if k < last:
                m = np.tanh(m) if config["activation"] == "tanh" else np.maximum(m, 0)
        h[:, 1 - i % 2 :: 2] += m
    z = np.exp(tensors["log_scale"]) * np.hstack([h, others])
    if config["prior"] == "gaussian":
        log_h = -0.5 * z**2 - 0.5 * np.log(2 * np.pi)
    else:
        log_h = -np.logaddexp(0, z) - np.logaddexp(0, -z)
    if "modes" in config or "clusters" in config:  # a mixture of Gaussians is the prior of the first so many
        if "modes" in config:
            shares, mean, std = tensors["modes.logit"], tensors["modes.mean"], np.exp(tensors["modes.log_std"])
            e, log_det = (h[:, None] - mean) / std, np.log(std).sum(axis=1)
        else:  # with covariances L L^T
            shares, mean, tril = (tensors["clusters." + n] for n in ("logit", "mean", "scale_tril"))
            e = np.einsum("mij,rmj->rmi", np.linalg.inv(tril), h[:, None] - mean)
            log_det = np.log(np.diagonal(tril, axis1=1, axis2=2)).sum(axis=1)
        each = shares - np.log(np.exp(shares - shares.max()).sum()) - shares.max() - log_det
        each = each - ((e**2).sum(axis=2) + leading * np.log(2 * np.pi)) / 2
        most = each.max(axis=1)
        units = units + most + np.log(np.exp(each - most[:, None]).sum(axis=1))
        log_h = log_h[:, leading:]
    return log_h.sum(axis=1) + tensors["log_scale"].sum() + units


if __name__ == "__main__":
    path, *csv = sys.argv[1:]
    rows = np.loadtxt(csv[0] if csv else sys.stdin, delimiter=",", ndmin=2)
    for value in log_prob(*read(path), rows):
        print(repr(float(value)))
