"""What a day needs besides the contract."""
