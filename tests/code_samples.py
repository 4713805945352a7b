"""A few lines of every language: comments, strings over several lines, nesting, and one mistake or two."""

# ruff: noqa: E501
from __future__ import annotations

_C_LIKE = r"""/* A comment
   over lines */
{first} // to the end
class Shelf {{
    String name = "a \"quoted\" word";
    int sum(int a, double b) {{
        for (int i = 0; i < 10; i++) {{ total += i * 0x1F; }}
        return a > 2 ? 'x' : 1.5e3;
    }}
}}
"""

SAMPLES: dict[str, str] = {
    "Markdown": """---
title: A day
---
# Heading with *care*

Setext
======

Words *lean*, **stand**, ***both***, `code`, ~~gone~~ and [a link](http://a.example "t").
- one
  - [ ] two
1. three

> quoted *words*
> more

```python
def f():
    return 'x'  # note
```

| a | b |
|---|---|
| 1 | 2 |

    indented code

<b>html</b> and https://b.example/x_y. \\*not\\*
""",
    "LaTeX": r"""\documentclass{article}
% a comment
\begin{document}
\section{One} Words and $a^2 + b$ and \emph{more}.
\[ \frac{1}{2} \]
$$ x
y $$
\end{document}""",
    "Org": """* Heading :tag:
** TODO Second
#+BEGIN_SRC python
x = 1
#+END_SRC
- item *bold* /italic/ =code=
# comment
[[http://a.example][link]]""",
    "reStructuredText": """Title
=====

*Emphasis*, **strong**, ``code`` and `link <http://a.example>`_.

.. note:: Words
   more

.. code-block:: python

   def f(): pass

- list
:field: value
::

    literal

.. comment""",
    "Ada": 'with Ada.Text_IO;\n-- note\nprocedure Hello is\n   X : Integer := 16#FF#;\nbegin\n   Put_Line ("Hi");\nend Hello;',
    "Assembly": '.section .text\nmain: # note\n    movl $1, %eax\n    .string "words"\n    ret',
    "Awk": '# note\nBEGIN { FS = ":" }\n/pattern/ { print $1, "word" }\nEND { x = 3 }',
    "Batch": '@echo off\nrem note\nset X=1\nif "%X%"=="1" (\n  echo yes\n) else echo no\n:label\ngoto label',
    "BibTeX": '@article{key,\n  title = {A {Word}},\n  year = 2020,\n  note = "x"\n}\n% note\n@string(a = "b")',
    "C": '#include <stdio.h>\n/* note\n   more */\nstatic int main(int argc,\n    char **argv)\n{\n    size_t n = 0x1f; // word\n    printf("a\\n"\n);\n    if (n) { return \'c\'; }\n}\n#define X \\\n  1\nstruct a { int b; };',
    "C#": "using System;\n" + _C_LIKE.format(first="namespace A;") + 'var s = @"two\nlines";\nvar t = $"a {1 + 2} b";',
    "C++": '#include <vector>\ntemplate <typename T>\nclass A : public B {\n  std::vector<int> v;\n  /* note\n */\n  auto s = R"(raw\ntext)";\n  int f() const { return 1\'000; }\n};',
    "CMake": '# note\nproject(a C)\nif(WIN32)\n  set(X "word ${Y}")\nendif()\n#[[ block\nnote ]]\nadd_library(a a.c)',
    "CSS": '/* note\nmore */\n@media (max-width: 3em) {\n  a:hover > .b, #c[d="e"] { color: #fff; margin: 1px 2%; }\n}\n.x { background: url(a.png) }',
    "Clojure": '(ns a.b)\n; note\n(defn f [x]\n  "doc\nstring"\n  {:k 1 :l #{2}} (+ x 1/2))\n#_(gone)',
    "Common Lisp": '(defun f (x)\n  "doc\nstring"\n  #| block\n  note |#\n  (let ((y 1)) (format t "~a" y))) ; note',
    "D": "import std.stdio;\n/+ nested /+ note +/\n+/\nvoid main() { auto s = r\"raw\"; writeln(`a\nb`); int x = 0b11; }",
    "Dart": "import 'a.dart';\n/* note */\nclass A { String s = '''two\nlines ${1 + 1}'''; int f() => 3; }",
    "Diff": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n",
    "Dockerfile": 'FROM python:3.12 AS a\n# note\nRUN apt-get update && \\\n    apt-get install x\nENV A="b"\nCMD ["a", "b"]\nCOPY . /x',
    "Elixir": 'defmodule A do\n  @doc """\n  words\n  """\n  def f(x), do: "a #{x}" <> ~s(b)\n  # note\n  :atom\nend',
    "Elm": 'module A exposing (..)\n{- note\n {- nested -} -}\nf x =\n    if x > 1 then "a" else """b\nc"""\n-- note',
    "Emacs Lisp": '(defun f (x)\n  "Doc\nstring."\n  ;; note\n  (let ((y \'a)) (message "%s" ?\\n)))',
    "Erlang": '-module(a).\n% note\nf(X) when X > 1 ->\n    "word", <<1:8>>, atom;\nf(_) -> ok.',
    "F#": 'module A\n(* note\n (* nested *) *)\nlet f x = // note\n    match x with\n    | 1 -> "a"\n    | _ -> """b\nc"""',
    "Fish": 'function f\n  # note\n  set -l x "a $y"\n  if test $x = 1\n    echo \'b\nc\'\n  end\nend',
    "Fortran": "program a\n  ! note\n  integer :: i = 1\n  do i = 1, 10\n    print *, 'word', 1.5d0\n  end do\nend program a",
    "GLSL": "#version 330\n/* note\n*/\nuniform vec3 a;\nvoid main() { gl_Position = vec4(a, 1.0); // note\n}",
    "Go": 'package main\n// note\n/* more\n*/\nimport "fmt"\nfunc (a *A) F(x int) (string, error) {\n\ts := `raw\ntext`\n\treturn fmt.Sprint(0x1, \'a\'), nil\n}',
    "GraphQL": '# note\ntype A implements B {\n  """doc\n  words"""\n  f(x: Int = 1): [String!]! @d(a: "b")\n}\nquery Q($x: ID) { a { ...b } }',
    "Groovy": _C_LIKE.format(first="import a.b") + "def s = '''two\nlines'''\ndef t = \"a ${1} b\"",
    "HTML": '<!DOCTYPE html>\n<!-- note\n more -->\n<p class="a" id=b>words &amp; more</p>\n<style>\na { color: red }\n</style>\n<script>\nlet x = `a\n${1}`;\n// note\n</script>\n<br/>',
    "Haskell": 'module A (f) where\n{- note\n {- nested -} -}\nimport qualified B as C\nf :: Int -> String\nf x = case x of\n  1 -> "a\\n" -- note\n  _ -> \'c\' : []',
    "INI": "; note\n[section]\nkey = value\nother: 1\n# more\n[b]\nx=y \\\n z",
    "JSON": '{\n  "a": [1, 2.5e3, true, null],\n  "b": {"c": "d\\n"}\n}',
    "JSX": "import a from 'b';\nconst A = () => (\n  <div className=\"a\" onClick={() => f(1)}>\n    words {x ? <B/> : `t ${1}`}\n  </div>\n);\n/* note\n*/",
    "Java": "package a;\n" + _C_LIKE.format(first="import b.C;") + '@A(b = 1)\nvar t = """\n  text\n  """;',
    "JavaScript": "'use strict';\n/* note\nmore */\nfunction* f(a, ...b) {\n  const r = /a[/]b/g, t = `one\n${a + `x`} two`;\n  return a?.b ?? 0n; // note\n}\nclass A extends B { #x = 1 }",
    "Julia": 'module A\n#= note\n more =#\nfunction f(x::Int)\n    s = """two\n  $x lines"""\n    return x^2 + 1.5e3 # note\nend\nend',
    "Kotlin": 'package a\n/* note /* nested */\n*/\n@A data class B(val x: Int = 1)\nfun f(): String = """two\n${1} lines"""\nval c = \'c\' // note',
    "Less": "@a: #fff;\n.m(@b) when (@b > 1) { color: @a; }\n/* note\n*/\n// more\n.c { .m(2px); &:hover { x: ~\"y\" } }",
    "Lua": "--[[ note\nmore ]]\nlocal function f(x)\n  local s = [==[two\nlines]==]\n  return string.format(\"%d\", x) -- note\nend",
    "MATLAB": "function y = f(x)\n%{\nnote\n%}\ny = x' * 2; % more\ns = 'word';\nif x > 1, disp(s), end",
    "Makefile": "# note\nX := $(shell ls)\nall: a b ## words\n\tcc -o $@ $<\n\tfor i in a; do \\\n\t  echo $$i; done\nifeq ($(X),1)\n.PHONY: all\nendif",
    "Meson": "project('a', 'c')\n# note\nif x\n  executable('b', files('c.c'), version: '1')\nendif\ns = '''two\nlines'''",
    "Nginx": 'server {\n  # note\n  listen 80;\n  location ~ "^/a" { return 301 $uri; }\n}',
    "Nim": '#[ note\nmore ]#\nproc f(x: int): string =\n  ## doc\n  let s = """two\nlines"""\n  result = "a" & $x # note\n',
    "Nix": "{ pkgs ? import <nixpkgs> {} }:\n/* note\n*/\nlet x = 1; in {\n  s = ''\n    two ${x}\n  lines'';\n  p = ./a; # note\n}",
    "OCaml": "(* note\n (* nested *) *)\nlet rec f x = match x with\n  | [] -> \"a\"\n  | h :: _ -> String.concat \"b\" ['c']\nmodule A = struct end",
    "Objective-C": '#import <A.h>\n/* note\n*/\n@interface A : NSObject\n@property (nonatomic) NSString *s;\n- (void)f:(int)x;\n@end\nid a = @"word"; // note',
    "PHP": '<p>words</p>\n<?php\n/* note\n*/\nnamespace A;\nfunction f(int $x): string {\n  $s = <<<EOT\ntwo $x\nEOT;\n  return strlen("a $x") . \'b\'; // note\n}\n?>\n<b>',
    "Pascal": "program A;\n{ note\n more }\nuses B;\nfunction f(x: Integer): string;\nbegin\n  f := 'word'; (* note *)\n  if x > $FF then // more\nend;",
    "Perl": 'use strict;\n# note\nmy %h = (a => 1);\nsub f { my ($x) = @_; return qq{b $x}; }\nmy $s = <<EOT;\ntwo\nEOT\n=pod\n\ndoc\n\n=cut\nprint "x" if $s =~ m/a(b)/i;',
    "PowerShell": '<# note\nmore #>\nfunction F([int]$x) {\n  $s = @"\ntwo $x\n"@\n  if ($x -gt 1) { Write-Host "a" } # note\n}',
    "Prolog": "% note\n/* more\n*/\np(X) :- q(X, 'a b'), \\+ r(\"s\").\n?- p(1).",
    "Protocol Buffers": 'syntax = "proto3";\n/* note\n*/\nmessage A {\n  repeated string b = 1; // note\n  enum C { D = 0; }\n}',
    "Python": 'from a import b\n\n\n@decorated\nclass A(B):\n    """Doc\n    string."""\n\n    async def f(self, x: int = 0x1F) -> str:\n        r\'raw\' + b"bytes" + f"a {x!r:>{2}} b"  # note\n        return \'\'\'two\nlines\'\'\'\n\nx = [1, 2.5e3, None]\ny = "open',
    "R": "# note\nf <- function(x, ...) {\n  s <- 'two\nlines'\n  if (x > 1) return(TRUE) else x %in% c(1L, 2.5)\n}",
    "Racket": '#lang racket\n#| note\nmore |#\n(define (f x)\n  "two\nlines" (+ x 1)) ; note',
    "Ruby": "# note\nclass A < B\n  def f(x)\n    s = <<~EOT\n      two #{x}\n    EOT\n    \"a #{x + 1}\" + 'b' + %w[c d].join\n  end\nend\n=begin\nblock\n=end\n:sym => /re/i",
    "Rust": 'use std::io;\n/* note /* nested */\n*/\n#[derive(Debug)]\npub struct A<\'a> { s: &\'a str }\nfn f(x: u8) -> Result<String, ()> {\n    let t = r#"two\nlines"#; // note\n    println!("{} {}", 0xffu8, \'c\'); Ok(t.into())\n}',
    "SCSS": "$a: 1px;\n/* note\n*/\n@mixin m($b) { width: $b; }\n.a { &:hover { @include m($a); } // note\n  b: c#{$a}; }",
    "SQL": "-- note\n/* more\n*/\nSELECT a, COUNT(*) FROM b WHERE c = 'two\nlines' AND d > 1.5;\nCREATE TABLE e (f INT);",
    "Sass": "$a: 1px\n/* note\n   more\n=m($b)\n  width: $b\n.a\n  &:hover\n    +m($a)\n  // note\n    more\n  color: red",
    "Scala": 'package a\n/* note\n*/\ncase class A[T](x: Int = 1) extends B {\n  def f: String = s"a ${x + 1} b"\n  val t = """two\nlines""" // note\n}',
    "Scheme": '(define (f x)\n  #| note\n  more |#\n  (let ((y "two\nlines")) (if (> x 1) #t y))) ; note',
    "Shell": "#!/bin/sh\n# note\nf() {\n  local x=\"a $y $(date)\"\n  cat <<EOF\ntwo $x\nEOF\n  if [ -n \"$x\" ]; then echo 'b\nc'; fi\n}\ncase $1 in a) ;; esac",
    "Solidity": 'pragma solidity ^0.8.0;\n/* note\n*/\ncontract A is B {\n  mapping(address => uint256) public m;\n  function f(uint x) public returns (bool) { return x > 1 ether; } // note\n}',
    "Svelte": "<script>\n  let a = 1;\n  // note\n</script>\n<!-- more\n-->\n{#if a}\n  <p on:click={f}>{a}</p>\n{/if}\n<style>\n  p { color: red }\n</style>",
    "Swift": 'import A\n/* note /* nested */\n*/\nstruct B: C {\n  @State var s = "a \\(1 + 2) b"\n  func f(_ x: Int) -> String? { return """\n  two\n  """ } // note\n}',
    "TOML": '# note\n[a.b]\nc = "d"\ne = [1, 2.5, true]\nf = """two\nlines"""\ng = 1979-05-27T07:32:00Z\n[[h]]',
    "TSX": "import a from 'b';\nconst A: FC<P> = ({x}: P) => (\n  <div a={1}>words {x as string}</div>\n);\n/* note\n*/",
    "Tcl": '# note\nproc f {x} {\n  set s "a $x [g 1]"\n  if {$x > 1} { puts {two\nlines} }\n}',
    "Terraform": 'resource "a" "b" {\n  c = "d ${var.e}"\n  # note\n  f = <<EOT\ntwo\nEOT\n  g = [1, true]\n}\n/* more\n*/\nvariable "h" {}',
    "TypeScript": "import { a } from 'b';\n/* note\n*/\ninterface A<T> extends B { readonly c?: string }\nenum D { E = 1 }\nfunction f(x: number): x is any { return `two\n${x} lines` as any; } // note",
    "VHDL": '-- note\nlibrary ieee;\nentity a is\n  port (b : in std_logic := \'1\');\nend a;\narchitecture c of a is\nbegin\n  d <= "0101";\nend c;',
    "Verilog": "// note\n/* more\n*/\nmodule a(input wire b, output reg [7:0] c);\n  always @(posedge b) begin c <= 8'hFF; end\n  initial $display(\"d\");\nendmodule",
    "Vim Script": '" note\nset number\nfunction! F(x)\n  let s = "a" . \'b\'\n  if a:x > 1 | echo s | endif\nendfunction\nautocmd BufRead *.py set sw=4',
    "Visual Basic": "' note\nImports A\nModule B\n  Sub F(x As Integer)\n    Dim s As String = \"word\"\n    If x > 1 Then Return\n  End Sub\nEnd Module",
    "Vue": "<template>\n  <p :a=\"b\" @click=\"c\">{{ d }}</p>\n</template>\n<script>\nexport default { data() { return { e: 'f' } } }\n</script>\n<style>\np { color: red }\n</style>",
    "WebAssembly Text": '(module\n  (; note\n  more ;)\n  (func $f (param i32) (result i32)\n    local.get 0\n    i32.const 0x1) ;; note\n  (export "g" (func $f)))',
    "XML": '<?xml version="1.0"?>\n<!-- note\nmore -->\n<a b="c">\n  <![CDATA[ raw\n <text> ]]>\n  words &lt;\n  <d/>\n</a>',
    "YAML": "# note\n%YAML 1.2\n---\na: &x 1\nb:\n  - c: 'd'\n    e: |\n      two\n      lines\n  - !t {f: [g, *x]}\nh: >-\n  folded\n  text\n\"k\": \"l\n  m\"\n...",
    "Zig": 'const std = @import("std");\n// note\npub fn f(x: u8) !void {\n    const s =\n        \\\\two\n        \\\\lines\n    ;\n    if (x > 0xff) return error.A;\n    _ = "a";\n}',
}  # fmt: skip
