"""``qinet jobs``: what was sent to quantum computers, and fetching what became of it."""

import argparse
import sys
import warnings
from collections.abc import Sequence

from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm.client import connect
from qinet_edu.execution.ibm.jobs import Progress
from qinet_edu.execution.ibm.journal import Journal, Run
from qinet_edu.execution.ibm.problems import HardwareProblem
from qinet_edu.execution.ibm.running import adopt, look_after

WORDS = {
    "intent": "perhaps sent",
    "sent": "sent",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
    "refused": "not sent",
}


def main(argv: Sequence[str] = ()) -> int:
    """List the journal's jobs, or fetch what has ended; return 0 when nothing went wrong."""
    parser = argparse.ArgumentParser(
        "qinet jobs",
        description="List what was sent to quantum computers; `collect` fetches what has ended, "
        "whichever kernel sent it. Nothing is ever sent, and nothing is spent.",
    )
    parser.add_argument("what", nargs="?", choices=("list", "collect"), default="list")
    parser.add_argument("--wait", action="store_true", help="collect: wait for jobs under way")
    parser.add_argument(
        "--all",
        action="store_true",
        help="collect: also what the course sent and this journal does not know, for example "
        "because it was damaged, or another computer sent it",
    )
    asked = parser.parse_args(list(argv))
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            journal = Journal()
            runs = journal.runs()
        for each in said:
            print(each.message, file=sys.stderr)
        if asked.what == "list":
            return _list([*runs.values()], journal)
        return _collect(journal, wait=asked.wait, everything=asked.all)
    except (HardwareProblem, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1


def _list(runs: Sequence[Run], journal: Journal) -> int:
    if not runs:
        print("Nothing was sent to a quantum computer from here.")
        return 0
    for run in runs:
        print(described(run))
    spent = sum(run.facts.get("qpu_s") or 0 for run in runs)
    print(f"\n{spent:.1f} s of quantum computer time in all. Results lie in {journal.results}.")
    if any(run.open for run in runs):
        print("To fetch what has ended: python start.py jobs collect, or resume() in a notebook.")
    return 0


def described(run: Run) -> str:
    """Return a line about a run.

    Example:
        >>> described(Run("qinet-1", "sent", {"device": "ibm_fez", "shots": 100, "job_id": "d1"}))
        '-                 ibm_fez         ? × 100 shots  sent          d1'
    """
    facts = run.facts
    begun = facts.get("begun", "-").replace("T", " ")[:16]
    circuits = len(facts["circuits"]) if facts.get("circuits") else "?"
    what = f"{circuits} × {facts.get('shots', '?')} shots"
    name = run.job_id or run.key
    line = f"{begun:16}  {facts.get('device') or '?':14}  {what}  {WORDS[run.state]:12}  {name}"
    if facts.get("qpu_s") is not None:
        line += f"  {facts['qpu_s']:.1f} s"
    elif run.open and facts.get("estimate_s"):
        line += f"  about {facts['estimate_s']:.1f} s"
    if reason := facts.get("reason"):
        line += f"\n{'':18}{reason}"
    for job, cancelled in run.duplicates.items():
        line += f"\n{'':18}also {job}: {'cancelled' if cancelled else 'ran, and was charged too'}"
    return line


def _collect(journal: Journal, *, wait: bool, everything: bool) -> int:
    account = accounts.load()
    waiting = [run for run in journal.runs().values() if run.open]
    if waiting or everything:
        connect(account)
    if everything and account is not None:
        for key in adopt(journal, account):
            waiting.append(journal.runs()[key])
    wrong = 0
    for run in waiting:
        progress = Progress()
        try:
            results = look_after(run.key, journal, account, progress, wait=wait)
        except HardwareProblem as problem:
            wrong += 1
            print(problem)
            continue
        if results is None:
            print(f"{run.job_id or run.key}: {progress.status}. Ask again later.")
            continue
        print(f"{progress.job_id or run.job_id or run.key}: fetched")
        for result in results:
            print(f"    {result!r}".replace("\n", "\n    "))
    if not waiting:
        print("Nothing is under way.")
    else:
        print("In a notebook, resume() returns what nobody has taken yet.")
    return int(wrong > 0)
