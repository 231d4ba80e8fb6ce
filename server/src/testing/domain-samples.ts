let count = 0;

/** An account's own, so that nobody else who is let in finds it: what comes next for all of them is that it is not there. */
const NOBODYS = "/v2/account/domains/nobodys.example";

/** Those of `SAMPLES` that are about domains of an account. */
export const DOMAIN_SAMPLES = {
  listAccountDomains: async () => ({ path: "/v2/account/domains", status: 200 }),
  addAccountDomain: async () => ({
    path: "/v2/account/domains",
    body: { domain: `sample-${++count}.example` },
    status: 201,
  }),
  getAccountDomain: async () => ({ path: NOBODYS, status: 404 }),
  deleteAccountDomain: async () => ({ path: NOBODYS, status: 404 }),
  reconcileAccountDomain: async () => ({ path: `${NOBODYS}/reconcile`, status: 404 }),
  putAccountDomainRoutes: async () => ({
    path: `${NOBODYS}/routes`,
    body: { defaultHandle: null },
    status: 404,
  }),
};
