"""Where a reader loses what is printed: five gates per family of documents, from the true hierarchies alone. IO.

    python benchmarks/gates.py FOLDER… [--taikei .venv/bin/taikei] [--by style|case] [--compositions]

FOLDER holds documents, each with <case>.gold.json (tests/first_contact/make.py and tests/corpus/make.py write such
folders). The gates, and from where it is worth while to work on the next one:

1. units     a true name is one unit, or units that follow each other in one line or container: 98 %
2. regions   some candidate holds 95 % of the entries of a true hierarchy, and at most as many others: 95 %
3. oracle    path F1 of the best candidates, 50 at most per document: .92
4. regret    oracle less what the reader chose: .03
5. honesty   share of mistakes that no exception names, and of right nodes that one names: 5 % each

The column "truer": of the trees that differ from the true one by one mistake (tests/first_contact/perturb.py), how many
the choice finds worse than the true one; only where the true one is among the candidates.

Gates 1 to 3 ask the packages, the rest what the command wrote. --compositions adds how many trees stay as they are when
the document stands among others, or when page numbers, running heads, footnotes and form feeds are put between the lines
of a text; each change is held against what was read of the document alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

sys.path.insert(0, str(Path(__file__).parents[1]))

from schemas.document import Document
from schemas.plan import Node, Structure
from schemas.reading import Unit
from tests.corpus.compare import bare, compare
from tests.first_contact import compose
from tests.first_contact.perturb import perturbed

MOST_CANDIDATES = 50
CHOOSES = importlib.util.find_spec("extractors.choose") is not None
"""Whether the reader makes one choice among candidates of all its ways of reading."""
LONGEST = 5
"""Units of which one name may consist."""
SUFFIXES = (".pdf", ".txt", ".csv")
PROSE = 30
"""Pages of other text around a composed document."""


@dataclass(frozen=True, slots=True)
class Case:
    """A document and what stands in it."""

    path: Path
    gold: dict[str, Any]

    def family(self, by: str) -> str:
        """The first word of its style, or of its name."""
        name = self.gold.get("style") or "" if by == "style" else self.path.stem
        return re.split(r"[-/: ]" if by == "case" else r"[/:]", name)[0] or "?"


@dataclass(slots=True)
class Tally:
    """Counts of one family."""

    names: int = 0
    whole: int = 0
    trees: int = 0
    held: int = 0
    oracle: list[float] = field(default_factory=list)
    preferred: int = 0
    false_trees: int = 0
    chosen: list[float] = field(default_factory=list)
    exact: int = 0
    mistakes: int = 0
    silent: int = 0
    right: int = 0
    flagged: int = 0
    no_plans: int = 0
    refused: int = 0

    def line(self, name: str) -> str:
        """As a row of the table."""
        regret = _mean(self.oracle) - _mean(self.chosen) if self.oracle and self.chosen else None
        cells = (
            _share(self.whole, self.names),
            _share(self.held, self.trees),
            _number(_mean(self.oracle) if self.oracle else None),
            _number(_mean(self.chosen) if self.chosen else None),
            _number(regret),
            _share(self.preferred, self.false_trees),
            f"{self.exact}/{len(self.chosen)}",
            _share(self.silent, self.mistakes),
            _share(self.flagged, self.right),
            f"{self.refused}/{self.no_plans}",
        )
        return f"{name[:22]:<23}" + "".join(f"{cell:>9}" for cell in cells)


HEADER = f"{'':<23}" + "".join(
    f"{name:>9}"
    for name in ("units", "regions", "oracle", "chosen", "regret", "truer", "exact", "silent", "flagged", "refused")
)


def main() -> None:
    """Read everything and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--taikei", default=str(Path(sys.executable).with_name("taikei")))
    parser.add_argument("--by", choices=("style", "case"), default="style")
    parser.add_argument("--compositions", action="store_true")
    parser.add_argument("--each", action="store_true", help="a line per document, too")
    options = parser.parse_args()
    cases = [case for folder in options.folders for case in find_cases(folder)]
    if not cases:
        parser.error("no documents with a .gold.json beside them")
    with tempfile.TemporaryDirectory() as scratch:
        read = run(options.taikei, [case.path for case in cases], Path(scratch, "plain"))
        families: dict[str, Tally] = defaultdict(Tally)
        everything = Tally()
        for case in cases:
            alone = Tally()
            for tally in (families[case.family(options.by)], everything, alone):
                count(tally, case, read.get(case.path))
            if options.each:
                print(alone.line(case.path.stem), flush=True)
        print(HEADER)
        for name, tally in sorted(families.items()):
            print(tally.line(name))
        print(everything.line("all"))
        if options.compositions:
            print_compositions(options.taikei, cases, read, Path(scratch))


def find_cases(folder: Path) -> Iterator[Case]:
    """Documents with their gold, by name."""
    for path in sorted(folder.iterdir()):
        gold = folder / f"{path.stem}.gold.json"
        if path.suffix in SUFFIXES and gold.exists():
            yield Case(path, json.loads(gold.read_text(encoding="utf-8")))


