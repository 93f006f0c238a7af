"""Fashion-MNIST: from the npm package's JSON to a fixed split, and idx files in and out.

    python3 data.py --package node_modules/fashion-mnist --work WORK

writes ../data/*.gz (test set and calibration set) and WORK/train.npz (training set, never committed).
"""

import argparse
import gzip
import json
import struct
from pathlib import Path

import numpy as np

CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
           "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
SIDE = 28
TEST_PER_CLASS = 1000
CALIBRATION_PER_CLASS = 100
SPLIT_SEED = 2017
MEAN, STD = 0.2860, 0.3530

DATA = Path(__file__).resolve().parent.parent / "data"


def read_package(package):
    """One array of 7,000 images a class. Class 0 has two empty rows, which are no images."""
    images = []
    for label in range(len(CLASSES)):
        rows = json.loads((package / "src" / "clothes" / f"{label}.json").read_text())["data"]
        images.append(np.array([row for row in rows if row], np.uint8).reshape(-1, SIDE, SIDE))
    return images


def split(images):
    """The package lost the original train/test split, so this fixes one: 1,000 test images of each class.

    RandomState, not default_rng: its stream is frozen, so another numpy gives the same split.
    """
    random = np.random.RandomState(SPLIT_SEED)
    parts = {"test": [], "calibration": [], "train": []}
    for label, of_class in enumerate(images):
        order = random.permutation(len(of_class))
        test, train = order[:TEST_PER_CLASS], order[TEST_PER_CLASS:]
        for name, indices in (("test", test), ("train", train), ("calibration", train[:CALIBRATION_PER_CLASS])):
            parts[name].append((of_class[indices], np.full(len(indices), label, np.uint8)))

    shuffled = {}
    for name, chunks in parts.items():
        pixels = np.concatenate([chunk[0] for chunk in chunks])
        labels = np.concatenate([chunk[1] for chunk in chunks])
        order = random.permutation(len(labels))
        shuffled[name] = pixels[order], labels[order]
    return shuffled


def write_idx(path, array):
    header = struct.pack(f">HBB{array.ndim}I", 0, 0x08, array.ndim, *array.shape)
    # No time and no name in the gzip header: the same bytes on every run.
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(header + array.tobytes())


def read_idx(path):
    raw = gzip.decompress(Path(path).read_bytes())
    dimensions = raw[3]
    shape = struct.unpack_from(f">{dimensions}I", raw, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def load_test():
    return read_idx(DATA / "t10k-images-idx3-ubyte.gz"), read_idx(DATA / "t10k-labels-idx1-ubyte.gz")


def load_train(work):
    arrays = np.load(Path(work) / "train.npz")
    return arrays["images"], arrays["labels"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--package", type=Path, required=True, help="the unpacked npm package")
    parser.add_argument("--work", type=Path, required=True, help="folder outside the repository")
    arguments = parser.parse_args()

    parts = split(read_package(arguments.package))
    DATA.mkdir(exist_ok=True)
    for name, prefix in (("test", "t10k"), ("calibration", "calibration")):
        images, labels = parts[name]
        write_idx(DATA / f"{prefix}-images-idx3-ubyte.gz", images)
        write_idx(DATA / f"{prefix}-labels-idx1-ubyte.gz", labels)

    images, labels = parts["train"]
    arguments.work.mkdir(parents=True, exist_ok=True)
    np.savez(arguments.work / "train.npz", images=images, labels=labels)

    for name, (images, labels) in parts.items():
        print(f"{name}: {images.shape}, a class {np.bincount(labels).tolist()}, "
              f"mean {images.mean() / 255:.4f}, std {images.std() / 255:.4f}")
    seen = {image.tobytes() for image in images}
    print("test images also in the training set, byte for byte:",
          sum(image.tobytes() in seen for image in parts["test"][0]))


if __name__ == "__main__":
    main()
