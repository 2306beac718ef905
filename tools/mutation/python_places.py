"""Mutants of a Python source: one small change each, named by function and kind.

The kinds are the usual ones (comparisons, boolean and arithmetic operators, constants,
negated conditions, results lost, statements left out). Left alone is what RULE says.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

RULE = (
    "Not mutated, by rule: docstrings, annotations, decorators, imports, assertions, __slots__, "
    "__all__, "
    "the values of raise, the last argument of need() and what is passed as `what` (words of a "
    "refusal), help and metavar of an option, the block of a script's own start. A condition "
    "that is one comparison or a `not` is changed once, not twice; so is a result that is True "
    "or False. The name of a codec becomes another codec's. The same holds for JavaScript and "
    "Go, in their words."
)
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
_TURNED = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
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
_QUIET = {"TypeVar", "cast", "field"}
_CODECS = {"utf-8": "utf-16", "ascii": "utf-16", "latin-1": "utf-16"}


@dataclass(frozen=True, slots=True)
class Place:
    """A place that can be changed. ``name`` is ``function: kind `what```, unique in its module."""

    name: str
    first: int
    last: int
    """The lines of the statement that it stands in (of a compound one: its head)."""
    called: bool
    """False if it runs when the module is loaded."""


def places(source: str) -> list[Place]:
    """The places of all mutants of a module, in the order of its lines."""
    seen: dict[str, int] = {}
    tree = ast.parse(source)
    spans = _spans(tree)
    found = []
    for node, kind in _places(tree):
        line = getattr(node, "lineno", 0)
        first, last, function, called = spans.get(line, (line, line, "", False))
        name = f"{function or 'module'}: {kind} `{_short(node)}`"
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name} #{seen[name]}"
        found.append(Place(unique, first, last, called))
    return found


def nodes(tree: ast.Module) -> list[tuple[ast.AST, str]]:
    """The node and the kind of every place, in the order of ``places``."""
    return list(_places(tree))


def changed(tree: ast.Module, node: ast.AST, kind: str) -> bool:
    """Changes the tree at a node of it, for good. False where the change would be none."""
    if not _change(node, kind):
        return False
    ast.fix_missing_locations(tree)
    return True


def _spans(tree: ast.Module) -> dict[int, tuple[int, int, str, bool]]:
    """Line to first and last line of its statement, what is around it, if that is called."""
    found: dict[int, tuple[int, int, str, bool]] = {}

    def walk(node: ast.AST, around: str, called: bool) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                body = getattr(child, "body", None)
                last = max(child.lineno, body[0].lineno - 1) if body else child.end_lineno
                for line in range(child.lineno, (last or child.lineno) + 1):
                    found[line] = (child.lineno, last or child.lineno, around, called)
            inner = around
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inner = f"{around}.{child.name}" if around else child.name
            walk(child, inner, called or isinstance(child, ast.FunctionDef))

    walk(tree, "", False)
    return found


def _short(node: ast.AST) -> str:
    text = ast.unparse(node).split("\n")[0]
    return text if len(text) <= 60 else text[:57] + "..."


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Every (node, kind) that could be changed."""
    _mark_words(tree)
    for statement in tree.body:
        if not _left_alone(tree, "body", statement):
            yield from _inside(statement)


def _mark_words(tree: ast.Module) -> None:
    """Marks what is passed as a parameter `what`: it goes into the words of a refusal only."""
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
    words = {
        f.name: [a.arg for a in f.args.args].index("what")
        for f in functions
        if any(a.arg == "what" for a in f.args.args)
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            at = words.get(call.func.id, len(call.args))
            for given in call.args[at : at + 1]:
                if isinstance(given, ast.Constant | ast.JoinedStr):
                    vars(given)["only_words"] = True


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
        if parent.func.id == "need" and name == "args":
            return child is parent.args[-1]
        return parent.func.id in _QUIET or getattr(child, "only_words", False)
    return _is_apart(child)


def _is_apart(child: ast.AST) -> bool:
    if isinstance(child, ast.keyword):
        return child.arg in ("help", "metavar", "description")
    if isinstance(child, ast.Assign | ast.AnnAssign):
        return bool(_names(child) & {"__slots__", "__all__"})
    return isinstance(child, ast.If) and bool(_names(child.test) & {"TYPE_CHECKING", "__name__"})


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
        if not _turns(node.test):
            yield "condition"
    elif isinstance(node, ast.Return) and not _is_bare(node.value):
        yield "result"
    elif isinstance(node, ast.Expr | ast.Raise | ast.Continue | ast.Break):
        yield "left out"


def _is_bare(value: ast.expr | None) -> bool:
    """True for nothing, None, True and False: the last two are changed as constants."""
    if isinstance(value, ast.Constant):
        return value.value is None or isinstance(value.value, bool)
    return value is None


def _turns(test: ast.expr) -> bool:
    """True if a change inside of the condition is its contrary already."""
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1 and isinstance(test.ops[0], _TURNED)
    return isinstance(test, ast.UnaryOp)


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
        node.value = _CODECS.get(value, value + "~")
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
