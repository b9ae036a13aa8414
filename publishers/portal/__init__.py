"""The push of a release into an open-data portal (CKAN): what is wanted, what is there, the changes, their application."""
