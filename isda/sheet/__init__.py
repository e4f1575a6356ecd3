"""The outside world's shapes: term sheets, facts and books, with every place kept."""
