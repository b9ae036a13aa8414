"""A release as linked data: catalog (DCAT-AP), concept schemes (SKOS), provenance (PROV)."""
