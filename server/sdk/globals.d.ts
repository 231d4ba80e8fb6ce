// What sdk.js is checked against (`tsc -p server/sdk`); nothing of it is served.

type Decision = { action: string; payload: Record<string, unknown> };
/** `matched` is not told of what was prefetched. */
type Resolution = { decision: Decision | null; ruleId: string | null; matched?: string[] };
type Context = {
  valid: true;
  handle: string;
  slug: string;
  clickId: string;
  clickedAt: string;
  campaignId: string | null;
  variantId: string | null;
  session: string;
  consent: "full" | "basic" | "denied";
  vars: Record<string, string>;
};
type Counted = { accepted: boolean; deduplicated: boolean; conversionId: string | null; error?: string };
type Purchase = {
  value?: number | string;
  currency?: string;
  eventType?: string;
  idempotencyKey?: string;
  metadata?: object;
};
type About = { confidence?: number; source?: string; metadata?: object };

/** What a page finds in `window.switchyard` once the script runs. No promise of it is ever rejected. */
type SwitchyardApi = Readonly<{
  page: (meta?: object) => Promise<void>;
  signal: (key: string, value?: unknown, about?: About) => Promise<void>;
  resolve: (trigger: string) => Promise<Resolution>;
  prefetch: (triggers: string[]) => Promise<Record<string, Resolution>>;
  apply: (trigger: string) => Promise<Resolution>;
  convert: (purchase?: Purchase) => Promise<Counted>;
  context: () => Promise<Context | null>;
  push: (...commands: Command[]) => void;
}>;
type Command = ((api: SwitchyardApi) => void) | [name: keyof SwitchyardApi, ...args: unknown[]];

/** A signal: `at` is when it was given, in epoch milliseconds; 0 where that is not to be told. */
type Waiting = About & { signalKey: string; signalValue?: string; at: number };
/** What is kept of the click that led here, with the conversions that have no answer yet. */
type Click = {
  ctx?: string;
  at?: number;
  context?: Context;
  conversions?: Record<string, Purchase | undefined>;
};
/** What is kept until the tab is closed. */
type Visit = { session?: string; queue?: Waiting[] };
/** What answers have in them, of whatever they are the answer. */
type Said = Partial<Resolution & Context & Counted> & {
  message?: string;
  rejected?: { index: number; reason: string; details?: { path: string; message: string }[] }[];
  decisions?: Record<string, Resolution>;
};
/** `status` is 0 where there was none, `wait` the milliseconds until asking again makes sense. */
type Answer = { status: number; wait: number; body: Said };
type Payload = Record<string, unknown>;

type Call = (path: string, said?: object) => Promise<Answer>;
type Send = (sessionId: string, batch: Waiting[]) => Promise<Answer>;
type Area = "localStorage" | "sessionStorage";
type Load = <T>(area: Area, held: T) => T;
type Keep = <T>(area: Area, held: T, changes: T) => T;
/** Starts at once, and never rejects. */
type Safely = <A extends unknown[], R>(
  work: (...args: A) => R | Promise<R>,
  otherwise: () => R,
) => (...args: A) => Promise<R>;

// Functions of the script, each under its own name.
type Warn = (thrown: unknown) => void;
type NotCounted = (error: string) => Counted;
type KeepClick = (changes: Click) => void;
type KeepVisit = (changes: Visit) => void;
type IsLater = (answer: Answer) => boolean;
type Pause = (answer: Answer, tries: number) => number;
type AskContext = (ctx: string) => Promise<Context | null>;
type Schedule = (ms: number) => void;
type Signal = (key: string, value?: unknown, about?: About) => void;
type Page = (meta?: object) => void;
type Ask = (path: string, question: object) => Promise<Said | undefined>;
type Act = (decision: Decision) => void;
type SafeUrl = (value: unknown) => string;
type Swap = (payload: Payload) => void;
type Show = (payload: Payload, isPopup: boolean) => void;
type Add = (tag: string, content: unknown) => HTMLElement;
type OnKey = (event: KeyboardEvent) => void;
type KeepConversion = (key: string, conversion?: Purchase) => void;
type Deliver = (conversion: Purchase) => Promise<Counted>;
type Obey = (command: Command) => void;
type Tell = (event: Event) => void;

interface Window {
  /** The page's own queue until the script runs. */
  switchyard?: SwitchyardApi | Command[];
}
interface Navigator {
  readonly globalPrivacyControl?: boolean;
}
interface Document {
  readonly prerendering?: boolean;
}
