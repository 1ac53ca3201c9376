"""What staff change, over HTTP: `/v1/content`, with the editors' token and a name."""
