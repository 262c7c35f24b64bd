"""What a page says of code: which cell, how far the start is, and nothing of an answer that its code no longer gives."""

import re

import pytest

from eyes import sees, waits_for
from test_live import CHAPTER, EXERCISE, context, open_page, output, place, press, rewrite, wait


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [CHAPTER, EXERCISE])
def test_each_cell_shows_the_number_by_which_messages_name_it(address: str, context, path: str, width: int) -> None:
    page = open_page(context, f"{address}/{path}")
    page.set_viewport_size({"width": width, "height": 800})
    bars = page.locator(".caj-bar").all()
    for number in {1, 3, len(bars)}:
        shown = bars[number - 1].get_by_text(f"Cell {number}", exact=True)
        shown.scroll_into_view_if_needed()
        assert sees(shown)
    rewrite(page, 2, "nobody")
    wait(page, press(page, 2, "run"))
    assert (
        output(page, 2).inner_text().startswith("Cell 2, line 1: nobody")
        and page.locator(".caj-bar").nth(1).get_by_text("Cell 2", exact=True).is_visible()
    )


def test_a_check_judges_only_what_the_code_gives_as_it_stands(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    rewrite(page, 3, 'row_of_attendance = "c"')
    assert wait(page, press(page, 4, "run")).startswith("Done")
    assert output(page, 4).get_by_text("Correct").is_visible()
    rewrite(page, 3, 'row_of_atendance = "a"')
    assert wait(page, press(page, 4, "run")).startswith("Cell 4 stopped with an error")
    said = output(page, 4).inner_text()
    assert (
        "Correct" not in said
        and "Cell 3 set row_of_attendance when it ran before; as its code stands now, it does not." in said
    )
    rewrite(page, 3, 'row_of_attendance = "a"')
    assert wait(page, press(page, 4, "run")).startswith("Done")
    assert output(page, 4).get_by_text("Not yet, because").is_visible()


def test_only_a_check_that_has_run_is_called_one_of_an_earlier_answer(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    rewrite(page, 2, "changed = 1")
    rewrite(page, 3, 'row_of_attendance = "c"')
    page.reload()  # what was written comes again; what stands below is what the book printed
    page.get_by_text("Your answer is not checked yet: run this check.").first.wait_for()
    assert page.get_by_text("This check is of an earlier answer").count() == 0
    assert (
        page.get_by_text("Below stands what the book's code gave.").first.is_visible()
        and page.get_by_text("since it ran").count() == 0
    )
    assert wait(page, press(page, 4, "run")).startswith("Done")
    rewrite(page, 3, 'row_of_attendance = "b"')
    assert page.get_by_text("This check is of an earlier answer: run it again.").is_visible()


def test_the_start_shows_how_far_it_is(address: str, context) -> None:
    page = open_page(context, f"{address}/{EXERCISE}")
    page.evaluate("""() => {
      window.said = [];
      const bar = document.querySelector(".caj-bar");
      new MutationObserver(() => said.push(bar.querySelector("output").textContent)).observe(bar, { childList: true, subtree: true, characterData: true });
    }""")
    bar = press(page, 1, "run")
    page.wait_for_function(
        "(bar) => /Starting Python/.test(document.querySelector(bar + ' output').textContent)", arg=bar, timeout=2_000
    )
    assert sees(page.locator(f"{bar} output"))
    wait(page, bar)
    said = page.evaluate("said")
    fetched = [
        float(match[1]) for text in said if (match := re.search(r"step 1 of 4: ([\d.]+) of 1\d\.\d MB fetched", text))
    ]
    assert len(fetched) > 2 and fetched == sorted(fetched) and any(amount % 1 for amount in fetched)
    steps = [int(match[1]) for text in said if (match := re.search(r"step (\d) of 4", text))]
    assert sorted(set(steps)) == [1, 2, 3, 4] and steps == sorted(steps)


def test_a_large_file_is_seen_coming(address: str, context) -> None:
    """On a slow line the number grows while one file is on its way, not only when it has come."""
    page = open_page(context, f"{address}/{EXERCISE}")
    line = context.new_cdp_session(page)
    bar = press(page, 1, "edit")  # the scripts are there before the line becomes slow
    page.wait_for_function("document.activeElement.className === 'caj-editor'")
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 20, "downloadThroughput": 200_000, "uploadThroughput": 200_000},
    )
    bar = press(page, 2, "run")
    waits_for(page, page.get_by_text("Below stands what was there before; it changes when Python has started."))
    page.keyboard.press("Enter")  # the same button again
    amounts = set()
    for _ in range(12):
        page.wait_for_timeout(500)
        assert "what you pressed first runs then" in page.locator(f"{bar} output").inner_text()
        if match := re.search(r"([\d.]+) of [\d.]+ MB", page.locator(f"{bar} output").inner_text()):
            amounts.add(match[1])
    assert len(amounts) > 3, amounts
