"""The languages that documents are written in: how each is known, coloured, commented and indented. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from palimpsest.app.documents.translate import translate

BRACKETS = frozenset("{[(")
_COLON = BRACKETS | {":"}
_XML = ("<!--", "-->")
_SLASHES = ("/*", "*/")


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Suffixes and file names are in lower case; suffixes begin with a dot."""

    name: str
    kind: Literal["prose", "code"]
    lexer: str | None
    """Alias of a Pygments lexer; None is not coloured."""
    line_comment: str = ""
    block_comment: tuple[str, str] | None = None
    suffixes: tuple[str, ...] = ()
    file_names: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    """Programs of a first line "#!…", without digits at their end."""
    indent: frozenset[str] = frozenset()
    """After a line that ends in one of these, the next goes one deeper."""

    @property
    def shown_name(self) -> str:
        """The name in the language of the frame; proper names are the same in all of them."""
        words = {
            "Plain Text": translate("Languages", "Plain Text"),
            "Plain Code": translate("Languages", "Plain Code"),
        }
        return words.get(self.name, self.name)

    def goes_deeper(self, line: str) -> bool:
        """True if what follows `line` is indented one step more than it."""
        line = line.rstrip()
        return any(
            line.endswith(end) and not (end.isalpha() and re.search(rf"\w{end}$", line) is not None)
            for end in self.indent
        )


def _code(
    name: str,
    lexer: str | None,
    suffixes: str = "",
    line: str = "",
    block: tuple[str, str] | None = None,
    names: str = "",
    run_by: str = "",
    indent: frozenset[str] = BRACKETS,
) -> Language:
    """A language of programs; several suffixes, names or interpreters are separated by spaces."""
    return Language(
        name, "code", lexer, line, block, tuple(suffixes.split()), tuple(names.split()), tuple(run_by.split()), indent
    )


def _prose(
    name: str, lexer: str | None, suffixes: str, line: str = "", block: tuple[str, str] | None = None
) -> Language:
    return Language(name, "prose", lexer, line, block, tuple(suffixes.split()))


PLAIN_TEXT = _prose("Plain Text", None, ".txt .text")
PLAIN_CODE = _code("Plain Code", None)
"""Set in the code font, not coloured: what a file is whose suffix says nothing."""
MARKDOWN = _prose("Markdown", "markdown", ".md .markdown .mdown .mkd .mdx .qmd .rmd", block=_XML)

