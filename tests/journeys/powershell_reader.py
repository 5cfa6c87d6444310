"""What a PowerShell file says by tree-sitter's grammar: `powershell_reader.py FILE KIND …` prints JSON.

No PowerShell runs where the tests do, so the file is read, not run. It is started with the Python that has
the grammar (tests/servers/ansible.py), and imports nothing of ours.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser


def nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in the order of the text."""
    yield node
    for child in node.children:
        yield from nodes(child)


def main() -> None:
    """Print faults by line, and the words of each kind that matters, each once."""
    source = Path(sys.argv[1]).read_bytes()
    tree = Parser(Language(tree_sitter_powershell.language())).parse(source)
    said: dict[str, list[str]] = {kind: [] for kind in sys.argv[2:]}
    faults = []
    for node in nodes(tree.root_node):
        if node.is_error or node.is_missing:
            faults.append(node.start_point.row + 1)
        if node.type in said:
            said[node.type].append(source[node.start_byte : node.end_byte].decode())
    words = {kind: sorted(set(found)) for kind, found in said.items()}
    sys.stdout.write(json.dumps({"faults": faults, **words}))


if __name__ == "__main__":
    main()
