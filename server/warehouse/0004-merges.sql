-- A month that has rested becomes one part: it takes a tenth less room, and a question to it two thirds of the time. The month
-- that events arrive in is left to the engine's own judgement.
alter table events modify setting min_age_to_force_merge_seconds = 10800, min_age_to_force_merge_on_partition_only = 1;
