"""Being told to stop while something must be brought to a good end: by Ctrl-C (SIGINT), SIGTERM or SIGHUP alike."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """Somebody told the program to stop; `number` is that of the signal."""

    def __init__(self, number: int):
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.number = number


class Stopping:
    """While it is open, the first signal to stop raises `Stopped`, and later ones only call `again`.

    What is `finishing` is finished first, unless a second signal breaks it off.

    Set `shielded` as the first thing of what must not be left half done, such as putting back: from then on
    no signal raises. (It is an attribute, for within a call another signal could come first.) Outside the
    main thread, which alone hears signals, and for signals that are ignored, nothing is changed.

    Args:
        again: called, inside the handler of the signal, for each that does not raise there.
    """

    def __init__(self, again: Callable[[], object] = lambda: None):
        self.shielded = False
        self._finishing = False
        self._pending = 0
        self._again = again
        self._before: dict[int, object] = {}

    def __enter__(self) -> Stopping:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                if signal.getsignal(number) not in (signal.SIG_IGN, None):
                    self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """Within, the first signal waits for the end, where it raises."""
        self._finishing = True
        try:
            yield
        finally:
            self._finishing = False
            if self._pending:
                self._stop(self._pending)

    def _heard(self, number: int, _: FrameType | None) -> None:
        if self.shielded or (self._finishing and not self._pending):
            self._pending = self._pending or number
            with suppress(Exception):  # nothing may break into what is shielded
                self._again()
        else:
            self._stop(number)

    def _stop(self, number: int) -> None:
        self.shielded = True
        raise Stopped(number)
