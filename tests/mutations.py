"""Would a test notice? Weakens the product in a copy, one place at a time, and asks the test that ought to: `python -m tests.mutations`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LEFT_OUT = shutil.ignore_patterns("browser")
_PREPARED = "prepared.sqlite3"
#: What the suite's own run leaves in the environment, and the copy's run must not inherit.
_OWN = ("PYTEST_", "COV", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LESTARI_")


@dataclass(frozen=True)
class Mutation:
    """One weakening: in a file, this text becomes that; the test must fail."""

    name: str
    path: str
    old: str
    new: str
    test: str


MUTATIONS = (
    Mutation(
        "a row of a rights table: who reported a result verifies it",
        "lestari/domain/commitments/rights.py",
        "not_own_village() & not_own_work()\n",
        "not_own_village()\n",
        "tests/domain/commitments/test_promises.py::test_who_reported_a_result_does_not_verify_it",
    ),
    Mutation(
        "a workflow step: a result is verified before it is reported",
        "lestari/domain/commitments/workflow.py",
        'Step("commitment.verify", ("realised",), "verified")',
        'Step("commitment.verify", ("realised", "in_progress"), "verified")',
        "tests/domain/commitments/test_promises.py::test_a_result_is_not_verified_before_it_is_reported",
    ),
    Mutation(
        "a clause of the budget rule: income counts as funding",
        "lestari/domain/budgets/tables.py",
        'PAYING_ACCOUNTS = (SPENDING, "6.2")',
        'PAYING_ACCOUNTS = ("4", SPENDING, "6.2")',
        "tests/domain/insight/test_figures.py::test_only_spending_and_capital_count_as_funded[4.2-False]",
    ),
    Mutation(
        "a clause of the budget rule: what is tied already takes no room",
        "lestari/domain/budgets/allocating.py",
        '    if amount > free:\n        raise OverLine(\n            _("Baris ini tinggal memuat',
        '    if amount > line.amount:\n        raise OverLine(\n            _("Baris ini tinggal memuat',
        "tests/domain/budgets/test_allocations.py::test_one_rupiah_over_the_line_is_refused_with_what_is_free",
    ),
)


def survivors(mutations: Sequence[Mutation] = MUTATIONS, prepared: Path | None = None) -> list[str]:
    """Return the mutations that no test noticed, and what is wrong with the check itself; none is well.

    `prepared`: a database with the tests' tables and regions, which spares each copy from making its own.
    """
    with tempfile.TemporaryDirectory(prefix="lestari-mutations-") as folder:
        copies = [_copy(Path(folder) / str(number), prepared) for number in range(len(mutations) + 1)]
        found = [_weaken(copy, mutation) for copy, mutation in zip(copies, mutations, strict=False)]
        if wrong := [sentence for sentence in found if sentence]:
            return wrong
        tests = [[mutation.test] for mutation in mutations] + [[mutation.test for mutation in mutations]]
        with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
            *weakened, whole = pool.map(_run, copies, tests)
    said = [
        f"{mutation.name}: {mutation.test} did not fail\n{run.stdout}{run.stderr}"
        for mutation, run in zip(mutations, weakened, strict=True)
        if run.returncode != 1 or f"FAILED {mutation.test}" not in run.stdout
    ]
    if whole.returncode:
        said.append(f"unchanged: the tests should pass\n{whole.stdout}{whole.stderr}")
    return said


def _copy(target: Path, prepared: Path | None) -> Path:
    for name in ("lestari", "tests"):
        shutil.copytree(ROOT / name, target / name, ignore=_LEFT_OUT)
    shutil.copy2(ROOT / "pyproject.toml", target)
    if prepared:
        shutil.copy2(prepared, target / _PREPARED)
    return target


def _weaken(copy: Path, mutation: Mutation) -> str:
    path = copy / mutation.path
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.old) != 1:
        return f"{mutation.name}: {mutation.path} has {text.count(mutation.old)} times: {mutation.old}"
    path.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
    return ""


def _run(copy: Path, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
    environment["PYTHONPATH"] = str(copy)
    if (copy / _PREPARED).exists():
        environment["TESTS_PREPARED"] = str(copy / _PREPARED)
    command = [sys.executable, "-m", "pytest", "-q", "-n0", *tests]
    return subprocess.run(
        command, cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


if __name__ == "__main__":
    left = survivors()
    sys.stdout.write("\n\n".join(left) or f"All {len(MUTATIONS)} weakenings were noticed.")
    sys.stdout.write("\n")
    sys.exit(1 if left else 0)
