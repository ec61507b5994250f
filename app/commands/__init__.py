"""The commands, a module each."""

SUMMARIES = {
    "run": "Start the server. --demo loads a made-up workshop on a real square.",
    "link": "Print a one-time link to the desk.",
    "brief": "Make the design brief of a consultation as a PDF.",
    "basemap": "Draw a square from an OpenStreetMap file, and count what is on it.",
    "export": "Write a consultation's data: CSV, GeoJSON, or an offline map.",
    "import": "Take ideas from a CSV, TSV or GeoJSON file.",
    "backup": "Copy all data to a stick, and read the copy back.",
    "restore": "Put back what a backup holds, on this laptop or another.",
    "archive": "Write one consultation into a file that another Torg can open.",
    "open": "Take in a consultation from such a file.",
    "recount": "Count a published file again, ours or Pabulib’s or PrefLib’s.",
    "list": "List the consultations.",
    "bench": "Measure, and print a table.",
}
