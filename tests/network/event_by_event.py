"""A chain followed event by event and pair by pair: slow, and written without the library."""

import heapq
import itertools

import numpy as np

PAULI = np.array([[0, 1, 2, 3], [1, 0, 3, 2], [2, 3, 0, 1], [3, 2, 1, 0]])  # I, Y, X, Z


def joined(a, b):
    """Return the vector of two pairs after a swap: errors add up."""
    out = np.zeros(4)
    for i, j in itertools.product(range(4), repeat=2):
        out[PAULI[i, j]] += a[i] * b[j]
    return out


def aged(vector, time, t1, t2):
    """Let both halves of a pair wait."""
    kept, coherent = np.exp(-time / t1), np.exp(-time / t2)
    flip = (1 - kept) / 4
    error = np.array([(1 + kept + 2 * coherent) / 4, flip, flip, (1 + kept - 2 * coherent) / 4])
    return joined(joined(vector, error), error)


class Pair:
    def __init__(self, left, right, vector, now, born):
        self.left, self.right, self.vector, self.since = left, right, vector, now
        self.born = born  # of the left half, and of the right half


def one_pair(links, rng, *, t1, t2, cutoff=None, swap_success=1.0, nested=False):
    """Swap as soon as possible, or (sure swaps, a power of two of links) halves first.

    ``links`` are (success, attempt_s, vector, delay_s). Returns the time, the vector, and how many
    pairs the links made.
    """
    n, events, order = len(links), [], itertools.count()
    places = np.cumsum([0.0] + [link[3] for link in links])
    by_left, by_right, made, known = {}, {}, 0, 0.0

    def begin(link, now):
        p, attempt, _, _ = links[link]
        heapq.heappush(events, (now + attempt * rng.geometric(p), 0, next(order), "birth", link))

    def remove(pair):
        del by_left[pair.left], by_right[pair.right]

    def lose(pair, now):
        for link in range(pair.left, pair.right):
            begin(link, now)

    for link in range(n):
        begin(link, 0.0)
    while True:
        now, _, _, kind, what = heapq.heappop(events)
        if kind == "old":
            if by_left.get(what.left) is what:
                remove(what)
                lose(what, now)
            continue
        made += 1
        pair = Pair(what, what + 1, np.array(links[what][2]), now, (now, now))
        # Both nodes measure at once, neither knows of the other's luck.
        parts, fine = [pair], True
        sides = ((what, by_right.get(what)), (what + 1, by_left.get(what + 1)))
        if nested:
            sides, left, size = [], what, 1
            while True:  # as long as there is a brother of the same size
                inner = left // size % 2 == 0
                node = left + size if inner else left
                beside = by_left.get(node) if inner else by_right.get(node)
                if beside is None or beside.right - beside.left != size:
                    break
                sides.append((node, beside))
                left, size = min(left, beside.left), 2 * size
        for node, beside in sides:
            if beside is None:
                continue
            remove(beside)
            parts.append(beside)
            fine &= rng.random() < swap_success
            far = max(places[node], places[-1] - places[node])
            known = max(known, now + far)
        if not fine:
            for part in parts:
                lose(part, now)
            continue
        for beside in parts[1:]:
            a, b = sorted((pair, beside), key=lambda part: part.left)
            vector = joined(
                aged(a.vector, now - a.since, t1, t2), aged(b.vector, now - b.since, t1, t2)
            )
            pair = Pair(a.left, b.right, vector, now, (a.born[0], b.born[1]))
        by_left[pair.left] = by_right[pair.right] = pair
        if (pair.left, pair.right) == (0, n):
            done = max(now, known)
            return done, aged(pair.vector, done - pair.since, t1, t2), made
        if cutoff is not None:
            heapq.heappush(events, (min(pair.born) + cutoff, 1, next(order), "old", pair))


def many(links, pairs, seed, **memory):
    """Return times (m,), vectors (m, 4), and pairs made (m,)."""
    rng = np.random.default_rng(seed)
    got = [one_pair(links, rng, **memory) for _ in range(pairs)]
    return tuple(np.array(column) for column in zip(*got, strict=True))
