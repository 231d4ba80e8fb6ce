import type { Role } from "#kernel/access.ts";
import { type Addresses, handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { createHandle } from "./create-handle.ts";
import { deleteHandle } from "./delete-handle.ts";
import { getHandle } from "./get-handle.ts";
import { getProfile } from "./get-profile.ts";
import { getUsageMeters } from "./get-usage-meters.ts";
import type { Handle } from "./handle.ts";
import { listAuditEvents } from "./list-audit-events.ts";
import { type Collaborators, listCollaborators } from "./list-collaborators.ts";
import { listHandles } from "./list-handles.ts";
import { renameHandle } from "./rename-handle.ts";
import { replaceCollaborators } from "./replace-collaborators.ts";
import { transferOwnership } from "./transfer-ownership.ts";
import { updateProfile } from "./update-profile.ts";

export const handleOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  ...handleRoutes(deps),
  ...collaboratorRoutes(deps),
  ...insightRoutes(deps),
];

const handleRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.createHandle, async ({ actor, body }) => {
    const handle = await createHandle(deps, actor, body);
    return { status: 201, version: handle.version, body: presentHandle(deps.addresses, handle, "OWNER") };
  }),

  bind(contract.listHandles, async ({ actor, query }) => {
    const { items, nextToken } = await listHandles(deps, actor, query);
    const handles = items.map(({ handle, role }) => presentHandle(deps.addresses, handle, role));
    return { status: 200, body: { handles, nextToken } };
  }),

  bind(contract.getHandle, async ({ actor }) => {
    const { handle, role } = await getHandle(deps, actor);
    return { status: 200, version: handle.version, body: presentHandle(deps.addresses, handle, role) };
  }),

  bind(contract.deleteHandle, async ({ actor, query }) => {
    await deleteHandle(deps, actor, query.confirm);
    return { status: 204 };
  }),

  bind(contract.getProfile, async ({ actor }) => profile(await getProfile(deps, actor))),

  bind(contract.updateProfile, async ({ actor, body, caller }) => {
    return profile(await updateProfile(deps, actor, body, caller.ifMatch));
  }),

  bind(contract.renameHandle, async ({ actor, body }) => {
    const handle = await renameHandle(deps, actor, body.handle);
    return { status: 200, version: handle.version, body: presentHandle(deps.addresses, handle, "OWNER") };
  }),
];

const collaboratorRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listCollaborators, async ({ actor }) => collaborators(await listCollaborators(deps, actor))),

  bind(contract.replaceCollaborators, async ({ actor, body, caller }) => {
    return collaborators(await replaceCollaborators(deps, actor, body.collaborators, caller.ifMatch));
  }),

  bind(contract.transferOwnership, async ({ actor, body }) => {
    const handle = await transferOwnership(deps, actor, body.newOwnerUserId);
    return { status: 200, version: handle.version, body: presentHandle(deps.addresses, handle, "OPERATOR") };
  }),
];

const insightRoutes = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listAuditEvents, async ({ actor, query }) => {
    const { items, nextToken } = await listAuditEvents(deps, actor, query);
    const auditEvents = items.map((event) => ({ ...event, at: event.at.toISOString() }));
    return { status: 200, body: { auditEvents, nextToken } };
  }),

  bind(contract.getUsageMeters, async ({ actor }) => {
    return { status: 200, body: { meters: await getUsageMeters(deps, actor) } };
  }),
];

const presentHandle = (addresses: Addresses, handle: Handle, role: Role) => ({
  handle: handle.handle,
  displayName: handle.displayName,
  ownerUserId: handle.ownerUserId,
  role,
  url: handleOrigin(addresses, handle.handle),
  version: handle.version,
  createdAt: handle.createdAt.toISOString(),
  updatedAt: handle.updatedAt.toISOString(),
});

const profile = ({ handle, displayName, bio, avatarUrl, theme, version, updatedAt }: Handle) => ({
  status: 200 as const,
  version,
  body: { handle, displayName, bio, avatarUrl, theme, version, updatedAt: updatedAt.toISOString() },
});

const collaborators = ({
  handle: { ownerUserId, version },
  ownerEmail,
  collaborators: people,
}: Collaborators) => ({
  status: 200 as const,
  version,
  body: { ownerUserId, ownerEmail, collaborators: people.map((person) => ({ ...person })) },
});
