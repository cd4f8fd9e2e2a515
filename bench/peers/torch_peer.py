"""The same towers and the same decoder in plain PyTorch, with random weights, as a peer to time against.

    python3 bench/peers/torch_peer.py sam|siglip|hybrid|llama|stage|prefill|decode [--threads 2] [--once]
                                      [--device cuda] [--dtype float16] [--shape JSON]

Prints `ready PARAMETERS`, then answers every line on stdin with the seconds of one run (forward for the towers, forward
and backward for the decoder, a whole step for a stage, reading --length tokens for prefill, giving --answer tokens behind
them for decode). With --once it runs three times and ends. Shapes follow spec 1.2, 1.3 and 1.6; --shape gives others, a
JSON object of arguments for `high`, `low` and `text` (bench/support/peer-shape.ts); those of a stage are read from --stage,
a JSON object that bench/train/stages.ts writes. Weights, pixels and caches lie on the device, and a run ends when the
device is done; on CUDA it is a graph that is launched as a whole.
"""

import argparse
import contextlib
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def attend(q, k, v, bias=None, causal=False):
    """Attention of [B, H, T, d], with PyTorch's fused kernel where there is one (from 2.0)."""
    if hasattr(F, "scaled_dot_product_attention"):
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias, is_causal=causal)
    logits = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
    if causal:
        bias = torch.full(logits.shape[-2:], float("-inf")).triu(1)
    return (logits if bias is None else logits + bias).softmax(dim=-1) @ v


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
        x = x + self.proj(attend(q, k, v).transpose(1, 2).reshape(x.shape))
        return x + self.mlp(self.norm2(x))


