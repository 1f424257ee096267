"""Records to tasks, one package per channel."""

from .inputs import Inputs

__all__ = ["Inputs"]
