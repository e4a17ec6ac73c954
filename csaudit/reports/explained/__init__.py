"""`csaudit explain`: the story of single records, for people, for a wiki, and as JSON."""
