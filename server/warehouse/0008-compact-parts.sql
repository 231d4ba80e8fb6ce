-- A shipment becomes a part of one file until it is merged into a larger one: in a file for each column it costs a quarter more to
-- write. 128 MB before compression are some four hundred thousand events.
alter table events modify setting min_bytes_for_wide_part = 67108864;
