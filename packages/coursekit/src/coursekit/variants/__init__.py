"""What may vary in a question, and the copies that come of it."""
