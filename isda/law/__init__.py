"""The register of forms: which paragraph says what, in our own words."""
