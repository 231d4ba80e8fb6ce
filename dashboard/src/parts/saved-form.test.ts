import { expect, test } from "vitest";
import { type FormMaking, isFormChanged, type SavedForm, withSaved, withSeen } from "./saved-form.ts";

type Note = { readonly version: number; readonly text: string; readonly enabled: boolean };
type Form = { readonly key: object; readonly text: string };

/** As forms with rows are: made twice of the same, they are not the same object. */
const making: FormMaking<Note, Form> = {
  formOf: ({ text }) => ({ key: {}, text }),
  bodyOf: ({ text }) => ({ text: text.trim() }),
};
const note = (version: number, text: string, enabled = true): Note => ({ version, text, enabled });
const madeOf = (base: Note, text = base.text): SavedForm<Note, Form> => ({ base, form: { key: {}, text } });

test("where nothing was typed, what somebody else has saved is shown", () => {
  const theirs = note(2, "theirs");
  const now = withSeen(madeOf(note(1, "first"), "first "), theirs, making);
  expect(now.base).toBe(theirs);
  expect(now.form.text).toBe("theirs");
  expect(isFormChanged(now, making)).toBe(false);
  expect(withSeen(now, theirs, making), "and nothing is made anew of it again").toBe(now);
});

test("where something was typed, it is still made from what it was made from", () => {
  const kept = madeOf(note(1, "first"), "mine");
  expect(withSeen(kept, note(2, "theirs"), making)).toBe(kept);
});

test("where only the rest has changed, what was typed is made from that", () => {
  const kept = madeOf(note(1, "first"), "mine");
  const seen = note(2, "first", false);
  expect(withSeen(kept, seen, making)).toEqual({ base: seen, form: kept.form });
  expect(withSeen(kept, seen, making).form).toBe(kept.form);
});

test("where both have made the same of it, nothing is changed any more", () => {
  const kept = madeOf(note(1, "first"), "same");
  const now = withSeen(kept, note(2, "same"), making);
  expect(now.base.version).toBe(2);
  expect(now.form).toBe(kept.form);
  expect(isFormChanged(now, making)).toBe(false);
});

test("an answer from before the last save is not gone back to", () => {
  const kept = madeOf(note(3, "mine"));
  expect(withSeen(kept, note(2, "theirs"), making)).toBe(kept);
});

test("after a save the form is what was answered, or what was typed since as a change of it", () => {
  const sent = madeOf(note(1, "first"), "mine");
  const answered = note(2, "Mine");
  const now = withSaved(sent, sent.form, answered, making);
  expect(now).toMatchObject({ base: answered, form: { text: "Mine" } });
  const more = withSaved(madeOf(sent.base, "mine and more"), sent.form, answered, making);
  expect(more).toMatchObject({ base: answered, form: { text: "mine and more" } });
  expect(isFormChanged(more, making)).toBe(true);
  const same = withSaved(sent, sent.form, note(2, "mine"), making);
  expect(same.form, "no row is made anew under the cursor").toBe(sent.form);
});
