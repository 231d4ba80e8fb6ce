/** Whether a field says where its sender came from, and not what they say: the page has filled it in. */
export const isUtm = (name: string): boolean => /^utm_/i.test(name);
