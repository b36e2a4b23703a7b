"""Exact tests of shares. Pure, on the standard library: the site needs two tests and not a library of them."""

from __future__ import annotations

from math import exp, fsum, lgamma, log

ROUNDING = 1e-7
"""Outcomes as likely as the seen one up to rounding count as equally likely."""


def log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def binomial_p(successes: int, n: int) -> float:
    """Return the two-sided p of `successes` of `n` where each is as likely as not: twice the smaller tail, at most 1."""
    least = min(successes, n - successes)
    tail = fsum(exp(log_choose(n, k) - n * log(2)) for k in range(least + 1))
    return min(1.0, 2 * tail)


def two_shares_p(passed: int, n: int, other_passed: int, other_n: int) -> float:
    """Return the two-sided p of Fisher's exact test that two shares are the same.

    Given how many passed in all, sums the chance of every split that is no likelier than the one seen. Exact for small
    counts and for shares of 0 and 1, where the usual z-test is not.
    """
    total_passed = passed + other_passed
    everything = log_choose(n + other_n, total_passed)

    def chance(first: int) -> float:
        return exp(log_choose(n, first) + log_choose(other_n, total_passed - first) - everything)

    seen = chance(passed) * (1 + ROUNDING)
    possible = range(max(0, total_passed - other_n), min(n, total_passed) + 1)
    return min(1.0, fsum(found for first in possible if (found := chance(first)) <= seen))