class Siglip(nn.Module):
    """SigLIP, L/16 at 384 pixels unless said: [B, 3, 384, 384] -> [B, 576, 1024]."""

    def __init__(self, side=384, patch=16, width=1024, layers=24, heads=16):
        super().__init__()
        self.patch = nn.Conv2d(3, width, patch, patch)
        self.position = nn.Parameter(torch.randn(1, (side // patch) ** 2, width) * 0.02)
        self.blocks = nn.Sequential(*[SiglipBlock(width, heads) for _ in range(layers)])
        self.norm = nn.LayerNorm(width, eps=1e-6)

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

    def mix(self, x):
        """Attention over [B, S, S, D], with decomposed relative positions."""
        b, s, _, d = x.shape
        q, k, v = heads_of(self.qkv(x.view(b, s * s, d)), self.heads)
        at = torch.arange(s, device=x.device)
        index = at[:, None] - at[None, :] + s - 1
        grid = q.reshape(b * self.heads, s, s, -1)
        rows = torch.einsum("bhwc,hkc->bhwk", grid, self.rel_pos_h[index])
        columns = torch.einsum("bhwc,wkc->bhwk", grid, self.rel_pos_w[index])
        if hasattr(F, "scaled_dot_product_attention"):
            bias = (rows[..., :, None] + columns[..., None, :]).reshape(b, self.heads, s * s, s * s)
            out = attend(q, k, v, bias)
        else:  # broadcasting spares a tensor of the size of the logits
            logits = (q * q.shape[-1] ** -0.5) @ k.transpose(-2, -1)
            logits = logits.view(b * self.heads, s, s, s, s) + rows[..., :, None] + columns[..., None, :]
            out = logits.view(b, self.heads, s * s, s * s).softmax(dim=-1) @ v
        return self.proj(out.transpose(1, 2).reshape(b, s, s, d))

    def forward(self, x):
        y = self.norm1(x)
        if self.window:
            b, h, w, d = y.shape
            s = self.window
            pad = (s - h % s) % s
            tiles = (h + pad) // s
            y = F.pad(y, (0, 0, 0, pad, 0, pad))
            y = y.view(b, tiles, s, tiles, s, d).transpose(2, 3).reshape(-1, s, s, d)
            y = self.mix(y)
            y = y.view(b, tiles, tiles, s, s, d).transpose(2, 3).reshape(b, h + pad, w + pad, d)[:, :h, :w]
        else:
            y = self.mix(y)
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


def neck(width, narrow):
    return nn.Sequential(
        nn.Conv2d(width, narrow, 1, bias=False),
        Norm2d(narrow),
        nn.Conv2d(narrow, narrow, 3, padding=1, bias=False),
        Norm2d(narrow),
    )


class Sam(nn.Module):
    """SAM with both necks, B at 1024 pixels unless said: [B, 3, 1024, 1024] -> [B, 1024, 24, 24]."""

    def __init__(
        self, side=1024, patch=16, width=768, layers=12, heads=12, window=14, at=(2, 5, 8, 11), narrow=256,
        channels=(512, 1024), resized=96,
    ):  # fmt: skip
        super().__init__()
        grid = side // patch
        self.patch, self.first, self.resized = nn.Conv2d(3, width, patch, patch), at[0], resized
        self.position = nn.Parameter(torch.randn(1, grid, grid, width) * 0.02)
        self.blocks = nn.ModuleList([SamBlock(0 if i in at else window, width, heads, grid) for i in range(layers)])
        self.neck, self.neck_hd = neck(width, narrow), neck(width, narrow)
        self.down = nn.Sequential(
            *[nn.Conv2d(a, b, 3, 2, 1, bias=False) for a, b in zip((narrow, *channels), channels)]
        )
        self.alpha = nn.Parameter(torch.full((1,), 0.1))

    def grid(self, x, through):
        x = through(x.permute(0, 3, 1, 2))
        size = (self.resized, self.resized)
        return self.down(F.interpolate(x, size=size, mode="bilinear", align_corners=False))

    def forward(self, pixels):
        return self.both(pixels)[1]

    def both(self, pixels):
        """What the blocks give, `[B, G, G, W]`, and the features."""
        x = self.patch(pixels).permute(0, 2, 3, 1) + self.position
        first = None
        for index, block in enumerate(self.blocks):
            x = block(x)
            if index == self.first:
                first = x
        return x, self.grid(x, self.neck) + self.alpha * self.grid(first, self.neck_hd)


class Hybrid(nn.Module):
    def __init__(self, high, low):
        super().__init__()
        self.high, self.low, self.small = Sam(**high), Siglip(**low), low.get("side", 384)

    def forward(self, pixels):
        small = F.interpolate(pixels, size=(self.small, self.small), mode="bilinear", antialias=True)
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

    def turned(self, y, cos, sin):
        """Queries, keys and values [B, H, T, d], the first two turned by their positions."""
        split = lambda z: z.view(*y.shape[:2], self.heads, -1).transpose(1, 2)
        turn = lambda z: torch.cat([-z[..., z.shape[-1] // 2 :], z[..., : z.shape[-1] // 2]], -1)
        q, k, v = split(self.q(y)), split(self.k(y)), split(self.v(y))
        return q * cos + turn(q) * sin, k * cos + turn(k) * sin, v

    def forward(self, x, cos, sin, mask):
        b, t, d = x.shape
        q, k, v = self.turned(self.norm1(x), cos, sin)
        weights = (q @ k.transpose(-2, -1) * q.shape[-1] ** -0.5 + mask).softmax(-1)
        x = x + self.o((weights @ v).transpose(1, 2).reshape(b, t, d))
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))

    def cached(self, x, cos, sin, keys, values, positions):
        """Positions [T] of one text: their keys and values join caches [1, H, C, d]; several begin the text."""
        b, t, d = x.shape
        q, k, v = self.turned(self.norm1(x), cos, sin)
        keys.index_copy_(2, positions, k)
        values.index_copy_(2, positions, v)
        if t > 1:
            out = attend(q, k, v, causal=True)
        else:
            ahead = torch.arange(keys.shape[2], device=x.device) > positions[:, None]
            out = attend(q, keys, values, q.new_zeros(ahead.shape).masked_fill(ahead, float("-inf")))
        x = x + self.o(out.transpose(1, 2).reshape(b, t, d))
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
        x = self.embed(ids)
        return F.cross_entropy(self.head(self.hidden(x))[:, :-1].flatten(0, 1), ids[:, 1:].flatten())

    def hidden(self, x):
        """[B, T, D] of embeddings -> [B, T, D] behind the last norm."""
        t, half = x.shape[1], self.width // self.heads // 2
        angles = torch.arange(t)[:, None] / 10000 ** (torch.arange(half) / half)
        angles = torch.cat([angles, angles], -1)
        mask = torch.full((t, t), float("-inf")).triu(1)
        for layer in self.layers:
            x = layer(x, angles.cos(), angles.sin(), mask)
        return self.norm(x)


class Speaker(nn.Module):
    """A LLaMA with a head of its own behind a key/value cache: a prompt in one pass, then greedily a token at a time."""

    def __init__(self, prompt, answer, text):
        super().__init__()
        self.text, self.prompt, self.answer = Llama(**text), prompt, answer
        self.text.head.weight = nn.Parameter(torch.randn_like(self.text.embed.weight) * 0.02)
        layers, heads, width = len(self.text.layers), self.text.heads, self.text.width // self.text.heads
        angles = torch.arange(prompt + answer)[:, None] / 10000.0 ** (torch.arange(width // 2).float() * 2 / width)
        angles = torch.cat([angles, angles], -1)
        self.cos, self.sin = angles.cos().to(torch.get_default_dtype()), angles.sin().to(torch.get_default_dtype())
        self.cache = torch.zeros(layers, 2, 1, heads, prompt + answer, width)
        self.ids, self.at = torch.randint(0, self.text.embed.num_embeddings, (1, prompt)), torch.arange(prompt)
        self.token, self.position = torch.zeros(1, 1, dtype=torch.long), torch.zeros(1, dtype=torch.long)

    def forward(self, ids, positions):
        """ids [1, T] at positions [T] -> the likeliest id [1, 1] behind the last."""
        x, cos, sin = self.text.embed(ids), self.cos[positions], self.sin[positions]
        for layer, (keys, values) in zip(self.text.layers, self.cache):
            x = layer.cached(x, cos, sin, keys, values, positions)
        return self.text.head(self.text.norm(x[:, -1])).argmax(-1, keepdim=True)

    def read(self):
        self.token.copy_(self(self.ids, self.at))

    def step(self):
        self.token.copy_(self(self.token, self.position))
        self.position.add_(1)

    def reading(self, launch):
        read = launch(self.read)

        def run():
            read()
            int(self.token)

        return run

    def speaking(self, launch):
        """Gives `answer` tokens, each of them to the host."""
        step = launch(self.step)

        def run():
            self.position.fill_(self.prompt)
            for _ in range(self.answer):
                step()
                int(self.token)

        return run


class Adaptor(nn.Module):
    """A projection for each tower, side by side, then GELU and one for both."""

    def __init__(self, high, low, width):
        super().__init__()
        self.high, self.low = nn.Linear(high, width // 2), nn.Linear(low, width // 2)
        self.out = nn.Linear(width, width)

    def forward(self, high, low):
        return self.out(F.gelu(torch.cat([self.high(high), self.low(low)], -1)))


class Stage(nn.Module):
    """A stage of a recipe: its model, what of it is trained, its loss on random inputs."""

    def __init__(self, kind, trained, batch, length, images, high=None, low=None, text=None, labels=None):
        super().__init__()
        self.kind, self.batch, self.length = kind, batch, length
        self.high = Sam(**high) if high else None
        self.low = Siglip(**low) if low else None
        self.text = Llama(**text) if text else None
        self.pixels = torch.rand(images, 3, (high or low)["side"], (high or low)["side"]) if images else None
        if self.text:
            self.ids = torch.randint(0, text["vocabulary"], (batch, length))
        if kind == "dense":
            self.cell = high["side"] // high["patch"] * 4 // high["resized"]
            self.labels = [
                (classes, per, torch.randint(0, classes, (batch * (high["side"] // high["patch"]) ** 2 * per,)))
                for classes, per in labels
            ]
            self.fine = nn.ModuleList([nn.Linear(high["width"], per * classes) for classes, per in labels])
            self.coarse = nn.ModuleList(
                [nn.Linear(high["channels"][-1], self.cell**2 * per * classes) for classes, per in labels]
            )
        if kind == "contrastive":
            self.picture, self.caption = nn.Linear(low["width"], 128), nn.Linear(text["width"], 128)
            self.scale, self.offset = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))
        if kind == "language" and images:
            self.adaptor = Adaptor(high["channels"][-1], low["width"], text["width"])
        for name, parameter in self.named_parameters():
            parameter.requires_grad = not trained or any(name.startswith(prefix) for prefix in trained)

    def dense(self):
        blocks, tokens = self.high.both(self.pixels)
        tokens = tokens.permute(0, 2, 3, 1)
        (b, h, w, _), cell = tokens.shape, self.cell
        loss = 0
        for (classes, per, labels), fine, coarse in zip(self.labels, self.fine, self.coarse):
            spread = coarse(tokens).view(b, h, w, cell, cell, per, classes).permute(0, 1, 3, 2, 4, 5, 6)
            loss = loss + F.cross_entropy(fine(blocks).view(-1, classes), labels)
            loss = loss + F.cross_entropy(spread.reshape(-1, classes), labels)
        return loss

    def contrastive(self):
        pictures = F.normalize(self.picture(self.low(self.pixels).mean(1)), dim=-1)
        captions = F.normalize(self.caption(self.text.hidden(self.text.embed(self.ids)).mean(1)), dim=-1)
        logits = pictures @ captions.T * (self.scale.exp() * 10) + (self.offset - 10)
        return F.softplus(logits * (1 - 2 * torch.eye(self.batch))).sum() / self.batch

    def language(self):
        x = self.text.embed(self.ids)
        if self.pixels is not None:
            side = self.low.position.shape[1] ** 0.5 * self.low.patch.stride[0]
            small = F.interpolate(self.pixels, size=(int(side), int(side)), mode="bilinear", antialias=True)
            seen = self.adaptor(self.high(self.pixels).flatten(2).transpose(1, 2), self.low(small))
            x = torch.cat([seen, x[:, seen.shape[1] :]], 1)
        logits = self.text.head(self.text.hidden(x))
        return F.cross_entropy(logits[:, :-1].flatten(0, 1), self.ids[:, 1:].flatten())

    def loss(self):
        return getattr(self, self.kind)()


def updates(model, loss, update=True):
    """A step: gradients of a loss, and clipping and AdamW where asked."""
    trained = [p for p in model.parameters() if p.requires_grad]
    adamw = torch.optim.AdamW(trained, lr=1e-4, betas=(0.9, 0.95), weight_decay=0.0)

    def step():
        model.zero_grad(set_to_none=True)
        loss().backward()
        if update:
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            adamw.step()

    return model, step


def recorded(run):
    """`run` as a CUDA graph, so that launching its kernels costs next to nothing; as it is where none can be made of it."""
    try:
        torch.cuda.synchronize()
        with torch.cuda.stream(torch.cuda.Stream()):
            run()  # what is allocated and chosen once must not be part of the graph
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            run()
        return graph.replay
    except RuntimeError as error:
        print(f"no CUDA graph: {error}", file=sys.stderr)
        return run


def program(args):
    """A model, and what one run of it does."""
    torch.manual_seed(0)
    if args.program == "stage":
        model = Stage(**json.loads(args.stage))
        return updates(model, model.loss)
    if args.program == "llama":
        model, ids = Llama(), torch.randint(0, 512, (args.batch, args.length))
        return updates(model, lambda: model(ids), update=False)
    shape = json.loads(args.shape)
    launch = recorded if args.device == "cuda" else lambda run: run
    with torch.no_grad():
        if args.program in ("prefill", "decode"):
            model = Speaker(args.length, args.answer, shape["text"])
            return model, (model.reading if args.program == "prefill" else model.speaking)(launch)
        high, low = shape.get("high", {}), shape.get("low", {})
        if args.program == "siglip":
            model, side = Siglip(**low), low.get("side", 384)
        else:
            model, side = Hybrid(high, low) if args.program == "hybrid" else Sam(**high), high.get("side", 1024)
        pixels = torch.rand(1, 3, side, side)
        return model, launch(lambda: model(pixels))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", choices=["sam", "siglip", "hybrid", "llama", "stage", "prefill", "decode"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu", help="cuda: not for training, PyTorch from 2.0")
    parser.add_argument("--dtype", choices=["float32", "float16", "bfloat16"], default="float32")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--length", type=int, default=256)
    parser.add_argument("--answer", type=int, default=64)
    parser.add_argument("--shape", default="{}", help="of towers and a decoder: their arguments as JSON")
    parser.add_argument("--stage", default="", help="of a stage: its shapes as JSON")
    parser.add_argument("--once", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.set_default_dtype(getattr(torch, args.dtype))
    torch.backends.cudnn.allow_tf32 = False  # float32 is float32, as in matrix products
    training = args.program in ("llama", "stage")
    with torch.device(args.device) if args.device == "cuda" else contextlib.nullcontext():
        model, run = program(args)
    finish = torch.cuda.synchronize if args.device == "cuda" else lambda: None
    finish()
    print("ready", sum(p.numel() for p in model.parameters()), flush=True)
    for _ in range(3) if args.once else sys.stdin:
        with torch.set_grad_enabled(training):
            start = time.perf_counter()
            run()
            finish()
            print(f"{time.perf_counter() - start:.6f}", flush=True)


main()
