"""Five small image classifiers for 28x28 grey images, each at most 3 million multiply-accumulates."""

import torch
from torch import nn


def conv_bn(inputs, outputs, kernel=3, stride=1, groups=1, activation=nn.ReLU):
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    if activation is not None:
        layers.append(activation())
    return nn.Sequential(*layers)


class Head(nn.Sequential):
    def __init__(self, inputs, classes=10):
        super().__init__(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes))


def mobilenet_v1():
    """Depthwise-separable chain, no skip connections (Howard et al. 2017)."""
    layers = [conv_bn(1, 32, stride=2, activation=nn.ReLU6)]
    channels = 32
    for outputs, stride in ((64, 1), (128, 2), (128, 1), (192, 2), (192, 1)):
        layers.append(conv_bn(channels, channels, stride=stride, groups=channels, activation=nn.ReLU6))
        layers.append(conv_bn(channels, outputs, kernel=1, activation=nn.ReLU6))
        channels = outputs
    return nn.Sequential(*layers, Head(channels))


class InvertedResidual(nn.Module):
    """Expansion, depthwise, linear bottleneck (Sandler et al. 2018); with squeeze-excite for v3."""

    def __init__(self, inputs, expanded, outputs, stride, kernel=3, activation=nn.ReLU6, squeeze=False):
        super().__init__()
        layers = []
        if expanded != inputs:
            layers.append(conv_bn(inputs, expanded, kernel=1, activation=activation))
        layers.append(conv_bn(expanded, expanded, kernel, stride, groups=expanded, activation=activation))
        if squeeze:
            layers.append(SqueezeExcite(expanded))
        layers.append(conv_bn(expanded, outputs, kernel=1, activation=None))
        self.body = nn.Sequential(*layers)
        self.skip = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.skip else self.body(x)


def mobilenet_v2():
    layers = [conv_bn(1, 16, stride=2, activation=nn.ReLU6)]
    channels = 16
    for expansion, outputs, stride in ((1, 16, 1), (4, 16, 1),
                                       (4, 24, 2), (4, 24, 1), (4, 24, 1),
                                       (4, 56, 2), (4, 56, 1), (4, 56, 1)):
        layers.append(InvertedResidual(channels, channels * expansion, outputs, stride))
        channels = outputs
    layers.append(conv_bn(channels, 224, kernel=1, activation=nn.ReLU6))
    return nn.Sequential(*layers, Head(224))


class BasicBlock(nn.Module):
    """Two 3x3 convolutions and a skip connection (He et al. 2016)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(
            conv_bn(inputs, outputs, stride=stride),
            conv_bn(outputs, outputs, activation=None))
        self.shortcut = nn.Identity() if stride == 1 and inputs == outputs else conv_bn(
            inputs, outputs, kernel=1, stride=stride, activation=None)
        self.activation = nn.ReLU()

    def forward(self, x):
        return self.activation(self.body(x) + self.shortcut(x))


def resnet():
    return nn.Sequential(
        conv_bn(1, 12),
        BasicBlock(12, 16, 2),
        BasicBlock(16, 32, 2),
        BasicBlock(32, 48, 2),
        BasicBlock(48, 48, 1),
        Head(48))


class Fire(nn.Module):
    """Squeeze to few channels, expand by 1x1 and by 3x3, concatenate (Iandola et al. 2016)."""

    def __init__(self, inputs, squeezed, expanded):
        super().__init__()
        self.squeeze = conv_bn(inputs, squeezed, kernel=1)
        self.expand1 = conv_bn(squeezed, expanded, kernel=1)
        self.expand3 = conv_bn(squeezed, expanded, kernel=3)

    def forward(self, x):
        x = self.squeeze(x)
        return torch.cat((self.expand1(x), self.expand3(x)), 1)


def squeezenet():
    return nn.Sequential(
        conv_bn(1, 16),
        nn.MaxPool2d(3, 2, padding=1),
        Fire(16, 12, 32),
        nn.MaxPool2d(3, 2, padding=1),
        Fire(64, 16, 48),
        Fire(96, 16, 48),
        Fire(96, 20, 64),
        nn.MaxPool2d(3, 2),
        Fire(128, 32, 96),
        # As in SqueezeNet the classifier is a convolution, averaged afterwards.
        nn.Conv2d(192, 10, 1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten())


class SqueezeExcite(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1),
            nn.Conv2d(channels, channels // 4, 1),
            nn.ReLU(),
            nn.Conv2d(channels // 4, channels, 1),
            nn.Hardsigmoid())

    def forward(self, x):
        return x * self.gate(x)


def mobilenet_v3():
    """The small variant's pattern (Howard et al. 2019): ReLU early, Hardswish and 5x5 late."""
    layers = [conv_bn(1, 16, stride=2, activation=nn.Hardswish)]
    channels = 16
    for kernel, expanded, outputs, squeeze, activation, stride in (
            (3, 32, 16, True, nn.ReLU, 1),
            (3, 64, 24, False, nn.ReLU, 2),
            (3, 96, 24, False, nn.ReLU, 1),
            (3, 96, 24, False, nn.ReLU, 1),
            (5, 96, 48, True, nn.Hardswish, 2),
            (5, 192, 48, True, nn.Hardswish, 1),
            (5, 192, 48, True, nn.Hardswish, 1)):
        layers.append(InvertedResidual(channels, expanded, outputs, stride, kernel, activation, squeeze))
        channels = outputs
    layers += [
        conv_bn(channels, 192, kernel=1, activation=nn.Hardswish),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        nn.Linear(192, 128), nn.Hardswish(), nn.Linear(128, 10)]
    return nn.Sequential(*layers)


MODELS = {
    "fashion_mobilenet_v1": mobilenet_v1,
    "fashion_mobilenet_v2": mobilenet_v2,
    "fashion_resnet": resnet,
    "fashion_squeezenet": squeezenet,
    "fashion_mobilenet_v3": mobilenet_v3,
}


def parameters(model):
    return sum(parameter.numel() for parameter in model.parameters())


@torch.no_grad()
def macs(model):
    """Multiply-accumulates of the convolutions and fully connected layers for one image."""
    total = 0

    def count(module, _, output):
        nonlocal total
        # A convolution's weight[0] is one output's filter; a linear layer's row likewise.
        total += module.weight[0].numel() * output[0].numel()

    hooks = [module.register_forward_hook(count) for module in model.modules()
             if isinstance(module, (nn.Conv2d, nn.Linear))]
    was_training = model.training
    model.eval()(torch.zeros(1, 1, 28, 28))
    model.train(was_training)
    for hook in hooks:
        hook.remove()
    return total


if __name__ == "__main__":
    for name, make in MODELS.items():
        model = make()
        print(f"{name}: {parameters(model):,} parameters, {macs(model):,} MACs")