LANGUAGES: tuple[Language, ...] = (
    PLAIN_TEXT,
    MARKDOWN,
    _prose("AsciiDoc", None, ".adoc .asciidoc .asc", "//", ("////", "////")),
    _prose("Fountain", None, ".fountain .spmd", block=("/*", "*/")),
    _prose("LaTeX", "latex", ".tex .latex .sty .cls .ltx", "%"),
    _prose("Org", "org", ".org", "#"),
    _prose("reStructuredText", "restructuredtext", ".rst .rest", ".."),
    PLAIN_CODE,
    _code("Ada", "ada", ".ada .adb .ads", "--"),
    _code("Assembly", "gas", ".s .asm", "#"),
    _code("Awk", "awk", ".awk", "#", run_by="awk gawk mawk"),
    _code("Batch", "batch", ".bat .cmd", "REM", indent=frozenset("(")),
    _code("BibTeX", "bibtex", ".bib", "%"),
    _code("C", "c", ".c .h .idc", "//", _SLASHES),
    _code("C#", "csharp", ".cs .csx", "//", _SLASHES),
    _code("C++", "cpp", ".cpp .cc .cxx .c++ .hpp .hh .hxx .h++ .inl .ipp .cu .cuh", "//", _SLASHES),
    _code("CMake", "cmake", ".cmake", "#", ("#[[", "]]"), names="cmakelists.txt"),
    _code("CSS", "css", ".css", block=_SLASHES),
    _code("Clojure", "clojure", ".clj .cljs .cljc .edn", ";;", run_by="bb clojure"),
    _code("Common Lisp", "common-lisp", ".lisp .lsp .cl", ";;", ("#|", "|#"), run_by="sbcl clisp"),
    _code("D", "d", ".d", "//", _SLASHES, run_by="rdmd"),
    _code("Dart", "dart", ".dart", "//", _SLASHES, run_by="dart"),
    _code("Diff", "diff", ".diff .patch", indent=frozenset()),
    _code("Dockerfile", "docker", ".dockerfile", "#", names="dockerfile containerfile"),
    _code("Elixir", "elixir", ".ex .exs", "#", run_by="elixir", indent=BRACKETS | {"do", "->", "else", "rescue"}),
    _code("Elm", "elm", ".elm", "--", ("{-", "-}"), indent=BRACKETS | {"=", "->", "of", "let", "then", "else"}),
    _code("Emacs Lisp", "emacs-lisp", ".el", ";;", names=".emacs"),
    _code("Erlang", "erlang", ".erl .hrl", "%", run_by="escript", indent=BRACKETS | {"->", "of", "begin", "receive"}),
    _code("F#", "fsharp", ".fs .fsi .fsx", "//", ("(*", "*)"), indent=BRACKETS | {"=", "->", "then", "else", "with"}),
    _code("Fish", "fish", ".fish", "#", run_by="fish", indent=BRACKETS),
    _code("Fortran", "fortran", ".f90 .f95 .f03 .f08 .f .for", "!", indent=BRACKETS | {"then", "else", "contains"}),
    _code("GLSL", "glsl", ".glsl .vert .frag .geom .comp", "//", _SLASHES),
    _code("Go", "go", ".go", "//", _SLASHES),
    _code("GraphQL", "graphql", ".graphql .gql", "#"),
    _code("Groovy", "groovy", ".groovy .gradle", "//", _SLASHES, names="jenkinsfile", run_by="groovy"),
    _code("HTML", "html", ".html .htm .xhtml", block=_XML, indent=frozenset()),
    _code("Haskell", "haskell", ".hs", "--", ("{-", "-}"), run_by="runhaskell",
          indent=BRACKETS | {"=", "->", "do", "of", "where", "let", "then", "else"}),
    _code("INI", "ini", ".ini .cfg .conf .properties .desktop .service .editorconfig", "#",
          names=".gitconfig .gitmodules .npmrc .flake8 .pylintrc .coveragerc", indent=frozenset()),
    _code("JSON", "json", ".json .jsonc .geojson .webmanifest .ipynb .jsonl .ndjson", names=".prettierrc .babelrc"),
    _code("JSX", "jsx", ".jsx", "//", _SLASHES),
    _code("Java", "java", ".java", "//", _SLASHES),
    _code("JavaScript", "javascript", ".js .mjs .cjs", "//", _SLASHES, run_by="node deno bun"),
    _code("Julia", "julia", ".jl", "#", ("#=", "=#"), run_by="julia", indent=BRACKETS | {"begin", "do", "else", "try"}),
    _code("Kotlin", "kotlin", ".kt .kts", "//", _SLASHES, run_by="kotlin", indent=BRACKETS | {"->"}),
    _code("Less", "less", ".less", "//", _SLASHES),
    _code("Lua", "lua", ".lua", "--", ("--[[", "]]"), run_by="lua luajit",
          indent=BRACKETS | {"then", "do", "else", "repeat"}),
    _code("MATLAB", "matlab", ".m", "%", ("%{", "%}"), run_by="octave", indent=BRACKETS | {"else", "otherwise", "try"}),
    _code("Makefile", "make", ".mk .mak .make", "#", names="makefile gnumakefile", run_by="make", indent=_COLON),
    _code("Meson", "meson", ".meson", "#", names="meson.build meson_options.txt"),
    _code("Nginx", "nginx", ".nginx", "#", names="nginx.conf"),
    _code("Nim", "nim", ".nim .nims .nimble", "#", ("#[", "]#"), run_by="nim", indent=_COLON | {"=", "object"}),
    _code("Nix", "nix", ".nix", "#", _SLASHES, indent=BRACKETS | {"let", "in", "="}),
    _code("OCaml", "ocaml", ".ml .mli", block=("(*", "*)"), run_by="ocaml",
          indent=BRACKETS | {"=", "->", "then", "else", "begin", "struct", "sig", "with"}),
    _code("Objective-C", "objective-c", ".mm", "//", _SLASHES),
    _code("PHP", "php", ".php .phtml", "//", _SLASHES, run_by="php"),
    _code("Pascal", "delphi", ".pas .pp .dpr .lpr", "//", ("{", "}"),
          indent=frozenset("([") | {"begin", "then", "do", "else", "of", "repeat"}),
    _code("Perl", "perl", ".pl .pm .t", "#", ("=pod", "=cut"), run_by="perl"),
    _code("PowerShell", "powershell", ".ps1 .psm1 .psd1", "#", ("<#", "#>"), run_by="pwsh powershell"),
    _code("Prolog", "prolog", ".pro .prolog", "%", _SLASHES, run_by="swipl", indent=BRACKETS | {":-", "-->"}),
    _code("Protocol Buffers", "protobuf", ".proto", "//", _SLASHES),
    _code("Python", "python", ".py .pyi .pyw .bzl .pyx", "#", names="sconstruct build.bazel workspace",
          run_by="python pypy", indent=_COLON),
    _code("R", "r", ".r", "#", names=".rprofile", run_by="rscript"),
    _code("Racket", "racket", ".rkt", ";;", ("#|", "|#"), run_by="racket"),
    _code("Ruby", "ruby", ".rb .rake .gemspec .ru", "#", ("=begin", "=end"),
          names="rakefile gemfile vagrantfile podfile brewfile guardfile", run_by="ruby",
          indent=BRACKETS | {"do", "then", "else", "begin"}),
    _code("Rust", "rust", ".rs", "//", _SLASHES, run_by="rust-script"),
    _code("SCSS", "scss", ".scss", "//", _SLASHES),
    _code("SQL", "sql", ".sql .ddl .dml", "--", _SLASHES),
    _code("Sass", "sass", ".sass", "//"),
    _code("Scala", "scala", ".scala .sc .sbt", "//", _SLASHES, run_by="scala", indent=BRACKETS | {"=", "=>", "then"}),
    _code("Scheme", "scheme", ".scm .ss .sld", ";;", ("#|", "|#"), run_by="guile scheme chibi-scheme"),
    _code("Shell", "bash", ".sh .bash .zsh .ksh .ebuild", "#",
          names=".bashrc .bash_profile .bash_aliases .profile .zshrc .zshenv .zprofile .xinitrc .envrc pkgbuild .env",
          run_by="sh bash zsh ksh dash ash", indent=BRACKETS | {"then", "do", "else", "in"}),
    _code("Solidity", "solidity", ".sol", "//", _SLASHES),
    _code("Svelte", "html", ".svelte", block=_XML, indent=BRACKETS),
    _code("Swift", "swift", ".swift", "//", _SLASHES, run_by="swift"),
    _code("TOML", "toml", ".toml", "#", names="cargo.lock poetry.lock uv.lock pipfile"),
    _code("TSX", "tsx", ".tsx", "//", _SLASHES),
    _code("Tcl", "tcl", ".tcl", "#", run_by="tclsh wish"),
    _code("Terraform", "terraform", ".tf .tfvars .hcl", "#", _SLASHES),
    _code("TypeScript", "typescript", ".ts .mts .cts", "//", _SLASHES, run_by="ts-node tsx"),
    _code("VHDL", "vhdl", ".vhd .vhdl", "--", indent=BRACKETS | {"is", "begin", "then", "loop", "else"}),
    _code("Verilog", "systemverilog", ".v .sv .svh .vh", "//", _SLASHES, indent=BRACKETS | {"begin", "else"}),
    _code("Vim Script", "vim", ".vim", '"', names=".vimrc .gvimrc"),
    _code("Visual Basic", "vbnet", ".vb .vbs .bas", "'", indent=BRACKETS | {"Then", "Else"}),
    _code("Vue", "html", ".vue", block=_XML, indent=BRACKETS),
    _code("WebAssembly Text", "wast", ".wat .wast", ";;", ("(;", ";)")),
    _code("XML", "xml", ".xml .xsd .xsl .xslt .svg .rss .atom .plist .ui .qrc .csproj .xaml .wsdl .kml",
          block=_XML, indent=frozenset()),
    _code("YAML", "yaml", ".yml .yaml .cff", "#", names=".clang-format .clang-tidy", indent=_COLON),
    _code("Zig", "zig", ".zig .zon", "//"),
)  # fmt: skip

