"""The dashboard used in a real browser."""
