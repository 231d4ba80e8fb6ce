import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { queryClient } from "#api/query-client.ts";
import { parseAnalyticsSearch } from "#screens/analytics/analytics-search.ts";
import { isStarting } from "#screens/start/starting.ts";
import { hasSession } from "#session/session.ts";
import { meQuery } from "#session/use-me.ts";
import { Broken } from "#shell/broken.tsx";
import { Nowhere } from "#shell/nowhere.tsx";

const root = createRootRoute({ component: Outlet, notFoundComponent: Nowhere, errorComponent: Broken });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search["next"] === "string" && /^\/(?!\/)/.test(search["next"]) ? { next: search["next"] } : {},
  component: lazyRouteComponent(() => import("#screens/sign-in/sign-in-screen.tsx"), "SignInScreen"),
});
const signUp = createRoute({
  getParentRoute: () => root,
  path: "/signup",
  component: lazyRouteComponent(() => import("#screens/sign-in/sign-up-screen.tsx"), "SignUpScreen"),
});
const forgot = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(() => import("#screens/sign-in/forgot-screen.tsx"), "ForgotScreen"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(() => import("#screens/sign-in/reset-screen.tsx"), "ResetScreen"),
});

/** Everything that needs somebody to be signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: ({ location }) => {
    if (!hasSession()) throw redirect({ to: "/sign-in", search: { next: location.href } });
  },
  component: Outlet,
});
const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: async () => {
    const [first] = (await queryClient.ensureQueryData(meQuery)).handles;
    if (first === undefined || isStarting()) throw redirect({ to: "/start" });
    throw redirect({ to: "/$handle/analytics", params: { handle: first.handle } });
  },
});
const start = createRoute({
  getParentRoute: () => inside,
  path: "/start",
  validateSearch: (search: Record<string, unknown>): { new?: boolean } =>
    search["new"] === true ? { new: true } : {},
  component: lazyRouteComponent(() => import("#screens/start/start-screen.tsx"), "StartScreen"),
});
const loneAccount = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: lazyRouteComponent(
    () => import("#screens/account/lone-account-screen.tsx"),
    "LoneAccountScreen",
  ),
});
const plan = createRoute({
  getParentRoute: () => inside,
  path: "/account/plan",
  validateSearch: (search: Record<string, unknown>): { bought?: string } =>
    typeof search["bought"] === "string" ? { bought: search["bought"].slice(0, 20) } : {},
  component: lazyRouteComponent(() => import("#screens/plan/plan-screen.tsx"), "PlanScreen"),
});
const handle = createRoute({
  getParentRoute: () => inside,
  path: "/$handle",
  component: lazyRouteComponent(() => import("#shell/shell.tsx"), "Shell"),
});
const links = createRoute({
  getParentRoute: () => handle,
  path: "/links",
  component: lazyRouteComponent(() => import("#screens/links/links-screen.tsx"), "LinksScreen"),
});
const link = createRoute({
  getParentRoute: () => handle,
  path: "/links/$slug",
  component: lazyRouteComponent(() => import("#screens/links/link-screen.tsx"), "LinkScreen"),
});
const analytics = createRoute({
  getParentRoute: () => handle,
  path: "/analytics",
  validateSearch: parseAnalyticsSearch,
  component: lazyRouteComponent(() => import("#screens/analytics/analytics-screen.tsx"), "AnalyticsScreen"),
});
const campaigns = createRoute({
  getParentRoute: () => handle,
  path: "/campaigns",
  component: lazyRouteComponent(() => import("#screens/campaigns/campaigns-screen.tsx"), "CampaignsScreen"),
});
const campaign = createRoute({
  getParentRoute: () => handle,
  path: "/campaigns/$campaignId",
  component: lazyRouteComponent(() => import("#screens/campaigns/campaign-screen.tsx"), "CampaignScreen"),
});
const leads = createRoute({
  getParentRoute: () => handle,
  path: "/leads",
  component: lazyRouteComponent(() => import("#screens/leads/leads-screen.tsx"), "LeadsScreen"),
});
const personalization = createRoute({
  getParentRoute: () => handle,
  path: "/personalization",
  component: lazyRouteComponent(
    () => import("#screens/personalization/personalization-screen.tsx"),
    "PersonalizationScreen",
  ),
});
const chain = createRoute({
  getParentRoute: () => handle,
  path: "/chain",
  validateSearch: (search: Record<string, unknown>): { session?: string } =>
    typeof search["session"] === "string" ? { session: search["session"] } : {},
  component: lazyRouteComponent(() => import("#screens/chain/chain-screen.tsx"), "ChainScreen"),
});
const tokens = createRoute({
  getParentRoute: () => handle,
  path: "/settings/tokens",
  component: lazyRouteComponent(() => import("#screens/tokens/tokens-screen.tsx"), "TokensScreen"),
});
const team = createRoute({
  getParentRoute: () => handle,
  path: "/settings/team",
  component: lazyRouteComponent(() => import("#screens/team/team-screen.tsx"), "TeamScreen"),
});
const profile = createRoute({
  getParentRoute: () => handle,
  path: "/settings/profile",
  component: lazyRouteComponent(() => import("#screens/profile/profile-screen.tsx"), "ProfileScreen"),
});
const account = createRoute({
  getParentRoute: () => handle,
  path: "/account",
  component: lazyRouteComponent(() => import("#screens/account/account-screen.tsx"), "AccountScreen"),
});
const notifications = createRoute({
  getParentRoute: () => handle,
  path: "/settings/notifications",
  component: lazyRouteComponent(
    () => import("#screens/notifications/notifications-screen.tsx"),
    "NotificationsScreen",
  ),
});
const usage = createRoute({
  getParentRoute: () => handle,
  path: "/settings/usage",
  component: lazyRouteComponent(() => import("#screens/usage/usage-screen.tsx"), "UsageScreen"),
});
const domains = createRoute({
  getParentRoute: () => handle,
  path: "/domains",
  component: lazyRouteComponent(() => import("#screens/domains/domains-screen.tsx"), "DomainsScreen"),
});
const domain = createRoute({
  getParentRoute: () => handle,
  path: "/domains/$domain",
  component: lazyRouteComponent(() => import("#screens/domains/domain-screen.tsx"), "DomainScreen"),
});
const webhooks = createRoute({
  getParentRoute: () => handle,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("#screens/webhooks/webhooks-screen.tsx"), "WebhooksScreen"),
});
const files = createRoute({
  getParentRoute: () => handle,
  path: "/files",
  component: lazyRouteComponent(() => import("#screens/files/files-screen.tsx"), "FilesScreen"),
});
const sites = createRoute({
  getParentRoute: () => handle,
  path: "/sites",
  component: lazyRouteComponent(() => import("#screens/sites/sites-screen.tsx"), "SitesScreen"),
});
const pages = createRoute({
  getParentRoute: () => handle,
  path: "/pages",
  component: lazyRouteComponent(() => import("#screens/pages/pages-screen.tsx"), "PagesScreen"),
});
const page = createRoute({
  getParentRoute: () => handle,
  path: "/pages/$pageSlug",
  component: lazyRouteComponent(() => import("#screens/pages/page-screen.tsx"), "PageScreen"),
});
const functions = createRoute({
  getParentRoute: () => handle,
  path: "/functions",
  component: lazyRouteComponent(() => import("#screens/functions/functions-screen.tsx"), "FunctionsScreen"),
});
const fn = createRoute({
  getParentRoute: () => handle,
  path: "/functions/$bindingKey",
  component: lazyRouteComponent(() => import("#screens/functions/function-screen.tsx"), "FunctionScreen"),
});
const audit = createRoute({
  getParentRoute: () => handle,
  path: "/audit",
  component: lazyRouteComponent(() => import("#screens/audit/audit-screen.tsx"), "AuditScreen"),
});

const tree = root.addChildren([
  signIn,
  signUp,
  forgot,
  reset,
  inside.addChildren([
    home,
    start,
    loneAccount,
    plan,
    handle.addChildren([
      ...[links, link, analytics, campaigns, campaign, leads],
      ...[files, sites, pages, page, personalization, chain],
      ...[tokens, webhooks, functions, fn, audit, team],
      ...[profile, account, notifications, usage, domains, domain],
    ]),
  ]),
]);

/** Every address of the dashboard; each screen is loaded when it is first gone to. */
export const router = createRouter({
  routeTree: tree,
  basepath: "/app",
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultErrorComponent: Broken,
  defaultNotFoundComponent: Nowhere,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
