"""OpenStreetMap extracts: from an uploaded .osm file to the things one sees on a square."""

from workshops.osm.extract import Extract, Feature, MappedSquare, read_osm

__all__ = ["Extract", "Feature", "MappedSquare", "read_osm"]
