"""Emergency notices: what everybody is told, before or instead of answers, for a time."""
