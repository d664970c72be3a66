"""The dashboard: screens, addresses and the command line. Computes nothing."""
