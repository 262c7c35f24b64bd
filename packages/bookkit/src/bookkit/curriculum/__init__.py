"""The curriculum around the chapters: objectives and notes, course plans, class days, syllabus and calendar."""
