/** What stands in the paths of OpenStack's APIs between the ids and names. */
const words = new Set(
  (
    'v2 v2.0 v2.1 v3 images file stage import members tags actions deactivate reactivate locations schemas image ' +
    'member metadefs metadef namespaces namespace objects object properties property resource_types resource_type ' +
    'tag tasks task stores info import usage cache cached_images queued_images detail ' +
    'auth tokens catalog projects domains system users groups roles application_credentials access_rules ' +
    'credentials services endpoints regions trusts OS-FEDERATION OS-OAUTH2 OS-TRUST identity_providers protocols ' +
    'websso token healthcheck versions servers action flavors extra_specs os-extra_specs os-keypairs os-services ' +
    'os-availability-zone os-instance-actions os-interface os-volume_attachments metadata limits ips diagnostics'
  ).split(' '),
);

/**
 * A path with its ids and names replaced by `{id}`, so that there are as many routes as the API has, not as many as
 * there are images.
 */
export function routeOf(path: string): string {
  const [bare = ''] = path.split('?');
  return bare
    .split('/')
    .map((segment) => (segment === '' || words.has(segment) ? segment : '{id}'))
    .join('/');
}
