"""The account of secrecy, with sliders for all that a key costs."""

from typing import Any, ClassVar

from traitlets import Float, Int, validate

from qinet_edu import draw
from qinet_edu.draw import account
from qinet_edu.explore.view import View, script

# 100 to 10⁹, three steps a decade.
SIZES = (*(digit * 10**power for power in range(2, 9) for digit in (1, 2, 5)), 10**9)


class LeakLedgerView(View):
    """Hold what an account of secrecy is drawn up for.

    Attributes:
        sifted: how many sifted bits there are.
        qber: the error rate.
        f_ec: how many times h(Q) error correction reveals.
        test_fraction: the share that is compared in public.
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.
    """

    NAME = "leak_ledger"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "sifted", "qber", "f_ec", "test_fraction", "eps_sec", "eps_cor",
    )  # fmt: skip
    _esm = script("units", "leak_ledger")

    sifted = Int(100_000).tag(sync=True)
    qber = Float(0.02).tag(sync=True)
    f_ec = Float(1.16).tag(sync=True)
    test_fraction = Float(0.1).tag(sync=True)
    eps_sec = Float(1e-10).tag(sync=True)
    eps_cor = Float(1e-15).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return account.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present account."""
        return draw.leak_ledger(**self.parameters)


def leak_ledger(
    sifted: int = 100_000,
    *,
    qber: float = 0.02,
    f_ec: float = 1.16,
    test_fraction: float = 0.1,
    eps_sec: float = 1e-10,
    eps_cor: float = 1e-15,
) -> LeakLedgerView:
    """Show the bank account of secrecy, with sliders for bits, errors, leaks and promises.

    Args:
        sifted: how many sifted bits there are, 100 to 10⁹.
        qber: the error rate that is tolerated, and found, 0 to 0.5.
        f_ec: how many times h(Q) error correction reveals, 1 to 2.
        test_fraction: the share of bits that is compared in public.
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> leak_ledger(10_000, qber=0.01).sifted
        10000
    """
    settings = account.read_settings(
        sifted=sifted, qber=qber, f_ec=f_ec, test_fraction=test_fraction, eps_sec=eps_sec,
        eps_cor=eps_cor,
    )  # fmt: skip
    place = {
        **account.PLACE, "sizes": list(SIZES), "tags": account.TAGS * account.TAG_BITS,
        "charges": [[name, what] for name, (what, _) in account.CHARGES.items()],
    }  # fmt: skip
    return LeakLedgerView(**settings, _figure=draw.leak_ledger(**settings).svg, _geometry=place)
