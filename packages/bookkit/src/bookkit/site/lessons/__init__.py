"""The pages of the documents: one for each lesson, one list with filters, one of the sets."""
