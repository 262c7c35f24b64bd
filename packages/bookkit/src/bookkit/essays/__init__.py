"""The pages of why and who as data (`essays/*.yml`, `profiles/*.yml`): their model, their rules, and their Markdown."""
