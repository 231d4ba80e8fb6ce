-- Every row has its visitor's number: the digits are no longer kept. They remain what a row is inserted with. A column that
-- others are made of cannot be dropped, so for a moment, in which nothing is inserted, none is.
alter table events modify column visitorHash UInt64 default 0 codec(LZ4);
alter table events drop column if exists visitor;
alter table events add column if not exists visitor String ephemeral;
alter table events
    modify column visitorHash UInt64 default multiIf(visitor = '', 0, length(visitor) = 16 and lower(hex(unhex(visitor))) = visitor, reinterpretAsUInt64(reverse(unhex(visitor))), cityHash64(visitor)) codec(LZ4);
