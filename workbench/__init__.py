"""The web application in which staff settle exceptions. Empty until it is built."""
