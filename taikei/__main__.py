"""`python -m taikei`, and where the installed command `taikei` begins."""

from __future__ import annotations

from flows.command import main

if __name__ == "__main__":
    main(prog_name="taikei")
