import type { RoleSeed } from '../role-seed.ts';

/**
 * An identity provider whose users Keystone takes in, by the protocol `mapped`.
 *
 * As with a real Keystone, a web server stands before it that asks the provider who the bearer of a token is
 * (RFC 7662), and that sends browsers there; this is what it is told, and what Keystone is told.
 */
export interface FederationSeed {
  /** Keystone's name of the provider, in the path of the login. */
  readonly identityProvider: string;
  /** URL of an OpenID provider; its document lies below, at `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** The web server's client at the provider; it must be allowed to look into tokens. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** The issuers that Keystone takes for this provider; `issuer` alone by default. */
  readonly remoteIds?: readonly string[];
  /** Roles of all users of this provider; none by default. */
  readonly roles?: readonly RoleSeed[];
  /** The users that the mapping has a rule for, by `preferred_username`; all by default. */
  readonly users?: readonly string[];
  /** URLs that a browser's token may be sent to (`trusted_dashboard`); none by default. */
  readonly trustedDashboards?: readonly string[];
}

/** The protocol of all providers: the one of Keystone's methods that takes a web server's word. */
export const protocol = 'mapped';
