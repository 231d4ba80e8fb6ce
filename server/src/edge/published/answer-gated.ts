import { type Answer, withCookie } from "#edge/answer.ts";
import type { EdgeVisitors, GatedPage, SignedIn } from "#edge/edge.ts";
import type { EdgeTools } from "#edge/edge-tools.ts";
import { methodNotAllowed } from "#edge/pages.ts";
import { paramOf } from "#edge/parse-query.ts";
import type { Visit } from "#edge/visit.ts";
import { AppError } from "#kernel/errors.ts";
import { type GateState, gatePage } from "./gate-page.ts";
import { leadingPage } from "./leading-page.ts";
import type { PagePlace } from "./render-page.ts";

type Gated = {
  readonly visit: Visit;
  readonly page: GatedPage;
  readonly place: PagePlace;
  readonly isForeign: boolean;
};

const READING_AND_FORMS = ["GET", "HEAD", "POST"];
const ONLY_READING_AND_FORMS = methodNotAllowed(READING_AND_FORMS);
/** What only one reader may see, nobody may keep. */
const PRIVATE = "private, no-store";
const TOKEN = /^visv1_[\w-]{43}$/;

/**
 * A page that opens to whoever has signed in, or bought it. All of it works without script: a form asks for an address,
 * the link that is mailed leads to a button, and the button sets the cookie, because mail programs open links too.
 */
export async function answerGated(
  { visit, page, place, isForeign }: Gated,
  { visitors }: EdgeTools,
  open: (caching: string) => Answer,
): Promise<Answer> {
  if (!READING_AND_FORMS.includes(visit.method)) return ONLY_READING_AND_FORMS;
  const show = (state: GateState) => gatePage(page, place, state);
  if (visitors === undefined) return show({ kind: "closed" });
  const visitor = await visitors.identify(page.handleId, visit.cookie);
  if (visit.form !== null && !isForeign) {
    const form = await visit.form();
    return refusable(
      () => act(form ?? new URLSearchParams(), { visit, page, visitor, visitors, show }),
      show,
    );
  }
  const token = paramOf(visit.params, "sign-in");
  if (TOKEN.test(token)) return show({ kind: "confirm", token });
  if (await visitors.mayRead(page, visitor)) return open(PRIVATE);
  return show({ kind: "locked", visitor, isReturning: paramOf(visit.params, "bought") !== "" });
}

type Acting = {
  readonly visit: Visit;
  readonly page: GatedPage;
  readonly visitor: SignedIn | null;
  readonly visitors: EdgeVisitors;
  readonly show: (state: GateState) => Answer;
};

/** What one of the gate's own forms asks for; any other is answered with the gate. */
async function act(form: URLSearchParams, { visit, page, visitor, visitors, show }: Acting): Promise<Answer> {
  const [email, token] = [form.get("email"), form.get("token")];
  if (token !== null && TOKEN.test(token)) {
    const cookie = await visitors.signIn(page, token, visit.address);
    return withCookie(leadingPage(`/${page.slug}`, "You are signed in", "Go on to the page"), cookie);
  }
  if (email !== null) {
    await visitors.mailLink(page, email, visit.address);
    return show({ kind: "mailed", email });
  }
  if (form.has("buy")) {
    const url = await visitors.buy(page, visitor, visit.address);
    return leadingPage(url, "You are being sent to the payment", "Go on to the payment");
  }
  return show({ kind: "locked", visitor, isReturning: false });
}

async function refusable(work: () => Promise<Answer>, show: (state: GateState) => Answer): Promise<Answer> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AppError) return show({ kind: "refused", refusal: thrown });
    throw thrown;
  }
}
