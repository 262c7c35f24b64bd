"""The chapters' notebooks: clean, run and check them, and tie their numbers to evidence."""
