// The public clouds that OpenStack's Python SDK knows (openstacksdk, openstack/config/vendors, Apache License 2.0, as of
// August 2026): where they are, their regions and what is peculiar to them. What that SDK fetches from the clouds
// themselves (ovh, vexxhost) is given as in its last version that had it built in. Left out are settings of services
// that this library does not talk to.
import type { TreeMap } from './tree.ts';

/** A public cloud. */
export interface VendorProfile {
  /** `deprecated` clouds still answer, or may; those that are `shutdown` are gone. */
  readonly status?: 'deprecated' | 'shutdown';
  readonly message?: string;
  /** In the form of a cloud of clouds.yaml. */
  readonly settings: TreeMap;
}

function cloud(authUrl: string, regions: readonly string[], settings: TreeMap = {}): TreeMap {
  const place: TreeMap = regions.length === 1 ? { region_name: regions[0] ?? '' } : { regions };
  return { auth: { auth_url: authUrl }, ...place, ...settings };
}

function withDomain(authUrl: string, regions: readonly string[], settings: TreeMap = {}): TreeMap {
  const auth = { auth_url: authUrl, user_domain_name: 'Default', project_domain_name: 'Default' };
  return { ...cloud(authUrl, regions, settings), auth };
}

const raw: TreeMap = { image_format: 'raw' };

/** The profiles by name. */
export const vendorProfiles: ReadonlyMap<string, VendorProfile> = new Map<string, VendorProfile>([
  ['auro', { settings: withDomain('https://api.van2.auro.io:5000/v3', ['RegionOne']) }],
  [
    'betacloud',
    {
      status: 'shutdown',
      message: 'betacloud.de has ceased business',
      settings: cloud('https://api-1.betacloud.de:5000', ['betacloud-1'], raw),
    },
  ],
  ['binero', { settings: cloud('https://auth.binero.cloud:5000/v3', ['europe-se-1']) }],
  // Each customer has an auth_url of his own.
  ['bluebox', { settings: { region_name: 'RegionOne' } }],
  [
    'catalyst',
    {
      settings: cloud('https://api.cloud.catalyst.net.nz:5000/v2.0', ['nz-por-1', 'nz_wlg_2'], {
        image_api_version: '1',
        ...raw,
      }),
    },
  ],
  [
    'citycloud',
    {
      settings: cloud(
        'https://{region_name}.citycloud.com:5000/v3/',
        ['Buf1', 'Fra1', 'Sto2', 'Kna1', 'dx1', 'tky1'],
        raw,
      ),
    },
  ],
  [
    'conoha',
    {
      settings: cloud('https://identity.{region_name}.conoha.io', ['sin1', 'sjc1', 'tyo1'], {
        identity_api_version: '2',
      }),
    },
  ],
  ['dreamcompute', { settings: cloud('https://iad2.dream.io:5000', ['RegionOne'], raw) }],
  ['elastx', { settings: cloud('https://ops.elastx.cloud:5000/v3', ['se-sto']) }],
  [
    'entercloudsuite',
    {
      settings: cloud('https://api.entercloudsuite.com/', ['it-mil1', 'nl-ams1', 'de-fra1'], {
        image_api_version: '1',
      }),
    },
  ],
  [
    'fuga',
    {
      status: 'deprecated',
      message: 'the API Endpoint is no longer responsive',
      settings: withDomain('https://identity.api.fuga.io:5000', ['cystack']),
    },
  ],
  [
    'ibmcloud',
    {
      status: 'shutdown',
      message: 'the API Endpoint is no longer responsive',
      settings: cloud('https://identity.open.softlayer.com', ['london']),
    },
  ],
  [
    'internap',
    {
      status: 'shutdown',
      message: 'Internap have been rebranded as HorizonIQ',
      settings: cloud('https://identity.api.cloud.inap.com', ['ams01', 'da01', 'nyj01', 'sin01', 'sjc01']),
    },
  ],
  [
    'limestonenetworks',
    { settings: cloud('https://auth.cloud.lstn.net:5000/v3', ['us-dfw-1', 'us-slc'], raw) },
  ],
  ['otc', { settings: cloud('https://iam.{region_name}.otc.t-systems.com/v3', ['eu-de', 'eu-nl']) }],
  // The source lacks the scheme, without which it is no URL.
  ['otc-swiss', { settings: cloud('https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3', ['eu-ch2']) }],
  [
    'ovh',
    {
      settings: withDomain(
        'https://auth.cloud.ovh.net/',
        'BHS BHS1 BHS3 BHS5 DE DE1 GRA GRA1 GRA5 GRA7 SBG SBG1 SBG5 UK UK1 WAW WAW1 SYD1 SGP1'.split(' '),
      ),
    },
  ],
  [
    'ovh-us',
    {
      settings: withDomain('https://auth.cloud.ovh.us/', [
        'US-EAST-VA-1',
        'US-WEST-OR-1',
        'US-EAST-VA',
        'US-WEST-OR',
      ]),
    },
  ],
  [
    'rackspace',
    {
      settings: cloud(
        'https://identity.api.rackspacecloud.com/v2.0/',
        ['DFW', 'HKG', 'IAD', 'ORD', 'SYD', 'LON'],
        {
          identity_api_version: '2.0',
          compute_service_name: 'cloudServersOpenStack',
          image_format: 'vhd',
        },
      ),
    },
  ],
  ['switchcloud', { settings: cloud('https://identity.compute.cloud.switch.ch/v3', ['zhw', 'zhc'], raw) }],
  ['switchengines', { settings: cloud('https://keystone.cloud.switch.ch:5000/v3', ['LS', 'ZH'], raw) }],
  [
    'ultimum',
    {
      status: 'shutdown',
      message: 'ultimum-cloud.com has ceased business',
      settings: cloud('https://console.ultimum-cloud.com:5000/', ['RegionOne']),
    },
  ],
  [
    'unitedstack',
    {
      status: 'shutdown',
      message: 'the API Endpoint is no longer responsive',
      settings: cloud('https://identity.api.ustack.com/v3', ['bj1', 'gd1'], raw),
    },
  ],
  [
    'vexxhost',
    {
      settings: cloud('https://auth.vexxhost.net/v3', ['ca-ymq-1', 'sjc1'], {
        auth_type: 'v3password',
        ...raw,
      }),
    },
  ],
  ['zetta', { settings: cloud('https://identity.api.zetta.io/v3', ['no-osl1']) }],
]);
