import type { PassedAnswer } from "#platform/http/passed-on.ts";
import { plainPage } from "#platform/http/plain-page.ts";

/** Asks whether to sign in: mail programs open links that nobody has followed, so opening one does nothing. */
export const signInPage = (): PassedAnswer =>
  plainPage({
    title: "Sign in",
    text: "The link works once. Whoever has opened it by accident can leave it alone.",
    button: "Sign in",
  });

/** Says who is signed in now, and has the browser keep it. */
export function signedInPage(email: string, cookie: string): PassedAnswer {
  const { headers, ...page } = plainPage({ title: "You are signed in", text: email });
  return { ...page, headers: { ...headers, "set-cookie": cookie } };
}
