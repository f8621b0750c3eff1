import type { CatalogService } from '../auth/types.ts';
import type { Session } from '../http/session.ts';
import { callKeys, removeKeys, type RemoveOptions } from '../image/call.ts';
import type { CallOptions } from '../image/types.ts';
import { checkOptions, type KeysOf } from '../options.ts';
import { Paginator } from '../resource/paginator.ts';
import type { TokenRef } from './tokens.ts';
import type {
  AccessRule,
  ApplicationCredential,
  CreatedApplicationCredential,
  Domain,
  DomainQuery,
  FindInDomainOptions,
  GetProjectOptions,
  NewApplicationCredential,
  OfUserOptions,
  Project,
  ProjectQuery,
  TokenInfo,
  User,
  UserProjectQuery,
  UserQuery,
} from './types.ts';

const userKeys: KeysOf<UserQuery> = {
  name: true,
  domainId: true,
  isEnabled: true,
  pageSize: true,
  signal: true,
};
const projectKeys: KeysOf<ProjectQuery> = {
  ...userKeys,
  parentId: true,
  tags: true,
  tagsAny: true,
  notTags: true,
  notTagsAny: true,
};
const getProjectKeys: KeysOf<GetProjectOptions> = { withParents: true, withSubtree: true, signal: true };
const domainKeys: KeysOf<DomainQuery> = { name: true, isEnabled: true, pageSize: true, signal: true };
const findKeys: KeysOf<FindInDomainOptions> = { domainId: true, signal: true };
const ofUserKeys: KeysOf<OfUserOptions> = { user: true, signal: true };
const userProjectKeys: KeysOf<UserProjectQuery> = { ...projectKeys, ...ofUserKeys };
const ofUserRemoveKeys: KeysOf<OfUserOptions & RemoveOptions> = { ...ofUserKeys, ...removeKeys };

/** Something with an id, or its id. */
export type IdRef = string | { readonly id: string };

function idOf(ref: IdRef): string {
  return typeof ref === 'string' ? ref : ref.id;
}

/**
 * The Identity service (Keystone, API v3) of a cloud, as far as work with images needs it: who and what there is, by
 * name or id; application credentials; tokens.
 *
 * Every call can throw what {@link OstkError} is the root of; what is named at a call comes in addition.
 */
export class IdentityService {
  readonly #session: Session;

