"""The faces of the archive: the site, its API and the command line."""
