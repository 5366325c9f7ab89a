"""Exercises 09.1 to 09.5: memory as waiting room."""

from types import MappingProxyType

from qinet_edu.check.answers import Data, Numbers
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets import set_09_rule, set_09_wait
from qinet_edu.check.sets.set_09_cutoff import judge_cutoff, vary_links
from qinet_edu.check.sets.set_09_longest import judge_longest, segment, vary_memory
from qinet_edu.check.sets.set_09_queue import describe_lists, draw_lists, judge_queue

EXERCISES = (
    Exercise(
        id="09.1",
        variable="wait",
        answer=Numbers(4),
        judge=set_09_wait.judge_wait,
        points=1,
        example=MappingProxyType({"p": 0.1}),
        vary=set_09_wait.vary_chance,
        hints=(
            "Split the wait in two: until the first of the two links has its pair, and from then "
            "on. When does nobody wait any longer?",
            "Either succeeds in a round with 1 − (1−p)² = p(2−p). In a round in which one does, "
            "both do with p²/(p(2−p)). The one that is left needs 1/p more rounds on average.",
            "first = 1 / (p * (2 - p))",
        ),
    ),
    Exercise(
        id="09.2",
        variable="rule",
        answer=Numbers(6),
        judge=set_09_rule.judge_rule,
        points=2,
        example=MappingProxyType({"p": 0.1}),
        vary=set_09_rule.vary_chance,
        hints=(
            "The exact mean is that of the slowest of all links at once, however they are nested. "
            "For the last number let links come one by one: how long until the first of eight, "
            "of the seven that are left, …?",
            "Excess = 100 (rule/exact − 1). When p is small, the first of n links takes 1/(np).",
            "exact = theory.expected_slowest(p, np.array([2, 4, 8]))",
        ),
    ),
    Exercise(
        id="09.3",
        variable="cutoff",
        answer=Data(),
        judge=judge_cutoff,
        points=3,
        example=MappingProxyType({"p": 0.1, "fidelity": 0.98, "lifetime": 50}),
        vary=vary_links,
        hints=(
            "Three steps for each cut-off: the mean weight at the ends, the key that pairs of this "
            "weight make, and how many rounds each costs.",
            "Weight at the ends: weight · ((4F − 1)/3)². Q = (1 − that)/2. Rate: "
            "max(0, 1 − 2h(Q))/time.",
            "time, weight = theory.cutoff_two_links(p, np.arange(41), np.exp(-1 / lifetime))",
        ),
    ),
    Exercise(
        id="09.4",
        variable="serve",
        answer=Function(returns=Data(), describe=describe_lists),
        judge=judge_queue,
        points=2,
        arguments=draw_lists,
        hints=(
            "Go through the requests in order. For each, which pairs have come, are not too old "
            "and have not been used?",
            "Pair n may be used at the round `now` if 0 ≤ now − came[n] ≤ cutoff and it is not in "
            "`used`. The youngest has the largest number.",
            "used.append(max(fresh, default=-1))",
        ),
    ),
    Exercise(
        id="09.5",
        variable="longest",
        answer=Numbers(4),
        judge=judge_longest,
        points=2,
        example=MappingProxyType(segment(7, t1_ms=100, t2_ms=10, least=0.8)),
        vary=vary_memory,
        hints=(
            "Draw a timeline: from when on does each half lie in memory, and when is it measured? "
            "Then add both waits up.",
            "When both ends know, t = 2L/c. When the message is there, Bob's half has waited L/c "
            "more. For the longest wait solve F(t) = least for t and remember that t holds both.",
            "t = np.linspace(0, 20, 200_001); "
            "f = (1 + np.exp(-t / t1_ms) + 2 * np.exp(-t / t2_ms)) / 4",
        ),
    ),
)
