"""From messages and changes to the facts of a case: what the table `events` tells of tickets.

`rules` says how a row of a log becomes events, `log` reads them, `derivation` makes the facts of
each case out of them (`updates`, `statuses`, `hands` and `messages` are its parts), and `cases`
puts them beside what an export of tickets says itself. No room above this one asks whether an
instant came from a column or from events.
"""
