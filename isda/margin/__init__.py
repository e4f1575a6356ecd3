"""The arithmetic of the call: pure, one day, one agreement."""
