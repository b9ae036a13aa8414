"""What things are: frozen dataclasses without logic, and the models of the published tables."""
