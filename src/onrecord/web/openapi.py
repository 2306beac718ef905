"""The JSON API's own description (OpenAPI 3.1), made from what the screens declare."""

import re
from typing import Any

from onrecord import __version__
from onrecord.web.screen import Page, Param, screens

_REFUSED = {
    "401": "nobody has logged in",
    "403": "not for this person, or the desk is locked",
    "404": "there is no such thing",
    "409": "the case is not as this needs it",
    "422": "the question cannot be answered as asked",
    "507": "there is no room on the disk",
}


def description() -> dict[str, Any]:
    """Every JSON page of every screen, with its parameters and its refusals."""
    paths: dict[str, Any] = {}
    for screen in screens():
        for page in screen.pages:
            if page.api:
                path = "/api" + ("/case/{case}" if page.of_case else "") + page.path
                plain = re.sub(r"\{(\w+):\w+\}", r"{\1}", path)
                paths.setdefault(plain, {})[page.method.lower()] = _operation(screen.name, page)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord desk",
            "version": __version__,
            "description": "The desk's own pages as JSON, for programs on this machine. A session "
            "cookie is needed; values are those of `--json`.",
        },
        "paths": paths,
        "components": {"schemas": {"Refused": _refused()}},
    }


def _operation(screen: str, page: Page) -> dict[str, Any]:
    where = re.findall(r"\{(\w+)(?::(\w+))?\}", page.path)
    params = [_in_path(name, kind) for name, kind in where]
    if page.of_case:
        params.insert(0, _in_path("case", ""))
    params += [_param(p) for p in page.params]
    wrong = {"$ref": "#/components/schemas/Refused"}
    refusals = {
        code: {"description": says, "content": {"application/json": {"schema": wrong}}}
        for code, says in _REFUSED.items()
    }
    return {
        "summary": page.says,
        "tags": [screen],
        "parameters": params,
        "responses": {
            "200": {"description": "the answer", "content": {"application/json": {"schema": {}}}},
            **refusals,
        },
    }


def _in_path(name: str, kind: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if kind == "int":
        schema = {"type": "integer", "minimum": 0}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _param(param: Param) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": param.kind}
    least, most = ("minimum", "maximum") if param.kind == "integer" else ("minLength", "maxLength")
    if param.least is not None:
        schema[least] = param.least
    if param.most is not None:
        schema[most] = param.most
    if param.one_of:
        schema["enum"] = list(param.one_of)
    return {
        "name": param.name,
        "in": "query",
        "required": param.needed,
        "description": param.says,
        "schema": schema,
    }


def _refused() -> dict[str, Any]:
    words = {"type": "string"}
    error = {
        "type": "object",
        "required": ["code", "what", "where", "advice", "exit_code"],
        "properties": {
            "code": words,
            "what": words,
            "where": words,
            "advice": words,
            "exit_code": {"type": "integer"},
        },
    }
    return {"type": "object", "required": ["error"], "properties": {"error": error}}
