var map_torg = L.map(
                "map_torg",
                {
                    center: [0.0, 0.0],
                    crs: L.CRS.EPSG3857,
                    ...{
  "zoom": 10,
  "zoomControl": true,
  "preferCanvas": false,
  "maxZoom": 23,
  "zoomSnap": 0.25,
  "attributionControl": false,
}
                }
            );
