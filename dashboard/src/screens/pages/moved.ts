/** The same list with the one at `place` a place further on, or back; the same list where there is none. */
export function moved<T>(list: readonly T[], place: number, by: -1 | 1): readonly T[] {
  const other = list[place + by];
  const one = list[place];
  if (one === undefined || other === undefined) return list;
  return list.map((item, at) => (at === place ? other : at === place + by ? one : item));
}
