"""The site (公開サイト): static pages made from the rows of a release, for people who look rather than compute."""
