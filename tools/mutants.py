"""Mutants of a Python source: one small change each, named by line and kind.

The kinds are the usual ones (comparisons, boolean and arithmetic operators, constants,
negated conditions, results lost, statements left out). Left alone is what no test
could notice: annotations, docstrings, the words of an error, decorators.
"""

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass

_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
_WORDS_OF_ERRORS = {"need", "Refused", "Misuse"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed source. ``name`` is ``line: what was changed``, unique in its module."""

    name: str
    source: str


def named(source: str) -> list[str]:
    """The names of all mutants of a module, in the order of its lines."""
    seen: dict[str, int] = {}
    found = []
    for node, kind in list(_places(ast.parse(source))):
        name = f"{getattr(node, 'lineno', 0)}: {kind} `{_short(node)}`"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} #{seen[name]}")
    return found


def mutants(source: str, wanted: Container[str] | None = None) -> Iterator[Mutant]:
    """The mutants of a module, in the order of its lines; those of these names, or all.

    What would change nothing is left out.
    """
    for number, name in enumerate(named(source)):
        if wanted is not None and name not in wanted:
            continue
        tree = ast.parse(source)
        node, kind = list(_places(tree))[number]
        if _change(node, kind):
            yield Mutant(name, ast.unparse(ast.fix_missing_locations(tree)))


def _short(node: ast.AST) -> str:
    text = ast.unparse(node).split("\n")[0]
    return text if len(text) <= 60 else text[:57] + "..."


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every (node, kind) that could be changed."""
    for statement in tree.body:
        if not _left_alone(tree, "body", statement):
            yield from _inside(statement)


def _inside(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    yield from ((node, kind) for kind in _kinds(node))
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _left_alone(node, name, child):
                yield from _inside(child)


def _left_alone(parent: ast.AST, name: str, child: ast.AST) -> bool:
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True  # a docstring
    if isinstance(parent, ast.Raise) or isinstance(child, ast.Import | ast.ImportFrom | ast.Assert):
        return True
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name):
        if parent.func.id in _WORDS_OF_ERRORS and name == "args":
            return child is not parent.args[0]
        return parent.func.id in ("TypeVar", "cast", "field")
    return isinstance(parent, ast.If) and _names(parent.test) == {"TYPE_CHECKING"}


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _kinds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Compare):
        yield from (f"compare {i}" for i in range(len(node.ops)))
    elif isinstance(node, ast.BoolOp):
        yield "and/or"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not"
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _BINARY:
        yield "operator"
    elif isinstance(node, ast.Constant) and node.value is not None and node.value is not ...:
        yield "constant"
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "condition"
    elif isinstance(node, ast.Return) and node.value is not None:
        yield "result"
    elif isinstance(node, ast.Expr | ast.Raise | ast.Continue | ast.Break):
        yield "left out"


def _change(node: ast.AST, kind: str) -> bool:
    """Changes the node in place. False where the change would be none."""
    if isinstance(node, ast.Compare):
        at = int(kind.split()[1])
        node.ops[at] = _COMPARE[type(node.ops[at])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.UnaryOp):
        _become(node, node.operand)
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        node.op = _BINARY[type(node.op)]()
    elif isinstance(node, ast.Constant):
        return _constant(node)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Return):
        if isinstance(node.value, ast.Constant) and node.value.value is None:
            return False
        node.value = ast.Constant(None)
    else:
        _become(node, ast.Pass())
    return True


def _constant(node: ast.Constant) -> bool:
    value = node.value
    if isinstance(value, bool):
        node.value = not value
    elif isinstance(value, int):
        node.value = value + 1
    elif isinstance(value, str):
        node.value = value + "~"
    elif isinstance(value, bytes):
        node.value = value + b"~"
    else:
        return False
    return True


def _become(node: ast.AST, other: ast.AST) -> None:
    """The node turns into the other one, where it stands."""
    where = {k: v for k, v in vars(node).items() if k.endswith(("lineno", "col_offset"))}
    node.__class__ = type(other)  # how the nodes of an ast change kind
    vars(node).clear()
    vars(node).update(vars(other))
    vars(node).update(where)
