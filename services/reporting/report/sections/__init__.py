"""The sections that are made of figures: sentences and tables, by nothing but the figures."""
