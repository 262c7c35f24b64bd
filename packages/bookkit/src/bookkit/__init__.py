"""From chapters and tables to a site: evidence, prose, pages, paper, editions."""
