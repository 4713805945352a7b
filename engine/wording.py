"""What an instruction-tuned model is told, in plain sentences.

The wording follows infill.md §7.2. Whole sentences, and never that the reply is to be this and nothing else: asked so,
the model often replies with nothing at all.
"""

from __future__ import annotations

from pathlib import PurePosixPath

SYSTEM = (
    "You edit a document in place. Your reply is the document text itself, copied exactly, with the marked passage"
    " written so that it fits what comes before and after it."
)

OPEN, CLOSE = "⟦PASSAGE⟧", "⟦/PASSAGE⟧"
"""Stand around what is to be written."""

MISSING = "…"
"""Stands where text is to come, or where text has been left out."""

NAME_MOST = 120
"""Characters of a file name that are told."""

_LANGUAGES = {
    "Bash": "sh bash",
    "C": "c h",
    "C++": "cc cpp cxx hh hpp hxx",
    "C#": "cs",
    "CSS": "css",
    "Go": "go",
    "Haskell": "hs",
    "HTML": "htm html",
    "Java": "java",
    "JavaScript": "js jsx mjs",
    "JSON": "json",
    "Kotlin": "kt kts",
    "LaTeX": "tex",
    "Lua": "lua",
    "Markdown": "md markdown",
    "PHP": "php",
    "Python": "py pyi",
    "R": "r",
    "reStructuredText": "rst",
    "Ruby": "rb",
    "Rust": "rs",
    "Scala": "scala",
    "SQL": "sql",
    "Swift": "swift",
    "TOML": "toml",
    "TypeScript": "ts tsx",
    "XML": "xml",
    "YAML": "yaml yml",
}
_BY_SUFFIX = {f".{suffix}": language for language, suffixes in _LANGUAGES.items() for suffix in suffixes.split()}


def before_document(name: str, later: str) -> str:
    """What stands before the text on the left of the passage: the file, and text from further on in the document."""
    parts = []
    if said := _line(name)[:NAME_MOST]:
        language = _BY_SUFFIX.get(PurePosixPath(said).suffix.lower())
        parts.append(f"File: {said}, language {language}." if language else f"File: {said}.")
    if later:
        parts.append(f"Further on, the document says:\n{later}")
    parts.append("The document, with the passage marked:\n")
    return "\n\n".join(parts)


def after_document(instruction: str, *, shown: bool, several: bool = False) -> str:
    """What the model is to do, behind everything else. `shown`: the old text stands in the marks."""
    passage, it = ("passages", "they fit") if several else ("passage", "it fits")
    if task := sentence(instruction):
        pass
    elif shown:
        task = f"Rewrite the {passage} so that {it} what comes before and after."
    else:
        task = f"The {passage} marked with {MISSING} {'are' if several else 'is'} missing. Write what belongs there."
    return f"\n\n{task} Write the {passage} and the text around {'them' if several else 'it'}."


def sentence(instruction: str) -> str:
    """An instruction in one line that ends as a sentence does; "" for none."""
    said = _line(instruction)
    return said if not said or said[-1] in ".!?…:;。！？؟।\"'”’»)" else f"{said}."


def _line(text: str) -> str:
    """One line of any string; half of a surrogate pair, which a file name may have, is a question mark."""
    return " ".join(text.encode("utf-8", "replace").decode().split())
