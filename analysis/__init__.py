"""Published trade figures, normalised and compared. Knows nothing of screens, addresses or servers."""
