"""Frames that read and write files, with the tests and the `main` that go with them."""

from __future__ import annotations

from .frame import frames

FILES = frames(
    r'''
==
def <load>_<texts>(path«: Path»)« -> list[str]»:
    """<Return> the <texts> in the file, one a line."""
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()]
--
path.write_text("<t1>\n<t2>\n", encoding="utf-8")
assert <load>_<texts>(path) == [<s1>, <s2>]
==
def <save>_<texts>(path«: Path», <texts>«: list[str]»)« -> None»:
    """<save.> the <texts> to the file, one a line."""
    with open(path, "w", encoding="utf-8") as file:
        for <text> in <texts>:
            file.write(<text> + "\n")
--
<save>_<texts>(path, [<s1>, <s2>])
assert path.read_text(encoding="utf-8") == "<t1>\n<t2>\n"
==
def <load>_<nums>(path«: Path»)« -> list[int]»:
    """<Return> the <nums> in the file, one a line."""
    <nums> = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line:
            <nums>.append(int(line))
    return <nums>
--
path.write_text("<n1>\n<n2>\n", encoding="utf-8")
assert <load>_<nums>(path) == [<n1>, <n2>]
==
def <save>_<nums>(path«: Path», <nums>«: list[int]»)« -> None»:
    """<save.> the <nums> to the file, one a line."""
    lines = [f"{<num>}\n" for <num> in <nums>]
    path.write_text("".join(lines), encoding="utf-8")
--
<save>_<nums>(path, [<n1>, <n2>])
assert path.read_text(encoding="utf-8") == "<n1>\n<n2>\n"
==
def <load>_<items>(path«: Path»)« -> dict[str, int]»:
    """<Return> the <items> in the file as <text> and <num>."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)
--
path.write_text('{"<t1>": <n1>}', encoding="utf-8")
assert <load>_<items>(path) == {<s1>: <n1>}
==
def <save>_<items>(path«: Path», <items>«: dict[str, int]»)« -> None»:
    """<save.> the <items> to the file."""
    text = json.dumps(<items>, indent=4)
    path.write_text(text + "\n", encoding="utf-8")
--
<save>_<items>(path, {<s1>: <n1>})
assert json.loads(path.read_text(encoding="utf-8")) == {<s1>: <n1>}
==
def read_<item>_rows(path«: Path»)« -> list[dict[str, str]]»:
    """<Return> one row for each <item> in the file."""
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
--
path.write_text("<text>,<num>\n<t1>,<n1>\n", encoding="utf-8")
assert read_<item>_rows(path) == [{"<text>": <s1>, "<num>": "<n1>"}]
==
def write_<item>_rows(path«: Path», <items>«: dict[str, int]»)« -> None»:
    """Write a row with <text> and <num> for each of the <items>."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["<text>", "<num>"])
        for <text>, <num> in <items>.items():
            writer.writerow([<text>, <num>])
--
write_<item>_rows(path, {<s1>: <n1>})
assert path.read_text(encoding="utf-8").split() == ["<text>,<num>", "<t1>,<n1>"]
==
def count_<items>(path«: Path»)« -> int»:
    """Count the lines of the file, one for each <item>."""
    count = 0
    with open(path, encoding="utf-8") as file:
        for _ in file:
            count += 1
    return count
--
path.write_text("<t1>\n<t2>\n", encoding="utf-8")
assert count_<items>(path) == 2
==
def append_<item>(path«: Path», <item>«: str»)« -> None»:
    """Add a line with the <item> at the end of the file."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(f"{<item>}\n")
--
append_<item>(path, <s1>)
append_<item>(path, <s2>)
assert path.read_text(encoding="utf-8").split() == [<s1>, <s2>]
==
def find_<item>_line(path«: Path», <text>«: str»)« -> int»:
    """<Return> the number of the line that has the <text>, or zero."""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if <text> in line:
                return number
    return 0
--
path.write_text("<t1>\n<t2>\n", encoding="utf-8")
assert find_<item>_line(path, <s2>) == 2
==
def read_<text>(path«: Path», <default>«: str» = "")« -> str»:
    """<Return> the <text> in the file, or the <default> where there is no file."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return <default>
--
assert read_<text>(path, <s1>) == <s1>
==
def total_<num>(path«: Path»)« -> int»:
    """<Compute> the total of the <nums> in the file."""
    <acc> = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            <acc> += int(line)
    return <acc>
--
path.write_text("<n1>\n<n2>\n", encoding="utf-8")
assert total_<num>(path) == <n12>
==
def iter_<texts>(path«: Path»)« -> Iterator[str]»:
    """Yield each <text> in the file that is not a comment."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.strip()
            if line and not line.startswith("#"):
                yield line
--
path.write_text("# <items>\n<t1>\n", encoding="utf-8")
assert list(iter_<texts>(path)) == [<s1>]
==
def copy_<items>(source«: Path», target«: Path»)« -> int»:
    """Copy the <items> from source to target and return how many lines there were."""
    lines = source.read_text(encoding="utf-8").splitlines()
    target.write_text("\n".join(lines), encoding="utf-8")
    return len(lines)
--
path.write_text("<t1>\n<t2>\n", encoding="utf-8")
assert copy_<items>(path, path) == 2
==
def <sort>_<item>_file(path«: Path»)« -> None»:
    """<sort.> the lines of the file in place."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines.sort()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
--
path.write_text("<t1>\n<t2>\n<t3>\n", encoding="utf-8")
<sort>_<item>_file(path)
assert path.read_text(encoding="utf-8").split() == <salpha>
==
def list_<item>_files(folder«: Path»)« -> list[str]»:
    """<Return> the names of the <item> files in the folder."""
    return sorted(path.name for path in folder.glob("<item>*.txt"))
--
assert list_<item>_files(path.parent) == []
==
def log_<item>(path«: Path», <text>«: str», <num>«: int»)« -> None»:
    """Log one <item> with its <text> and its <num> to the file."""
    line = f"{<text>}\t{<num>}\n"
    with path.open("a", encoding="utf-8") as file:
        file.write(line)
--
log_<item>(path, <s1>, <n1>)
assert path.read_text(encoding="utf-8") == "<t1>\t<n1>\n"
'''
)

