"""Text to token ids and back, byte for byte: the checkpoint's own tokenizer.json, with documents as plain data."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer as _Tokenizer

from palimpsest.engine.request import InfillError

_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")


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
        """Read `tokenizer.json` of a checkpoint folder. Raises `InfillError` if it is missing or damaged."""
        path = folder / "tokenizer.json"
        try:
            tokenizer = _Tokenizer.from_str(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise InfillError(
                f"The model folder {folder} has no tokenizer.json.", "Take the complete checkpoint folder."
            ) from None
        except OSError as error:
            raise InfillError(f"{path} cannot be read: {error.strerror}.", "Check the file.") from None
        except Exception as error:  # the library raises plain Exception on any malformed file
            reason = str(error).splitlines()[0] if str(error) else "malformed"
            raise InfillError(f"{path} is damaged ({reason}).", "Copy the checkpoint again.") from None
        return cls(tokenizer, bos, eos, pad)

    def count(self, text: str) -> int:
        """How many tokens a plain text has. Any string will do; a lone surrogate counts as a question mark."""
        return len(self._tokenizer.encode(text.encode("utf-8", "replace").decode(), add_special_tokens=False).ids)

    def encode(self, text: str) -> Encoding:
        """Tokenise plain text; no token is added. Raises `InfillError` if the ids do not spell the text exactly."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        pieces = self.token_bytes
        starts = [0]
        for token in ids:
            starts.append(starts[-1] + len(pieces[token]))
        if b"".join(pieces[token] for token in ids) != text.encode():
            raise InfillError(
                "This model's tokenizer does not reproduce the text exactly.",
                "Use a checkpoint with its original tokenizer.json.",
            )
        return Encoding(tuple(ids), tuple(starts))

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
        """Ids that never stand for text: begin, end, padding, turns, images."""
        added = self._tokenizer.get_added_tokens_decoder()
        special = {token for token, entry in added.items() if entry.special}
        return frozenset(special | {self.bos, self.eos, self.pad})

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
    def follows_instructions(self) -> bool:
        """True if the vocabulary has the turn tokens of an instruction-tuned checkpoint."""
        return self._tokenizer.token_to_id("<|turn>") is not None

    @cached_property
    def _is_byte_level(self) -> bool:
        return '"ByteLevel"' in json.dumps(json.loads(self._tokenizer.to_str()).get("decoder"))
