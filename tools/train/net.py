"""The network: an encoder, features of words, and heads for mentions, triggers, what the triggers say, roles and reference."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

from tarazu.coders.learned import labels

HEADS, EPSILON = 12, 1e-12
MIXED = (3, 6, 9, 12)
SPAN, PAIR = 256, 192


class Layer(nn.Module):
    """A transformer layer as BERT has it."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, EPSILON), nn.LayerNorm(width, EPSILON)
        self.dropout = nn.Dropout(0.1)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, width = hidden.shape

        def split(values: torch.Tensor) -> torch.Tensor:
            return values.view(batch, length, HEADS, width // HEADS).transpose(1, 2)

        mixed = functional.scaled_dot_product_attention(split(self.q(hidden)), split(self.k(hidden)), split(self.v(hidden)), attn_mask=mask)
        hidden = self.aln(hidden + self.dropout(self.ao(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.oln(hidden + self.dropout(self.fo(functional.gelu(self.fi(hidden)))))


class Encoder(nn.Module):
    """Pieces to vectors: a learned mix of four layers. Shapes: ids and mask (batch, pieces) -> (batch, pieces, width)."""

    def __init__(self, pieces: int, width: int = 384, layers: int = 12, inner: int = 1536, positions: int = 512) -> None:
        super().__init__()
        self.word = nn.Embedding(pieces, width)
        self.pos = nn.Embedding(positions, width)
        self.segment = nn.Parameter(torch.zeros(width))
        self.ln = nn.LayerNorm(width, EPSILON)
        self.layers = nn.ModuleList(Layer(width, inner) for _ in range(layers))
        self.mix = nn.Parameter(torch.zeros(len(MIXED)))

    def start(self, weights: dict, kept: list[int]) -> None:
        """Takes over the weights of the base."""

        def put(target: torch.Tensor, name: str, rows: list[int] | None = None) -> None:
            value = torch.from_numpy(weights[name])
            target.data.copy_(value if rows is None else value[rows])

        put(self.word.weight, "emb.word", kept)
        put(self.pos.weight, "emb.pos")
        self.segment.data.copy_(torch.from_numpy(weights["emb.type"]).reshape(-1)[: self.segment.numel()])
        put(self.ln.weight, "emb.ln.w")
        put(self.ln.bias, "emb.ln.b")
        for number, layer in enumerate(self.layers):
            for name in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                put(getattr(layer, name).weight, f"l{number}.{name}.w")
                put(getattr(layer, name).bias, f"l{number}.{name}.b")

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        return self.read(self.word(ids), mask)

    def read(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """As `forward`, of the vectors of pieces: (batch, pieces, width)."""
        hidden = self.ln(pieces + self.pos.weight[: pieces.shape[1]] + self.segment)
        attended = mask[:, None, None, :].bool()
        kept, weights = [], self.mix.softmax(0)
        for number, layer in enumerate(self.layers, 1):
            hidden = layer(hidden, attended)
            if number in MIXED:
                kept.append(hidden)
        return sum(weight * each for weight, each in zip(weights, kept, strict=True))


class Coder(nn.Module):
    """Encoder and heads; the names of the heads' tensors are those that `tarazu.coders.learned.heads` reads."""

    def __init__(self, pieces: int, width: int = 384) -> None:
        super().__init__()
        self.encoder = Encoder(pieces, width)
        self.features = nn.ModuleList(nn.Embedding(size, wide) for _, size, wide in labels.WORD_FEATURES)
        known = sum(wide for _, _, wide in labels.WORD_FEATURES)
        self.word = nn.Linear(width + known, width)
        self.norm = nn.LayerNorm(width)
        self.mention = nn.Linear(width, len(labels.MENTION_TAGS))
        self.trigger = nn.Linear(width, 3)
        self.span = nn.Linear(3 * width, SPAN)
        self.said = nn.ModuleDict({f"says_{name}": nn.Linear(SPAN, len(values)) for name, values in labels.TRIGGER_HEADS.items()})
        self.left = nn.Linear(SPAN, PAIR)
        self.right = nn.Linear(SPAN, PAIR)
        self.pair_features = nn.ModuleList(nn.Embedding(size, PAIR) for _, size in labels.ROLE_FEATURES)
        self.times_left, self.times_right = nn.Linear(SPAN, PAIR, bias=False), nn.Linear(SPAN, PAIR, bias=False)
        self.pair = nn.Linear(PAIR, PAIR)
        self.role = nn.Linear(PAIR, len(labels.ROLES))
        self.same_left, self.same_right = nn.Linear(SPAN, 2 * 96), nn.Linear(SPAN, 2 * 96)
        self.same_features = nn.ModuleList(nn.Embedding(size, 2) for _, size in labels.SAME_FEATURES)
        self.same_none = nn.Linear(SPAN, 2)
        self.dropout = nn.Dropout(0.2)
        for table in (*self.features, *self.pair_features, *self.same_features):
            nn.init.normal_(table.weight, std=0.1)

    def words(self, batch: dict) -> torch.Tensor:
        """The vectors of all words of a batch, one after another: (words, width)."""
        hidden = self.encoder(batch["ids"], batch["mask"]).float()
        flat = hidden.reshape(-1, hidden.shape[-1])[batch["at"]]
        total = torch.zeros(batch["words"], hidden.shape[-1]).index_add(0, batch["word"], flat)
        mean = total / batch["pieces"].clamp(min=1)[:, None]
        known = [table(batch["features"][:, number]) for number, table in enumerate(self.features)]
        joined = torch.cat([self.dropout(mean), *known], dim=1)
        return self.norm(mean + functional.gelu(self.word(joined)))

    def spans(self, words: torch.Tensor, spans: torch.Tensor) -> torch.Tensor:
        """The vectors of spans, given as (first, last + 1) of the batch's words: (spans, SPAN)."""
        sums = torch.cat([torch.zeros(1, words.shape[1]), words.cumsum(0)])
        mean = (sums[spans[:, 1]] - sums[spans[:, 0]]) / (spans[:, 1] - spans[:, 0])[:, None]
        return functional.gelu(self.span(self.dropout(torch.cat([words[spans[:, 0]], words[spans[:, 1] - 1], mean], dim=1))))

    def roles(self, triggers: torch.Tensor, mentions: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Scores of each role for pairs of a trigger's and a mention's vector: (pairs, roles)."""
        joined = self.left(triggers) + self.right(mentions) + self.times_left(triggers) * self.times_right(mentions)
        for number, table in enumerate(self.pair_features):
            joined = joined + table(features[:, number])
        return self.role(functional.gelu(self.pair(self.dropout(functional.gelu(joined)))))

    def same(self, left: torch.Tensor, right: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Scores that two mentions are one actor, and that they are of one state: (pairs, 2)."""
        first, second = self.same_left(left).view(-1, 2, 96), self.same_right(right).view(-1, 2, 96)
        score = (first * second).sum(2) / math.sqrt(96)
        for number, table in enumerate(self.same_features):
            score = score + table(features[:, number])
        return score