MAINS = frames(
    r'''
==
def main()« -> None»:
    """Count the lines of a file of <items>."""
    parser = argparse.ArgumentParser(description="Count <items>")
    parser.add_argument("path", help="file of <items>")
    args = parser.parse_args()
    with open(args.path, encoding="utf-8") as file:
        print(sum(1 for _ in file))
==
def main()« -> None»:
    """Print the <texts> that are given."""
    parser = argparse.ArgumentParser(description="<show.> <items>")
    parser.add_argument("<texts>", nargs="*", help="<texts> of the <items>")
    parser.add_argument("--<num>", type=int, default=<n1>, help="<num> of each <item>")
    args = parser.parse_args()
    for <text> in args.<texts>:
        print(f"{<text>}: {args.<num>}")
==
def main()« -> int»:
    """Read <nums> from the command line and print their total."""
    if len(sys.argv) < 2:
        print("usage: <items> <NUM>...", file=sys.stderr)
        return 2
    <nums> = [int(<num>) for <num> in sys.argv[1:]]
    print(sum(<nums>))
    return 0
==
def main()« -> None»:
    """Print the <num> of the <item> that is given."""
    parser = argparse.ArgumentParser(description="<show.> the <num> of an <item>")
    parser.add_argument("<text>", help="<text> of the <item>")
    parser.add_argument("--<num>", type=int, default=<n1>)
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args()
    if not args.quiet:
        print(args.<text>, args.<num>)
==
def main()« -> None»:
    """Ask for a <text> and greet the <item>."""
    <text> = input("<text>: ")
    if not <text>:
        print("no <text> given")
        return
    print(f"hello {<text>}")
'''
)
