"""Text to token ids and back, byte for byte: the checkpoint's own tokenizer.json, with documents as plain data."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from tokenizers import Tokenizer as _Tokenizer

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import gguf_files
from palimpsest.engine.weights.gguf_config import TOKENS
from palimpsest.engine.weights.gguf_header import GgufHeader
from palimpsest.engine.weights.gguf_tokenizer import tokenizer_of

_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")

_CONTROL_NAME = re.compile(
    r"<\|[^\s<>|]+\|?>|<[^\s<>|]+\|>|<unused\d+>|<(?:pad|eos|bos|unk|mask)>|<(?:start|end)_of_\w+>|\[multimodal\]"
)
"""Names of tokens that stand for no text, whether or not tokenizer.json calls them special."""

_SPACE = "▁"
"""What a space is in tokenizers that are not byte-level: of a document that has the character itself, not."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """Token ids of a text and where each begins: byte offsets in its UTF-8 form; one more closes the list."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)


def byte_alphabet() -> dict[str, int]:
    """The printable character that stands for each byte in byte-level BPE (GPT-2, `bytes_to_unicode`), inverted."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    alphabet = {chr(byte): byte for byte in printable}
    hidden = [byte for byte in range(256) if byte not in set(printable)]
    alphabet.update({chr(256 + place): byte for place, byte in enumerate(hidden)})
    return alphabet


@dataclass(frozen=True, slots=True)
class ChatTokens:
    """Control tokens of the Gemma 4 chat layout (diffusiongemma.md §1.4)."""

    turn: int
    end_turn: int
    channel: int
    end_channel: int
    think: int


class Tokenizer:
    """A tokenizer.json that round-trips bytes.

    Control tokens' strings inside a document are encoded as ordinary characters: text given to the model is data.
    """

    def __init__(self, tokenizer: _Tokenizer, bos: int, eos: int, pad: int) -> None:
        tokenizer.encode_special_tokens = True
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self.bos = bos
        self.eos = eos
        self.pad = pad
        self.vocab_size = tokenizer.get_vocab_size()

    @classmethod
    def load(cls, folder: Path, bos: int = 2, eos: int = 1, pad: int = 0) -> Tokenizer:
        """Read the tokenizer.json of a checkpoint folder. Raises `InfillError` if it is missing or damaged.

        A GGUF file has its own; one that lies beside it is taken first if it is of the same size.
        """
        if (file := gguf_files.find(folder)) is None:
            return cls(_of_folder(folder), bos, eos, pad)
        header = GgufHeader.read(file)
        if not (file.parent / "tokenizer.json").is_file():
            return cls(tokenizer_of(header), bos, eos, pad)
        beside, tokens = _of_folder(file.parent), header.arrays.get(TOKENS)
        fits = tokens is None or tokens.count == beside.get_vocab_size()
        return cls(beside if fits else tokenizer_of(header), bos, eos, pad)

    def count(self, text: str) -> int:
        """How many tokens a plain text has. Any string will do; a lone surrogate counts as a question mark."""
        return len(self._ids(text.encode("utf-8", "replace").decode()))

    def encode(self, text: str) -> Encoding:
        """Tokenise plain text; no token is added, and no control token stands for any part of it.

        Raises `InfillError` if the ids do not spell the text exactly.
        """
        ids = self._ids(text)
        pieces = self.token_bytes
        starts = [0]
        for token in ids:
            starts.append(starts[-1] + len(pieces[token]))
        if not self._spells(ids, text):
            raise InfillError(
                "This model's tokenizer does not reproduce the text exactly.",
                "Use a checkpoint with its original tokenizer.json.",
            )
        return Encoding(tuple(ids), tuple(starts))

    def _ids(self, text: str) -> list[int]:
        """Ids of a text as plain characters.

        The library reads strings of special tokens as text, but those of added tokens that are not called special as
        tokens, and a character that stands for a space as a space. Only where that happens the text is taken apart:
        what lies between such places is tokenised as it would be alone.
        """
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        if self._spells(ids, text):
            return ids
        ids = []
        for piece in self._apart(text):
            some = self._tokenizer.encode(piece, add_special_tokens=False).ids
            ids += some if self._spells(some, piece) else self._byte_ids(piece, some)
        return ids

    def _spells(self, ids: Sequence[int], text: str) -> bool:
        """True if ids stand for just this text. Control tokens stand for none."""
        pieces = self.token_bytes
        return b"".join(pieces[token] for token in ids) == text.encode()

    def _apart(self, text: str) -> Iterator[str]:
        """The text cut within the string of every control token, and around characters that are taken for a space."""
        cuts = {0, len(text)}
        names, sizes = self._control_names
        if names:
            for found in re.finditer("[" + "".join(re.escape(c) for c in {name[0] for name in names}) + "]", text):
                place = found.start()
                if any(text[place : place + size] in names for size in sizes):
                    cuts.add(place + 1)
        if not self._is_byte_level:
            for found in re.finditer(_SPACE, text):
                cuts |= {found.start(), found.end()}
        for begin, stop in pairwise(sorted(cuts)):
            yield text[begin:stop]

    def _byte_ids(self, piece: str, otherwise: list[int]) -> list[int]:
        """Tokens of the bytes of a text, where the vocabulary has them."""
        known = [self._tokenizer.token_to_id(f"<0x{byte:02X}>") for byte in piece.encode()]
        ids = [token for token in known if token is not None]
        return ids if len(ids) == len(known) else otherwise

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids; bytes that form no character are left out."""
        return b"".join(self.token_bytes[token] for token in ids).decode("utf-8", errors="ignore")

    def pieces(self, ids: Sequence[int]) -> list[str]:
        """The text that each token adds: a character split over tokens belongs to the last of them."""
        decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        return [decoder.decode(self.token_bytes[token]) for token in ids]

    @cached_property
    def token_bytes(self) -> tuple[bytes, ...]:
        """The bytes that each id stands for; empty for control tokens."""
        alphabet = byte_alphabet()
        byte_level = self._is_byte_level
        control = self.control_ids
        spelled: list[bytes] = []
        for token in range(self.vocab_size):
            piece = self._tokenizer.id_to_token(token)
            if piece is None or token in control:
                spelled.append(b"")
            elif byte_level:
                spelled.append(
                    bytes(alphabet[c] for c in piece) if all(c in alphabet for c in piece) else piece.encode()
                )
            elif match := _BYTE_TOKEN.fullmatch(piece):
                spelled.append(bytes([int(match[1], 16)]))
            else:
                spelled.append(piece.replace("▁", " ").encode())
        return tuple(spelled)

    @cached_property
    def control_ids(self) -> frozenset[int]:
        """Ids that never stand for text: begin, end, padding, turns, channels, tools, images, unused ones."""
        added = self._tokenizer.get_added_tokens_decoder()
        special = {token for token, entry in added.items() if entry.special}
        named = {token for name, token in self._tokenizer.get_vocab().items() if _CONTROL_NAME.fullmatch(name)}
        return frozenset(special | named | {self.bos, self.eos, self.pad})

    @cached_property
    def _control_names(self) -> tuple[frozenset[str], tuple[int, ...]]:
        """The strings of control tokens, and which lengths they have. A single character cannot be cut."""
        found = (self._tokenizer.id_to_token(token) for token in self.control_ids)
        names = frozenset(name for name in found if name is not None and len(name) > 1)
        return names, tuple(sorted({len(name) for name in names}))

    @cached_property
    def banned_ids(self) -> tuple[int, ...]:
        """Ids never read out into a document: control tokens, and control characters other than tab and newline."""
        allowed = {0x09, 0x0A, 0x0D}
        return tuple(
            token
            for token, spelled in enumerate(self.token_bytes)
            if not spelled or any((byte < 0x20 and byte not in allowed) or byte == 0x7F for byte in spelled)
        )

    @cached_property
    def chat(self) -> ChatTokens | None:
        """Tokens of turns and channels, by their names; None if this is no vocabulary of an instruction-tuned model."""
        names = ("<|turn>", "<turn|>", "<|channel>", "<channel|>", "<|think|>")
        ids = [token for token in map(self._tokenizer.token_to_id, names) if token is not None]
        return ChatTokens(*ids) if len(ids) == len(names) else None

    @property
    def follows_instructions(self) -> bool:
        """True if the vocabulary has the turn tokens of an instruction-tuned checkpoint."""
        return self.chat is not None

    @property
    def end_ids(self) -> tuple[int, int]:
        """What stands behind the last token of a document, and what fills the canvas behind that."""
        return self.eos if self.chat is None else self.chat.end_turn, self.pad

    @cached_property
    def _is_byte_level(self) -> bool:
        return '"ByteLevel"' in json.dumps(json.loads(self._tokenizer.to_str()).get("decoder"))


def _of_folder(folder: Path) -> _Tokenizer:
    path = folder / "tokenizer.json"
    try:
        return _Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InfillError(
            f"The model folder {folder} has no tokenizer.json.", "Take the complete checkpoint folder."
        ) from None
    except OSError as error:
        raise InfillError(f"{path} cannot be read: {error.strerror}.", "Check the file.") from None
    except Exception as error:  # the library raises plain Exception on any malformed file
        reason = str(error).splitlines()[0] if str(error) else "malformed"
        raise InfillError(f"{path} is damaged ({reason}).", "Copy the checkpoint again.") from None