def run(taikei: str, paths: Sequence[Path], out: Path) -> dict[Path, dict[str, Any]]:
    """What the command writes for each document; names of files must differ."""
    subprocess.run([taikei, "extract", *map(str, paths), "--out", str(out)], capture_output=True)
    return {
        path: json.loads(written.read_text(encoding="utf-8"))
        for path in paths
        if (written := out / f"{path.stem}.json").exists()
    }


def count(tally: Tally, case: Case, found: dict[str, Any] | None) -> None:
    """Add one document to the counts."""
    found = found or {"structures": [], "exceptions": [], "error": {"code": "missing"}}
    if not case.gold["structures"]:
        tally.no_plans += 1
        tally.refused += bool(found.get("error")) and not found["structures"]
        return
    verdict = compare(case.gold, found)
    tally.chosen.append(verdict.f1)
    tally.exact += verdict.exact
    tally.mistakes += verdict.wrong
    tally.silent += len(verdict.silent) + len(verdict.missed)
    tally.right += verdict.right
    tally.flagged += verdict.flagged
    document = _document(case.path)
    if document is None:
        return
    whole, names = whole_names(units(document), case.gold)
    tally.whole += whole
    tally.names += names
    readings = candidates(document)
    trees = [_as_gold(structure) for reading in readings for structure in reading.structures]
    golds = case.gold["structures"]
    tally.trees += len(golds)
    tally.held += sum(any(holds(tree, gold) for tree in trees) for gold in golds)
    whole_readings = [[_as_gold(structure) for structure in reading.structures] for reading in readings]
    tally.oracle.append(oracle(case.gold, trees, whole_readings))
    better, false_trees = preferred(document, readings, case.gold)
    tally.preferred += better
    tally.false_trees += false_trees


def units(document: Document) -> tuple[Unit, ...]:
    """The pieces that readers are given."""
    if document.pages:
        from extractors.layout.page_units import page_units

        return page_units(document)
    from extractors.outline import text_units

    return text_units(document.lines)


def candidates(document: Document) -> list[Answer]:
    """The readings that the choice is made from, the best of them where there are too many.

    Each has `structures`. Where the package that chooses is not there, they are single trees of the readers behind it.
    """
    if CHOOSES:
        from extractors.choose.candidates import candidates as every

        found: list[Any] = list(every(document))
    else:
        from extractors.figure import figure_candidates
        from extractors.outline import outline_candidates

        trees = (*figure_candidates(document), *outline_candidates(units(document)))
        found = [_Alone((one.structure,), one.score) for one in trees]
    return sorted(found, key=lambda reading: -_score(document, reading))[:MOST_CANDIDATES]


