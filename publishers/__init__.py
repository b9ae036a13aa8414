"""Checked plans → the files of a release. One file per output format."""
