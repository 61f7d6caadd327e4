"""`python -m autogen_codemods` is `autogen-migrate`."""

from autogen_codemods.cli import main

if __name__ == "__main__":
    main(prog_name="autogen-migrate")
