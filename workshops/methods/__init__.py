"""Pure functions: plain values in, plain values out, each with its source."""
