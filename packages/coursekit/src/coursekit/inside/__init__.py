"""What runs inside the sandbox; nothing else of coursekit enters it."""
