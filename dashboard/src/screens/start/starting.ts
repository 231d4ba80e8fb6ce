const KEY = "switchyard.starting";

/** Whether the first steps were begun here and not finished; they go on where they were left. */
export const isStarting = (): boolean => localStorage.getItem(KEY) !== null;

/** Remembers that the first steps have begun. */
export const beginStarting = (): void => localStorage.setItem(KEY, "1");

/** Forgets them: they are done, or were left on purpose. */
export const endStarting = (): void => localStorage.removeItem(KEY);
