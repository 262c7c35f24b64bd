"""Words of the cards that stand in the page itself; those of the script are in `static/words.en.js`."""

WORDS = {"nudge": "Hint", "way": "Way", "answer": "Answer", "code": "Answer in Python"}