  // Each area is imported by its calls: a program that does not use it does not pay for it.

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Lists projects, page by page, as they are iterated. `GET /v3/projects`.
   *
   * @throws Forbidden for most who are no administrators: `availableProjects` lists the own ones.
   */
  projects(query: ProjectQuery = {}): Paginator<Project> {
    checkOptions('projects', query, projectKeys);
    return new Paginator(async () => {
      const { list, projects } = await import('./directory.ts');
      return list(this.#session, projects, query);
    });
  }

  /**
   * Lists the projects that a user has a role on, the own ones by default. `GET /v3/users/{id}/projects`.
   *
   * @throws Forbidden for another user's, for most.
   */
  userProjects(query: UserProjectQuery = {}): Paginator<Project> {
    checkOptions('userProjects', query, userProjectKeys);
    return new Paginator(async () => {
      const { listUserProjects } = await import('./directory.ts');
      return listUserProjects(this.#session, query);
    });
  }

  /** Gets a project by its id. `GET /v3/projects/{id}`; throws NotFound if there is none. */
  async getProject(project: IdRef, options: GetProjectOptions = {}): Promise<Project> {
    checkOptions('getProject', options, getProjectKeys);
    const { getProject } = await import('./directory.ts');
    return getProject(this.#session, idOf(project), options);
  }

  /**
   * Finds a project by its id or exact name: among all, or for who may not list all, among the own ones.
   *
   * @returns `undefined` if there is none.
   * @throws AmbiguousNameError if more than one carries the name; `domainId` tells them apart.
   */
  async findProject(nameOrId: string, options: FindInDomainOptions = {}): Promise<Project | undefined> {
    checkOptions('findProject', options, findKeys);
    const { findProject } = await import('./directory.ts');
    return findProject(this.#session, nameOrId, options);
  }

  /** Lists users, page by page, as they are iterated. `GET /v3/users`; throws Forbidden for most. */
  users(query: UserQuery = {}): Paginator<User> {
    checkOptions('users', query, userKeys);
    return new Paginator(async () => {
      const { list, users } = await import('./directory.ts');
      return list(this.#session, users, query);
    });
  }

  /** Gets a user by the id. `GET /v3/users/{id}`; throws NotFound if there is none, Forbidden for others than the own. */
  async getUser(user: IdRef, options: CallOptions = {}): Promise<User> {
    checkOptions('getUser', options, callKeys);
    const { get, users } = await import('./directory.ts');
    return get(this.#session, users, idOf(user), options);
  }

  /**
   * Finds a user by id or exact name: among all, or for who may not list all, the own one.
   *
   * @returns `undefined` if there is none.
   * @throws AmbiguousNameError if more than one carries the name; `domainId` tells them apart.
   */
  async findUser(nameOrId: string, options: FindInDomainOptions = {}): Promise<User | undefined> {
    checkOptions('findUser', options, findKeys);
    const { findUser } = await import('./directory.ts');
    return findUser(this.#session, nameOrId, options);
  }

  /** Lists domains, page by page, as they are iterated. `GET /v3/domains`; throws Forbidden for most. */
  domains(query: DomainQuery = {}): Paginator<Domain> {
    checkOptions('domains', query, domainKeys);
    return new Paginator(async () => {
      const { list, domains } = await import('./directory.ts');
      return list(this.#session, domains, query);
    });
  }

  /** Gets a domain by its id. `GET /v3/domains/{id}`; throws NotFound if there is none. */
  async getDomain(domain: IdRef, options: CallOptions = {}): Promise<Domain> {
    checkOptions('getDomain', options, callKeys);
    const { get, domains } = await import('./directory.ts');
    return get(this.#session, domains, idOf(domain), options);
  }

  /**
   * Finds a domain by its id or exact name: among all, or for who may not list all, among the own ones and that of the
   * own project.
   *
   * @returns `undefined` if there is none.
   */
  async findDomain(nameOrId: string, options: CallOptions = {}): Promise<Domain | undefined> {
    checkOptions('findDomain', options, callKeys);
    const { findDomain } = await import('./directory.ts');
    return findDomain(this.#session, nameOrId, options);
  }

  /** Lists the projects that the token's holder has a role on. `GET /v3/auth/projects`. */
  async availableProjects(options: CallOptions = {}): Promise<readonly Project[]> {
    checkOptions('availableProjects', options, callKeys);
    const { availableProjects } = await import('./available.ts');
    return availableProjects(this.#session, options);
  }

  /** Lists the domains that the token's holder has a role on. `GET /v3/auth/domains`. */
  async availableDomains(options: CallOptions = {}): Promise<readonly Domain[]> {
    checkOptions('availableDomains', options, callKeys);
    const { availableDomains } = await import('./available.ts');
    return availableDomains(this.#session, options);
  }

  /** Whether the token's holder has a role on the whole system. `GET /v3/auth/system`. */
  async hasSystemScope(options: CallOptions = {}): Promise<boolean> {
    checkOptions('hasSystemScope', options, callKeys);
    const { hasSystemScope } = await import('./available.ts');
    return hasSystemScope(this.#session, options);
  }

  /** Lists a user's application credentials, the own ones by default. `GET /v3/users/{id}/application_credentials`. */
  applicationCredentials(options: OfUserOptions = {}): Paginator<ApplicationCredential> {
    checkOptions('applicationCredentials', options, ofUserKeys);
    return new Paginator(async () => {
      const { listApplicationCredentials } = await import('./application-credentials.ts');
      return listApplicationCredentials(this.#session, options);
    });
  }

  /** Gets an application credential by its id. `GET /v3/users/{id}/application_credentials/{id}`. */
  async getApplicationCredential(
    credential: IdRef,
    options: OfUserOptions = {},
  ): Promise<ApplicationCredential> {
    checkOptions('getApplicationCredential', options, ofUserKeys);
    const { getApplicationCredential } = await import('./application-credentials.ts');
    return getApplicationCredential(this.#session, idOf(credential), options);
  }

  /** Finds an application credential by its id or name; `undefined` if there is none. */
  async findApplicationCredential(
    nameOrId: string,
    options: OfUserOptions = {},
  ): Promise<ApplicationCredential | undefined> {
    checkOptions('findApplicationCredential', options, ofUserKeys);
    const { findApplicationCredential } = await import('./application-credentials.ts');
    return findApplicationCredential(this.#session, nameOrId, options);
  }

  /**
   * Makes an application credential of the user who is signed in, for the project of the token. Its secret is told this
   * once. `POST /v3/users/{id}/application_credentials`.
   *
   * @throws Conflict if the user has one of this name; Forbidden if one signed in with an application credential that is
   *   not unrestricted; BadRequest for a role that the user does not have.
   */
  async createApplicationCredential(
    credential: NewApplicationCredential,
  ): Promise<CreatedApplicationCredential> {
    const { createApplicationCredential } = await import('./application-credentials.ts');
    return createApplicationCredential(this.#session, credential);
  }

  /**
   * Deletes an application credential; its tokens end at once. `DELETE /v3/users/{id}/application_credentials/{id}`.
   *
   * @throws NotFound if there is none, unless `ignoreMissing` is set.
   */
  async deleteApplicationCredential(
    credential: IdRef,
    options: OfUserOptions & RemoveOptions = {},
  ): Promise<void> {
    checkOptions('deleteApplicationCredential', options, ofUserRemoveKeys);
    const { deleteApplicationCredential } = await import('./application-credentials.ts');
    return deleteApplicationCredential(this.#session, idOf(credential), options);
  }

  /** Lists a user's access rules, which outlive their application credentials. `GET /v3/users/{id}/access_rules`. */
  accessRules(options: OfUserOptions = {}): Paginator<AccessRule> {
    checkOptions('accessRules', options, ofUserKeys);
    return new Paginator(async () => {
      const { listAccessRules } = await import('./application-credentials.ts');
      return listAccessRules(this.#session, options);
    });
  }

  /**
   * Deletes an access rule. `DELETE /v3/users/{id}/access_rules/{id}`.
   *
   * @throws Forbidden if an application credential uses it; NotFound if there is none, unless `ignoreMissing` is set.
   */
  async deleteAccessRule(rule: IdRef, options: OfUserOptions & RemoveOptions = {}): Promise<void> {
    checkOptions('deleteAccessRule', options, ofUserRemoveKeys);
    const { deleteAccessRule } = await import('./application-credentials.ts');
    return deleteAccessRule(this.#session, idOf(rule), options);
  }

  /** The service catalog as it is now; the token's may be older. `GET /v3/auth/catalog`; needs a token with a scope. */
  async catalog(options: CallOptions = {}): Promise<readonly CatalogService[]> {
    checkOptions('catalog', options, callKeys);
    const { readCatalog } = await import('./tokens.ts');
    return readCatalog(this.#session, options);
  }

  /**
   * Asks Keystone about a token, the own one by default. `GET /v3/auth/tokens`.
   *
   * @throws NotFound for one that has ended, was revoked or is none; Forbidden for somebody else's.
   */
  async validateToken(token?: TokenRef, options: CallOptions = {}): Promise<TokenInfo> {
    checkOptions('validateToken', options, callKeys);
    const { validateToken } = await import('./tokens.ts');
    return validateToken(this.#session, token, options);
  }

  /**
   * Ends a token, the own one by default: the next call then signs in again. `DELETE /v3/auth/tokens`.
   *
   * @throws NotFound for one that has ended already or is none; Forbidden for somebody else's.
   */
  async revokeToken(token?: TokenRef, options: CallOptions = {}): Promise<void> {
    checkOptions('revokeToken', options, callKeys);
    const { revokeToken } = await import('./tokens.ts');
    return revokeToken(this.#session, token, options);
  }
}
