"""A request → a plan of its cells → canvases → passes, and in the end the alternatives: one model, one prefix."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch

from palimpsest.engine import candidates, filling
from palimpsest.engine.answer import Answer
from palimpsest.engine.borders import lay_out
from palimpsest.engine.canvas import Canvas, Span, canvas_size
from palimpsest.engine.drafts import Drafts
from palimpsest.engine.filling import Row
from palimpsest.engine.job import Job
from palimpsest.engine.model import Model
from palimpsest.engine.out_of_memory import ran_out
from palimpsest.engine.placement import Placement, give_back, load, place
from palimpsest.engine.plans import canvas_of
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.prefix_store import PrefixStore
from palimpsest.engine.prompt import Prompt, prompt_of
from palimpsest.engine.readout import Readout
from palimpsest.engine.request import (
    Event,
    Failed,
    Finished,
    InfillError,
    InfillRequest,
    ModelInfo,
    Notice,
    Pass,
    validate,
)
from palimpsest.engine.resume import resumed
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.weights.checkpoint import shown_name
from palimpsest.engine.window import Limits

LONGEST_CONTEXT = 4096
"""Tokens before a canvas that are encoded at most, unless it is told otherwise."""

PREFIXES = 2
"""Prefixes of a full context that are kept: two documents are worked on in turn without being read anew."""

PREFIX_ROOM = 64 << 20
"""Bytes that prefixes may take in any case: a small model keeps more of them."""


class InfillEngine:
    """A model and its tokenizer, answering `InfillRequest`s. Every torch call happens in the thread that iterates."""

    def __init__(
        self,
        model: Model,
        tokenizer: Tokenizer,
        config: SamplerConfig,
        info: ModelInfo,
        context: int = LONGEST_CONTEXT,
        placement: Placement | None = None,
    ) -> None:
        """`context` is how many tokens before a canvas are encoded at most.

        With a `placement`, where the model lies, a run that takes too much memory is begun again with less.
        """
        self.model = model
        self.tokenizer = tokenizer
        self.config = config
        self.info = info
        self.context = context
        banned = torch.zeros(model.config.vocab_size, dtype=torch.bool)
        banned[list(tokenizer.banned_ids)] = True
        banned[[token for token in config.eos_token_ids if 0 <= token < len(banned)]] = True
        banned[tokenizer.vocab_size :] = True
        self.banned = banned.to(model.device)
        controls = torch.tensor(sorted(tokenizer.control_ids), device=model.device)
        self._readout = Readout(
            self.banned, tokenizer.token_bytes, controls if tokenizer.follows_instructions else None
        )
        self._placement = placement
        self.note = placement.note if placement is not None else ""
        self.prefixes = PrefixStore(model, self._prefix_budget())

    @classmethod
    def open(cls, model: str | Path, device: str, progress: Callable[[float, str], None] | None) -> InfillEngine:
        """See `palimpsest.engine.open_engine`."""
        embedded = str(model) == "embedded"
        folder = embedded_folder() if embedded else Path(model)
        placement, loaded = load(place(folder, device), progress)
        config = SamplerConfig.load(folder, loaded.config)
        tokenizer = Tokenizer.load(
            folder, loaded.config.bos_token_id, loaded.config.eos_token_id, loaded.config.pad_token_id
        )
        if tokenizer.vocab_size > loaded.config.vocab_size:
            raise InfillError(
                f"The tokenizer in {folder} has {tokenizer.vocab_size} entries, the model {loaded.config.vocab_size}.",
                "Take tokenizer.json and weights from the same checkpoint.",
            )
        info = ModelInfo(
            name="Palimpsest small" if embedded else shown_name(folder),
            device=placement.device,
            parameters=loaded.parameters,
            canvas_length=loaded.config.canvas_length,
            follows_instructions=tokenizer.follows_instructions,
            embedded=embedded,
        )
        return cls(loaded, tokenizer, config, info, placement.plan.context, placement)

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has for this model; from any thread."""
        return self.tokenizer.count(text)

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        """Yield a `Pass` after each denoising pass, then one `Finished`, or `Failed` with what to do next.

        A run for which memory does not suffice is begun again once with less of it, which a `Notice` tells; its passes
        are numbered on.
        """
        before = last = 0
        for attempt in range(2):
            try:
                for event in self._infill(request, cancelled):
                    if isinstance(event, Pass):
                        last = before + event.number
                        yield replace(event, number=last, limit=before + event.limit) if before else event
                    else:
                        yield event
                return
            except InfillError as error:
                yield Failed(error.what, error.remedy)
                return
            except Exception as error:
                if not ran_out(error):
                    raise
            # Here the error is gone, and with it what its frames held.
            if attempt or not (text := self._make_do()):
                break
            before = last
            yield Notice(text)
        # What the last attempt has read is in the way of the next run, too.
        self.prefixes.clear()
        where = "This machine" if self.model.device.type == "cpu" else "The GPU"
        yield Failed(f"{where} ran out of memory.", "Close other programs that use it, or select a shorter span.")

    def _make_do(self) -> str:
        """Go on with less memory: what that means, for the user; empty if there is nothing more to be saved."""
        self.prefixes.clear()
        give_back()
        smaller = self._placement.with_less() if self._placement is not None else None
        if smaller is None:
            return ""
        try:
            self.model.stream(smaller.plan.streamed)
        except Exception as error:
            if not ran_out(error):
                raise
            return ""
        self._placement = smaller
        self.context = min(self.context, smaller.plan.context)
        self.prefixes = PrefixStore(self.model, self._prefix_budget())
        return smaller.changed

    def _infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        started = time.monotonic()
        validate(request)
        seed = request.seed if request.seed is not None else secrets.randbelow(2**31)
        plan = None
        if request.resume:
            span, plan = resumed(self.tokenizer, request)
        else:
            span = lay_out(self.tokenizer, request.text, request.start, request.end, request.pins, request.holes)
        prompt = self.prompt(span, request)
        reading = self.prefixes.prepare(self._tensor(prompt.ids))
        job = Job(
            request=request,
            span=span,
            tokenizer=self.tokenizer,
            generator=torch.Generator(self.model.device).manual_seed(seed),
            cancelled=cancelled,
            limit=request.passes or self.config.max_denoising_steps,
            prompt=prompt,
            prefix=reading.prefix,
            reused=reading.reused,
            saved_ms=reading.saved_ms,
            started=started,
        )
        if plan is not None:
            plans, prior = candidates.alike(plan, request), 0.0
        else:
            plans, prior = candidates.plans(
                span,
                request,
                self.room,
                self.tokenizer.end_ids,
                lambda canvases: self._drafts(job, job.prefix, canvases),
                prompt.lead,
            )
        fills = yield from filling.fill(self, job, plans)
        answer = Answer(self.model, self.tokenizer, request, span, job.prefix, prior, prompt.lead)
        stopped = cancelled.is_set()
        yield Finished(
            alternatives=tuple(answer.as_drawn(fill) for fill in fills) if stopped else tuple(answer.best(fills)),
            seconds=time.monotonic() - started,
            model=self.info.name,
            seed=seed,
            stopped=stopped,
        )

    # -- canvases ------------------------------------------------------------------------------------------------

    @property
    def room(self) -> int:
        """The most cells of a canvas."""
        return self.info.canvas_length

    def batch(self, job: Job, prefix: Prefix, rows: Sequence[Row], most: int) -> Drafts:
        """Drafts in canvases of one size over `prefix`, of at most `most` tokens."""
        size = canvas_size(max(len(row.lead) + len(row.places) for row in rows), most)
        ends = self.tokenizer.end_ids
        canvases = [canvas_of(row.places, row.following, size, ends, row.lead) for row in rows]
        return self._drafts(job, prefix, canvases)

    def _drafts(self, job: Job, prefix: Prefix, canvases: Sequence[Canvas]) -> Drafts:
        starts = any(canvas.start for canvas in canvases)
        return Drafts(
            self.model,
            prefix,
            canvases,
            self.config,
            self._readout,
            job.generator,
            limit=job.limit,
            strength=job.request.strength if starts else 1.0,
            sample=job.request.alternatives > 1 or job.request.length is not None,
        )

    # -- prefix --------------------------------------------------------------------------------------------------

    def _prefix_budget(self) -> int:
        """Bytes for prefixes: for one of a full context at least, for another one if there is room."""
        whole = Prefix.nbytes_for(self.model.config, self.context_limit, item=self.model.dtype.itemsize)
        others = (PREFIXES - 1) * whole
        if self._placement is not None:
            others = min(others, self._placement.plan.spare)
        return max(PREFIX_ROOM, whole + others)

    @property
    def context_limit(self) -> int:
        """Tokens of prefix that fit beside a whole canvas."""
        return min(self.context, self.model.config.max_positions - self.room)

    def prompt(self, span: Span, request: InfillRequest) -> Prompt:
        """What stands before the first cell of a span. Raises `InfillError` if it has no room."""
        limits = Limits(self.context_limit, self.model.config.sliding_window, self.room)
        return prompt_of(self.tokenizer, span, request, limits)

    def encode(self, ids: Sequence[int]) -> Prefix:
        """The prefix of `ids`, reading only what differs from those before."""
        return self.prefixes.prepare(self._tensor(ids)).prefix

    def extend(self, job: Job, prefix: Prefix, done: Sequence[int], new: int) -> tuple[Prefix, bool]:
        """`prefix` with the last `new` of the tokens `done`, which follow the left text; with the first the lead, too.

        Once it has become too long it is read again from a later start, which the second value, False, tells.
        """
        prompt, more = job.prompt, done[len(done) - new :]
        if new == len(done):
            more = [*prompt.lead, *more]
        if prefix.length + len(more) <= prompt.most:
            grown, kept = self.model.encode(self._tensor(more), prefix), True
        else:
            again = self._tensor(prompt.again([*job.span.left, *done]))
            grown, kept = self.model.prepare(again, job.prefix if prompt.shared else None), False
        # It is the text before the next span, if this one is accepted.
        self.prefixes.keep(grown)
        return grown, kept

    def _tensor(self, ids: Sequence[int]) -> torch.Tensor:
        return torch.tensor([list(ids)], device=self.model.device)


def embedded_folder() -> Path:
    """Where the shipped small model lies. Raises `InfillError` if it is missing from the installation."""
    import palimpsest.resources

    folder = Path(palimpsest.resources.__file__).parent / "model"
    if not (folder / "config.json").is_file():
        raise InfillError("The embedded model is missing from this installation.", "Install Palimpsest again.")
    return folder
