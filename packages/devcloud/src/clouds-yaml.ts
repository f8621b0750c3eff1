import { region } from './keystone/seed.ts';

const clouds = [
  ['devcloud', 'admin'],
  ['devcloud-demo', 'demo'],
  ['devcloud-alt', 'alt'],
] as const;

/** The text of a clouds.yaml with an admin and two plain members of other projects. */
export function cloudsYaml(authUrl: string): string {
  const entries = clouds.map(
    ([cloud, name]) => `  ${cloud}:
    auth: {auth_url: "${authUrl}", username: ${name}, password: secret, project_name: ${name}, user_domain_name: Default, project_domain_name: Default}
    region_name: ${region}
    identity_api_version: 3
`,
  );
  return `clouds:\n${entries.join('')}`;
}