_SHEBANG = re.compile(r"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+|\w+=\S*\s+)*)?(?:\S*/)?(?P<name>[^\s/]+)")
_MODELINE = re.compile(
    r"-\*-(?:[^\n]*?\bmode:)?\s*(?P<emacs>[\w+#-]+)\s*(?:;[^\n]*)?-\*-"
    r"|\b(?:vim?|ex):[^\n]*?\b(?:ft|filetype|syntax)=(?P<vim>[\w+#-]+)"
)
_MODELINE_LINES = 5
_VARIANT = re.compile(r"(dockerfile|containerfile|makefile)\.")


def _by(names: str) -> dict[str, Language]:
    return {each: language for language in reversed(LANGUAGES) for each in getattr(language, names)}


_BY_SUFFIX, _BY_FILE_NAME, _BY_INTERPRETER = _by("suffixes"), _by("file_names"), _by("interpreters")
_BY_NAME = (
    {suffix[1:]: language for suffix, language in _BY_SUFFIX.items()}
    | {language.lexer: language for language in reversed(LANGUAGES) if language.lexer}
    | _BY_INTERPRETER
    | {language.name.lower(): language for language in LANGUAGES}
)


def by_name(name: str) -> Language | None:
    """The language that people call `name`: "Python", "python", "py". None if nobody does."""
    return _BY_NAME.get(name.lower())


