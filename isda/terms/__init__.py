"""The contract as elected: frozen models in the order of the annex."""
