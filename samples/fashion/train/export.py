"""Exports one trained network from WORK/NAME.pt to ../models/NAME.onnx and prints the operators in it.

    python3 export.py NAME --work WORK
"""

import argparse
import collections
import hashlib
from pathlib import Path

import onnx
import torch

from models import MODELS

MODEL_FOLDER = Path(__file__).resolve().parent.parent / "models"


def export(name, work):
    model = MODELS[name]()
    model.load_state_dict(torch.load(work / f"{name}.pt"))
    model.eval()
    path = MODEL_FOLDER / f"{name}.onnx"
    path.parent.mkdir(exist_ok=True)
    # PRESERVE on a network in evaluation mode: the default would fold each BatchNorm into
    # its convolution, and the samples are to show graphs as they are before any such pass.
    torch.onnx.export(
        model, torch.zeros(1, 1, 28, 28), str(path),
        opset_version=13, input_names=["input"], output_names=["logits"],
        dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}},
        training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
    return path


def check(path):
    model = onnx.load(str(path))
    onnx.checker.check_model(model)
    operators = collections.Counter(node.op_type for node in model.graph.node)
    norms = [node for node in model.graph.node if node.op_type == "BatchNormalization"]
    if not norms:
        raise SystemExit(f"{path.name}: the exporter folded BatchNormalization away")
    if any(len(node.output) > 1 or attribute.name == "training_mode" and attribute.i
           for node in norms for attribute in node.attribute):
        raise SystemExit(f"{path.name}: BatchNormalization is in training mode")
    opsets = {entry.domain or "ai.onnx": entry.version for entry in model.opset_import}
    print(f"{path.name}: IR {model.ir_version}, {opsets}, "
          + ", ".join(f"{count} {operator}" for operator, count in sorted(operators.items())))
    print(f"sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=MODELS)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    check(export(arguments.name, arguments.work))


if __name__ == "__main__":
    main()
