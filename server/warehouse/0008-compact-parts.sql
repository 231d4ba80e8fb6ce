-- A shipment becomes a part of one file until it is merged into a larger one: in a file for each column it costs a quarter more to
-- write. No shipment's columns take more than 96 MB before they are compressed.
alter table events modify setting min_bytes_for_wide_part = 100663296;
