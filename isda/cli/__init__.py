"""The commands: files in, words and files out."""
