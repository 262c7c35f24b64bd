"""Rules of a style sheet that no page needs: those whose classes and ids stand in no page and no script."""

import tinycss2


def without_unused(sheet: str, words: set[str]) -> str:
    """The sheet without the selectors that name a class or id outside `words`, in order, at-rules included.

    >>> without_unused("a.x,b.y{color:red}@media print{.z{color:red}}", {"x"})
    'a.x{color:red}'
    """
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rule, words) for rule in rules)


def _kept(rule, words: set[str]) -> str:
    """A rule with the selectors in use; empty when none is left."""
    if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        body = "".join(_kept(part, words) for part in inner)
        return body and f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
    if rule.type != "qualified-rule":
        return rule.serialize()
    selectors = [selector for selector in _selectors(rule.prelude) if _names(selector) <= words]
    return (selectors and f"{','.join(map(tinycss2.serialize, selectors))}{{{tinycss2.serialize(rule.content)}}}") or ""


def _selectors(prelude: list) -> list[list]:
    """The parts between commas."""
    parts: list[list] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _names(selector: list) -> set[str]:
    """Classes and ids that an element must have; what stands in :not() or :is() is not looked at."""
    before = [None, *selector]
    classes = {token.value for last, token in zip(before, selector) if token.type == "ident" and last == "."}
    return classes | {token.value for token in selector if token.type == "hash"}
