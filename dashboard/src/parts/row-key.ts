let made = 0;

/** Tells a form's rows apart for as long as the page is open. Not `crypto.randomUUID`: a page without TLS has none. */
export const rowKey = (): string => `row-${++made}`;
