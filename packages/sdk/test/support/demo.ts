import type { AuthOptions } from '@ostk/sdk';

/** What signs a plain member of a project in to a devcloud. */
export function demoAuth({ authUrl }: { readonly authUrl: string }): AuthOptions {
  return {
    authUrl,
    username: 'demo',
    password: 'secret',
    projectName: 'demo',
    userDomainId: 'default',
    projectDomainId: 'default',
  };
}
