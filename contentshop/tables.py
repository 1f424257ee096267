"""Reading the packaged tables of outside facts."""

from __future__ import annotations

from importlib import resources


def load(package: str, name: str) -> object:
    """Return the value of a YAML file in a package; dates are dates, the rest is plain."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(package).joinpath(name).read_text("utf-8")
    found: object = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader either way
    return found
