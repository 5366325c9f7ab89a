"""Conditions of ``if_test``, asked of many shots at once."""

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import ClassicalRegister, Clbit, IfElseOp
from qiskit.circuit.classical import expr, types

Bits: TypeAlias = Sequence[NDArray[np.bool_]]
"""What each classical bit reads, shot by shot."""

Condition: TypeAlias = Callable[[Bits], NDArray[np.bool_]]
"""Tells of each shot whether it passes."""

WIDEST = 62  # bits of a number that a condition computes with
ONE = ("BIT_NOT", "LOGIC_NOT")
TWO: dict[str, Callable[[Any, Any], Any]] = {
    "BIT_AND": operator.and_,
    "BIT_OR": operator.or_,
    "BIT_XOR": operator.xor,
    "LOGIC_AND": operator.and_,
    "LOGIC_OR": operator.or_,
    "EQUAL": operator.eq,
    "NOT_EQUAL": operator.ne,
    "LESS": operator.lt,
    "LESS_EQUAL": operator.le,
    "GREATER": operator.gt,
    "GREATER_EQUAL": operator.ge,
}


class NoCondition(ValueError):
    """The condition is of a kind that is not followed here; the message says which."""


def condition_of(operation: IfElseOp, places: Mapping[Clbit, int]) -> Condition:
    """Turn the condition of an ``if_test`` into a question for many shots at once.

    Args:
        operation: the ``if_test``, on a bit, a register or an expression of them.
        places: which entry of the bits each classical bit is.

    Returns:
        A function of the bits.

    Raises:
        NoCondition: it computes with something else than bits and registers.

    Example:
        >>> from qiskit import QuantumCircuit
        >>> circuit = QuantumCircuit(1, 2)
        >>> with circuit.if_test((circuit.cregs[0], 2)):
        ...     _ = circuit.x(0)
        >>> places = {bit: place for place, bit in enumerate(circuit.clbits)}
        >>> ask = condition_of(circuit.data[0].operation, places)
        >>> ask([np.array([False, False]), np.array([False, True])]).tolist()
        [False, True]
    """
    condition = operation.condition
    if not isinstance(condition, tuple):
        return _asked(condition, places)
    what, value = condition
    bits = [places[bit] for bit in ([what] if isinstance(what, Clbit) else what)]
    wanted = [bool(int(value) >> k & 1) for k in range(len(bits))]

    def passes(read: Bits) -> NDArray[np.bool_]:
        agree = (read[bit] if one else ~read[bit] for bit, one in zip(bits, wanted, strict=True))
        return reduce(np.logical_and, agree)

    return passes


def otherwise(condition: Condition) -> Condition:
    """Return the condition of the ``else``."""
    return lambda read: ~condition(read)


def both(first: Condition | None, second: Condition) -> Condition:
    """Return the condition of an ``if_test`` within another; ``None`` is always true."""
    return second if first is None else lambda read: first(read) & second(read)


def _asked(node: expr.Expr, places: Mapping[Clbit, int]) -> Callable[[Bits], Any]:
    """Follow an expression; truth values are arrays of bool, numbers of int64."""
    if isinstance(node.type, types.Uint) and node.type.width > WIDEST:
        raise NoCondition(f"a number of more than {WIDEST} bits")
    if isinstance(node, expr.Value):
        return lambda read: node.value
    if isinstance(node, expr.Var) and isinstance(node.var, Clbit):
        place = places[node.var]
        return lambda read: read[place]
    if isinstance(node, expr.Var) and isinstance(node.var, ClassicalRegister):
        order = [places[bit] for bit in node.var]
        return lambda read: sum(read[bit].astype(np.int64) << k for k, bit in enumerate(order))
    if isinstance(node, expr.Cast):
        inner, to_bool = _asked(node.operand, places), isinstance(node.type, types.Bool)
        return lambda read: np.not_equal(inner(read), 0) if to_bool else inner(read) * np.int64(1)
    if isinstance(node, expr.Index) and isinstance(node.index, expr.Value):
        inner, bit = _asked(node.target, places), int(node.index.value)
        return lambda read: (inner(read) >> bit & 1) == 1
    if isinstance(node, expr.Unary) and node.op.name in ONE:
        inner = _asked(node.operand, places)
        if isinstance(node.type, types.Uint):
            most = 2**node.type.width - 1
            return lambda read: most ^ inner(read)
        return lambda read: np.logical_not(inner(read))
    if isinstance(node, expr.Binary) and node.op.name in TWO:
        join = TWO[node.op.name]
        left, right = _asked(node.left, places), _asked(node.right, places)
        return lambda read: join(left(read), right(read))
    kind = getattr(getattr(node, "op", node), "name", type(node).__name__)
    raise NoCondition(f"{str(kind).lower()} in its condition")
