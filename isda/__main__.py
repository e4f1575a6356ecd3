"""`python -m isda` is the command `isda`."""

from isda.cli.main import main

if __name__ == "__main__":
    main()
