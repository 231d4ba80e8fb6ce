-- The visitor's segments where a rule asked for them. A line without the field has none.
alter table events add column if not exists segments Array(LowCardinality(String)) after variant;
