/** A form with the whole of what it was made from, which is all that saving it may write over. */
export type SavedForm<S, F> = { readonly base: S; readonly form: F };

/** How a form is made of what is saved, and what is sent of it; two that send the same are the same. */
export type FormMaking<S, F> = {
  readonly formOf: (saved: S) => F;
  readonly bodyOf: (form: F) => unknown;
};

type Versioned = { readonly version: number };

/** Whether there is anything to save. */
export const isFormChanged = <S, F>({ base, form }: SavedForm<S, F>, making: FormMaking<S, F>): boolean =>
  !isSame(form, making.formOf(base), making);

/** Goes on with what was read of late, unless that would hide from whoever is typing that somebody else has changed the same. */
export function withSeen<S extends Versioned, F>(
  kept: SavedForm<S, F>,
  seen: S,
  making: FormMaking<S, F>,
): SavedForm<S, F> {
  // What was under way while something was saved arrives late, and is older.
  if (seen.version <= kept.base.version) return kept;
  const theirs = making.formOf(seen);
  const isForm = isSame(kept.form, theirs, making);
  // Then only the rest has changed, or both have made the same of it: what is typed into stays as it is.
  if (isForm || isSame(making.formOf(kept.base), theirs, making)) return { base: seen, form: kept.form };
  return isFormChanged(kept, making) ? kept : { base: seen, form: theirs };
}

/** Stands on what was saved; what was typed since it was sent is kept, as a change of that. */
export function withSaved<S, F>(
  kept: SavedForm<S, F>,
  sent: F,
  saved: S,
  making: FormMaking<S, F>,
): SavedForm<S, F> {
  const answered = making.formOf(saved);
  const isKept = kept.form !== sent || isSame(sent, answered, making);
  return { base: saved, form: isKept ? kept.form : answered };
}

const isSame = <S, F>(one: F, other: F, { bodyOf }: FormMaking<S, F>): boolean =>
  JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other));
