/** `2xx` and its like: of a hundred statuses five labels. */
export const statusClass = (status: number): string => `${Math.trunc(status / 100)}xx`;
