"""The kernels in which notebooks are tested are as fresh as any: no module of ours, other chance, own folder; and they end."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME
from jupyter_client.manager import start_new_kernel

from warm_kernels import NAME


@contextlib.contextmanager
def kernel(folder: Path, name: str = NAME) -> Iterator:
    manager, client = start_new_kernel(kernel_name=name, cwd=str(folder))
    yield manager, lambda code: answer(client, code)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def answer(client, code: str) -> str:
    """What code prints, or the name of its error."""
    said: list[str] = []

    def hear(message: dict) -> None:
        content = message["content"]
        said.append(content.get("text") or content.get("ename") or "")

    client.execute_interactive(code, output_hook=hear, timeout=60)
    return "".join(said).strip()


@pytest.fixture(autouse=True)
def warm(request: pytest.FixtureRequest) -> None:
    if request.config.option.nbval_kernel_name != NAME:
        pytest.skip("notebooks are tested in another kernel")


def test_a_kernel_knows_nothing_of_ours_and_nothing_of_another(tmp_path: Path) -> None:
    seen = "import os, random, sys, numpy; print('caj' in sys.modules, os.getcwd(), os.environ['CAJ_STATIC'], random.random(), numpy.random.rand())"
    with kernel(tmp_path) as (_, first), kernel(tmp_path) as (_, second):
        one, other = first(seen).split(), second(seen).split()
        assert first("x = 1; import caj; print(caj.__name__)") == "caj"
        assert second("x") == "NameError" and second("import sys; print('caj' in sys.modules)") == "False"
    assert one[:3] == other[:3] == ["False", str(tmp_path), "1"]
    assert len({*one[3:], *other[3:]}) == 4, "chance repeats itself"


def test_settings_are_those_of_a_kernel_that_starts_from_nothing(tmp_path: Path) -> None:
    code = "import altair, pandas; print(pandas.options.d, altair.renderers.active, altair.theme.active)"
    with kernel(tmp_path) as (_, run), kernel(tmp_path, NATIVE_KERNEL_NAME) as (_, usual):
        assert run(code).lower() == usual(code).lower()  # an encoding is named in small or capital letters


def test_an_interrupt_reaches_the_kernel_and_its_end_is_final(tmp_path: Path) -> None:
    with kernel(tmp_path) as (manager, run):
        number = int(run("import os; print(os.getpid())"))
        assert (
            run(f"import os, signal; os.kill({manager.provisioner.pid}, signal.SIGINT); import time; time.sleep(30)")
            == "KeyboardInterrupt"
        )
        manager.shutdown_kernel(now=True)
        for _ in range(100):
            if not _is_alive(number):
                return
            time.sleep(0.05)
        raise AssertionError(f"kernel {number} lives on")


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
