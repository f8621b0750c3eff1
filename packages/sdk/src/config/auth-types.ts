/**
 * Every value of `auth_type` that this library knows. Also by itself, without the rest of the library:
 * `@ostk/sdk/auth-types`.
 */
export const authTypes = [
  'password',
  'v3password',
  'token',
  'v3token',
  'v3applicationcredential',
  'v3totp',
  'v3multifactor',
  'v3oauth2clientcredential',
  'v3oauth2mtlsclientcredential',
  'v3tokenlessauth',
  'v3oidcaccesstoken',
  'accesstoken',
  'v3oidcclientcredentials',
  'clientcredentials',
  'v3oidcpassword',
  'v3oidcdeviceauthz',
  'v3oidcauthcode',
  'v3websso',
  'admin_token',
  'token_endpoint',
  'http_basic',
  'none',
  'plugin',
] as const;

/** The authentication methods that can be named as `auth_type`; `plugin` stands for one that is given as an object. */
export type AuthType = (typeof authTypes)[number];
