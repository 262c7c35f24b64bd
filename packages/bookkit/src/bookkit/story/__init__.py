"""The story of the book as data (`chapters/<slug>/story.yml`): its model, and the rules that its sentences keep."""
