/**
 * The warehouse's `visitorHash` of a visitor, given as a text in SQL: 16 digits are their number, anything else is known by
 * a hash, nobody is 0. `server/warehouse/0006-numbers.sql` says the same of a row that is inserted.
 */
export const visitorHashSql = (text: string): string =>
  `multiIf(${text} = '', 0, length(${text}) = 16 and lower(hex(unhex(${text}))) = ${text}, reinterpretAsUInt64(reverse(unhex(${text}))), cityHash64(${text}))`;

/** The 16 digits of a `visitorHash`, as people know a visitor; empty for nobody. */
export const visitorTextSql = (hash: string): string =>
  `if(${hash} = 0, '', leftPad(lower(hex(${hash})), 16, '0'))`;
