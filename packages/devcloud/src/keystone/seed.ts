import { seededId } from '../ids.ts';
import type { ReleaseProfile } from '../releases/release.ts';
import type { Directory } from './directory.ts';
import type { FederationSeed } from './federation/seed.ts';
import type { CatalogService, Endpoint, Project, Role, User } from './model.ts';
import { assignmentsOf, needNamed } from './role-seed.ts';
import type { RoleSeed } from './role-seed.ts';

/** A project to seed. */
export interface ProjectSeed {
  readonly name: string;
  /** 32 hexadecimal digits; made from the name by default, the same in every run. */
  readonly id?: string;
  readonly description?: string;
}

/** A user to seed, in the domain `Default`. */
export interface UserSeed {
  readonly name: string;
  /** `secret` by default. */
  readonly password?: string;
  /** 32 hexadecimal digits; made from the name by default, the same in every run. */
  readonly id?: string;
  /** False for a user who may not log in; true by default. */
  readonly enabled?: boolean;
  /** The project a token leads to when it asks for no scope; none by default. */
  readonly defaultProject?: string;
  readonly roles?: readonly RoleSeed[];
}

/** What is seeded beside the standard projects, users and roles; the same name again replaces the standard one. */
export interface IdentitySeed {
  readonly projects?: readonly ProjectSeed[];
  readonly users?: readonly UserSeed[];
  /** Further roles by name. */
  readonly roles?: readonly string[];
  /** Identity providers whose users are taken in; none by default. */
  readonly federation?: readonly FederationSeed[];
}

const standardProjects: readonly ProjectSeed[] = [
  { name: 'admin', description: 'Bootstrap project for initializing the cloud.' },
  { name: 'service' },
  { name: 'demo' },
  { name: 'alt' },
];

const standardUsers: readonly UserSeed[] = [
  {
    name: 'admin',
    roles: [
      { role: 'admin', project: 'admin' },
      { role: 'admin', system: 'all' },
    ],
  },
  { name: 'glance', roles: [{ role: 'admin', project: 'service' }] },
  { name: 'demo', roles: [{ role: 'member', project: 'demo' }] },
  { name: 'alt', roles: [{ role: 'member', project: 'alt' }] },
];

/** The one region of the cloud. */
export const region = 'RegionOne';

/**
 * Builds the directory of a new cloud.
 * @param urls where the services answer
 * @throws TypeError when a user's role names a project or role that is not there
 */
export function seedDirectory(
  seed: IdentitySeed,
  release: ReleaseProfile,
  urls: Readonly<Record<'identity' | 'image' | 'compute', string>>,
): Directory {
  const projects = merged(standardProjects, seed.projects).map(projectOf);
  const userSeeds = merged(standardUsers, seed.users);
  const roles = roleNames(release, seed).map((name): Role => ({ id: seededId('role', name), name }));
  const users = userSeeds.map((user) => userOf(user, projects));
  const assignments = userSeeds.flatMap((user, index) =>
    assignmentsOf(user, users[index]?.id ?? '', roles, projects),
  );
  // Roles of users who are yet to come: a wrong one is told now.
  for (const { identityProvider: name, roles: given } of seed.federation ?? []) {
    assignmentsOf({ name, roles: given ?? [] }, '', roles, projects);
  }
  const services: readonly CatalogService[] = [
    { id: seededId('service', 'identity'), type: 'identity', name: 'keystone' },
    { id: seededId('service', 'image'), type: 'image', name: 'glance' },
    { id: seededId('service', 'compute'), type: 'compute', name: 'nova' },
  ];
  const endpointUrls: Readonly<Record<string, string>> = { ...urls, identity: `${urls.identity}/v3` };
  return {
    domains: [
      { id: 'default', name: 'Default', description: 'The default domain' },
      ...(seed.federation ?? []).map(({ identityProvider }) => {
        const id = federatedDomainId(identityProvider);
        return { id, name: id, description: 'Auto generated federated domain' };
      }),
    ],
    projects,
    users,
    roles,
    impliedByAdmin: release.impliedByAdmin,
    assignments,
    regionId: region,
    services,
    endpoints: services.flatMap((service) => endpointsOf(service, endpointUrls[service.type] ?? '')),
    applicationCredentials: new Map(),
    trusts: new Map(),
    credentials: new Map(),
    accessRules: new Map(),
  };
}

/** The domain of a provider's users. */
export function federatedDomainId(identityProvider: string): string {
  return seededId('domain', identityProvider);
}

function merged<Seed extends { readonly name: string }>(
  standard: readonly Seed[],
  more: readonly Seed[] = [],
): readonly Seed[] {
  return [...new Map([...standard, ...more].map((seed) => [seed.name, seed])).values()];
}

function roleNames(release: ReleaseProfile, seed: IdentitySeed): readonly string[] {
  return [...new Set([...release.impliedByAdmin.toReversed(), 'admin', 'service', ...(seed.roles ?? [])])];
}

function projectOf(seed: ProjectSeed): Project {
  const { name, description = '', id = seededId('project', name) } = seed;
  return { id, name, domainId: 'default', description };
}

function userOf(seed: UserSeed, projects: readonly Project[]): User {
  const { name, password = 'secret', enabled = true, id = seededId('user', name) } = seed;
  const home = seed.defaultProject;
  return {
    id,
    name,
    domainId: 'default',
    password,
    enabled,
    defaultProjectId:
      home === undefined ? undefined : needNamed(projects, home, `defaultProject of user "${name}"`).id,
    options: {},
  };
}

function endpointsOf(service: CatalogService, url: string): readonly Endpoint[] {
  return (['public', 'internal', 'admin'] as const).map((side) => ({
    id: seededId('endpoint', service.type, side),
    serviceId: service.id,
    interface: side,
    regionId: region,
    url,
  }));
}
