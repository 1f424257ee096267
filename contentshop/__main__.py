"""`python -m contentshop`."""

from contentshop.cli import main

main()
