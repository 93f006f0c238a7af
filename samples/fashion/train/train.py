"""Trains one network and writes its weights to WORK/NAME.pt.

    python3 train.py NAME --work WORK [--epochs N]

The test set is looked at once, after the last epoch: no epoch is picked by it.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from data import MEAN, STD, load_test, load_train
from models import MODELS, macs, parameters

SEED = 1
BATCH = 128
LEARNING_RATE = 0.1
MOMENTUM = 0.9
WEIGHT_DECAY = 5e-4
EPOCHS = 15
SHIFT = 2


def normalize(images):
    return (images.float() / 255 - MEAN) / STD


def augment(padded, generator):
    """A shift of up to SHIFT pixels each way and a horizontal flip, drawn for each image."""
    count, side = len(padded), padded.shape[-1] - 2 * SHIFT
    offsets = torch.randint(0, 2 * SHIFT + 1, (2, count, 1), generator=generator)
    flip = torch.randint(0, 2, (count, 1), generator=generator).bool()
    line = torch.arange(side)
    rows = offsets[0] + line
    columns = offsets[1] + torch.where(flip, line.flip(0), line)
    return padded[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]


@torch.no_grad()
def accuracy(model, images, labels):
    model.eval()
    correct = 0
    for start in range(0, len(labels), 500):
        inputs = normalize(images[start:start + 500]).unsqueeze(1)
        correct += (model(inputs).argmax(1) == labels[start:start + 500]).sum().item()
    return 100 * correct / len(labels)


def train(model, images, labels, epochs, generator):
    padded = nn.functional.pad(images, (SHIFT,) * 4)
    batches = len(labels) // BATCH
    optimizer = torch.optim.SGD(
        model.parameters(), LEARNING_RATE, MOMENTUM, weight_decay=WEIGHT_DECAY, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, LEARNING_RATE, total_steps=epochs * batches, pct_start=0.2, cycle_momentum=False)
    loss_function = nn.CrossEntropyLoss()

    for epoch in range(epochs):
        model.train()
        started, total, correct = time.time(), 0.0, 0
        order = torch.randperm(len(labels), generator=generator)
        for batch in order[:batches * BATCH].view(batches, BATCH):
            inputs = normalize(augment(padded[batch], generator)).unsqueeze(1)
            inputs = inputs.contiguous(memory_format=torch.channels_last)
            logits = model(inputs)
            loss = loss_function(logits, labels[batch])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
            correct += (logits.argmax(1) == labels[batch]).sum().item()
        print(f"epoch {epoch + 1}/{epochs}: loss {total / batches:.4f}, "
              f"augmented training accuracy {100 * correct / (batches * BATCH):.2f} %, "
              f"{time.time() - started:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=MODELS)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)

    model = MODELS[arguments.name]()
    print(f"{arguments.name}: {parameters(model):,} parameters, {macs(model):,} MACs", flush=True)
    model = model.to(memory_format=torch.channels_last)

    images, labels = (torch.from_numpy(array) for array in load_train(arguments.work))
    started = time.time()
    train(model, images, labels.long(), arguments.epochs, generator)
    took = time.time() - started

    images, labels = (torch.from_numpy(np.array(array)) for array in load_test())
    print(f"{arguments.name}: FP32 top-1 {accuracy(model, images, labels):.2f} % on {len(labels)} test images, "
          f"trained in {took / 60:.1f} min", flush=True)
    torch.save(model.state_dict(), arguments.work / f"{arguments.name}.pt")


if __name__ == "__main__":
    main()
