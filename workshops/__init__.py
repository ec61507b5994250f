"""The domain: what was asked, said, voted and counted. No Flask, no HTML, no files."""
