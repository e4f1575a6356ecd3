"""The rules: one file each, named by its code; the file's docstring is the rule's page."""
