"""The house rules: one way of imports, front doors, small modules, a quick start, declared dependencies."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "contentshop"
ORDER = (
    "model",
    "problems",
    "languages",
    "phrases",
    "tables",
    "sources",
    "markup",
    "links",
    "goods",
    "media",
    "channels",
    "engine",
    "inspection",
    "reporting",
    "gathering",
    "planning",
    "build",
    "pricing",
    "kits",
