"""The same towers and the same decoder in plain PyTorch, with random weights, as a peer to time against.

    python3 bench/peers/torch_peer.py sam|siglip|hybrid|llama [--threads 2] [--once]

Prints `ready PARAMETERS`, then answers every line on stdin with the seconds of one run (forward for the towers, forward
and backward for the decoder). With --once it runs three times and ends. Shapes follow spec 1.2, 1.3 and 1.6.
"""

import argparse
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Mlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


def heads_of(qkv, heads):
    """[B, N, 3 D] -> three of [B, H, N, D / H]."""
    b, n, d = qkv.shape
    return qkv.view(b, n, 3, heads, d // 3 // heads).permute(2, 0, 3, 1, 4).unbind(0)


class SiglipBlock(nn.Module):
    def __init__(self, width=1024, heads=16):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = Mlp(width, 4 * width)

    def forward(self, x):
        q, k, v = heads_of(self.qkv(self.norm1(x)), self.heads)
        weights = ((q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)).softmax(dim=-1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(x.shape))
        return x + self.mlp(self.norm2(x))


class Siglip(nn.Module):
    """SigLIP-L/16 at 384 pixels: [B, 3, 384, 384] -> [B, 576, 1024]."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 1024, 16, 16)
        self.position = nn.Parameter(torch.randn(1, 576, 1024) * 0.02)
        self.blocks = nn.Sequential(*[SiglipBlock() for _ in range(24)])
        self.norm = nn.LayerNorm(1024, eps=1e-6)

    def forward(self, pixels):
        x = self.patch(pixels).flatten(2).transpose(1, 2) + self.position
        return self.norm(self.blocks(x))


class SamBlock(nn.Module):
    def __init__(self, window, width=768, heads=12, grid=64):
        super().__init__()
        self.window, self.heads, self.side = window, heads, window or grid
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = Mlp(width, 4 * width)
        self.rel_pos_h = nn.Parameter(torch.randn(2 * self.side - 1, width // heads) * 0.02)
        self.rel_pos_w = nn.Parameter(torch.randn(2 * self.side - 1, width // heads) * 0.02)

    def attend(self, x):
        """[B, S, S, D] -> the same, with decomposed relative positions."""
        b, s, _, d = x.shape
        q, k, v = heads_of(self.qkv(x.view(b, s * s, d)), self.heads)
        logits = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
        at = torch.arange(s)
        index = at[:, None] - at[None, :] + s - 1
        grid = q.reshape(b * self.heads, s, s, -1)
        rows = torch.einsum("bhwc,hkc->bhwk", grid, self.rel_pos_h[index])
        columns = torch.einsum("bhwc,wkc->bhwk", grid, self.rel_pos_w[index])
        logits = logits.view(b * self.heads, s, s, s, s) + rows[..., :, None] + columns[..., None, :]
        weights = logits.view(b, self.heads, s * s, s * s).softmax(dim=-1)
        out = (weights @ v).transpose(1, 2).reshape(b, s, s, d)
        return self.proj(out)

    def forward(self, x):
        y = self.norm1(x)
        if self.window:
            b, h, w, d = y.shape
            s = self.window
            pad = (s - h % s) % s
            tiles = (h + pad) // s
            y = F.pad(y, (0, 0, 0, pad, 0, pad))
            y = y.view(b, tiles, s, tiles, s, d).transpose(2, 3).reshape(-1, s, s, d)
            y = self.attend(y)
            y = y.view(b, tiles, tiles, s, s, d).transpose(2, 3).reshape(b, h + pad, w + pad, d)[:, :h, :w]
        else:
            y = self.attend(y)
        x = x + y
        return x + self.mlp(self.norm2(x))


class Norm2d(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight, self.bias = nn.Parameter(torch.ones(width)), nn.Parameter(torch.zeros(width))

    def forward(self, x):
        mean = x.mean(1, keepdim=True)
        variance = (x - mean).pow(2).mean(1, keepdim=True)
        x = (x - mean) / torch.sqrt(variance + 1e-6)
        return self.weight[:, None, None] * x + self.bias[:, None, None]


def neck():
    return nn.Sequential(
        nn.Conv2d(768, 256, 1, bias=False), Norm2d(256), nn.Conv2d(256, 256, 3, padding=1, bias=False), Norm2d(256)
    )


class Sam(nn.Module):
    """SAM-B with both necks: [B, 3, 1024, 1024] -> [B, 1024, 24, 24]."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 768, 16, 16)
        self.position = nn.Parameter(torch.randn(1, 64, 64, 768) * 0.02)
        self.blocks = nn.ModuleList([SamBlock(0 if i % 3 == 2 else 14) for i in range(12)])
        self.neck, self.neck_hd = neck(), neck()
        self.down = nn.Sequential(
            nn.Conv2d(256, 512, 3, 2, 1, bias=False), nn.Conv2d(512, 1024, 3, 2, 1, bias=False)
        )
        self.alpha = nn.Parameter(torch.full((1,), 0.1))

    def grid(self, x, through):
        x = through(x.permute(0, 3, 1, 2))
        return self.down(F.interpolate(x, size=(96, 96), mode="bilinear", align_corners=False))

    def forward(self, pixels):
        x = self.patch(pixels).permute(0, 2, 3, 1) + self.position
        first = None
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index == 2:
                first = x
        return self.grid(x, self.neck) + self.alpha * self.grid(first, self.neck_hd)


class Hybrid(nn.Module):
    def __init__(self):
        super().__init__()
        self.high, self.low = Sam(), Siglip()

    def forward(self, pixels):
        small = F.interpolate(pixels, size=(384, 384), mode="bilinear", antialias=True)
        return self.high(pixels), self.low(small)


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6))


