"""What runs when, and the `taikei` command. The only importer of Prefect."""
