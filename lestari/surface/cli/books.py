"""Reports, verifying the ledger, rebuilding what is derived."""

from __future__ import annotations

from argparse import Namespace

from lestari.domain.insight.figures import FIGURES, bars, dropped, finding, inside_text, report
from lestari.foundation.duties.keeping import rebuild
from lestari.foundation.kernel import clock
from lestari.foundation.kernel.dates import day_text
from lestari.foundation.kernel.rupiah import number_text, rupiah_text
from lestari.foundation.rooms import verify_ledger as ledger_as_a_whole
from lestari.surface.cli.outcome import DONE, FOUND, Ends, complain, hand_out, say
from lestari.surface.cli.places import region_named


def report_achievements(asked: Namespace) -> int:
    """Print the achievements of a region until a day, all read as of one moment."""
    until = asked.until or clock.today()
    if until > clock.today():
        raise Ends(f"{until} has not come yet: a report counts until today or an earlier day.")
    made = report(region_named(asked.region, until), until)
    if asked.format == "json":
        hand_out(made.as_json())
        return DONE
    say(f"{made.region.title} ({made.region.code}), {day_text(until)}")
    say(f"  {inside_text(made.regions)}")
    for figure in FIGURES:
        value = made.figures[figure.key]
        say(
            f"  {figure.words}: {rupiah_text(value) if figure.sums else f'{number_text(value)} {figure.unit}'}"
        )
        for key, words in figure.parts:
            say(f"    {words}: {rupiah_text(made.totals.parts[figure.key][key])}")
    steps = bars(made.totals.standing)
    say(f"  {finding(steps)}")
    for bar in (*steps, dropped(made.totals.standing)):
        say(f"    {bar.words}: {number_text(bar.count)} komitmen, {rupiah_text(bar.cost)}")
    waiting = f", {made.unsealed} belum disegel" if made.unsealed else ""
    say(f"  Buku: {made.ledger_head}{waiting}")
    return DONE


def verify_ledger(asked: Namespace) -> int:
    """Check everything; 1 when something was altered."""
    finding = ledger_as_a_whole(asked.head or "")
    if asked.json:
        hand_out(
            {
                "intact": not finding.faults,
                "faults": finding.faults,
                "ledger_head": finding.head,
                "sealed": finding.position,
                "unsealed": finding.unsealed,
            }
        )
        return FOUND if finding.faults else DONE
    for fault in finding.faults:
        complain(fault)
    if finding.faults:
        faults = "1 fault" if len(finding.faults) == 1 else f"{len(finding.faults)} faults"
        complain(f"{faults} found in {finding.position + finding.unsealed} events.")
        return FOUND
    say(
        f"The ledger holds: {finding.position} sealed events, {finding.unsealed} waiting for the seal, every record as its events say."
    )
    say(f"Head: {finding.head}")
    return DONE


def rebuild_duties(asked: Namespace) -> int:
    """Make all open duties anew."""
    count = rebuild()
    if asked.json:
        hand_out({"duties": count})
    else:
        say(f"{count} open duties.")
    return DONE