def detect(name: str, head: str = "") -> Language:
    """The language of a file by its name (without folders) and, where that says nothing, by its first lines."""
    name = name.lower()
    suffix = PurePath(name).suffix
    known = _BY_FILE_NAME.get(name) or _BY_SUFFIX.get(suffix)
    if known is None and (variant := _VARIANT.match(name)) is not None:
        known = _BY_FILE_NAME[variant[1]]
    known = known or _by_head(head)
    if known is not None:
        return known
    return PLAIN_CODE if suffix or name.startswith(".") else PLAIN_TEXT


def _by_head(head: str) -> Language | None:
    """What the first lines of a text say of themselves."""
    lines = head.lstrip("\ufeff").split("\n", _MODELINE_LINES)[:_MODELINE_LINES]
    if (shebang := _SHEBANG.match(lines[0])) is not None:
        program = shebang["name"].lower()
        # "python3.12" is Python, "lua5.4" is Lua.
        found = _BY_INTERPRETER.get(program) or _BY_INTERPRETER.get(program.rstrip("0123456789."))
        return found or PLAIN_CODE
    for line in lines:
        if (mode := _MODELINE.search(line)) is not None:
            named = by_name(mode["emacs"] or mode["vim"])
            if named is not None:
                return named
    first = lines[0].lstrip().lower()
    if first.startswith("<?xml"):
        return by_name("xml")
    if first.startswith(("<!doctype html", "<html")):
        return by_name("html")
    return by_name("php") if first.startswith("<?php") else None
