import type { CatalogService, Named, TokenScope } from '../auth/types.ts';
import type { CallOptions } from '../image/types.ts';
import type { JsonRecord } from '../json.ts';

/** A project. Times, limits and quotas are other services' business. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly domainId: string | null;
  readonly description: string | null;
  readonly isEnabled: boolean;
  /** The project or domain that it is part of. */
  readonly parentId: string | null;
  /** Whether it stands for a domain. */
  readonly isDomain: boolean;
  readonly tags: readonly string[];
  /** What Keystone itself goes by, such as `immutable`, by Keystone's names. */
  readonly options: JsonRecord;
  /** What else somebody has put there, by the names that were given. */
  readonly properties: JsonRecord;
}

/** A user. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly domainId: string | null;
  readonly description: string | null;
  readonly email: string | null;
  readonly isEnabled: boolean;
  readonly defaultProjectId: string | null;
  /** ISO 8601, UTC. */
  readonly passwordExpiresAt: string | null;
}

/** A domain: what projects and users are in. */
export interface Domain {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly isEnabled: boolean;
}

/** A role that somebody has. */
export interface RoleRef {
  readonly id: string;
  readonly name: string;
}

/** One call that tokens of an application credential may make. */
export interface AccessRule {
  readonly id: string;
  /** The type of a service, such as `image`. */
  readonly service: string;
  /** Such as `/v2/images/*`; `*` stands for one segment, `**` for any number. */
  readonly path: string;
  readonly method: string;
}

/** An access rule to be made, or one that is there by its id. */
export type NewAccessRule = Omit<AccessRule, 'id'> | { readonly id: string };

/** Lets a program sign in as a user in one project, without the user's password. */
export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly userId: string | null;
  readonly projectId: string | null;
  readonly roles: readonly RoleRef[];
  /** Whether it may make and delete application credentials and trusts. */
  readonly isUnrestricted: boolean;
  /** ISO 8601, UTC; `null` if it does not end. */
  readonly expiresAt: string | null;
  /** `null` if it may make every call. */
  readonly accessRules: readonly AccessRule[] | null;
}

/** An application credential as it is made: the one time that its secret is told. */
export interface CreatedApplicationCredential extends ApplicationCredential {
  readonly secret: string;
}

/** What an application credential is made of. */
export interface NewApplicationCredential extends CallOptions {
  /** Each of a user's has a name of its own. */
  readonly name: string;
  readonly description?: string | undefined;
  /** By default, Keystone makes a long random one. */
  readonly secret?: string | undefined;
  /** Names of roles that the user has in the project, or roles with their ids; by default all of them. */
  readonly roles?: readonly (string | { readonly id: string })[] | undefined;
  /** A date, or ISO 8601; by default it does not end. */
  readonly expiresAt?: Date | string | undefined;
  /** Whether it may make and delete others; `false` by default, and best left so. */
  readonly isUnrestricted?: boolean | undefined;
  /** The only calls that it may make; every call by default. Services that do not know of rules refuse it. */
  readonly accessRules?: readonly NewAccessRule[] | undefined;
}

/** Which projects. */
export interface ProjectQuery extends CallOptions {
  readonly name?: string | undefined;
  readonly domainId?: string | undefined;
  readonly parentId?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  /** Those with all of these tags. */
  readonly tags?: readonly string[] | undefined;
  /** Those with one of these tags. */
  readonly tagsAny?: readonly string[] | undefined;
  /** Those that lack at least one of these tags. */
  readonly notTags?: readonly string[] | undefined;
  /** Those with none of these tags. */
  readonly notTagsAny?: readonly string[] | undefined;
  /** Items for each request; Keystone decides by default. */
  readonly pageSize?: number | undefined;
}

/** What is shown of a project. */
export interface GetProjectOptions extends CallOptions {
  /** Also what it is part of, as `properties.parents`: ids, one within the other. */
  readonly withParents?: boolean | undefined;
  /** Also what is part of it, as `properties.subtree`: ids, one within the other; `null` if there is nothing. */
  readonly withSubtree?: boolean | undefined;
}

/** Which users. */
export interface UserQuery extends CallOptions {
  readonly name?: string | undefined;
  readonly domainId?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  /** Items for each request; Keystone decides by default. */
  readonly pageSize?: number | undefined;
}

/** Which domains. */
export interface DomainQuery extends CallOptions {
  readonly name?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  /** Items for each request; Keystone decides by default. */
  readonly pageSize?: number | undefined;
}

/** Where to look for a name. */
export interface FindInDomainOptions extends CallOptions {
  /** The id of a domain; by default all that may be seen. */
  readonly domainId?: string | undefined;
}

/** Whose application credentials. */
export interface OfUserOptions extends CallOptions {
  /** A user, or the id of one; by default the one who is signed in. */
  readonly user?: string | { readonly id: string } | undefined;
}

/** Which projects of which user. */
export interface UserProjectQuery extends ProjectQuery, OfUserOptions {}

/** What Keystone says of a token. */
export interface TokenInfo {
  readonly user: Named | undefined;
  readonly scope: TokenScope;
  readonly roles: readonly string[];
  readonly catalog: readonly CatalogService[];
  /** How its holder signed in, such as `password`. */
  readonly methods: readonly string[];
  /** ISO 8601, UTC. */
  readonly issuedAt: string | null;
  /** ISO 8601, UTC. */
  readonly expiresAt: string | null;
}
