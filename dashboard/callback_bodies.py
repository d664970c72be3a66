"""Tell the body that the dashboard's own page sends from any other."""

import json
import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeGuard

from dash import Output
from flask.json.provider import DefaultJSONProvider


class BodyError(ValueError):
    """A callback body that no page of this dashboard sends."""


class StrictJSON(DefaultJSONProvider):
    """JSON as a browser writes it; anything else is a ValueError, which Flask answers with 400."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Parse, refusing what no browser writes and what would break later on."""
        try:
            value = json.loads(
                s, parse_int=_integer, parse_float=_number, parse_constant=_number, **kwargs
            )
            json.dumps(value, ensure_ascii=False).encode()
        except RecursionError:
            raise ValueError("JSON nested too deeply") from None
        if _deeper_than(value, levels=64):
            raise ValueError("JSON nested deeper than 64 levels")
        return value


def _integer(digits: str) -> int:
    if len(digits) > 17:
        raise ValueError(f"integer of {len(digits)} digits, expected at most 17")
    return int(digits)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a JSON number")
    return number


def _deeper_than(value: object, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        layer = [child for node in layer for child in _children(node)]
        if not layer:
            return False
    return True


def _children(node: object) -> Collection[object]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def check(body: object, callbacks: Mapping[str, Mapping[str, Any]]) -> None:
    """Compare the body of a callback request with the callback it names.

    callbacks: `app.callback_map`. The values are not looked at, only what surrounds them.
    Raises BodyError, in one sentence that names the part.
    """
    if not isinstance(body, dict):
        raise BodyError(f"The body is {_kind(body)}, expected an object.")
    callback = _callback(body.get("output"), callbacks)
    for part, expected in (("inputs", callback["inputs"]), ("state", callback["state"])):
        _check_list(part, body.get(part, []), expected)
    if not callback.get("no_output"):
        _check_outputs(body.get("outputs"), callback["output"])
    _check_changed(body)


def _callback(output: object, callbacks: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    callback = callbacks.get(output) if isinstance(output, str) else None
    if callback is None or "callback" not in callback:
        raise BodyError("The output names no callback of this dashboard; reload the page.")
    return callback


def _check_list(part: str, found: object, expected: list[dict[str, Any]]) -> None:
    if not isinstance(found, list) or len(found) != len(expected):
        size = len(found) if isinstance(found, list) else _kind(found)
        raise BodyError(f"{part} has {size}, expected a list of {len(expected)}.")
    for place, (item, dependency) in enumerate(zip(found, expected, strict=True)):
        if not _matches(item, dependency["id"], dependency["property"]):
            raise BodyError(f"{part}[{place}] is not {dependency['id']}.{dependency['property']}.")


def _check_outputs(found: object, output: Output | list[Output]) -> None:
    expected = [part.to_dict() for part in (output if isinstance(output, list) else [output])]
    _check_list("outputs", found if isinstance(output, list) else [found], expected)


def _matches(item: object, expected_id: str, expected_property: str) -> bool:
    if not expected_id.startswith("{"):
        return _is_property(item, expected_property) and item["id"] == expected_id
    pattern = json.loads(expected_id)
    if ["ALL"] not in pattern.values() and ["ALLSMALLER"] not in pattern.values():
        return _is_property(item, expected_property) and _fits(item["id"], pattern)
    return isinstance(item, list) and all(
        _is_property(one, expected_property) and _fits(one["id"], pattern) for one in item
    )


def _is_property(item: object, expected: str) -> TypeGuard[dict[str, Any]]:
    """Compare up to the @ and suffix that Dash adds to a repeated output."""
    if not isinstance(item, dict) or "id" not in item:
        return False
    found = item.get("property")
    return isinstance(found, str) and found.partition("@")[0] == expected.partition("@")[0]


def _fits(found: object, pattern: dict[str, Any]) -> bool:
    if not isinstance(found, dict) or found.keys() != pattern.keys():
        return False
    return all(
        isinstance(found[key], str | int | float)
        if isinstance(wanted, list)
        else found[key] == wanted
        for key, wanted in pattern.items()
    )


def _check_changed(body: Mapping[str, Any]) -> None:
    changed = body.get("changedPropIds", [])
    if not isinstance(changed, list):
        raise BodyError(f"changedPropIds is {_kind(changed)}, expected a list.")
    named = set(_plain_names(body.get("inputs", [])))
    for name in changed:
        if not isinstance(name, str) or not (name in named or _is_pattern_name(name)):
            raise BodyError("changedPropIds names a property that is not among the inputs.")


def _plain_names(inputs: list[Any]) -> Iterator[str]:
    for item in inputs:
        if isinstance(item, dict) and isinstance(item["id"], str):
            yield f"{item['id']}.{item['property']}"


def _is_pattern_name(name: str) -> bool:
    """Components with pattern ids may be gone from the page when their change arrives."""
    try:
        return isinstance(json.loads(name.rpartition(".")[0]), dict)
    except ValueError:
        return False


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return "nothing" if value is None else kinds.get(type(value), "a number")
