"""The code that puts uploads into one's own site or program, ready to read and to copy."""

from __future__ import annotations

from typing import NamedTuple

from flask import render_template
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

_SAMPLES = (
    ("HTML", "html", "snippets/embed.html.txt"),
    ("Python SDK", "python", "snippets/sdk.py.txt"),
    ("curl", "bash", "snippets/request.sh.txt"),
)


class Sample(NamedTuple):
    """A piece of code: what it is written in, and its text with the classes of Pygments."""

    title: str
    code: Markup


def code_samples(base_url: str, cloud_name: str, preset_name: str) -> list[Sample]:
    """Uploading through the unsigned preset `preset_name` of the server at `base_url`.

    None of them holds the API secret; where one is needed there is a placeholder.
    """
    formatter: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
    samples = []
    for title, language, template in _SAMPLES:
        text = render_template(
            template, base_url=base_url, cloud_name=cloud_name, preset_name=preset_name
        )
        marked = highlight(text, get_lexer_by_name(language), formatter)
        samples.append(Sample(title, Markup(marked)))  # noqa: S704 - Pygments escapes the text
    return samples
