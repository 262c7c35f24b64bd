"""New chapters and questions, laid out from templates that work before a word of them is changed."""
