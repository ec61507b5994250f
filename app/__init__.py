"""The web: who is asking, which page, which form, what the socket says."""
