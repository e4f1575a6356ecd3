"""From a signed derivatives agreement to today's margin call, every figure traced."""