class DecoderLayer(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = RmsNorm(width), RmsNorm(width)
        self.q, self.k, self.v, self.o = (nn.Linear(width, width, bias=False) for _ in range(4))
        self.gate, self.up = nn.Linear(width, hidden, bias=False), nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def forward(self, x, cos, sin, mask):
        b, t, d = x.shape
        y = self.norm1(x)
        split = lambda z: z.view(b, t, self.heads, -1).transpose(1, 2)
        turn = lambda z: torch.cat([-z[..., z.shape[-1] // 2 :], z[..., : z.shape[-1] // 2]], -1)
        q, k, v = split(self.q(y)), split(self.k(y)), split(self.v(y))
        q, k = q * cos + turn(q) * sin, k * cos + turn(k) * sin
        weights = (q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5 + mask).softmax(-1)
        x = x + self.o((weights @ v).transpose(1, 2).reshape(b, t, d))
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class Llama(nn.Module):
    """A 17.3M LLaMA: 8 layers, 384 wide, vocabulary 8192 (untied)."""

    def __init__(self, layers=8, width=384, heads=6, hidden=1024, vocabulary=8192):
        super().__init__()
        self.heads, self.width = heads, width
        self.embed = nn.Embedding(vocabulary, width)
        self.layers = nn.ModuleList([DecoderLayer(width, heads, hidden) for _ in range(layers)])
        self.norm, self.head = RmsNorm(width), nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.embed.weight

    def forward(self, ids):
        t, half = ids.shape[1], self.width // self.heads // 2
        angles = torch.arange(t)[:, None] / 10000 ** (torch.arange(half) / half)
        angles = torch.cat([angles, angles], -1)
        mask = torch.full((t, t), float("-inf")).triu(1)
        x = self.embed(ids)
        for layer in self.layers:
            x = layer(x, angles.cos(), angles.sin(), mask)
        logits = self.head(self.norm(x))
        return F.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten())


def program(name, batch, length, shape=(), update=False):
    torch.manual_seed(0)
    if name == "llama":
        model, ids = Llama(*shape), torch.randint(0, 512, (batch, length))
        adamw = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.0)

        def step():
            model.zero_grad(set_to_none=True)
            model(ids).backward()
            if update:
                torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                adamw.step()

        return model, step
    side = 384 if name == "siglip" else 1024
    model = {"sam": Sam, "siglip": Siglip, "hybrid": Hybrid}[name]().eval()
    pixels = torch.rand(1, 3, side, side)

    def forward():
        with torch.no_grad():
            model(pixels)

    return model, forward


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", choices=["sam", "siglip", "hybrid", "llama"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--length", type=int, default=256)
    parser.add_argument("--shape", default="", help="of the llama: layers,width,heads,hidden,vocabulary")
    parser.add_argument("--update", action="store_true", help="the llama: clip and AdamW as well")
    parser.add_argument("--once", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model, run = program(
        args.program, args.batch, args.length, tuple(int(n) for n in args.shape.split(",") if n), args.update
    )
    print("ready", sum(p.numel() for p in model.parameters()), flush=True)
    for _ in range(3) if args.once else sys.stdin:
        start = time.perf_counter()
        run()
        print(f"{time.perf_counter() - start:.4f}", flush=True)


main()
