"""/api/v1, from the rooms' manifests."""
