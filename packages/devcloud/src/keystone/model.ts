/** A Keystone domain. */
export interface Domain {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** A Keystone project. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly description: string;
}

/** What Keystone keeps beside a user's attributes. */
export interface UserOptions {
  readonly multi_factor_auth_enabled?: boolean;
  readonly multi_factor_auth_rules?: readonly (readonly string[])[];
}

/** A Keystone user. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly domainId: string;
  readonly password: string;
  readonly enabled: boolean;
  /** Where a token leads that asks for no scope; none by default. */
  readonly defaultProjectId: string | undefined;
  readonly options: UserOptions;
  /** The provider that a federated user comes from. */
  readonly identityProvider?: string;
}

/** Something secret that Keystone keeps for a user, such as the key of her one-time passcodes. */
export interface Credential {
  readonly id: string;
  readonly type: string;
  readonly blob: string;
  readonly userId: string;
  readonly projectId: string | null;
}

/** What tokens of an application credential may be used for. */
export interface AccessRule {
  readonly id: string;
  readonly userId: string;
  readonly service: string;
  readonly path: string;
  readonly method: string;
}

/** A role. */
export interface Role {
  readonly id: string;
  readonly name: string;
}

/** What a token or a role assignment is good for. */
export type Scope =
  | { readonly kind: 'project'; readonly id: string }
  | { readonly kind: 'domain'; readonly id: string }
  | { readonly kind: 'system' };

/** A role given to a user somewhere. */
export interface Assignment {
  readonly userId: string;
  readonly roleId: string;
  readonly scope: Scope;
}

/** A service in the catalog. */
export interface CatalogService {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** One URL of a service. */
export interface Endpoint {
  readonly id: string;
  readonly serviceId: string;
  readonly interface: 'public' | 'internal' | 'admin';
  readonly regionId: string;
  readonly url: string;
}

/** An application credential. The secret is kept as it was given: this cloud guards nothing. */
export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly userId: string;
  readonly projectId: string;
  readonly roles: readonly Role[];
  readonly secret: string;
  /** Milliseconds since the epoch; undefined for one that never expires. */
  readonly expiresAt: number | undefined;
  /** Null when it was not given. */
  readonly unrestricted: boolean | null;
  /** Undefined when it may do everything. */
  readonly accessRules: readonly AccessRule[] | undefined;
}

/** A trust: a user lets another act in a project with some of her roles. */
export interface Trust {
  readonly id: string;
  readonly trustorId: string;
  readonly trusteeId: string;
  readonly projectId: string;
  readonly impersonation: boolean;
  readonly roles: readonly Role[];
  readonly expiresAt: number | undefined;
}

/** A token. */
export interface Token {
  readonly id: string;
  readonly userId: string;
  readonly methods: readonly string[];
  /** Its own audit id, and behind it that of the first token of the chain when it was made from another. */
  readonly auditIds: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Undefined for an unscoped token. */
  readonly scope: Scope | undefined;
  readonly roles: readonly Role[];
  readonly applicationCredentialId: string | undefined;
  /** Those of its application credential. */
  readonly accessRules: readonly AccessRule[] | undefined;
  readonly trust: Trust | undefined;
}

/** What Keystone gives for a login that is right, but not enough for its user. */
export interface Receipt {
  readonly id: string;
  readonly userId: string;
  readonly methods: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}
