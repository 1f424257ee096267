"""The pictures of the example site: flat forms, grainy shade, one warm palette."""
