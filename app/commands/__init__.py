"""The commands, a module each."""

SUMMARIES = {
    "run": "Start the server. --demo loads a made-up workshop on a real square.",
    "link": "Print a one-time link to the desk.",
    "brief": "Make the design brief of a consultation as a PDF.",
    "export": "Write a consultation's data: CSV, GeoJSON, or an offline map.",
    "import": "Take ideas from a CSV, TSV or GeoJSON file.",
    "list": "List the consultations.",
    "bench": "Measure, and print a table.",
}
