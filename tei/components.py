"""The connected components of a graph, such as the links that share sentences."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def components(neighbours: Mapping[Node, Iterable[Node]]) -> Iterator[set[Node]]:
    """
    Yield the sets of nodes that are connected, directly or through others, in the order of their first nodes.

    Args:
        neighbours: the neighbours of each node, which have it as theirs.
    """
    seen: set[Node] = set()
    for start in neighbours:
        queue, found = [start], set[Node]()
        while queue:
            node = queue.pop()
            if node not in seen:
                seen.add(node)
                found.add(node)
                queue += neighbours[node]
        if found:
            yield found
