"""The back office: what is done on a day; so far, its clock."""
