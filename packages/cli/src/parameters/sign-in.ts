import { type Text, text, type Texts, texts } from './parameter.ts';

/** Names of the SDK's `AuthOptions` that other ways to sign in take than a password, a token or a credential. */
export type SignInText =
  | 'defaultDomainId'
  | 'defaultDomainName'
  | 'endpoint'
  | 'passcode'
  | 'oauth2Endpoint'
  | 'oauth2ClientId'
  | 'oauth2ClientSecret'
  | 'identityProvider'
  | 'protocol'
  | 'clientId'
  | 'clientSecret'
  | 'accessToken'
  | 'accessTokenEndpoint'
  | 'accessTokenType'
  | 'discoveryEndpoint'
  | 'deviceAuthorizationEndpoint'
  | 'codeChallengeMethod'
  | 'openidScope'
  | 'code'
  | 'redirectUri'
  | 'idpOtpKey';

/** What stands under `auth` in clouds.yaml and is seldom given on a command line: not in the short help. */
export const signInParameters: Readonly<Record<SignInText, Text>> = {
  defaultDomainId: rare('default-domain-id <id>', "domain of user and project, if their own isn't given"),
  defaultDomainName: rare(
    'default-domain-name <name>',
    "domain of user and project, if their own isn't given",
  ),
  endpoint: rare('endpoint <url>', 'where every service is, for none, http_basic and admin_token'),
  passcode: rare('passcode <digits>', 'one-time passcode (v3totp, v3multifactor)'),
  oauth2Endpoint: rare('oauth2-endpoint <url>', 'where to get an OAuth 2.0 token'),
  oauth2ClientId: rare('oauth2-client-id <id>', 'OAuth 2.0 client'),
  oauth2ClientSecret: rare('oauth2-client-secret <text>', 'its secret; prefer OS_OAUTH2_CLIENT_SECRET'),
  identityProvider: rare('identity-provider <name>', 'identity provider, as Keystone calls it'),
  protocol: rare('protocol <name>', 'federation protocol, as Keystone calls it'),
  clientId: rare('client-id <id>', 'client at the identity provider (OpenID Connect)'),
  clientSecret: rare('client-secret <text>', 'its secret; prefer OS_CLIENT_SECRET'),
  accessToken: rare('access-token <text>', 'access token (v3oidcaccesstoken); prefer OS_ACCESS_TOKEN'),
  accessTokenEndpoint: rare('access-token-endpoint <url>', 'where to get an access token'),
  accessTokenType: rare('access-token-type <type>', 'access_token, as by default, or id_token'),
  discoveryEndpoint: rare('discovery-endpoint <url>', "the identity provider's OpenID Connect document"),
  deviceAuthorizationEndpoint: rare(
    'device-authorization-endpoint <url>',
    'where to get a code for a device',
  ),
  codeChallengeMethod: rare(
    'code-challenge-method <name>',
    'S256, as by default, or plain (v3oidcdeviceauthz)',
  ),
  openidScope: rare('openid-scope <scopes>', 'scopes to ask the identity provider for'),
  code: rare('code <text>', 'authorization code (v3oidcauthcode)'),
  redirectUri: rare('redirect-uri <url>', 'URL that the authorization code was sent to'),
  idpOtpKey: rare(
    'idp-otp-key <name>',
    'field that the identity provider takes the passcode in (v3oidcpassword)',
  ),
};

/** The methods of `v3multifactor`. */
export const authMethods: Texts = texts(
  '--os-auth-methods <names>',
  'methods of v3multifactor, with commas between: v3password,v3totp (may be repeated)',
  { hidden: true },
);

function rare(flags: string, description: string): Text {
  return text(`--os-${flags}`, description, { hidden: true });
}
