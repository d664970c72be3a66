"""Published trade figures, normalised and compared. Knows no screen, address or server."""
