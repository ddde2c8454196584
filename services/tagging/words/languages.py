"""Which of the languages at hand somebody would rather read."""

from __future__ import annotations

from collections.abc import Collection

ENGLISH = "en"


def best_language(accepted: str | None, available: Collection[str]) -> str:
    """The language of `available` that `accepted` likes best, and English where it likes none.

    `accepted` is written like HTTP's Accept-Language (RFC 9110, section 12.5.4): "de",
    "pt-BR,pt;q=0.9,en;q=0.5". What is accepted of a language is accepted of its general form.
    """
    for wanted in _by_preference(accepted or ""):
        if wanted == ENGLISH or wanted.startswith(f"{ENGLISH}-"):
            return ENGLISH
        for language in (wanted, wanted.split("-")[0]):
            if language in available:
                return language
    return ENGLISH


def _by_preference(accepted: str) -> list[str]:
    weighed = []
    for entry in accepted.lower().split(","):
        language, *parameters = (part.strip() for part in entry.split(";"))
        weight = next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
        if language and weight > 0:
            weighed.append((weight, language))
    return [language for _, language in sorted(weighed, key=lambda each: -each[0])]


def _weight(text: str) -> float:
    try:
        return min(1.0, float(text))
    except ValueError:
        return 0.0