class Answer(Protocol):
    """A complete reading of a document."""

    structures: tuple[Structure, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Alone:
    """One tree as a whole reading."""

    structures: tuple[Structure, ...]
    score: float


def _score(document: Document, reading: Answer) -> float:
    """What the choice thinks of a reading; what its reader thinks where there is no choice."""
    if not CHOOSES:
        return float(reading.score)
    from extractors.choose.choose import score

    return score(document, reading)


def whole_names(found: Sequence[Unit], gold: dict[str, Any]) -> tuple[int, int]:
    """How many true names are one unit, or units that follow each other in one line or container; and how many there are.

    The number of an entry may stand before its name in the same unit, or apart.
    """
    joined: set[str] = set()
    for at, first in enumerate(found):
        text = ""
        for unit in found[at : at + LONGEST]:
            if unit is not first and not unit.same_line and unit.group != first.group:
                break
            text += bare(unit.text)
            joined.add(text)
    nodes = [node for structure in gold["structures"] for node in structure["nodes"]]
    return sum(any(_is_name(text, node) for text in joined) for node in nodes), len(nodes)


def _is_name(text: str, node: dict[str, Any]) -> bool:
    name = bare(node["name"])
    if not text.endswith(name):
        return False
    before = re.sub(r"\W", "", text[: -len(name)])
    return before in ("", re.sub(r"\W", "", bare(node["label"])))


def holds(tree: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Whether a candidate covers nearly all entries of a true hierarchy, and not much else."""
    wanted = [bare(node["name"]) for node in gold["nodes"]]
    there = {bare(node["name"]) for node in tree["nodes"]}
    return sum(name in there for name in wanted) >= 0.95 * len(wanted) and len(tree["nodes"]) <= 2 * len(wanted)


def oracle(gold: dict[str, Any], trees: Sequence[dict[str, Any]], readings: Sequence[list[dict[str, Any]]]) -> float:
    """Path F1 if the best candidate were taken for each true hierarchy, or the best reading of the whole document."""
    taken: list[dict[str, Any]] = []
    for structure in gold["structures"]:
        alone = gold | {"structures": [structure]}
        best = max(trees, key=lambda tree: compare(alone, _found([tree])).f1, default=None)
        if best is not None and best not in taken:
            taken.append(best)
    return max(compare(gold, _found(structures)).f1 for structures in (taken, *readings))


def preferred(document: Document, readings: Sequence[Answer], gold: dict[str, Any]) -> tuple[int, int]:
    """How many false trees the choice finds worse than the true one, and how many there are."""
    true = next(
        (one for one in readings if compare(gold, _found([_as_gold(tree) for tree in one.structures])).exact), None
    )
    if true is None or not CHOOSES:
        return 0, 0
    first = true.structures[0]
    names = {node.name for structure in true.structures for node in structure.nodes}
    rest = (structure for reading in readings for structure in reading.structures)
    neighbour = next((one for one in rest if not names & {node.name for node in one.nodes}), None)
    sources = {node.id: node for node in first.nodes}
    sources |= {f"+{node.id}": node for node in (neighbour.nodes if neighbour else ())}
    as_true, beside = _as_gold(first), neighbour and _as_gold(neighbour)
    false = [_false(first, made, sources) for _, made in perturbed(as_true, beside)]
    own = _score(document, true)
    worse = (replace(true, structures=(one, *true.structures[1:]), sure=()) for one in false)
    return sum(_score(document, one) < own for one in worse), len(false)


def _false(true: Structure, made: dict[str, Any], sources: dict[str, Node]) -> Structure:
    """A false tree with the evidence of the true one; what was made up stands where the first entry stands."""
    nodes = tuple(
        replace(
            sources.get(node["origin"], replace(true.nodes[0], description=None, department=None)),
            **{name: node[name] for name in ("id", "parent", "depth", "label", "name")},
            level=node["depth"],
            name_printed=node["name"],
        )
        for node in made["nodes"]
    )
    return replace(true, nodes=nodes)


def _found(structures: list[dict[str, Any]]) -> dict[str, Any]:
    return {"structures": structures, "exceptions": [], "error": None}


def _as_gold(structure: Structure) -> dict[str, Any]:
    nodes = [{"id": node.id, "parent": node.parent, "label": node.label, "name": node.name} for node in structure.nodes]
    return {"title": structure.title, "levels": structure.levels, "nodes": nodes}


def _document(path: Path) -> Document | None:
    """As printed; None where it cannot be opened."""
    from extractors.read_pdf import read_pdf
    from extractors.read_text import read_text
    from extractors.refuse import Refused

    try:
        return (read_pdf(path) if path.suffix == ".pdf" else read_text(path)).value
    except Refused:
        return None


@dataclass(frozen=True, slots=True)
class Composed:
    """A changed document; the tree has to be that of the document alone."""

    kind: str
    case: Case
    path: Path


def print_compositions(taikei: str, cases: Sequence[Case], read: dict[Path, dict[str, Any]], folder: Path) -> None:
    """Per kind of change how many trees are the same as before; documents that are not read at all alone are left out."""
    made = list(composed([case for case in cases if (read.get(case.path) or {}).get("structures")], cases, folder))
    found = run(taikei, [one.path for one in made], folder / "composed")
    same: dict[str, list[bool]] = defaultdict(list)
    for one in made:
        alone, now = read[one.case.path], found.get(one.path) or _found([])
        same[one.kind].append(compare(_found(alone["structures"]), now).exact)
    print(f"\n{'':<32}{'same':>9}")
    for kind, each in sorted(same.items()):
        print(f"{kind:<32}{sum(each):>4} of {len(each)}")


def composed(plans: Iterable[Case], cases: Iterable[Case], folder: Path) -> Iterator[Composed]:
    """Every composition of every plan, written to `folder`."""
    others = [case.path for case in cases if not case.gold["structures"]]
    no_text = next((path for path in others if path.suffix == ".txt"), None)
    no_pdf = next((path for path in others if path.suffix == ".pdf"), None)
    prose: tuple[Path, ...] = ()
    for case in plans:
        if case.path.suffix == ".pdf":
            if not prose:
                half = PROSE // 2
                prose = tuple(compose.prose_pdf(folder / f"prose-{start}.pdf", half, start) for start in (0, half))
            orders = {"among pages of prose": (prose[0], case.path, prose[1])}
            if no_pdf is not None:
                orders |= {"after a document that is no plan": (no_pdf, case.path)}
                orders |= {"before a document that is no plan": (case.path, no_pdf)}
            for number, (kind, parts) in enumerate(orders.items()):
                target = folder / f"{case.path.stem}-c{number}.pdf"
                yield Composed(f"PDF {kind}", case, compose.join_pdfs(parts, target))
            continue
        text = _text(case.path)
        if text is None or case.path.suffix != ".txt":
            continue
        versions = [("among pages of prose", compose.among_prose(text, PROSE))]
        if no_text is not None:
            other = no_text.read_text(encoding="utf-8")
            versions.append(("after a document that is no plan", compose.beside(text, other, after=False)))
            versions.append(("before a document that is no plan", compose.beside(text, other)))
        versions += [(f"{kind} between lines", changed) for kind, changed in compose.interrupted(text, case.gold)]
        for number, (kind, changed) in enumerate(versions):
            target = folder / f"{case.path.stem}-c{number}.txt"
            target.write_text(changed, encoding="utf-8")
            yield Composed(f"text {kind}", case, target)


def _text(path: Path) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return path.read_bytes().decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
