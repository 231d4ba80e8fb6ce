-- Segments go together from here on, by plans that an older program does not know: it must not ship what they name. And whoever
-- forgets the segments of a month ago finds them by their time, of millions.
create index counted_segments_at on counted_segments (at);
