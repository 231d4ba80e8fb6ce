import { findGivenPlan, givePlan, listSubscriptions } from "#features/billing/index.ts";
import { findAccount } from "#features/users/index.ts";
import { bestPlan, PLANS, type Plan } from "#kernel/plan.ts";
import type { MutateDeps } from "#platform/mutate.ts";
import type { Command, Given, Outcome, Surroundings } from "./command.ts";
import { Misuse } from "./misuse.ts";
import { readUserEmail } from "./read-user-email.ts";
import { withDatabase } from "./with-database.ts";

type Work = (deps: MutateDeps, userId: string) => Promise<void>;

const EMAIL = { email: { type: "string" } } as const;
const EMAIL_LINE = "--email ADDRESS    of the account; its plan holds for every handle that it owns";

const planSet: Command = {
  name: "plan set",
  summary: "give an account a plan, whatever it pays for",
  usage: `--email ADDRESS --plan ${PLANS.join("|")} [--until TIME]`,
  details: [
    EMAIL_LINE,
    "--plan PLAN        of what is given and what is paid for the higher holds",
    "--until TIME       such as 2027-01-01 or 2027-01-01T12:00:00Z; left out, until it is taken back",
  ],
  options: { ...EMAIL, plan: { type: "string" }, until: { type: "string" } },
  run: ({ values }, surroundings) => {
    const given = { plan: readPlan(values["plan"]), until: readUntil(values["until"], surroundings) };
    return told(values, surroundings, (deps, userId) => givePlan(deps, userId, given));
  },
};

const planClear: Command = {
  name: "plan clear",
  summary: "take back the plan that an account was given",
  usage: "--email ADDRESS",
  details: [EMAIL_LINE, "What it pays for stays."],
  options: EMAIL,
  run: ({ values }, surroundings) =>
    told(values, surroundings, (deps, userId) => givePlan(deps, userId, null)),
};

const planShow: Command = {
  name: "plan show",
  summary: "say which plan an account has, and why",
  usage: "--email ADDRESS",
  details: [EMAIL_LINE],
  options: EMAIL,
  run: ({ values }, surroundings) => told(values, surroundings, async () => {}),
};

/** What an operator does about plans at a shell, beside a server that runs: its next request knows. */
export const planCommands: readonly Command[] = [planSet, planClear, planShow];

/** Does the work, and tells how the account stands then. */
async function told(values: Given["values"], surroundings: Surroundings, work: Work): Promise<Outcome> {
  const email = readUserEmail(values["email"]);
  return withDatabase(surroundings, async (deps) => {
    const account = await findAccount(deps.db.read, email);
    if (account === undefined) {
      return { exitCode: 1, report: { error: "not_found" }, text: `There is no account with ${email}.` };
    }
    await work(deps, account.userId);
    return standingOf(deps, account.userId, email, surroundings);
  });
}

async function standingOf(
  { db, clock }: MutateDeps,
  userId: string,
  email: string,
  { env }: Surroundings,
): Promise<Outcome> {
  const found = await findGivenPlan(db.read, userId);
  const given = found === undefined || (found.until !== null && found.until <= clock.now()) ? null : found;
  const paid = (await listSubscriptions(db.read, userId)).filter(({ isLive }) => isLive);
  const plan = bestPlan([...(given ? [given.plan] : []), ...paid.map((one) => one.plan)]);
  const until = given?.until?.toISOString() ?? null;
  const reasons = [
    ...(given ? [`${given.plan} is given${until === null ? "" : ` until ${until}`}`] : []),
    ...paid.map((one) => `${one.plan} is paid for (${one.status})`),
  ];
  const isOff = env.PLANS !== "on";
  const report = {
    ...{ email, userId, plan, given: given && { plan: given.plan, until } },
    subscriptions: paid.map((one) => ({ plan: one.plan, status: one.status })),
    plans: isOff ? "off" : "on",
  };
  const why = reasons.length === 0 ? "" : `: ${reasons.join(", ")}`;
  const note = isOff ? " PLANS is not on, so everybody may do everything." : "";
  return { exitCode: 0, report, text: `${email} is on ${plan}${why}.${note}` };
}

function readPlan(given: string | boolean | undefined): Plan {
  const plan = PLANS.find((one) => one === given);
  if (plan !== undefined) return plan;
  throw new Misuse(`Name the plan with --plan: ${PLANS.join(", ")}.`);
}

function readUntil(given: string | boolean | undefined, { clock }: Surroundings): Date | null {
  if (given === undefined) return null;
  const until = /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(String(given))
    ? new Date(String(given))
    : new Date(Number.NaN);
  if (Number.isNaN(until.getTime())) throw new Misuse("--until is no time such as 2027-01-01.");
  if (until <= clock.now()) throw new Misuse("--until is over.");
  return until;
}
