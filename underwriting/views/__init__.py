"""The pages from the investigation to the decision, one module per subject."""
