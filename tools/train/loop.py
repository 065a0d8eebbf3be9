"""The training: batches, losses, and the loop that goes on where it stopped."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from tarazu.coders.learned import labels
from tarazu.coders.learned.features import Place, role_features, same_features
from tarazu.coders.learned.windows import Window, pieces
from train.examples import Example
from train.net import Coder

RATE, HEAD_RATE, DECAY, LAYER_DECAY, WARM = 3e-4, 1.2e-3, 0.01, 0.93, 0.06
PIECES = 1400  # in a batch
PIECES_A_WORD = 1.45
HIDDEN = 0.25  # how often a window is read without what register and lexicon know
REACH = 3  # sentences between a trigger and what plays a part in it
JOINED = 0.4
AVERAGE = 0.998
IGNORE = -100
SEED = 20
_TAG = {tag: number for number, tag in enumerate(labels.MENTION_TAGS)}
_HEAD = {head: {value: number for number, value in enumerate(values)} for head, values in labels.TRIGGER_HEADS.items()}


class Batch:
    """Windows one after another, as tensors, with what is true of them."""

    def __init__(self, found: list[Example], tokenizer, *, chance: random.Random | None) -> None:
        cut = [pieces(each.window, tokenizer) for each in found]
        longest = max(len(each.ids) for each in cut)
        self.ids = torch.ones(len(found), longest, dtype=torch.long)
        self.mask = torch.zeros(len(found), longest, dtype=torch.long)
        at, word, base, features = [], [], 0, []
        self.bases = []
        for row, (example, each) in enumerate(zip(found, cut, strict=True)):
            self.ids[row, : len(each.ids)] = torch.from_numpy(each.ids)
            self.mask[row, : len(each.ids)] = 1
            at.append(torch.arange(len(each.word)) + row * longest + 1)
            word.append(torch.from_numpy(each.word) + base)
            known = np.array(example.features, dtype=np.int64).reshape(-1, len(labels.WORD_FEATURES))
            features.append(_hidden(known, chance) if chance else known)
            self.bases.append(base)
            base += len(example.window.words)
        self.tensors = {
            "ids": self.ids, "mask": self.mask, "at": torch.cat(at), "word": torch.cat(word), "words": base,
            "features": torch.from_numpy(np.concatenate(features)),
        }  # fmt: skip
        self.tensors["pieces"] = torch.bincount(self.tensors["word"], minlength=base).float()
        self.found, self.words = found, base
        self._tags()
        self._spans(chance)
        self._pairs()
        self._same()

    def _tags(self) -> None:
        self.mention_tags = torch.zeros(self.words, dtype=torch.long)
        self.trigger_tags = torch.zeros(self.words, dtype=torch.long)
        for base, example in zip(self.bases, self.found, strict=True):
            for mention in example.mentions:
                if mention.actor and mention.kind in labels.KINDS:
                    first, last = base + mention.place.first, base + mention.place.last
                    self.mention_tags[first:last] = _TAG[f"I-{mention.kind}"]
                    self.mention_tags[first] = _TAG[f"B-{mention.kind}"]
            for frame in example.frames:
                first, last = base + frame.place.first, base + frame.place.last
                self.trigger_tags[first:last] = 2
                self.trigger_tags[first] = 1

    def _spans(self, chance: random.Random | None) -> None:
        """The spans of triggers, those that are none among them, and what each says."""
        spans, said = [], {head: [] for head in labels.TRIGGER_HEADS}
        self.trigger_of = {}
        for number, (base, example) in enumerate(zip(self.bases, self.found, strict=True)):
            taken = set()
            for index, frame in enumerate(example.frames):
                self.trigger_of[number, index] = len(spans)
                spans.append((base + frame.place.first, base + frame.place.last))
                taken.update(range(frame.place.first, frame.place.last))
                for head in labels.TRIGGER_HEADS:
                    said[head].append(_HEAD[head][frame.said[head]] if head in frame.said else IGNORE)
            nothing = [(a, b) for a, b, _ in example.triggers if taken.isdisjoint(range(a, b))]
            if chance is not None:
                free = [at for at in range(len(example.window.words)) if at not in taken]
                nothing += [(at, at + 1) for at in chance.sample(free, min(len(free), 1 + len(free) // 40))]
            for a, b in nothing:
                spans.append((base + a, base + b))
                for head in labels.TRIGGER_HEADS:
                    said[head].append(_HEAD["type"][labels.NONE] if head == "type" else IGNORE)
        self.spans = torch.tensor(spans, dtype=torch.long).reshape(-1, 2)
        self.said = {head: torch.tensor(values, dtype=torch.long) for head, values in said.items()}

    def _pairs(self) -> None:
        """Triggers and mentions near each other, and which roles hold; -1 where it is not known."""
        self.mention_of, mention_spans, left, right, features, truth = {}, [], [], [], [], []
        for number, (base, example) in enumerate(zip(self.bases, self.found, strict=True)):
            crowd = (sorted(frame.place.first for frame in example.frames), sorted(mention.place.first for mention in example.mentions))
            for index, mention in enumerate(example.mentions):
                self.mention_of[number, index] = len(mention_spans)
                mention_spans.append((base + mention.place.first, base + mention.place.last))
            for f, frame in enumerate(example.frames):
                playing = {role: {example.mentions[m].actor for m in found} for role, found in frame.roles.items()}
                for m, mention in enumerate(example.mentions):
                    if abs(mention.place.sentence - frame.place.sentence) > REACH:
                        continue
                    left.append(self.trigger_of[number, f])
                    right.append(self.mention_of[number, m])
                    features.append(role_features(frame.place, frame.said["type"], (mention.place, mention.kind, mention.marker), crowd))
                    truth.append([self._truth(example, frame, m, role, playing[role]) for role in labels.ROLES])
        self.mention_spans = torch.tensor(mention_spans, dtype=torch.long).reshape(-1, 2)
        self.left, self.right = torch.tensor(left, dtype=torch.long), torch.tensor(right, dtype=torch.long)
        self.pair_features = torch.tensor(features, dtype=torch.long).reshape(-1, len(labels.ROLE_FEATURES))
        self.truth = torch.tensor(truth, dtype=torch.float32).reshape(-1, len(labels.ROLES))

    @staticmethod
    def _truth(example: Example, frame, m: int, role: str, playing: set[str]) -> float:
        mention = example.mentions[m]
        if role == "time":
            return -1.0 if not example.timed else float(m in frame.roles[role])
        if m in frame.roles[role]:
            return 1.0
        # another mention of somebody who plays the part is no mistake
        return -1.0 if mention.actor and mention.actor in playing else 0.0

    def _same(self) -> None:
        """Pairs of mentions, whether they are one actor and of one state."""
        left, right, features, one, state = [], [], [], [], []
        for number, example in enumerate(self.found):
            known = [(m, each) for m, each in enumerate(example.mentions) if each.actor and each.kind in labels.KINDS]
            for m, mention in known:
                if mention.kind == "place":
                    continue
                for other_m, other in known:
                    if other_m == m or abs(other.place.sentence - mention.place.sentence) > 8:
                        continue
                    left.append(self.mention_of[number, m])
                    right.append(self.mention_of[number, other_m])
                    features.append(same_features((mention.place, mention.kind, mention.words), (other.place, other.kind, other.words)))
                    one.append(other.actor == mention.actor)
                    state.append(other.actor.split("/")[0] == mention.actor.split("/")[0])
        self.same_left, self.same_right = torch.tensor(left, dtype=torch.long), torch.tensor(right, dtype=torch.long)
        self.same_features = torch.tensor(features, dtype=torch.long).reshape(-1, len(labels.SAME_FEATURES))
        self.same_truth = torch.tensor([one, state], dtype=torch.float32).T.reshape(-1, 2)


def _hidden(known: np.ndarray, chance: random.Random) -> np.ndarray:
    known = known.copy()
    if chance.random() < HIDDEN:
        known[:, :3] = 0
    elif chance.random() < 0.5:
        known[np.array([chance.random() < 0.15 for _ in known]), :3] = 0
    return known


def losses(net: Coder, batch: Batch) -> dict[str, torch.Tensor]:
    """The losses of all heads on a batch."""
    words = net.words(batch.tensors)
    out = {
        "mention": functional.cross_entropy(net.mention(words), batch.mention_tags),
        "trigger": 2.0 * functional.cross_entropy(net.trigger(words), batch.trigger_tags, label_smoothing=0.02),
    }
    if len(batch.spans):
        triggers = net.spans(words, batch.spans)
        for head in labels.TRIGGER_HEADS:
            layer = net.said[f"says_{head}"]
            if (batch.said[head] != IGNORE).any():
                weight = 1.0 if head == "type" else 0.4
                out[head] = weight * functional.cross_entropy(layer(triggers), batch.said[head], ignore_index=IGNORE, label_smoothing=0.03)
        if len(batch.left):
            mentions = net.spans(words, batch.mention_spans)
            scores = net.roles(triggers[batch.left], mentions[batch.right], batch.pair_features)
            certain = (batch.truth >= 0).float()
            each = functional.binary_cross_entropy_with_logits(scores, batch.truth.clamp(min=0), reduction="none") * certain
            out["role"] = 1.5 * each.sum() / max(1, len(batch.spans)) / 2
    if len(batch.same_left):
        mentions = net.spans(words, batch.mention_spans)
        out["same"] = 0.3 * same_loss(net, mentions, batch)
    return out


def same_loss(net: Coder, mentions: torch.Tensor, batch: Batch) -> torch.Tensor:
    """For each mention the surprise at which others are the same; none of them is one of the answers."""
    scores = net.same(mentions[batch.same_left], mentions[batch.same_right], batch.same_features)
    none = net.same_none(mentions)
    count = len(mentions)
    ceiling = torch.full((count, 2), -1e4).scatter_reduce(0, batch.same_left[:, None].expand(-1, 2), scores.detach(), "amax").maximum(none.detach())
    weights = (scores - ceiling[batch.same_left]).exp()
    alone = (none - ceiling).exp()
    everything = torch.zeros(count, 2).index_add(0, batch.same_left, weights) + alone
    right = torch.zeros(count, 2).index_add(0, batch.same_left, weights * batch.same_truth)
    any_right = torch.zeros(count, 2).index_add(0, batch.same_left, batch.same_truth) > 0
    chosen = torch.where(any_right, right, alone)
    asked = torch.zeros(count).index_add(0, batch.same_left, torch.ones(len(batch.same_left))) > 0
    return -(chosen[asked].clamp(min=1e-9) / everything[asked]).log().sum(1).mean()


def groups_of_windows(found: list[Example], chance: random.Random) -> list[list[Example]]:
    """The windows of an epoch in groups of like length; some single lines of a language are put together into one window."""
    order = sorted(_joined(found, chance), key=lambda each: len(each.window.words) + chance.random() * 25)
    groups, group = [], []
    for example in order:
        longest = max([len(each.window.words) for each in group] + [len(example.window.words)])
        if group and longest * PIECES_A_WORD * (len(group) + 1) > PIECES:
            groups.append(group)
            group = []
        group.append(example)
    groups.append(group)
    chance.shuffle(groups)
    return groups


def _joined(found: list[Example], chance: random.Random) -> list[Example]:
    singles = [each for each in found if not each.chained and len(each.window.words) < 50]
    chance.shuffle(singles)
    waiting: dict[str, Example] = {}
    out = [each for each in found if each.chained or len(each.window.words) >= 50]
    for each in singles:
        if each.language in waiting:
            out.append(join(waiting.pop(each.language), each))
        elif chance.random() < JOINED:
            waiting[each.language] = each
        else:
            out.append(each)
    return out + list(waiting.values())


def join(first: Example, second: Example) -> Example:
    """Two windows as one, the second behind the first."""
    words, sentences = len(first.window.words), max(first.sentence) + 1
    least = min(second.sentence)

    def moved(place: Place) -> Place:
        return Place(place.sentence - least + sentences, place.first + words, place.last + words, place.clause)

    count = len(first.mentions)
    mentions = [type(each)(moved(each.place), each.kind, each.actor, each.marker, each.words) for each in second.mentions]
    frames = [type(each)(moved(each.place), each.said, {role: [at + count for at in got] for role, got in each.roles.items()}) for each in second.frames]
    return Example(
        first.name, first.language, Window(words=first.window.words + second.window.words), first.features + second.features,
        first.sentence + [each - least + sentences for each in second.sentence],
        first.triggers + [(a + words, b + words, kind) for a, b, kind in second.triggers], first.mentions + mentions, first.frames + frames,
        chained=False, timed=first.timed and second.timed,
    )  # fmt: skip


def groups_of(net: Coder) -> list[dict]:
    """The parameters with their rates: lower layers learn more slowly, the vocabulary not at all."""
    net.encoder.word.weight.requires_grad = False
    net.encoder.pos.weight.requires_grad = False
    out = []
    for number, layer in enumerate(net.encoder.layers):
        out.append({"params": list(layer.parameters()), "rate": RATE * LAYER_DECAY ** (len(net.encoder.layers) - 1 - number)})
    rest = [parameter for name, parameter in net.named_parameters() if not name.startswith("encoder.layers") and parameter.requires_grad]
    out.append({"params": rest, "rate": HEAD_RATE})
    return out


class Schedule(NamedTuple):
    """The length of the whole schedule in epochs, and after how many of them to stop for now."""

    epochs: int
    until: int


def train(net: Coder, found: list[Example], tokenizer, folder: Path, schedule: Schedule) -> None:
    """Trains up to an epoch; a stopped run goes on at the epoch where it stopped.

    Args:
        net: The network; at the end it holds the running average over the last steps.
        found: The windows to learn from.
        tokenizer: The encoder's.
        folder: Where the state of the run is kept.
        schedule: How long.
    """
    run = _Run(net, folder)
    began = time.time()
    while run.epoch < schedule.until:
        torch.manual_seed(SEED + run.epoch)
        chance = random.Random(f"{SEED}:{run.epoch}")  # noqa: S311 - no secret
        net.train()
        totals: dict[str, float] = {}
        ready = groups_of_windows(found, chance)
        for count, group in enumerate(ready):
            run.rate((run.epoch + count / len(ready)) / schedule.epochs)
            parts = losses(net, Batch(group, tokenizer, chance=chance))
            run.step(sum(parts.values()))
            for name, value in parts.items():
                totals[name] = totals.get(name, 0.0) + value.item()
            if count % 50 == 49:
                told = "  ".join(f"{name} {value / (count + 1):.3f}" for name, value in totals.items())
                print(f"epoch {run.epoch} step {count + 1}/{len(ready)} {(time.time() - began) / 60:.1f} min  {told}", flush=True)
        run.save()
    net.load_state_dict(run.average)


class _Run:
    """The state of a run: network, optimiser, average, and how far it is."""

    def __init__(self, net: Coder, folder: Path) -> None:
        self.net = net
        groups = groups_of(net)
        self.parameters = [parameter for group in groups for parameter in group["params"]]
        self.optimiser = torch.optim.AdamW(groups, lr=1.0, weight_decay=DECAY)
        self.file = folder / "state.pt"
        self.epoch, self.steps = 0, 0
        if self.file.exists():
            state = torch.load(self.file, weights_only=False)
            net.load_state_dict(state["net"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.average, self.epoch, self.steps = state["average"], state["epoch"], state["steps"]
        else:
            self.average = {name: value.detach().clone() for name, value in net.state_dict().items()}
        self.moving = [(self.average[name], parameter) for name, parameter in net.named_parameters() if parameter.requires_grad]

    def rate(self, done: float) -> None:
        """Sets the rates: up to the full rate at first, then down to nothing."""
        factor = done / WARM if done < WARM else (1 - done) ** 0.9
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * max(factor, 2e-3)

    def step(self, loss: torch.Tensor) -> None:
        """One step, and the average follows."""
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.steps += 1
        keep = min(AVERAGE, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for average, parameter in self.moving:
                average.lerp_(parameter, 1 - keep)

    def save(self) -> None:
        """Ends an epoch; the file is replaced whole."""
        self.epoch += 1
        state = {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict(), "average": self.average, "epoch": self.epoch, "steps": self.steps}
        part = self.file.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.file)
