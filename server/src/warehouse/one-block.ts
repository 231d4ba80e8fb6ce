/**
 * What makes one shipment one block in each partition, cut the same way every time: only then does its token let the engine
 * recognise it. Of its 96 MB no line is so short that they were more rows. A clock that jumped spreads a segment over partitions,
 * and must not stop it.
 */
export const ONE_BLOCK = {
  async_insert: 0,
  insert_deduplicate: 1,
  input_format_parallel_parsing: 0,
  input_format_skip_unknown_fields: 1,
  max_insert_block_size: "4194304",
  min_insert_block_size_rows: "4194304",
  min_insert_block_size_bytes: "1073741824",
  throw_on_max_partitions_per_insert_block: 0,
} as const;
